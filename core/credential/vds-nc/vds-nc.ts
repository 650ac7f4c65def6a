import { createHash } from 'node:crypto';
import { isSignedJson, visibleText } from '../../read/clean.ts';
import { contentText } from '../content.ts';
import type { Check, Credential, CredentialContext, CredentialReader } from '../credential.ts';
import { member } from '../json.ts';
import { unreadChecks } from '../signed.ts';
import { textKey } from '../unknown.ts';
import { checkSeal, subjectCountry } from './checks.ts';
import { checkMessage, holderOf, messageFields, sealTypeOf } from './message.ts';
import { readSeal, type Seal } from './seal.ts';

/**
 * Visible digital seals for non-constrained environments (ICAO Technical Report "VDS-NC"): proofs of vaccination and of
 * testing for travel, JSON with a signature over its canonical form and the signer's certificate beside it. A
 * signature passes only where an authority that was imported vouches for that certificate: anybody can sign with a
 * certificate of his own.
 */
export const vdsNcReader: CredentialReader = {
  kind: 'vds-nc',
  read: (text, context) => {
    if (!isSignedJson(text)) return null;
    const reading = readSeal(text);
    return reading.ok ? readMessage(reading.seal, text, context) : unreadable(text, reading.why);
  },
};

function unreadable(text: string, why: string): Credential {
  return {
    kind: 'vds-nc',
    fields: { text: visibleText(text) },
    documents: [{ kind: 'text', number: textKey(text), masked: false }],
    name: null,
    birth: null,
    checks: unreadChecks(why),
    notes: ['certificate-damaged'],
    healthFields: ['text'],
  };
}

function readMessage(seal: Seal, text: string, context: CredentialContext): Credential {
  const { header, message, certificate } = seal;
  const holder = holderOf(message);
  const health = messageFields(sealTypeOf(header), message);
  return {
    kind: 'vds-nc',
    fields: {
      type: contentText(member(header, 't')),
      issuer: contentText(member(header, 'is')),
      signerCountry: certificate === null ? null : contentText(subjectCountry(certificate) ?? undefined),
      certificate: holder.documents.find((one) => one.kind === 'certificate')?.number ?? null,
      name: holder.name,
      birth: holder.birth,
      sex: holder.sex,
      number: holder.number,
      numberType: holder.numberType,
      ...health,
    },
    documents:
      holder.documents.length > 0
        ? holder.documents
        : [{ kind: 'certificate', number: sealKey(seal, text), masked: false }],
    name: holder.name,
    birth: holder.birth,
    checks: [...checkSeal(seal, context), checkMessage(header, message), checkForm(seal)],
    notes: [],
    healthFields: ['type', ...Object.keys(health)],
  };
}

function checkForm({ faults }: Seal): Check {
  return faults.length === 0
    ? { name: 'wellFormed', outcome: 'pass', why: 'the wrapping is as the specification asks for' }
    : { name: 'wellFormed', outcome: 'fail', why: faults.slice(0, 3).join('; ') };
}

/** A seal without any number is known again by its data: 128 bits of SHA-256, as 32 hex characters. */
const sealKey = ({ signed }: Seal, text: string): string =>
  signed === null ? textKey(text) : createHash('sha256').update(signed).digest('hex').slice(0, 32);
