import { contentBirth, contentDate } from '../content.ts';
import type { Check } from '../credential.ts';
import { isList, isObject, type Json, type JsonObject, listOf, member, stringOf } from '../json.ts';

/** The resources of a card's bundle with their short addresses; what is no resource is left out. */
export interface ShcResource {
  readonly url: string;
  readonly type: string;
  readonly resource: JsonObject;
}

/** Everything of a bundle that is a resource. */
export function resourcesOf(subject: JsonObject): readonly ShcResource[] {
  return listOf(member(member(subject, 'fhirBundle'), 'entry')).flatMap((entry) => {
    const resource = member(entry, 'resource');
    const type = stringOf(member(resource, 'resourceType'));
    if (!isObject(resource) || type === null) return [];
    return [{ url: stringOf(member(entry, 'fullUrl')) ?? '', type, resource }];
  });
}

/**
 * What the specification asks of the content (SMART Health Cards Framework 1.4, "Health Cards Are Small"; FHIR R4;
 * Vaccination and Testing Implementation Guide): a collection of resources with short addresses, nothing in it that
 * only takes room or could name people behind the reader's back, one patient with name and birth date.
 */
export function checkSchema(subject: JsonObject): Check {
  const name = 'schema';
  const resources = resourcesOf(subject);
  const patients = resources.filter((one) => one.type === 'Patient');
  const faults = new Set([
    ...bundleFaults(subject),
    ...resources.flatMap(({ type, resource }) => [
      ...metadataFaults(resource),
      ...contentFaults(type, resource),
    ]),
    ...(resources.every(({ resource }) => isSlim(resource, '')) ? [] : ['words beside its codes']),
    ...(referencesHold(subject, resources) ? [] : ['a reference that leads nowhere']),
    ...(patients.length > 1 ? ['several patients'] : []),
    ...patients.flatMap(({ resource }) => patientFaults(resource)),
  ]);
  const needsPatient = resources.some((one) => one.type === 'Immunization');
  if (needsPatient && patients.length === 0) faults.add('no patient');
  if (faults.size > 0) {
    return { name, outcome: 'fail', why: `the content has ${[...faults].slice(0, 3).join(', ')}` };
  }
  return patients.length === 0
    ? { name, outcome: 'unknown', why: 'the content is in order, but says nothing of whose it is' }
    : { name, outcome: 'pass', why: 'the content is as the specification asks for' };
}

function bundleFaults(subject: JsonObject): readonly string[] {
  const bundle = member(subject, 'fhirBundle');
  const entries = listOf(member(bundle, 'entry'));
  const urls = entries.map((entry) => stringOf(member(entry, 'fullUrl')) ?? '');
  const isBundle = member(bundle, 'resourceType') === 'Bundle' && member(bundle, 'type') === 'collection';
  return [
    ...(/^\d+\.\d+\.\d+$/.test(stringOf(member(subject, 'fhirVersion')) ?? '') ? [] : ['no FHIR version']),
    ...(isBundle && entries.length > 0 ? [] : ['no collection of resources']),
    ...(resourcesOf(subject).length === entries.length ? [] : ['an entry without a resource']),
    ...(urls.every((url) => /^resource:\d+$/.test(url)) ? [] : ['an address that is not short']),
    ...(new Set(urls).size === urls.length ? [] : ['an address that stands twice']),
  ];
}

/** `meta` may hold a security label and nothing else; `id` and `text` never stand in a card. */
function metadataFaults(resource: JsonObject): readonly string[] {
  const meta = member(resource, 'meta');
  const labels = member(meta, 'security');
  const isLabel = isObject(meta) && Object.keys(meta).length === 1 && isList(labels) && labels.length > 0;
  return [
    ...(meta === undefined || isLabel ? [] : ['metadata beyond a security label']),
    ...(member(resource, 'id') === undefined ? [] : ['an id in a resource']),
    ...(member(resource, 'text') === undefined ? [] : ['a text in a resource']),
  ];
}

/** Names under which FHIR R4 has a CodeableConcept in the resources of cards, for those that consist of words alone. */
const CONCEPTS =
  /(?:code|type|category|method|route|site|statusReason|interpretation|valueCodeableConcept)$/i;

/** False where a code says by words (`CodeableConcept.text`, `Coding.display`) what it is: a card has the code alone. */
function isSlim(value: Json, name: string): boolean {
  if (isList(value)) return value.every((one) => isSlim(one, name));
  if (!isObject(value)) return true;
  const isConcept = isList(member(value, 'coding')) || CONCEPTS.test(name);
  if (isConcept && member(value, 'text') !== undefined) return false;
  if (name === 'coding' && member(value, 'display') !== undefined) return false;
  return Object.entries(value).every(([inner, one]) => isSlim(one, inner));
}

/** Short addresses lead to a resource of the same card. Others lead outside and cannot be followed here. */
function referencesHold(value: Json, resources: readonly ShcResource[]): boolean {
  const urls = new Set(resources.map((one) => one.url));
  const holds = (one: Json): boolean => {
    if (isList(one)) return one.every(holds);
    if (!isObject(one)) return true;
    const reference = stringOf(member(one, 'reference'));
    if (reference?.startsWith('resource:') === true && !urls.has(reference)) return false;
    return Object.values(one).every(holds);
  };
  return holds(value);
}

function patientFaults(patient: JsonObject): readonly string[] {
  const named = listOf(member(patient, 'name')).some(
    (one) =>
      isText(member(one, 'family')) ||
      isText(member(one, 'text')) ||
      listOf(member(one, 'given')).some(isText),
  );
  return [
    ...(named ? [] : ['a patient without a name']),
    ...(contentBirth(member(patient, 'birthDate')) === null ? ['a patient without a birth date'] : []),
  ];
}

/** What a statement needs so that it states something: a dose that was given, a result that is final. */
function contentFaults(type: string, resource: JsonObject): readonly string[] {
  const status = member(resource, 'status');
  if (type === 'Immunization') {
    return [
      ...(status === 'completed' ? [] : ['a vaccination that was not done']),
      ...(isCoded(member(resource, 'vaccineCode')) ? [] : ['a vaccination without a code']),
      ...(contentDate(member(resource, 'occurrenceDateTime')) === null
        ? ['a vaccination without a date']
        : []),
    ];
  }
  if (type !== 'Observation') return [];
  const isFinal = status === 'final' || status === 'amended' || status === 'corrected';
  return [
    ...(isFinal ? [] : ['a result that is not final']),
    ...(isCoded(member(resource, 'code')) ? [] : ['a result without a code']),
  ];
}

const isText = (value: Json | undefined): boolean => typeof value === 'string' && value.trim() !== '';

/** A concept with at least one code and the system that it is of. */
const isCoded = (concept: Json | undefined): boolean =>
  listOf(member(concept, 'coding')).some(
    (one) => isText(member(one, 'system')) && isText(member(one, 'code')),
  );
