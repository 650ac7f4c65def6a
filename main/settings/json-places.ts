/** Where in a JSON text (RFC 8259) things stand, for whoever has to mend it by hand. */
export interface JsonPlaces {
  /** Line of a value, counted from 1; of one that is not there, that of what it would stand in. */
  lineOf(path: readonly PropertyKey[]): number;
  /** A mistake that keeps it from being read, or null: what, and where. */
  readonly mistake: { readonly what: string; readonly line: number; readonly column: number } | null;
}

/** A mistake at a place of the text, counted in UTF-16 units. */
class Mistake {
  readonly what: string;
  readonly at: number;

  constructor(what: string, at: number) {
    this.what = what;
    this.at = at;
  }
}

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.])/y;
/** Deeper than any settings: a file of brackets must not end the program. */
const DEEPEST = 64;

/** Looks a text through. Beside what JSON forbids, a key that stands twice is a mistake: only the last would count. */
export function jsonPlaces(text: string): JsonPlaces {
  const starts = new Map<string, number>();
  let at = 0;

  const take = (pattern: RegExp): string | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text)?.[0] ?? null;
    if (found !== null) at += found.length;
    return found;
  };
  const sign = (wanted: string): boolean => {
    take(SPACE);
    if (text[at] !== wanted) return false;
    at += 1;
    return true;
  };
  const fail = (what: string, where = at): never => {
    throw new Mistake(where >= text.length ? 'the file ends too early' : what, where);
  };

  /** What stands between brackets, with commas between and none behind. */
  const inside = (end: string, one: (index: number) => void): void => {
    if (sign(end)) return;
    for (let index = 0; ; index += 1) {
      one(index);
      if (sign(end)) return;
      const comma = at;
      if (!sign(',')) fail(`a comma or ${end} is missing`);
      take(SPACE);
      if (text[at] === end) fail('a comma too many', text.indexOf(',', comma));
    }
  };
  const value = (path: readonly PropertyKey[]): void => {
    take(SPACE);
    starts.set(keyOf(path), at);
    if (path.length > DEEPEST) fail('too many brackets');
    if (sign('[')) {
      inside(']', (index) => value([...path, index]));
    } else if (sign('{')) {
      const names = new Set<string>();
      inside('}', () => {
        take(SPACE);
        const place = at;
        const written = take(STRING) ?? fail('a key in double quotes is missing');
        const name = String(JSON.parse(written));
        if (names.has(name)) fail(`the key ${written} stands there twice`, place);
        names.add(name);
        if (!sign(':')) fail(`a colon is missing behind ${written}`);
        value([...path, name]);
        // Where the key stands, and not what follows it on another line.
        starts.set(keyOf([...path, name]), place);
      });
    } else if (take(STRING) === null && take(SCALAR) === null) {
      fail(
        text[at] === '"' ? 'a text has no end, or a sign in it that needs a backslash' : 'no value of JSON',
      );
    }
  };

  const lineAt = (place: number): number => text.slice(0, place).split('\n').length;
  let mistake: JsonPlaces['mistake'] = null;
  try {
    value([]);
    take(SPACE);
    if (at < text.length) fail('more follows behind the end');
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    const { what, at: place } = error;
    mistake = { what, line: lineAt(place), column: place - text.lastIndexOf('\n', place - 1) };
  }
  return {
    mistake,
    lineOf: (path) => {
      for (let length = path.length; length > 0; length -= 1) {
        const place = starts.get(keyOf(path.slice(0, length)));
        if (place !== undefined) return lineAt(place);
      }
      return 1;
    },
  };
}

const keyOf = (path: readonly PropertyKey[]): string => JSON.stringify(path.map(String));
