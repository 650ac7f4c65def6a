import { verify } from 'node:crypto';
import type { TrustStore } from '../../trust/trust.ts';
import { type TimestampMs, timestampMs } from '../../units.ts';
import type { Check, CredentialContext } from '../credential.ts';
import { checkNotBefore, checkNotExpired } from '../life.ts';
import type { ShcCard } from './card.ts';
import { thumbprintOf } from './thumbprint.ts';

/** Every fact about a card but its form and its content: who signed it, when it holds, whether it was revoked. */
export function checkCard(card: ShcCard, context: CredentialContext): readonly Check[] {
  return [
    ...checkSigner(card, context.trust),
    checkNotBefore(msOf(card.nbf), context.nowMs),
    checkNotExpired(msOf(card.exp), context.nowMs),
    checkNotRevoked(card, context.trust),
  ];
}

const msOf = (seconds: number | null): TimestampMs | null =>
  seconds === null ? null : timestampMs(Math.round(seconds * 1000));

/**
 * Only a key that the list gives to this very issuer counts. A naive reader takes the key from anywhere on the list:
 * then each issuer could sign as every other.
 */
function checkSigner(card: ShcCard, trust: TrustStore): readonly Check[] {
  const issuer = card.iss === null ? null : trust.shcIssuer(card.iss);
  if (issuer === null) {
    const known: Check = trust.empty
      ? { name: 'issuerKnown', outcome: 'unknown', why: 'no trust list was imported' }
      : { name: 'issuerKnown', outcome: 'fail', why: 'no trust list names its issuer' };
    return [unchecked(card, 'there is no key of its issuer to check it with'), known];
  }
  const listed = issuer.keys.find((one) => one.kid === card.kid);
  if (listed === undefined) {
    return [
      unchecked(card, 'its issuer is listed, but not with the key that it names'),
      { name: 'issuerKnown', outcome: 'fail', why: 'the list does not give this key to its issuer' },
    ];
  }
  if (thumbprintOf(listed.key) !== listed.kid) {
    return [
      unchecked(card, 'the listed key is not the one that its id names'),
      { name: 'issuerKnown', outcome: 'fail', why: 'the list has this key under a wrong id' },
    ];
  }
  const known: Check = {
    name: 'issuerKnown',
    outcome: 'pass',
    why: 'a trust list gives this key to its issuer',
  };
  const { signature } = card;
  if (signature === null) return [formless, known];
  const key = { key: listed.key, dsaEncoding: 'ieee-p1363' } as const;
  const matches = verify('sha256', Buffer.from(card.signed, 'latin1'), key, signature);
  return [
    matches
      ? { name: 'signature', outcome: 'pass', why: 'signed by its issuer and not changed since' }
      : { name: 'signature', outcome: 'fail', why: 'not signed by its issuer, or changed since' },
    known,
  ];
}

const formless: Check = { name: 'signature', outcome: 'fail', why: 'it carries no ES256 signature' };

/** A card without any signature is not "not checked": it fails whoever its issuer is. */
const unchecked = (card: ShcCard, why: string): Check =>
  card.signature === null ? formless : { name: 'signature', outcome: 'unknown', why };

function checkNotRevoked({ iss, kid, rid, nbf }: ShcCard, trust: TrustStore): Check {
  const name = 'notRevoked';
  if (rid === null || iss === null || kid === null || nbf === null) {
    return { name, outcome: 'notApplicable', why: 'it carries no revocation id' };
  }
  switch (trust.shcRevoked(iss, kid, rid, timestampMs(Math.round(nbf * 1000)))) {
    case 'revoked':
      return { name, outcome: 'fail', why: 'its issuer has revoked it' };
    case 'unlisted':
      return { name, outcome: 'pass', why: 'it is not on the revocation list of its issuer' };
    case 'no-list':
      return { name, outcome: 'unknown', why: 'no revocation list of its issuer was imported' };
  }
}
