import { type KeyObject, verify, type X509Certificate } from 'node:crypto';
import { kidOf } from '../../trust/signer.ts';
import type { TrustStore } from '../../trust/trust.ts';
import type { TimestampMs } from '../../units.ts';
import type { Check, CredentialContext } from '../credential.ts';
import { member, stringOf } from '../json.ts';
import { checkNotBefore, checkNotExpired } from '../life.ts';
import { NO_SIGNATURE, uncheckedSignature } from '../signed.ts';
import { countryCode } from './countries.ts';
import { documentTypesOf, extensionOf } from './extensions.ts';
import type { Seal } from './seal.ts';

/** Every fact about a seal but its form and its content. The life is that of the certificate: a seal has none of its own. */
export function checkSeal(seal: Seal, context: CredentialContext): readonly Check[] {
  const { certificate } = seal;
  return [
    ...checkSigner(seal, context),
    ofCertificate(checkNotBefore(momentOf(certificate?.validFromDate), context.nowMs)),
    ofCertificate(checkNotExpired(momentOf(certificate?.validToDate), context.nowMs)),
    checkKeyUsage(seal),
  ];
}

const ofCertificate = (check: Check): Check => ({
  ...check,
  why: `${check.why}, by the life of its certificate`,
});

/** Curve, hash and length of the signature of each algorithm that a seal may name. */
const ALGORITHMS: ReadonlyMap<
  string,
  { readonly curve: string; readonly hash: string; readonly bytes: number }
> = new Map([
  ['ES256', { curve: 'prime256v1', hash: 'sha256', bytes: 64 }],
  ['ES384', { curve: 'secp384r1', hash: 'sha384', bytes: 96 }],
  ['ES512', { curve: 'secp521r1', hash: 'sha512', bytes: 132 }],
]);

const CURVES: ReadonlySet<string> = new Set([...ALGORITHMS.values()].map(({ curve }) => curve));

type Signer =
  /** An imported authority issued the certificate, or it was itself imported as a signer of seals. */
  | 'known'
  /** An authority of that name and key id was imported, and it did not sign this certificate. */
  | 'forged'
  | 'unknown'
  | 'no-list';

/** Whether the data are as the key in the seal's own certificate signed them, and who says that the key is whose. */
function checkSigner(seal: Seal, context: CredentialContext): readonly Check[] {
  const name = 'signature';
  const attempt = attemptOf(seal);
  if (!attempt.ok) return [attempt.signature, NOT_SHOWN];
  if (!attempt.matches) {
    const why = 'it does not match the certificate inside the code, or was changed since';
    return [{ name, outcome: 'fail', why }, NOT_SHOWN];
  }
  const { certificate } = attempt;
  const { signer, authority } = signerOf(certificate, context.trust);
  if (signer === 'known') {
    return [
      { name, outcome: 'pass', why: 'signed by its issuer and not changed since' },
      checkAuthority(seal, certificate, authority, context.nowMs),
    ];
  }
  if (signer === 'forged') {
    return [
      {
        name,
        outcome: 'fail',
        why: 'the authority that its certificate names did not sign that certificate',
      },
      { name: 'issuerKnown', outcome: 'fail', why: 'its certificate only claims to be of a known authority' },
    ];
  }
  return [
    {
      name,
      outcome: 'unknown',
      why: 'it matches the certificate inside the code, but nobody here knows who issued that certificate',
    },
    signer === 'no-list'
      ? { name: 'issuerKnown', outcome: 'unknown', why: 'no authority was imported' }
      : { name: 'issuerKnown', outcome: 'fail', why: 'no imported authority issued its certificate' },
  ];
}

const NOT_SHOWN: Check = {
  name: 'issuerKnown',
  outcome: 'unknown',
  why: 'nothing shows that the code is what its certificate signed',
};

/** Whether the key in the seal's certificate made its signature, or why that cannot be said. */
type Attempt =
  | { readonly ok: true; readonly certificate: X509Certificate; readonly matches: boolean }
  | { readonly ok: false; readonly signature: Check };

function attemptOf({ signed, signature, algorithm, certificate }: Seal): Attempt {
  const cannot = (why: string): Attempt => ({ ok: false, signature: uncheckedSignature(why) });
  if (signature === null) return cannot('its signature is not written in base64url');
  if (signature.length === 0) return { ok: false, signature: NO_SIGNATURE };
  if (signed === null) return cannot('its data have no canonical form, over which a signature could stand');
  if (certificate === null) return cannot('it has no certificate that can be read');
  const suite = ALGORITHMS.get(algorithm ?? '');
  if (suite === undefined) return cannot('the algorithm of the signature is not known here');
  const key = keyOf(certificate);
  const curve = key?.asymmetricKeyDetails?.namedCurve ?? '';
  if (key === null || !CURVES.has(curve))
    return cannot('the key of its certificate is of a kind not checked here');
  const fits = curve === suite.curve && signature.length === suite.bytes;
  return {
    ok: true,
    certificate,
    matches: fits && verify(suite.hash, signed, { key, dsaEncoding: 'ieee-p1363' }, signature),
  };
}

