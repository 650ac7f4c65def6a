import { contentBirth, contentDate, contentText } from '../content.ts';
import type { Check } from '../credential.ts';
import { isList, isObject, type Json, type JsonObject, listOf, member, stringOf } from '../json.ts';
import { numberedFields } from '../numbered.ts';

/** Who a certificate is about. */
export interface DivocHolder {
  readonly name: string | null;
  readonly birth: string | null;
  /** Age in years when it was issued, as it stands there; many certificates have no birth date. */
  readonly age: string | null;
  readonly sex: string | null;
  readonly nationality: string | null;
  /** The identity document that the holder showed, as it stands there: `did:…`, mostly a national number. */
  readonly identity: string | null;
}

export function holderOf(certificate: JsonObject): DivocHolder {
  const subject = member(certificate, 'credentialSubject');
  const text = (name: string): string | null => contentText(member(subject, name));
  return {
    name: text('name'),
    birth: contentBirth(member(subject, 'dob')) ?? contentBirth(member(subject, 'yob')),
    age: text('age'),
    sex: text('gender') ?? text('sex'),
    nationality: text('nationality'),
    identity: text('id'),
  };
}

/** Number of the certificate: that of its first dose, since each dose gets a certificate of its own. */
export function certificateNumber(certificate: JsonObject): string | null {
  return contentText(member(listOf(member(certificate, 'evidence'))[0], 'certificateId'));
}

/** What the certificate states, in the words that SMART Health Cards get here too. All of it tells of health. */
export function vaccinationFields(certificate: JsonObject): Readonly<Record<string, string | null>> {
  const doses = listOf(member(certificate, 'evidence'));
  return {
    statement: doses.length === 0 ? null : 'vaccination',
    ...numberedFields(doses, (dose) => ({
      vaccine: contentText(member(dose, 'vaccine')),
      vaccineCode: contentText(member(dose, 'icd11Code')),
      prophylaxis: contentText(member(dose, 'prophylaxis')),
      manufacturer: contentText(member(dose, 'manufacturer')),
      lot: contentText(member(dose, 'batch')),
      dose: contentText(member(dose, 'dose')),
      doses: contentText(member(dose, 'totalDoses')),
      occurred: contentDate(member(dose, 'date')),
      effectiveFrom: contentDate(member(dose, 'effectiveStart')),
      effectiveUntil: contentDate(member(dose, 'effectiveUntil')),
      vaccinator: contentText(member(member(dose, 'facility'), 'name')),
    })),
  };
}

/** Minimal shape of a proof of vaccination (W3C Verifiable Credentials Data Model 1.1, section 4; DIVOC). */
export function checkContent(certificate: JsonObject): Check {
  const name = 'schema';
  const doses = listOf(member(certificate, 'evidence'));
  const faults = [
    ...(hasType(member(certificate, 'type'), 'VerifiableCredential') ? [] : ['no type of a credential']),
    ...(issuerOf(certificate) === null ? ['no issuer'] : []),
    ...(momentOf(member(certificate, 'issuanceDate')) === null ? ['no date of issue'] : []),
    ...(holderOf(certificate).name === null ? ['no name'] : []),
    ...(doses.length > 0 && doses.every(isDose) ? [] : ['no vaccination with vaccine and date']),
  ];
  return faults.length === 0
    ? { name, outcome: 'pass', why: 'the content is as the specification asks for' }
    : { name, outcome: 'fail', why: `the content has ${faults.slice(0, 3).join(', ')}` };
}

const isDose = (dose: Json): boolean =>
  contentText(member(dose, 'vaccine')) !== null && contentDate(member(dose, 'date')) !== null;

/** The issuer: a web address, or an object that has one as its id. */
export function issuerOf(certificate: JsonObject): string | null {
  const issuer = member(certificate, 'issuer');
  return contentText(isObject(issuer) ? member(issuer, 'id') : issuer);
}

/** A moment of ISO 8601 with its zone, in ms; null for anything else. */
export function momentOf(value: Json | undefined): number | null {
  const text = stringOf(value);
  if (
    text === null ||
    !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,9})?)?(Z|[+-]\d{2}:\d{2})$/.test(text)
  ) {
    return null;
  }
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}

const hasType = (type: Json | undefined, wanted: string): boolean =>
  isList(type) ? type.includes(wanted) : type === wanted;
