import type { HealthStatement } from '../../trust/trust.ts';
import { contentBirth } from '../content.ts';
import type { Check } from '../credential.ts';
import { isList, isObject, type Json, type JsonObject, listOf } from '../json.ts';
import type { Content } from './claims.ts';
import { fullName, type HealthContent, objectOf, textOf, validityOf } from './content.ts';

/** Forms of content that the WHO defined. */
export type WhoForm = Exclude<Content['form'], 'dcc' | 'other'>;

/**
 * Plain names by the names that WHO data sets have had (Digital documentation of COVID-19 certificates:
 * vaccination status, section 3; test result, section 3; digital vaccination certificate of the International
 * Health Regulations), without case, `_` and the level above.
 */
const NAMES: Readonly<Record<string, string>> = {
  brand: 'product',
  bo: 'lot',
  bodysite: 'bodySite',
  centre: 'centre',
  cn: 'centre',
  country: 'country',
  date: 'vaccinatedOn',
  disease: 'disease',
  dn: 'dose',
  dose: 'dose',
  dt: 'vaccinatedOn',
  duedate: 'nextDoseOn',
  gn: 'guardian',
  hcid: 'certificateId',
  hw: 'healthWorker',
  identifier: 'personIdentifier',
  is: 'certificateIssuer',
  issuer: 'certificateIssuer',
  lot: 'lot',
  ma: 'manufacturer',
  maholder: 'authorisationHolder',
  manufacturer: 'manufacturer',
  ndt: 'personIdentifierKind',
  nid: 'personIdentifier',
  nt: 'nationality',
  ntl: 'nationality',
  pha: 'certificateIssuer',
  practitioner: 'healthWorker',
  s: 'sex',
  sex: 'sex',
  totaldoses: 'doses',
  vaccine: 'vaccine',
  vaccinevalid: 'protectedFrom',
  validfrom: 'validFrom',
  validuntil: 'validUntil',
  vle: 'validUntil',
  vls: 'validFrom',
  vp: 'vaccine',
};

const NOT_HEALTH: ReadonlySet<string> = new Set([
  'name',
  'birth',
  'sex',
  'nationality',
  'guardian',
  'personIdentifier',
  'personIdentifierKind',
  'country',
  'certificateIssuer',
  'certificateId',
  'link',
]);

/** Most fields of one data set, and the levels that are looked into. A data set of the WHO has about thirty. */
const LIMITS = { fields: 120, depth: 4, longestName: 60 } as const;

/**
 * Content in one of the WHO's forms as fields: DDCC vaccination status and test result, the digital vaccination
 * certificate, a link to a SMART Health Card, and the older form in which the data set is the payload itself. The
 * drafts differ in names and levels, so every value is taken by its own name wherever it stands; what has no plain
 * name keeps its path.
 */
export function readWho(form: WhoForm, data: Json): HealthContent {
  if (form === 'link') return readLink(data);
  const set = objectOf(data);
  const leaves = leavesOf(set);
  const name = nameOf(set.name ?? set.n);
  const birthText = codeOf(set.birthDate ?? set.birth_date ?? set.dob);
  const statement = statementOf(form, set);
  const values = new Map<string, string>();
  for (const [path, value] of leaves) {
    const plain = plainName(path, statement);
    if (!values.has(plain)) values.set(plain, value);
  }
  const fields = { statement, name, birth: birthText, ...Object.fromEntries(values) };
  const value = (one: string): string | null => values.get(one) ?? null;
  return {
    fields,
    healthFields: Object.keys(fields).filter((one) => !NOT_HEALTH.has(one)),
    name,
    birth: contentBirth(birthText ?? undefined),
    identifier: value('certificateId'),
    country: value('country'),
    statements: statement === null ? [] : [statement],
    schema: schemaOf(name, birthText, statement),
    validity: validityOf(value('validFrom'), value('validUntil')),
    notes: [],
  };
}

/** A link names nobody: its content lies on a server. */
function readLink(data: Json): HealthContent {
  const first = objectOf(isList(data) ? data[0] : data);
  return {
    fields: { link: textOf(first.u ?? first.url ?? null) },
    healthFields: [],
    name: null,
    birth: null,
    identifier: null,
    country: null,
    statements: [],
    schema: {
      name: 'schema',
      outcome: 'notApplicable',
      why: 'the certificate is a link, its content is elsewhere',
    },
    validity: null,
    notes: ['certificate-is-a-link'],
  };
}

function schemaOf(name: string | null, birth: string | null, statement: string | null): Check {
  const missing = [
    ...(name === null ? ['name'] : []),
    ...(birth === null ? ['date of birth'] : []),
    ...(statement === null ? ['vaccination or test'] : []),
  ];
  return missing.length === 0
    ? { name: 'schema', outcome: 'pass', why: 'the content has what a WHO data set must have' }
    : { name: 'schema', outcome: 'fail', why: `the content lacks ${missing.join(', ')}` };
}

function statementOf(form: WhoForm, set: JsonObject): HealthStatement | null {
  if (form === 'testResult') return 'test';
  if (form === 'vaccinationStatus' || form === 'dvc') return 'vaccination';
  if (['vaccine', 'vaccination', 'brand'].some((name) => set[name] !== undefined)) return 'vaccination';
  return ['test', 'result', 'pathogen'].some((name) => set[name] !== undefined) ? 'test' : null;
}

/** The name of the last level, in plain words where it has some; else the whole path. */
function plainName(path: readonly string[], statement: HealthStatement | null): string {
  const last = (path.at(-1) ?? '').toLowerCase().replace(/_/g, '');
  const plain = Object.hasOwn(NAMES, last) ? NAMES[last] : undefined;
  if (plain === undefined) return `other.${path.join('.').slice(0, LIMITS.longestName).toWellFormed()}`;
  return statement === 'test' && plain === 'vaccinatedOn' ? 'testedOn' : plain;
}

/** Every value with its path, without name and birth; a coded value is its code. */
function leavesOf(set: JsonObject): readonly (readonly [path: readonly string[], value: string])[] {
  const leaves: [readonly string[], string][] = [];
  const walk = (value: Json, path: readonly string[]): void => {
    if (leaves.length >= LIMITS.fields) return;
    const code = codeOf(value);
    if (code !== null) leaves.push([path, code]);
    else if (path.length < LIMITS.depth && typeof value === 'object' && value !== null) {
      for (const [key, one] of Object.entries(value)) walk(one, [...path, key]);
    }
  };
  for (const [key, value] of Object.entries(set)) {
    if (!['name', 'n', 'birthDate', 'birth_date', 'dob'].includes(key)) walk(value, [key]);
  }
  return leaves;
}

/** Text of a plain value, or of a coded one: `{code, system}`, `{value}`, `{coding: [{code}]}`. Null for the rest. */
function codeOf(value: Json | undefined): string | null {
  const coded = isObject(value)
    ? (value.code ?? value.value ?? objectOf(listOf(value.coding)[0]).code)
    : value;
  return typeof coded === 'object' ? null : textOf(coded);
}

/** A name as text, or as FHIR writes it: `{text}` or `{family, given}`, alone or first of a list. */
function nameOf(value: Json | undefined): string | null {
  const one = isList(value) ? value[0] : value;
  if (!isObject(one)) return isList(one) ? null : textOf(one);
  const given = isList(one.given)
    ? one.given
        .map(textOf)
        .filter((part) => part !== null)
        .join(' ')
    : one.given;
  return textOf(one.text) ?? fullName(textOf(one.family), textOf(given));
}
