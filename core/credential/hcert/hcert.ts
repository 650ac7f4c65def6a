import type { HcertSigner } from '../../trust/trust.ts';
import type { TimestampMs } from '../../units.ts';
import type { Check, Credential, CredentialContext, CredentialReader, Document } from '../credential.ts';
import { cardInDate } from '../in-date.ts';
import type { Json } from '../json.ts';
import { momentText } from '../life.ts';
import { unreadChecks } from '../signed.ts';
import { textKey } from '../unknown.ts';
import { checkKeyUsage, checkRevocation } from './allowed.ts';
import type { Claims } from './claims.ts';
import { type HealthContent, textOf } from './content.ts';
import { algorithmName } from './cose.ts';
import { readDcc } from './dcc.ts';
import { type Envelope, type EnvelopeFault, openEnvelope } from './envelope.ts';
import { checkSignature } from './signature.ts';
import { checkBegun, checkNotOver } from './times.ts';
import { readWho } from './who.ts';

/**
 * EU Digital COVID Certificate and its likes, `HC1:` (hcert specification 1.0.5; Vietnam's vaccine passport of 2022,
 * Decision 5772/QĐ-BYT, has the same form). It also answers for an HC1 text that is damaged or states nothing known,
 * so that a guard hears "scan again" and not "unknown code".
 */
export const dccReader: CredentialReader = {
  kind: 'hcert-dcc',
  read: (text, context) => {
    const envelope = openEnvelope(text);
    if (envelope === null) return null;
    if (!envelope.ok) return damaged(text, envelope.fault);
    const { form, data } = envelope.claims.content;
    switch (form) {
      case 'dcc':
        return credentialOf('hcert-dcc', text, envelope, readDcc(data), context);
      case 'other':
        return credentialOf('hcert-dcc', text, envelope, nothingKnown(data), context);
      default:
        return null;
    }
  },
};

/** Contents of the WHO and of the Global Digital Health Certification Network in the same wrapping. */
export const whoReader: CredentialReader = {
  kind: 'hcert-who',
  read: (text, context) => {
    const envelope = openEnvelope(text);
    if (envelope?.ok !== true) return null;
    const { form, data } = envelope.claims.content;
    if (form === 'dcc' || form === 'other') return null;
    return credentialOf('hcert-who', text, envelope, readWho(form, data), context);
  },
};

function credentialOf(
  kind: 'hcert-dcc' | 'hcert-who',
  text: string,
  envelope: Envelope & { readonly ok: true },
  content: HealthContent,
  context: CredentialContext,
): Credential {
  const { claims, cose, compressed } = envelope;
  const { signature, issuerKnown, signer } = checkSignature(cose, claims.issuedAtMs, context.trust);
  const checks: readonly Check[] = [
    signature,
    issuerKnown,
    checkBegun(claims, context.nowMs),
    checkNotOver(claims, signer, context.nowMs),
    checkRevocation(
      cose,
      { uvci: content.identifier, countries: [claims.issuer, content.country] },
      context.trust,
    ),
    checkKeyUsage(signer, content.statements),
    content.schema,
    compressed ? WELL_FORMED : NOT_COMPRESSED,
    ...(content.validity === null ? [] : [cardInDate(content.validity, context.nowMs)]),
  ];
  return {
    kind,
    fields: {
      ...content.fields,
      issuer: textOf(claims.issuer),
      issuedAt: momentOf(claims.issuedAtMs),
      notBefore: momentOf(claims.notBeforeMs),
      expiresAt: momentOf(claims.expiresAtMs),
      kid: cose.kid,
      algorithm: algorithmName(cose.algorithm),
      signerCountry: signer?.country ?? null,
    },
    documents: [certificateDocument(content.identifier, text)],
    name: content.name,
    birth: content.birth,
    checks,
    notes: [
      ...content.notes,
      ...(compressed ? [] : ['certificate-not-compressed']),
      ...issuerNotes(claims, content, signer, signature),
    ],
    healthFields: content.healthFields,
  };
}

const momentOf = (atMs: TimestampMs | null): string | null => (atMs === null ? null : momentText(atMs));

const WELL_FORMED: Check = { name: 'wellFormed', outcome: 'pass', why: 'the wrapping is as HC1 asks' };
const NOT_COMPRESSED: Check = {
  name: 'wellFormed',
  outcome: 'fail',
  why: 'the content is not compressed, as HC1 asks',
};

/** A certificate's own identifier is the number of its document; too short or too long a one proves no sameness. */
const IDENTIFIER = { shortest: 8, longest: 100 } as const;

function certificateDocument(identifier: string | null, text: string): Document {
  const named = identifier?.trim() ?? '';
  const isUsable = named.length >= IDENTIFIER.shortest && named.length <= IDENTIFIER.longest;
  return { kind: 'certificate', number: isUsable ? named : textKey(text), masked: false };
}

/**
 * A signed text that states nothing known here is still a certificate of somebody; all of it is kept as one field.
 */
function nothingKnown(data: Json): HealthContent {
  return {
    fields: { statement: null, content: textOf(data) },
    healthFields: ['statement', 'content'],
    name: null,
    birth: null,
    identifier: null,
    country: null,
    statements: [],
    schema: {
      name: 'schema',
      outcome: 'fail',
      why: 'the content is no health certificate that is known here',
    },
    validity: null,
    notes: ['certificate-content-unknown'],
  };
}

/**
 * Vietnam never published the keys of its passes of 2022, so that nobody can check them; that is no fault of the
 * holder. A state that signs with another state's key is worth a word.
 */
function issuerNotes(
  claims: Claims,
  content: HealthContent,
  signer: HcertSigner | null,
  signature: Check,
): readonly string[] {
  const issuer = claims.issuer?.toUpperCase() ?? '';
  if (signer === null) {
    const isOfVietnam = issuer === 'VN' || content.country === 'VN';
    return isOfVietnam && signature.outcome === 'unknown' ? ['certificate-vietnam-keys-not-public'] : [];
  }
  const isOther = /^[A-Z]{2}$/.test(issuer) && signer.country?.length === 2 && issuer !== signer.country;
  return isOther ? ['certificate-issuer-differs'] : [];
}

const FAULTS: Readonly<Record<EnvelopeFault, string>> = {
  base45: 'the text has characters or a length that base45 cannot have',
  compression: 'the compressed content is broken',
  tooLarge: 'the content unpacks to more than any certificate holds',
  cose: 'the content is no signed message (COSE_Sign1)',
  claims: 'the signed content is no set of claims (CWT)',
};

/**
 * An HC1 text that cannot be read: damaged on paper, by a keyboard, or on purpose. It names nobody; the same text is
 * the same thing.
 */
function damaged(text: string, fault: EnvelopeFault): Credential {
  return {
    kind: 'hcert-dcc',
    fields: {},
    documents: [certificateDocument(null, text)],
    name: null,
    birth: null,
    checks: unreadChecks(FAULTS[fault]),
    notes: ['certificate-damaged'],
  };
}
