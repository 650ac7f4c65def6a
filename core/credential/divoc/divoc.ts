import { createHash } from 'node:crypto';
import { isZipText } from '../../read/binary.ts';
import { CP1252_BYTES, decodeUtf8, encodeIn } from '../../read/codepages.ts';
import type { Check, Credential, CredentialContext, CredentialReader } from '../credential.ts';
import { isObject, type JsonObject, member, parseJson, stringOf } from '../json.ts';
import { checkNotBefore, checkNotExpired, momentText } from '../life.ts';
import { NO_SIGNATURE, uncheckedSignature, unreadChecks } from '../signed.ts';
import {
  certificateNumber,
  checkContent,
  holderOf,
  issuerOf,
  momentOf,
  vaccinationFields,
} from './vaccination.ts';
import { readZipFile } from './zip.ts';

const FILE = 'certificate.json';

/**
 * Vaccination certificates of DIVOC (India, Sri Lanka, the Philippines, Indonesia and others): a zip with
 * `certificate.json`, a W3C verifiable credential. Read, but its signature is not checked: that would need the
 * canonical form of its RDF graph and contexts from the web (docs/decisions/health-cards.md).
 *
 * The text is the zip, each byte as the character of that number; core/read and decode bring binary codes into this
 * form. Bytes that a keyboard or a wrong code page has lost cannot be had back, and the check `wellFormed` says so.
 */
export const divocReader: CredentialReader = {
  kind: 'divoc',
  read: (text, context) => {
    if (!isZipText(text)) return null;
    const bytes = bytesOf(text);
    if (bytes === null) return unreadable(text, 'bytes of the code were lost on the way');
    const certificate = certificateIn(bytes);
    return typeof certificate === 'string'
      ? unreadable(text, certificate)
      : readCertificate(certificate, text, context);
  },
};

/** Bytes of the text, also where a decoder took them for windows-1252; null where one is of neither. */
function bytesOf(text: string): Buffer | null {
  const isPlain = [...text].every((character) => character.charCodeAt(0) <= 0xff);
  if (isPlain) return Buffer.from(text, 'latin1');
  const bytes = encodeIn(CP1252_BYTES, text);
  return bytes === null ? null : Buffer.from(bytes);
}

/** The certificate, or what is wrong with the zip. */
function certificateIn(zip: Buffer): JsonObject | string {
  const file = readZipFile(zip, FILE);
  if (!file.ok) return file.why;
  const text = decodeUtf8(file.bytes);
  const json = text === null ? null : parseJson(text);
  if (json?.ok !== true || !isObject(json.value)) return 'what is in the zip is no JSON that is read here';
  return json.value;
}

/** 128 bits of SHA-256, as 32 hex characters. Not `textKey`, which takes runs of space for one: bytes are no words. */
const zipKey = (text: string): string =>
  createHash('sha256').update(text.toWellFormed(), 'utf8').digest('hex').slice(0, 32);

function unreadable(text: string, why: string): Credential {
  return {
    kind: 'divoc',
    fields: {},
    documents: [{ kind: 'text', number: zipKey(text), masked: false }],
    name: null,
    birth: null,
    checks: unreadChecks(why),
    notes: ['certificate-damaged'],
  };
}

function readCertificate(certificate: JsonObject, text: string, context: CredentialContext): Credential {
  const holder = holderOf(certificate);
  const health = vaccinationFields(certificate);
  const number = certificateNumber(certificate);
  const issuedAtMs = momentOf(member(certificate, 'issuanceDate'));
  const expiresAtMs = momentOf(member(certificate, 'expirationDate'));
  return {
    kind: 'divoc',
    fields: {
      certificate: number,
      issuer: issuerOf(certificate),
      issuedAt: issuedAtMs === null ? null : momentText(issuedAtMs),
      expiresAt: expiresAtMs === null ? null : momentText(expiresAtMs),
      ...holder,
      ...health,
    },
    documents: [{ kind: 'certificate', number: number ?? zipKey(text), masked: false }],
    name: holder.name,
    birth: holder.birth,
    checks: [
      signatureOf(certificate),
      { name: 'issuerKnown', outcome: 'unknown', why: 'issuers of this kind are not checked here' },
      checkNotBefore(issuedAtMs, context.nowMs),
      checkNotExpired(expiresAtMs, context.nowMs),
      checkContent(certificate),
      { name: 'wellFormed', outcome: 'pass', why: 'the zip is whole and holds a certificate' },
    ],
    notes: [],
    healthFields: Object.keys(health),
  };
}

/** There is a proof, or there is none. Whether it is right, nobody looked. */
function signatureOf(certificate: JsonObject): Check {
  const proof = member(certificate, 'proof');
  const isSigned = stringOf(member(proof, 'jws')) !== null || stringOf(member(proof, 'proofValue')) !== null;
  return isSigned ? uncheckedSignature('signatures of this kind are not checked here') : NO_SIGNATURE;
}
