import { type KeyObject, verify } from 'node:crypto';
import { thumbprint } from '../../trust/parse-shc.ts';
import type { TrustStore } from '../../trust/trust.ts';
import { type TimestampMs, timestampMs } from '../../units.ts';
import type { Check, CredentialContext } from '../credential.ts';
import { checkNotBefore, checkNotExpired } from '../life.ts';
import { NO_SIGNATURE, uncheckedSignature } from '../signed.ts';
import type { ShcCard } from './card.ts';

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
  const unverifiable = withoutKey(card);
  const issuer = card.iss === null ? null : trust.shcIssuer(card.iss);
  if (issuer === null) {
    const known: Check = trust.namesShcIssuers
      ? { name: 'issuerKnown', outcome: 'fail', why: 'no trust list names its issuer' }
      : { name: 'issuerKnown', outcome: 'unknown', why: 'no list of such issuers was imported' };
    return [unverifiable ?? uncheckedSignature('there is no key of its issuer to check it with'), known];
  }
  const listed = issuer.keys.find((one) => one.kid === card.kid);
  if (listed === undefined) {
    return [
      unverifiable ?? uncheckedSignature('its issuer is listed, but not with the key that it names'),
      { name: 'issuerKnown', outcome: 'fail', why: 'the list does not give this key to its issuer' },
    ];
  }
  if (thumbprintOf(listed.key) !== listed.kid) {
    return [
      unverifiable ?? uncheckedSignature('the listed key is not the one that its id names'),
      { name: 'issuerKnown', outcome: 'fail', why: 'the list has this key under a wrong id' },
    ];
  }
  const claimed: Check = {
    name: 'issuerKnown',
    outcome: 'unknown',
    why: 'it names a listed issuer, but nothing shows that it is of it',
  };
  const { signature } = card;
  if (unverifiable !== null) return [unverifiable, claimed];
  const key = { key: listed.key, dsaEncoding: 'ieee-p1363' } as const;
  const matches =
    signature.length === 64 && verify('sha256', Buffer.from(card.signed, 'latin1'), key, signature);
  if (matches) {
    return [
      { name: 'signature', outcome: 'pass', why: 'signed by its issuer and not changed since' },
      { name: 'issuerKnown', outcome: 'pass', why: 'a trust list gives this key to its issuer' },
    ];
  }
  return [{ name: 'signature', outcome: 'fail', why: 'not signed by its issuer, or changed since' }, claimed];
}

/**
 * The thumbprint of a P-256 key, the only id that a key of SMART Health Cards may have; null for every other kind of
 * key. Asked when a card is read, so that a list with wrong ids opens no gate, whatever imported it.
 */
function thumbprintOf(key: KeyObject): string | null {
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return null;
  const { x = '', y = '' } = key.export({ format: 'jwk' });
  return thumbprint({ x, y });
}

/** What can be said of a signature before anybody looks for a key, whoever the issuer is; null: look for it. */
function withoutKey({ signature, uncheckable }: ShcCard): Check | null {
  if (uncheckable !== null) return uncheckedSignature(uncheckable);
  return signature.length === 0 ? NO_SIGNATURE : null;
}

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
