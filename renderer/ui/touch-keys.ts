import { typeKey } from '../../core/typing/methods.ts';

/** An event of the window: somebody pressed for the keys on the glass. */
export const TOUCH_KEYS_ASKED = 'touch-keys-asked';

/** Letters and digits as every keyboard has them. */
export const LETTER_ROWS: readonly (readonly string[])[] = [
  '1234567890',
  'qwertyuiop',
  'asdfghjkl',
  'zxcvbnm',
].map((row) => [...row]);

export const TONES = ['acute', 'grave', 'hook', 'tilde', 'dot'] as const;
export type Tone = (typeof TONES)[number];

/** The Telex key of each tone. */
const TELEX: Readonly<Record<Tone, string>> = { acute: 's', grave: 'f', hook: 'r', tilde: 'x', dot: 'j' };

/** What stands before the caret and still belongs to its word. */
const WORD = /[\p{L}\p{M}]*$/u;

/** A field's text with its caret. */
export interface Written {
  readonly value: string;
  readonly start: number | null;
  readonly end: number | null;
}

/** The tone over the vowel of the word before the caret; the same tone again takes it away. Null: no vowel there. */
export function toneOver({ value, start, end }: Written, tone: Tone): Written | null {
  if (start === null || start !== end) return null;
  const before = value.slice(0, start);
  const word = WORD.exec(before)?.[0] ?? '';
  const key = TELEX[tone];
  const typed = typeKey('telex', word, key);
  // A key that found nothing to stand over is written itself; one that was there already takes its tone with it.
  const next = typed.endsWith(key) && typed.length > word.length ? typeKey('telex', word, 'z') : typed;
  if (next === word || next === `${word}z`) return null;
  const head = before.slice(0, before.length - word.length) + next;
  return { value: head + value.slice(start), start: head.length, end: head.length };
}

/** Before a capital of a name: H'Hen has two. */
const BEFORE_CAPITAL = /[ '’]$/;

/** True at the beginning of a word of a name: a field that asks for it by `autocapitalize`. */
export function wantsCapital(
  field: Pick<HTMLInputElement, 'autocapitalize' | 'value' | 'selectionStart'>,
): boolean {
  if (field.autocapitalize !== 'words') return false;
  const before = field.value.slice(0, field.selectionStart ?? 0);
  return before === '' || BEFORE_CAPITAL.test(before);
}
