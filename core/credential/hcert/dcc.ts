import type { HealthStatement } from '../../trust/trust.ts';
import { contentBirth } from '../content.ts';
import { type Json, type JsonObject, listOf } from '../json.ts';
import { fullName, type HealthContent, objectOf, textOf, validityOf } from './content.ts';
import { dccFault } from './dcc-schema.ts';

/** Plain names of the fields of each statement, by the names of the specification. */
const STATEMENT_FIELDS = {
  v: {
    tg: 'disease',
    vp: 'vaccine',
    mp: 'product',
    ma: 'manufacturer',
    dn: 'dose',
    sd: 'doses',
    dt: 'vaccinatedOn',
    co: 'country',
    is: 'certificateIssuer',
    ci: 'uvci',
  },
  t: {
    tg: 'disease',
    tt: 'testType',
    nm: 'testName',
    ma: 'testDevice',
    sc: 'sampledAt',
    dr: 'resultAt',
    tr: 'result',
    tc: 'testCentre',
    co: 'country',
    is: 'certificateIssuer',
    ci: 'uvci',
  },
  r: {
    tg: 'disease',
    fr: 'firstPositiveOn',
    df: 'validFrom',
    du: 'validUntil',
    co: 'country',
    is: 'certificateIssuer',
    ci: 'uvci',
  },
} as const;

const STATEMENTS = [
  ['v', 'vaccination'],
  ['t', 'test'],
  ['r', 'recovery'],
] as const satisfies readonly (readonly [keyof typeof STATEMENT_FIELDS, HealthStatement])[];

/** What says who, where and when issued, and nothing of vaccine, test or disease. Every other field might. */
const NOT_HEALTH: ReadonlySet<string> = new Set([
  'familyName',
  'givenName',
  'familyNameStandardised',
  'givenNameStandardised',
  'birth',
  'country',
  'certificateIssuer',
  'uvci',
  'schemaVersion',
]);

/** Most fields beyond the specification that are kept, and the longest name of one. */
const UNKNOWN = { most: 32, longestName: 60 } as const;

/**
 * The content of an EU DCC (schema 1.0.0 to 1.3.x) as fields. Whatever of it can be read is read, whether or not it
 * keeps to the schema: that is a check. Of several statements, which no version means to allow, the first is read
 * and the others stand in `otherStatements` as they came.
 */
export function readDcc(data: Json): HealthContent {
  const dcc = objectOf(data);
  const person = objectOf(dcc.nam);
  const entries = entriesOf(dcc);
  const [first, ...others] = entries;
  const stated = first === undefined ? {} : statementFields(first.group, first.entry);
  const name = nameOf(person);
  const birth = textOf(dcc.dob);
  const fault = dccFault(data);
  const fields = {
    statement: first?.statement ?? null,
    ...name.fields,
    birth,
    ...stated,
    otherStatements:
      others.length === 0 ? null : textOf(others.map(({ group, entry }) => ({ [group]: entry }))),
    schemaVersion: textOf(dcc.ver),
    ...unknownFields('', dcc, ['ver', 'nam', 'dob', 'v', 't', 'r']),
    ...unknownFields('nam.', person, ['fn', 'gn', 'fnt', 'gnt']),
  };
  return {
    fields,
    healthFields: Object.keys(fields).filter((one) => !NOT_HEALTH.has(one)),
    name: name.full,
    birth: contentBirth(birth),
    identifier: textOf(first?.entry.ci),
    country: textOf(first?.entry.co),
    statements: [...new Set(entries.map(({ statement }) => statement))],
    schema:
      fault === null
        ? { name: 'schema', outcome: 'pass', why: 'the content has the shape of an EU certificate' }
        : { name: 'schema', outcome: 'fail', why: `the content is not as its schema asks, at ${fault}` },
    validity: first?.group === 'r' ? validityOf(first.entry.df, first.entry.du) : null,
    notes: others.length === 0 ? [] : ['certificate-several-statements'],
  };
}

interface Entry {
  readonly group: keyof typeof STATEMENT_FIELDS;
  readonly statement: HealthStatement;
  readonly entry: JsonObject;
}

function entriesOf(dcc: JsonObject): readonly Entry[] {
  return STATEMENTS.flatMap(([group, statement]) =>
    listOf(dcc[group]).map((one) => ({ group, statement, entry: objectOf(one) })),
  );
}

function statementFields(group: Entry['group'], entry: JsonObject): Readonly<Record<string, string | null>> {
  const names: Readonly<Record<string, string>> = STATEMENT_FIELDS[group];
  return {
    ...Object.fromEntries(Object.entries(names).map(([key, plain]) => [plain, textOf(entry[key])])),
    ...unknownFields(`${group}.`, entry, Object.keys(names)),
  };
}

/** What stands there beyond the specification, under its own name behind `other.`. */
function unknownFields(
  path: string,
  of: JsonObject,
  known: readonly string[],
): Readonly<Record<string, string | null>> {
  return Object.fromEntries(
    Object.entries(of)
      .filter(([key]) => !known.includes(key))
      .slice(0, UNKNOWN.most)
      .map(([key, value]) => [
        `other.${path}${key.slice(0, UNKNOWN.longestName).toWellFormed()}`,
        textOf(value),
      ]),
  );
}

/**
 * Names as written, else in the machine-readable form of ICAO Doc 9303 with spaces for `<`. Family name first, as
 * the schema orders them and as Vietnam does.
 */
function nameOf(person: JsonObject): {
  readonly full: string | null;
  readonly fields: Readonly<Record<string, string | null>>;
} {
  const standardised = (value: Json | undefined): string | null =>
    textOf((textOf(value) ?? '').replace(/<+/g, ' '));
  const familyNameStandardised = standardised(person.fnt);
  const givenNameStandardised = standardised(person.gnt);
  const familyName = textOf(person.fn);
  const givenName = textOf(person.gn);
  return {
    full: fullName(familyName ?? familyNameStandardised, givenName ?? givenNameStandardised),
    fields: { familyName, givenName, familyNameStandardised, givenNameStandardised },
  };
}
