/*
 * Keys by their place on the board (`event.code`), read with a table of our own: what the system's layout or an
 * input method makes of them (`event.key`, keyCode 229) does not matter. Scanners leave the factory as a US keyboard.
 */

/** One key event; the same fields as a DOM KeyboardEvent, with its time in ms on any one steady clock. */
export interface KeyInput {
  readonly type: 'down' | 'up';
  readonly code: string;
  readonly key: string;
  readonly shift: boolean;
  readonly ctrl: boolean;
  readonly alt: boolean;
  readonly meta: boolean;
  readonly altGraph: boolean;
  readonly repeat: boolean;
  readonly timeMs: number;
  /** Whether a text field had the focus. */
  readonly inField: boolean;
}

/** code -> character without and with Shift. */
const US: ReadonlyMap<string, readonly [plain: string, shifted: string]> = new Map([
  ...[...'abcdefghijklmnopqrstuvwxyz'].map(
    (letter) => [`Key${letter.toUpperCase()}`, [letter, letter.toUpperCase()]] as const,
  ),
  ...[...')!@#$%^&*('].map((shifted, digit) => [`Digit${digit}`, [String(digit), shifted]] as const),
  ...[...'0123456789'].map((digit) => [`Numpad${digit}`, [digit, digit]] as const),
  ['Minus', ['-', '_']],
  ['Equal', ['=', '+']],
  ['BracketLeft', ['[', '{']],
  ['BracketRight', [']', '}']],
  ['Backslash', ['\\', '|']],
  ['IntlBackslash', ['\\', '|']],
  ['Semicolon', [';', ':']],
  ['Quote', ["'", '"']],
  ['Backquote', ['`', '~']],
  ['Comma', [',', '<']],
  ['Period', ['.', '>']],
  ['Slash', ['/', '?']],
  ['Space', [' ', ' ']],
  ['NumpadAdd', ['+', '+']],
  ['NumpadSubtract', ['-', '-']],
  ['NumpadMultiply', ['*', '*']],
  ['NumpadDivide', ['/', '/']],
  ['NumpadDecimal', ['.', '.']],
  ['NumpadEqual', ['=', '=']],
  ['NumpadComma', [',', ',']],
  ['Enter', ['\r', '\r']],
  ['NumpadEnter', ['\r', '\r']],
  ['Tab', ['\t', '\t']],
  ['Backspace', ['\b', '\b']],
  ['Escape', ['\u001b', '\u001b']],
  ['Delete', ['\u007f', '\u007f']],
]);

const MODIFIERS = /^(Shift|Control|Alt|Meta|OS)(Left|Right)?$|^(CapsLock|NumLock|ScrollLock|AltGraph|Fn)$/;

/** True for a key that only changes others. */
export const isModifier = (code: string): boolean => MODIFIERS.test(code);

/** True for either ALT key; AltGr arrives as AltRight on most boards. */
export const isAltKey = (code: string): boolean =>
  code === 'AltLeft' || code === 'AltRight' || code === 'AltGraph';

/** Digit of a keypad key, or null. */
export const keypadDigit = (code: string): string | null => /^Numpad(\d)$/.exec(code)?.[1] ?? null;

/**
 * What a key writes into a read. Ctrl with a letter or `@ [ \ ] ^ _` is the control character that scanners mean by
 * it, so that Ctrl+W is seen as U+0017. Keys that write nothing (F11, arrows, Alt+F4) give ''. Where a machine sends
 * no code at all, the key's own character is the best that is known.
 */
export function characterOf(
  input: Pick<KeyInput, 'code' | 'key' | 'shift' | 'ctrl' | 'alt' | 'altGraph'>,
): string {
  const pair = US.get(input.code);
  if (pair === undefined) {
    const unnamed = input.code === '' || input.code === 'Unidentified';
    return unnamed && [...input.key].length === 1 ? input.key : '';
  }
  const character = pair[input.shift ? 1 : 0];
  if (!input.ctrl || input.alt || input.altGraph) return character;
  if (input.code === 'Digit2') return '\u0000';
  if (input.code === 'Digit6') return '\u001e';
  if (input.code === 'Minus') return '\u001f';
  const control = /^(Key[A-Z]|Bracket(Left|Right)|Backslash)$/.test(input.code);
  return control ? String.fromCharCode((pair[0].toUpperCase().codePointAt(0) ?? 0) & 0x1f) : character;
}
