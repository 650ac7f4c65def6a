import { z } from 'zod';
import { isObject, type Json } from '../json.ts';
import {
  isCountry,
  isDisease,
  isManufacturer,
  isProduct,
  isTestDevice,
  isTestResult,
  isTestType,
  isUvci,
  isVaccine,
} from './dcc-values.ts';

/*
 * The content of an EU DCC, schema 1.0.0 to 1.3.x (eHealth Network, EU Digital COVID Certificate schema). One
 * schema for all of them: where versions differ, what any of them allows is allowed. Names of fields are those of
 * the specification.
 */

const oneOf = (isMember: (text: string) => boolean) => z.string().refine(isMember);
/** Names and places: 80 characters since 1.3.0. */
const words = z.string().max(80);

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** A day that the calendar has. */
export function isDay(text: string): boolean {
  const [, year = 0, month = 0, day = 0] = (DATE.exec(text) ?? []).map(Number);
  return month >= 1 && month <= 12 && day >= 1 && day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

/** Time of day with its offset; issuers leave out the offset, its colon or its minutes. */
const TIME = /^T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d{1,9})?(Z|[+-]\d{2}(:?\d{2})?)?$/;

const isMoment = (text: string): boolean => isDay(text.slice(0, 10)) && TIME.test(text.slice(10));

/** A day. Several states write midnight or the very moment behind it, and all of them were accepted. */
const day = z.string().refine((text) => (text.length === 10 ? isDay(text) : isMoment(text)));
const moment = z.string().refine(isMoment);

/** Date of birth: a day, a month, a year, or nothing, as the person's papers say. */
const birth = z.string().refine((text) => {
  if (/^(19|20)\d{2}(-\d{2})?$/.test(text)) return isDay(`${text}-01-01`.slice(0, 10));
  return text === '' || (/^(19|20)/.test(text) && (text.length === 10 ? isDay(text) : isMoment(text)));
});

/** Family and given names in the machine-readable form of ICAO Doc 9303. */
const standardised = z
  .string()
  .max(80)
  .regex(/^[A-Z<]*$/);
const name = z
  .looseObject({
    fn: words.nullish(),
    gn: words.nullish(),
    fnt: standardised.nullish(),
    gnt: standardised.nullish(),
  })
  .refine((one) => (one.fnt ?? '') !== '' || (one.gnt ?? '') !== '');

const common = {
  tg: oneOf(isDisease),
  co: oneOf(isCountry),
  is: words.min(1),
  ci: oneOf(isUvci),
};
const count = z.int().min(1).max(9);

const vaccination = z.looseObject({
  ...common,
  vp: oneOf(isVaccine),
  mp: oneOf(isProduct),
  ma: oneOf(isManufacturer),
  dn: count,
  sd: count,
  dt: day,
});
const test = z.looseObject({
  ...common,
  tt: oneOf(isTestType),
  nm: words.nullish(),
  ma: oneOf((text) => text === '' || isTestDevice(text)).nullish(),
  sc: moment,
  dr: moment.nullish(),
  tr: oneOf(isTestResult),
  tc: words.nullish(),
});
const recovery = z.looseObject({ ...common, fr: day, df: day, du: day });

const GROUPS = ['v', 't', 'r'] as const;
const dcc = z.looseObject({
  ver: z.string().regex(/^1\.[0-3]\.\d{1,3}$/),
  nam: name,
  dob: birth,
  v: z.array(vaccination).nullish(),
  t: z.array(test).nullish(),
  r: z.array(recovery).nullish(),
});

/**
 * Null where the content has the shape of a DCC; else the first place that has not, such as `v.0.ma`, `v+t` where
 * several things are stated, or `.` where nothing is. A place holds no personal data.
 */
export function dccFault(data: Json): string | null {
  if (!isObject(data)) return '.';
  // Exactly one statement of one kind, since 1.3.0 in words and before in intent. Counted first, so that thousands
  // of wrong ones cost nothing.
  const stated = GROUPS.filter((group) => (data[group] ?? null) !== null);
  const [first = 'v'] = stated;
  const list = data[first];
  if (stated.length !== 1 || !Array.isArray(list) || list.length !== 1) return stated.join('+') || '.';
  const parsed = dcc.safeParse(data);
  return parsed.success ? null : (parsed.error.issues[0]?.path ?? []).map(String).join('.');
}
