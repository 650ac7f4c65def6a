import { normaliseNumber } from '../person/documents.ts';
import { orNull, readDate } from './fields.ts';

/** Nearly every card is an adult's and has four empty ones. */
const FOUR_EMPTY = { extra1: null, extra2: null, extra3: null, extra4: null } as const;

/** Words of letters, with the marks that names of every people of Vietnam have in them: `H’Bia Niê`, `Y Moan`. */
const NAME = /^\p{L}[\p{L}\p{M}'’ʼ.-]*(?: \p{L}[\p{L}\p{M}'’ʼ.-]*)*$/u;
/** Characters; longer ones are no name. */
const LONGEST_NAME = 200;
const ID = /^(\d{9}|\d{12})$/;

/**
 * The fields behind the date of issue: a cancelled identity number and, on cards of children, the parents
 * (Circular 16/2024/TT-BCA). No public source settles their order, so each is told by its type and none is refused:
 * a date `extraDate1` …, a number of 9 or 12 digits `cancelledNumber1` …, a name `parent1` …. All stand raw as
 * `extra1` … too, since a type is a guess at a meaning.
 *
 * None is a document of the holder. A number is cancelled because birth or sex was corrected, so that nothing in it
 * can be compared with the card, or because two people had been given the same one, and then the other still has it.
 * @param own numbers of the holder that the card names elsewhere
 */
export function classifyExtras(
  extras: readonly string[],
  own: readonly string[],
): Readonly<Record<string, string | null>> {
  if (extras.length === 0) return {};
  if (extras.length === 4 && extras.every((extra) => extra === '')) return FOUR_EMPTY;
  const raw = extras.map((extra, index) => [`extra${index + 1}`, orNull(extra)] as const);
  const counts = new Map<string, number>();
  const named = extras.flatMap((extra) => {
    const found = typeOf(extra, own);
    if (found === null) return [];
    const count = (counts.get(found.type) ?? 0) + 1;
    counts.set(found.type, count);
    return [[`${found.type}${count}`, found.value] as const];
  });
  return Object.fromEntries([...raw, ...named]);
}

interface Typed {
  readonly type: 'extraDate' | 'cancelledNumber' | 'parent';
  readonly value: string;
}

function typeOf(extra: string, own: readonly string[]): Typed | null {
  if (extra === '') return null;
  const number = normaliseNumber('cccd', extra);
  if (ID.test(number)) return own.includes(number) ? null : { type: 'cancelledNumber', value: number };
  // A bare year is too little to be called a date.
  const date = readDate(extra);
  if (date !== null && date.length === 10) return { type: 'extraDate', value: date };
  const isName = extra.length > 1 && extra.length <= LONGEST_NAME && NAME.test(extra);
  return isName ? { type: 'parent', value: extra } : null;
}
