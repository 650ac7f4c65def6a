import { documentOf, hasShape, normaliseNumber } from '../../person/documents.ts';
import { contentBirth, contentDate, contentText } from '../content.ts';
import type { Check, Document } from '../credential.ts';
import { type Json, type JsonObject, listOf, member, stringOf } from '../json.ts';
import { numberedFields } from '../numbered.ts';
import { countryCode } from './countries.ts';

/** Types of message that are known: proof of vaccination, proof of testing. */
export type SealType = 'icao.vacc' | 'icao.test';

export const sealTypeOf = (header: JsonObject): SealType | null => {
  const type = member(header, 't');
  return type === 'icao.vacc' || type === 'icao.test' ? type : null;
};

/** Who a seal is about. */
export interface SealHolder {
  /** Family name first; two spaces part it from the given names on the seal, one here. */
  readonly name: string | null;
  readonly birth: string | null;
  readonly sex: string | null;
  /** Number of the travel document, and its type where the seal says so (`P` for a passport). */
  readonly number: string | null;
  readonly numberType: string | null;
  /** Passport and number of the certificate, as far as the seal has them. */
  readonly documents: readonly Document[];
}

/** Name, birth and documents of the holder. A vaccination has `i`, a test `dn` and its type `dt`. */
export function holderOf(message: JsonObject): SealHolder {
  const pid = member(message, 'pid');
  const number = contentText(member(pid, 'i')) ?? contentText(member(pid, 'dn'));
  const numberType = contentText(member(pid, 'dt'));
  const certificate = certificateNumber(message);
  const isPassport = numberType === null || numberType.toUpperCase().startsWith('P');
  return {
    name: contentText(member(pid, 'n')),
    birth: contentBirth(member(pid, 'dob')),
    sex: contentText(member(pid, 'sex')),
    number,
    numberType,
    documents: [
      ...(number !== null && isPassport && hasShape('passport', normaliseNumber('passport', number))
        ? [documentOf('passport', number)]
        : []),
      ...(certificate === null ? [] : [documentOf('certificate', certificate)]),
    ],
  };
}

/** `uvci` of a vaccination, `utci` of a test. */
export const certificateNumber = (message: JsonObject): string | null =>
  contentText(member(message, 'uvci')) ?? contentText(member(message, 'utci'));

/** One dose with the vaccine that it is of. */
interface Dose {
  readonly vaccine: Json;
  readonly dose: Json;
}

const dosesOf = (message: JsonObject): readonly Dose[] =>
  listOf(member(message, 've')).flatMap((vaccine) =>
    listOf(member(vaccine, 'vd')).map((dose) => ({ vaccine, dose })),
  );

/** What a seal states, as fields, in the words that SMART Health Cards get here too. All of them tell of health. */
export function messageFields(
  type: SealType | null,
  message: JsonObject,
): Readonly<Record<string, string | null>> {
  if (type === 'icao.test') return { statement: 'test', ...testFields(message) };
  const doses = numberedFields(dosesOf(message), ({ vaccine, dose }) => ({
    vaccineCode: contentText(member(vaccine, 'des')),
    vaccine: contentText(member(vaccine, 'nam')),
    disease: contentText(member(vaccine, 'dis')),
    occurred: contentDate(member(dose, 'dvc')),
    dose: contentText(member(dose, 'seq')),
    country: contentText(member(dose, 'ctr')),
    lot: contentText(member(dose, 'lot')),
    vaccinator: contentText(member(dose, 'adm')),
  }));
  return type === null ? doses : { statement: 'vaccination', ...doses };
}

function testFields(message: JsonObject): Readonly<Record<string, string | null>> {
  const [place, times, test] = [member(message, 'sp'), member(message, 'dat'), member(message, 'tr')];
  return {
    testCode: contentText(member(test, 'tc')),
    method: contentText(member(test, 'm')),
    result: contentText(member(test, 'r')),
    tested: contentDate(member(times, 'sc')),
    reported: contentDate(member(times, 'ri')),
    laboratory: contentText(member(place, 'spn')),
    country: contentText(member(place, 'ctr')),
  };
}

/**
 * What the specification asks of the content (ICAO Technical Report "VDS-NC", section 3, mandatory fields): a known
 * type and version, a country, a name with birth date or document number, and what makes a dose or a result.
 */
export function checkMessage(header: JsonObject, message: JsonObject): Check {
  const name = 'schema';
  const type = sealTypeOf(header);
  const holder = holderOf(message);
  const dob = member(member(message, 'pid'), 'dob');
  const faults = [
    ...(type === null ? ['another type than vaccination or test'] : []),
    ...(member(header, 'v') === 1 ? [] : ['another version than 1']),
    ...(countryCode(stringOf(member(header, 'is'))) === null ? ['no country that issued it'] : []),
    ...(holder.name === null ? ['no name'] : []),
    ...(dob !== undefined && holder.birth === null ? ['a birth date that is none'] : []),
    ...(holder.birth === null && holder.number === null ? ['neither birth date nor document number'] : []),
    ...(certificateNumber(message) === null ? ['no certificate number'] : []),
    ...(type === 'icao.vacc' ? doseFaults(message) : []),
    ...(type === 'icao.test' ? resultFaults(message) : []),
  ];
  return faults.length === 0
    ? { name, outcome: 'pass', why: 'the content is as the specification asks for' }
    : { name, outcome: 'fail', why: `the content has ${faults.slice(0, 3).join(', ')}` };
}

function doseFaults(message: JsonObject): readonly string[] {
  const doses = dosesOf(message);
  const has = ({ vaccine, dose }: Dose): boolean =>
    contentText(member(vaccine, 'des')) !== null && contentDate(member(dose, 'dvc')) !== null;
  return doses.length > 0 && doses.every(has) ? [] : ['no vaccination with vaccine and date'];
}

function resultFaults(message: JsonObject): readonly string[] {
  const { result, tested } = testFields(message);
  return result !== null && tested !== null ? [] : ['no result with its date'];
}
