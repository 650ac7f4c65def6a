import type { CredentialContext } from '../../core/credential/credential.ts';
import { badgeLookup, parseRoster } from '../../core/credential/roster.ts';
import { NO_TRUST } from '../../core/trust/trust.ts';
import { timestampMs } from '../../core/units.ts';
import { makeShcIssuer, trustOf } from '../../test/core/credential/shc/cards.ts';
import { EVERYDAY } from './everyday.ts';
import { shcSpecimens } from './shc.ts';
import type { Specimen } from './specimen.ts';

/** A site that trusts issuers made for this run, and a sound payload of every kind by them. */
export interface FuzzSite {
  readonly context: CredentialContext;
  readonly specimens: readonly Specimen[];
}

/** New keys each time: they are nobody's, and a payload is known by its bytes, not by its number. */
export function openFuzzSite(): FuzzSite {
  const shcIssuer = makeShcIssuer();
  return {
    context: {
      siteSecret: Buffer.from('a secret of the bench'),
      badge: badgeLookup(parseRoster('code,name\nNV-17,Trần Thị Mẫu\n')),
      trust: { ...NO_TRUST, ...trustOf(shcIssuer) },
      nowMs: timestampMs(Date.UTC(2026, 0, 15)),
    },
    specimens: [...EVERYDAY, ...shcSpecimens(shcIssuer)],
  };
}
