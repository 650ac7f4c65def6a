import { contentBirth, contentDate, contentText } from '../content.ts';
import { type Json, type JsonObject, listOf, member } from '../json.ts';
import { numberedFields } from '../numbered.ts';
import type { ShcResource } from './fhir.ts';

/** Whose card it is. */
export interface ShcPatient {
  /** Family name first, as passports and Vietnamese cards write it. */
  readonly name: string | null;
  readonly birth: string | null;
}

/**
 * Most names of a patient that are looked at, and most given names in one. A small code unpacks to tens of thousands of
 * them, and reading each would take longer than a gate has time.
 */
const NAMES_LIMIT = 16;

/** Name and birth of the patient; null where the card has none. */
export function patientOf(resources: readonly ShcResource[]): ShcPatient {
  const patient = resources.find((one) => one.type === 'Patient')?.resource;
  const names = listOf(member(patient, 'name')).slice(0, NAMES_LIMIT);
  const [name] = names.flatMap((one) => nameOf(one) ?? []);
  return { name: name ?? null, birth: contentBirth(member(patient, 'birthDate')) };
}

function nameOf(name: Json): string | null {
  const given = listOf(member(name, 'given')).slice(0, NAMES_LIMIT);
  const parts = [member(name, 'family'), ...given].map((one) => contentText(one) ?? '');
  return contentText(parts.join(' ')) ?? contentText(member(name, 'text'));
}

/**
 * What a card states, as fields: `statement`, then `vaccineCode`, `occurred`, `lot`, `vaccinator` of each vaccination
 * and `testCode`, `tested`, `result`, `laboratory` of each result. The second of a kind has a 2 behind its names, and
 * so on. All of them tell of health. Of many, the first
 * STATEMENT_LIMIT of each kind are kept.
 */
export function statementFields(resources: readonly ShcResource[]): Readonly<Record<string, string | null>> {
  const of = (type: string): readonly JsonObject[] =>
    resources.filter((one) => one.type === type).map((one) => one.resource);
  const [doses, results] = [of('Immunization'), of('Observation')];
  const statement = [...(doses.length > 0 ? ['vaccination'] : []), ...(results.length > 0 ? ['test'] : [])];
  return {
    statement: statement.length === 0 ? null : statement.join(', '),
    ...numberedFields(doses, (dose) => ({
      vaccineCode: codeOf(member(dose, 'vaccineCode')),
      occurred: contentDate(member(dose, 'occurrenceDateTime')),
      lot: contentText(member(dose, 'lotNumber')),
      vaccinator: performerOf(dose),
    })),
    ...numberedFields(results, (result) => ({
      testCode: codeOf(member(result, 'code')),
      tested: contentDate(member(result, 'effectiveDateTime')),
      result: resultOf(result),
      laboratory: performerOf(result),
    })),
  };
}

/** Addresses of code systems, and how people call these. */
const SYSTEMS: ReadonlyMap<string, string> = new Map([
  ['http://hl7.org/fhir/sid/cvx', 'CVX'],
  ['http://loinc.org', 'LOINC'],
  ['http://snomed.info/sct', 'SNOMED'],
  ['http://id.who.int/icd11/mms', 'ICD-11'],
  ['http://www.whocc.no/atc', 'ATC'],
]);

/** The first code of a concept with its system, `CVX 207`. */
function codeOf(concept: Json | undefined): string | null {
  const [coding] = listOf(member(concept, 'coding'));
  const [system, code] = [contentText(member(coding, 'system')), contentText(member(coding, 'code'))];
  if (code === null) return null;
  return system === null ? code : `${SYSTEMS.get(system) ?? system} ${code}`;
}

/** Who did it: the name beside the first actor. */
function performerOf(resource: JsonObject): string | null {
  const [performer] = listOf(member(resource, 'performer'));
  return (
    contentText(member(member(performer, 'actor'), 'display')) ?? contentText(member(performer, 'display'))
  );
}

function resultOf(result: JsonObject): string | null {
  const quantity = member(result, 'valueQuantity');
  const [value, unit] = [contentText(member(quantity, 'value')), contentText(member(quantity, 'unit'))];
  if (value !== null) return unit === null ? value : `${value} ${unit}`;
  return codeOf(member(result, 'valueCodeableConcept')) ?? contentText(member(result, 'valueString'));
}
