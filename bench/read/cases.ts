import { type CredentialContext, NOTHING_KNOWN } from '../../core/credential/credential.ts';
import { parseTrustFiles } from '../../core/trust/parse-files.ts';
import { createTrustStore } from '../../core/trust/store.ts';
import { timestampMs } from '../../core/units.ts';
import { generateBhyt, TODAY } from '../../test/core/credential/generate/bhyt.ts';
import type { Card } from '../../test/core/credential/generate/card.ts';
import { generateCccd } from '../../test/core/credential/generate/cccd.ts';
import { type Chance, createChance } from '../../test/core/credential/generate/chance.ts';
import { generatePcCovid } from '../../test/core/credential/generate/pc-covid.ts';
import { directoryOf, makeShcIssuer } from '../../test/core/credential/shc/cards.ts';
import { makeSealSigner } from '../../test/core/credential/vds-nc/seals.ts';
import { makeCertificate, testKey } from '../../test/support/certificates.ts';
import { ToolError } from '../../tools/tool-error.ts';
import { hcertCard, type SignedCard, sealCard, shcCard } from './signed.ts';

/** Cards of one kind, and the least that reading one could cost. */
export interface ReadCase {
  readonly name: string;
  readonly kind: string;
  /** As a scanner delivers them, each of another person. */
  readonly payloads: readonly Buffer[];
  /** Does the least for the card at this place; false where even that does not hold. */
  readonly floor: (at: number) => boolean;
  readonly floorName: string;
  /** Most that the median read may take, µs; null where nothing was promised. */
  readonly targetUs: number | null;
}

/** Unsigned cards cost nothing to make. */
const UNSIGNED_CARDS = 2000;
const SIGNED_CARDS = 300;

/** A site that trusts issuers made for this run, and their cards. */
export function openReadSite(): { readonly context: CredentialContext; readonly cases: readonly ReadCase[] } {
  const ec = makeCertificate({ subject: [['C', 'VN']] });
  const rsa = makeCertificate({ subject: [['C', 'XA']], key: testKey(2048) });
  const issuer = makeShcIssuer();
  const authority = makeCertificate({
    subject: [
      ['C', 'VN'],
      ['CN', 'Co quan Thu'],
    ],
    authority: true,
    key: testKey('P-256'),
  });
  const sealer = makeSealSigner(authority);
  const files = {
    'signers.pem': ec.pem + rsa.pem,
    'authority.pem': authority.pem,
    'directory.json': directoryOf(issuer),
  };
  const { lists, refused } = parseTrustFiles(
    'bench',
    Object.entries(files).map(([name, text]) => ({ name, bytes: Buffer.from(text) })),
  );
  const [first] = refused;
  if (first !== undefined) throw new ToolError(`${first.name}: ${first.code} ${first.why}`);
  const nowMs = timestampMs(Date.parse(`${TODAY}T12:00:00+07:00`));
  return {
    context: { ...NOTHING_KNOWN, trust: createTrustStore(lists), nowMs },
    cases: [
      unsigned('CCCD', 'cccd', generateCccd, 20),
      unsigned('BHYT', 'bhyt', generateBhyt, null),
      unsigned('PC-Covid', 'pc-covid', generatePcCovid, null),
      signed('HC1, ES256', 'hcert-dcc', (nth) => hcertCard(ec, 'ES256', nth), 1000),
      signed('HC1, PS256', 'hcert-dcc', (nth) => hcertCard(rsa, 'PS256', nth), null),
      signed('SMART Health Card', 'shc', (nth) => shcCard(issuer, nth), 1000),
      {
        ...signed('VDS-NC', 'vds-nc', (nth) => sealCard(sealer, authority, nth), null),
        floorName: 'crypto.verify, also of its certificate',
      },
    ],
  };
}

function unsigned(
  name: string,
  kind: string,
  generate: (chance: Chance) => Card,
  targetUs: number | null,
): ReadCase {
  const chance = createChance(4);
  const payloads = Array.from({ length: UNSIGNED_CARDS }, () => Buffer.from(generate(chance).text));
  const decoder = new TextDecoder();
  return {
    name,
    kind,
    payloads,
    floor: (at) => decoder.decode(payloads[at]).split('|').length > 1,
    floorName: 'bytes decoded, cut at the bars',
    targetUs,
  };
}

function signed(
  name: string,
  kind: string,
  make: (nth: number) => SignedCard,
  targetUs: number | null,
): ReadCase {
  const cards = Array.from({ length: SIGNED_CARDS }, (_, nth) => make(nth));
  return {
    name,
    kind,
    payloads: cards.map(({ payload }) => payload),
    floor: (at) => cards[at]?.holds() ?? false,
    floorName: 'bare crypto.verify',
    targetUs,
  };
}
