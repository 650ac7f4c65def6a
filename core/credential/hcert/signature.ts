import type { HcertSigner, TrustStore } from '../../trust/trust.ts';
import { type TimestampMs, timestampMs } from '../../units.ts';
import type { Check } from '../credential.ts';
import { dateOf } from '../life.ts';
import { NO_SIGNATURE, uncheckedSignature } from '../signed.ts';
import { algorithmName, type CoseSign1, verifyCose } from './cose.ts';

/** Who signed, as far as the imported lists tell. */
export interface SignatureFinding {
  readonly signature: Check;
  readonly issuerKnown: Check;
  /** The signer whose key made the signature; null where none is known that did. */
  readonly signer: HcertSigner | null;
}

/** Most keys that are tried for one id: real lists have one, rarely two. */
const MOST_KEYS = 32;

/**
 * Looks the key up and verifies. Three things stay apart: a key on no list is `unknown` and never looks like a
 * forgery; a listed key that did not make the signature is `fail`, as is no signature at all; only a listed key that
 * made it is `pass`.
 * `issuerKnown` is `unknown` where no list of signers was imported, and `fail` where some were and none has the key.
 */
export function checkSignature(
  cose: CoseSign1,
  issuedAtMs: TimestampMs | null,
  trust: TrustStore,
): SignatureFinding {
  const signers = cose.kid === null ? [] : trust.hcertSigners(cose.kid).slice(0, MOST_KEYS);
  const isUnsigned = cose.signature.length === 0;
  if (signers.length === 0) {
    const finding = unlisted(cose, trust);
    return isUnsigned ? { ...finding, signature: NO_SIGNATURE } : finding;
  }
  if (isUnsigned) return { signature: NO_SIGNATURE, issuerKnown: CLAIMED, signer: null };
  const because = uncheckable(cose);
  if (because !== null) {
    return { signature: uncheckedSignature(because), issuerKnown: CLAIMED, signer: null };
  }
  const made = signers.find((one) => verifyCose(cose, one.key));
  if (made === undefined) {
    const why = 'the content or the signature was altered, or another key made it';
    return { signature: signatureCheck('fail', why), issuerKnown: CLAIMED, signer: null };
  }
  const signer = together(
    made,
    signers.filter((one) => one.key.equals(made.key)),
  );
  const why = `made by a listed key (${algorithmName(cose.algorithm)})`;
  return {
    signature: signatureCheck('pass', why),
    issuerKnown: signedInTime(signer, issuedAtMs) ? known(signer) : outlived(signer),
    signer,
  };
}

/**
 * What all lists say of one key, in whatever order they were imported. A limit that one of them states holds, also where
 * another names the bare key alone; of two limits, and of the ends of two certificates, the wider counts.
 */
function together(made: HcertSigner, listings: readonly HcertSigner[]): HcertSigner {
  const usages = listings.flatMap((one) => (one.usages === null ? [] : [one.usages]));
  const ends = listings.flatMap(({ notAfterMs }) => (notAfterMs === null ? [] : [notAfterMs]));
  return {
    ...made,
    country: made.country ?? listings.find((one) => one.country !== null)?.country ?? null,
    usages: usages.length === 0 ? null : [...new Set(usages.flat())],
    notAfterMs: ends.length === 0 ? null : timestampMs(Math.max(...ends)),
  };
}

const signatureCheck = (outcome: Check['outcome'], why: string): Check => ({
  name: 'signature',
  outcome,
  why,
});

function unlisted(cose: CoseSign1, trust: TrustStore): SignatureFinding {
  const missing = cose.kid === null ? 'the certificate names no key' : 'the key is on no imported list';
  return {
    signature: uncheckedSignature(`${missing}, so the signature cannot be checked`),
    issuerKnown: trust.namesHcertSigners
      ? { name: 'issuerKnown', outcome: 'fail', why: missing }
      : { name: 'issuerKnown', outcome: 'unknown', why: 'no list of such issuers was imported' },
    signer: null,
  };
}

function uncheckable(cose: CoseSign1): string | null {
  if (cose.critical) return 'the signature asks for a rule (crit) that is not known here';
  return algorithmName(cose.algorithm) === null ? 'the algorithm of the signature is not known here' : null;
}

/** Anybody can write the name of a listed key; only its signature makes it the issuer. */
const CLAIMED: Check = {
  name: 'issuerKnown',
  outcome: 'unknown',
  why: 'it names a listed key, but nothing shows that this key signed it',
};

const known = ({ country }: HcertSigner): Check => ({
  name: 'issuerKnown',
  outcome: 'pass',
  why: country === null ? 'the key is on an imported list' : `the key is on an imported list, ${country}`,
});

/**
 * A key must not sign after its certificate has ended. Before it began is no fault: issuers date a certificate back
 * to the test or dose that it speaks of (the public test data of two states do).
 */
const signedInTime = (signer: HcertSigner, issuedAtMs: TimestampMs | null): boolean =>
  signer.notAfterMs === null || issuedAtMs === null || issuedAtMs <= signer.notAfterMs;

const outlived = (signer: HcertSigner): Check => ({
  name: 'issuerKnown',
  outcome: 'fail',
  why: "issued after the end of the key's own certificate",
  ...dateOf(signer.notAfterMs),
});
