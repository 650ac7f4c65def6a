import { createHash } from 'node:crypto';
import { contentText } from '../content.ts';
import type { Check, Credential, CredentialContext, CredentialReader, Part } from '../credential.ts';
import { momentText } from '../life.ts';
import { PARTS_LENGTH_LIMIT } from '../parts.ts';
import { uncheckedSignature, unreadChecks } from '../signed.ts';
import { textKey } from '../unknown.ts';
import { readCard, type ShcCard } from './card.ts';
import { checkCard } from './checks.ts';
import { joinCodes, looksLikeShc, readCode, type ShcCode } from './codes.ts';
import { checkSchema, resourcesOf } from './fhir.ts';
import { patientOf, statementFields } from './statements.ts';

/**
 * SMART Health Cards (SMART Health Cards Framework 1.4). One code of several is a `shc-part` that names nobody; the
 * text that `collectPart` makes of all of them is read like one code. What cannot be taken apart is still a `shc`,
 * with `wellFormed` failed, so that the screen says what was held up.
 */
export const shcReader: CredentialReader = {
  kind: 'shc',
  read: (text, context) => {
    if (!looksLikeShc(text)) return null;
    if (text.length > PARTS_LENGTH_LIMIT) return unreadable(text, 'it is longer than any card');
    const codes = text.split(' ').map(readCode);
    const read = codes.flatMap((code) => code ?? []);
    const [first] = read;
    if (first === undefined || read.length < codes.length) {
      return unreadable(text, 'its digits are not those of a health card');
    }
    if (read.length === 1 && first.part !== null && first.part.count > 1)
      return partOf(text, first, first.part);
    return wholeOf(text, read, context);
  },
};

const wellFormed = (outcome: 'pass' | 'fail', why: string): Check => ({ name: 'wellFormed', outcome, why });

/** Nobody is recognised by a code that cannot be read: its text is only known again. */
function unreadable(text: string, why: string): Credential {
  return {
    kind: 'shc',
    fields: { text },
    documents: [{ kind: 'text', number: textKey(text), masked: false }],
    name: null,
    birth: null,
    checks: unreadChecks(why),
    notes: [text.includes(' ') ? 'parts-do-not-fit' : 'certificate-damaged'],
    // It may be a whole card with one digit lost.
    healthFields: ['text'],
  };
}

function partOf(text: string, code: ShcCode, part: Part): Credential {
  return {
    kind: 'shc-part',
    fields: { part: String(part.index), parts: String(part.count) },
    documents: [{ kind: 'text', number: textKey(text), masked: false }],
    name: null,
    birth: null,
    checks: [
      uncheckedSignature('it is checked when all codes of the card are there'),
      code.fits
        ? wellFormed('pass', 'the code is as the specification asks for')
        : wellFormed('fail', 'the code holds more than the specification allows'),
    ],
    notes: [],
    part,
  };
}

function wholeOf(text: string, codes: readonly ShcCode[], context: CredentialContext): Credential {
  const jws = joinCodes(codes);
  if (jws === null) return unreadable(text, 'its codes are not those of one set');
  const reading = readCard(jws);
  if (!reading.ok) return unreadable(text, reading.why);
  const { card } = reading;
  const resources = resourcesOf(card.subject);
  const { name, birth } = patientOf(resources);
  const health = statementFields(resources);
  const checks = checkCard(card, context);
  const faults = [
    ...(codes.every((code) => code.fits) ? [] : ['it holds more than the specification allows for one code']),
    ...card.faults,
  ];
  const isWrong = checks.some((one) => one.name === 'signature' && one.outcome === 'fail');
  const mixed = codes.length > 1 && (isWrong || card.signature.length !== 64);
  return {
    kind: 'shc',
    fields: { ...cardFields(card, context), name, birth, entries: String(resources.length), ...health },
    documents: [{ kind: 'certificate', number: cardKey(jws), masked: false }],
    name,
    birth,
    checks: [
      ...checks,
      checkSchema(card.subject),
      faults.length === 0
        ? wellFormed('pass', 'the wrapping is as the specification asks for')
        : wellFormed('fail', faults.slice(0, 3).join('; ')),
    ],
    notes: mixed ? ['parts-do-not-fit'] : [],
    healthFields: ['types', ...Object.keys(health)],
  };
}

function cardFields(card: ShcCard, context: CredentialContext): Readonly<Record<string, string | null>> {
  const moment = (seconds: number | null): string | null =>
    seconds === null ? null : momentText(Math.round(seconds * 1000));
  const issuer = card.iss === null ? null : context.trust.shcIssuer(card.iss);
  return {
    issuer: contentText(card.iss ?? undefined),
    issuerName: contentText(issuer?.name),
    issuedAt: moment(card.nbf),
    expiresAt: moment(card.exp),
    types: contentText(card.types.map((one) => one.replace('https://smarthealth.cards#', '')).join(', ')),
    revocationId: contentText(card.rid ?? undefined),
  };
}

/** The same for a card however its codes were cut and shown: 128 bits of SHA-256 over the JWS, as 32 hex characters. */
const cardKey = (jws: string): string =>
  createHash('sha256').update(jws, 'latin1').digest('hex').slice(0, 32);
