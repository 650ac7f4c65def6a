import type { CredentialContext } from '../../core/credential/credential.ts';
import { badgeLookup, parseRoster } from '../../core/credential/roster.ts';
import { parseTrustFiles } from '../../core/trust/parse-files.ts';
import { createTrustStore } from '../../core/trust/store.ts';
import type { TrustStore } from '../../core/trust/trust.ts';
import { timestampMs } from '../../core/units.ts';
import { directoryOf, makeShcIssuer } from '../../test/core/credential/shc/cards.ts';
import { kidOfDer } from '../../test/support/trust-lists.ts';
import { divocSpecimens } from './divoc.ts';
import { EVERYDAY } from './everyday.ts';
import { hcertSpecimens, makeHcertSigners } from './hcert.ts';
import { shcSpecimens } from './shc.ts';
import type { Specimen } from './specimen.ts';
import { makeSealAuthority, vdsNcSpecimens } from './vds-nc.ts';

/** A site that trusts issuers made for this run, and sound payloads of every kind by them. */
export interface FuzzSite {
  readonly context: CredentialContext;
  readonly specimens: readonly Specimen[];
}

/** New keys each time: they are nobody's, and a payload is known by its bytes, not by its number. */
export function openFuzzSite(): FuzzSite {
  const signers = makeHcertSigners();
  const shcIssuer = makeShcIssuer();
  const authority = makeSealAuthority();
  const trust = storeOf({
    'signers.pem': signers.ec.pem + signers.rsa.pem,
    'authority.pem': authority.pem,
    'directory.json': directoryOf(shcIssuer),
    'revoked-hcert.json': JSON.stringify({
      country: 'VN',
      kid: kidOfDer(signers.ec.der),
      hashType: 'SIGNATURE',
      entries: [{ hash: Buffer.alloc(16, 7).toString('base64') }],
    }),
    'revoked-shc.json': JSON.stringify({
      kid: shcIssuer.kid,
      method: 'rid',
      ctr: 1,
      rids: ['AAAA', 'BBBB.1'],
    }),
  });
  return {
    context: {
      siteSecret: Buffer.from('a secret of the bench'),
      badge: badgeLookup(parseRoster('code,name\nNV-17,Trần Thị Mẫu\n095060001343520017,Ngô Nháp\n')),
      trust,
      nowMs: timestampMs(Date.UTC(2026, 0, 15)),
    },
    specimens: [
      ...EVERYDAY,
      ...hcertSpecimens(signers),
      ...shcSpecimens(shcIssuer),
      ...vdsNcSpecimens(authority),
      ...divocSpecimens(),
    ],
  };
}

function storeOf(files: Readonly<Record<string, string>>): TrustStore {
  const given = Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.from(text) }));
  const { lists, refused } = parseTrustFiles('bench', given);
  const [first] = refused;
  if (first !== undefined) throw new Error(`${first.name}: ${first.code} ${first.why}`);
  return createTrustStore(lists);
}
