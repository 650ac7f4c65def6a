/** A value of JSON (RFC 8259). */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export interface JsonObject {
  readonly [name: string]: Json;
}

/** Why a text is no JSON that is read here. */
export type JsonProblem =
  | 'not-json'
  /** Deeper than any card: a nesting bomb. */
  | 'too-deep'
  | 'too-long'
  /** A name stands twice in one object: two readers of it may see two different cards (RFC 7493, section 2.3). */
  | 'duplicate-name';

export type JsonReading =
  | { readonly ok: true; readonly value: Json }
  | { readonly ok: false; readonly problem: JsonProblem };

/** Deepest nesting that is read. The deepest FHIR bundle of the public examples has 12 levels. */
export const JSON_DEPTH_LIMIT = 40;
/** Longest text that is read, in characters. */
export const JSON_LENGTH_LIMIT = 256 * 1024;

/** Reads JSON that somebody else wrote: bounded in length and depth, and no name twice in an object. Never throws. */
export function parseJson(text: string): JsonReading {
  if (text.length > JSON_LENGTH_LIMIT) return { ok: false, problem: 'too-long' };
  const { depth, names } = survey(text);
  if (depth > JSON_DEPTH_LIMIT) return { ok: false, problem: 'too-deep' };
  let value: Json;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'not-json' };
  }
  // Of two members with one name only the last is left, so that there are fewer than were written.
  return countNames(value) === names ? { ok: true, value } : { ok: false, problem: 'duplicate-name' };
}

/** The member of an object, own ones only; undefined where the value is no object or has no such member. */
export function member(value: Json | undefined, name: string): Json | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !isList(value);

export const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);

/** The elements of a list; none where the value is no list. */
export const listOf = (value: Json | undefined): readonly Json[] => (isList(value) ? value : []);

/** The text of a value that is one, else null. */
export const stringOf = (value: Json | undefined): string | null =>
  typeof value === 'string' ? value : null;

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];
const OPENING: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSING: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/** Depth, and how many members were written: one for each colon outside of strings. Right for every text that is JSON. */
function survey(text: string): { readonly depth: number; readonly names: number } {
  let [depth, deepest, names] = [0, 0, 0];
  let inString = false;
  for (let at = 0; at < text.length; at += 1) {
    const unit = text.charCodeAt(at);
    if (inString) {
      if (unit === BACKSLASH) at += 1;
      else if (unit === QUOTE) inString = false;
    } else if (unit === QUOTE) inString = true;
    else if (unit === COLON) names += 1;
    else if (OPENING.has(unit)) {
      depth += 1;
      deepest = Math.max(deepest, depth);
    } else if (CLOSING.has(unit)) depth -= 1;
  }
  return { depth: deepest, names };
}

function countNames(value: Json): number {
  if (typeof value !== 'object' || value === null) return 0;
  const values = Object.values(value);
  return values.reduce<number>((sum, one) => sum + countNames(one), isList(value) ? 0 : values.length);
}