/** Null for a key that this runtime cannot use: Electron's has fewer curves. */
function keyOf(certificate: X509Certificate): KeyObject | null {
  try {
    return certificate.publicKey;
  } catch {
    return null;
  }
}

function signerOf(
  certificate: X509Certificate,
  trust: TrustStore,
): { readonly signer: Signer; readonly authority: Authority | null } {
  const listed = listedSigner(certificate, trust);
  if (listed !== null) return { signer: 'known', authority: listed };
  const authorities = trust.cscas();
  if (authorities.length === 0) return { signer: 'no-list', authority: null };
  const named = authorities.filter(
    (one) => one.certificate.ca && isNamedIssuer(certificate, one.certificate),
  );
  const issuer = named.find((one) => isSignedBy(certificate, one.certificate));
  if (issuer !== undefined) return { signer: 'known', authority: issuer };
  const claims = named.some((one) => namesKeys(certificate, one.certificate));
  return { signer: claims ? 'forged' : 'unknown', authority: null };
}

/** Who vouches for a signer: an authority, or the signer itself where its very certificate was imported. */
interface Authority {
  readonly certificate: X509Certificate;
  readonly country: string | null;
}

/**
 * The certificate of the seal, imported as it is: a country may give its signers away and not its authority. Only where
 * it says by itself that it signs seals, so that no signer of other certificates comes to sign seals by being listed.
 */
function listedSigner(certificate: X509Certificate, trust: TrustStore): Authority | null {
  if (certificate.keyUsage?.includes(SEAL_SIGNER) !== true) return null;
  const listed = trust
    .hcertSigners(kidOf(certificate.raw))
    .find((one) => one.certificate?.raw.equals(certificate.raw) === true);
  return listed === undefined ? null : { certificate, country: listed.country };
}

/** Without key ids on both sides a name alone says nothing: an authority has one name and a new key every few years. */
const namesKeys = (certificate: X509Certificate, authority: X509Certificate): boolean =>
  extensionOf(certificate.raw, 'authorityKeyId') !== null &&
  extensionOf(authority.raw, 'subjectKeyId') !== null;

/** Issuer's name, key id and right to sign certificates. */
function isNamedIssuer(certificate: X509Certificate, authority: X509Certificate): boolean {
  try {
    return certificate.checkIssued(authority);
  } catch {
    return false;
  }
}

function isSignedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  const key = keyOf(authority);
  try {
    return key !== null && certificate.verify(key);
  } catch {
    return false;
  }
}

/** The authority is in its own time, and of the country in whose name the seal speaks. */
function checkAuthority(
  seal: Seal,
  certificate: X509Certificate,
  authority: Authority | null,
  nowMs: TimestampMs | null,
): Check {
  const name = 'issuerKnown';
  const [from, to] = [
    momentOf(authority?.certificate.validFromDate),
    momentOf(authority?.certificate.validToDate),
  ];
  if (nowMs !== null && ((from !== null && nowMs < from) || (to !== null && nowMs >= to))) {
    return { name, outcome: 'fail', why: 'the certificate of the authority that issued it is out of date' };
  }
  const said = countryCode(stringOf(member(seal.header, 'is')));
  const ours = countryCode(authority?.country ?? subjectCountry(certificate));
  if (said !== null && ours !== null && said !== ours) {
    return { name, outcome: 'fail', why: 'the authority is of another country than the code names' };
  }
  return { name, outcome: 'pass', why: 'an imported authority issued its certificate' };
}

/** Country (`C`) in the subject of a certificate, as it stands there. */
export function subjectCountry(certificate: X509Certificate): string | null {
  return /^C=(.*)$/m.exec(certificate.subject ?? '')?.[1] ?? null;
}

/** Extended key usage of signers of seals (ICAO Technical Report "VDS-NC", certificate profile). */
const SEAL_SIGNER = '2.23.136.1.1.14.2';
/** Types of message, and the document type that a certificate names for each. */
const DOCUMENT_TYPE: ReadonlyMap<string, string> = new Map([
  ['icao.vacc', 'NV'],
  ['icao.test', 'NT'],
]);

function checkKeyUsage({ certificate, header }: Seal): Check {
  const name = 'keyUsage';
  if (certificate === null)
    return { name, outcome: 'unknown', why: 'it has no certificate that can be read' };
  const usages = certificate.keyUsage ?? [];
  if (usages.length > 0 && !usages.includes(SEAL_SIGNER)) {
    return { name, outcome: 'fail', why: 'its certificate is not for signing seals' };
  }
  const types = documentTypesOf(certificate.raw);
  const type = DOCUMENT_TYPE.get(stringOf(member(header, 't')) ?? '');
  if (types !== null && (type === undefined || !types.includes(type))) {
    return { name, outcome: 'fail', why: 'its certificate is not for this type of seal' };
  }
  return usages.length === 0 && types === null
    ? { name, outcome: 'pass', why: 'its certificate names no purpose, so there is no limit' }
    : { name, outcome: 'pass', why: 'its certificate is for this type of seal' };
}

function momentOf(date: Date | undefined): number | null {
  const ms = date?.getTime() ?? Number.NaN;
  return Number.isNaN(ms) ? null : ms;
}
