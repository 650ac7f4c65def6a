/**
 * What a key of the US layout writes, by `event.code`: plain and with Shift. Scanners are set to US out of the box,
 * so the position of the key is right whatever layout or input method this PC has (FORMATS.md, 6).
 */
const PAIRS: Readonly<Record<string, string>> = {
  Backquote: '`~',
  Minus: '-_',
  Equal: '=+',
  BracketLeft: '[{',
  BracketRight: ']}',
  Backslash: '\\|',
  IntlBackslash: '\\|',
  Semicolon: ';:',
  Quote: '\'"',
  Comma: ',<',
  Period: '.>',
  Slash: '/?',
  Space: '  ',
  NumpadAdd: '++',
  NumpadSubtract: '--',
  NumpadMultiply: '**',
  NumpadDivide: '//',
  NumpadDecimal: '..',
};
const SHIFTED_DIGITS = ')!@#$%^&*(';

/** Character of a key, or '' where it writes none. */
export function usCharacter(code: string, shift: boolean): string {
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  if (letter !== undefined) return shift ? letter : letter.toLowerCase();
  const digit = /^Digit(\d)$/.exec(code)?.[1];
  if (digit !== undefined) return shift ? (SHIFTED_DIGITS[Number(digit)] ?? '') : digit;
  const keypad = /^Numpad(\d)$/.exec(code)?.[1];
  if (keypad !== undefined) return keypad;
  return PAIRS[code]?.[shift ? 1 : 0] ?? '';
}

/** Control character that Ctrl with a key stands for (Ctrl+] is GS), or ''. */
export function controlCharacter(code: string): string {
  const character = usCharacter(code, false).toUpperCase();
  return /^[A-Z[\\\]]$/.test(character) ? String.fromCharCode(character.charCodeAt(0) & 0x1f) : '';
}

/** Upper half of code page 437, which ALT with a number below 256 and no leading zero writes on Windows. */
const CP437 =
  'ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u00a0';

/**
 * Character that keypad digits under ALT stand for. From 256 on the number is the code point itself, exactly;
 * Windows alone would have reduced it to a byte.
 */
export function altCharacter(digits: string): string {
  const number = Number.parseInt(digits, 10);
  if (!Number.isFinite(number) || number === 0 || number > 0x10ffff) return '';
  if (number >= 0xd800 && number <= 0xdfff) return '';
  if (number >= 128 && number < 256 && !digits.startsWith('0')) return CP437[number - 128] ?? '';
  return String.fromCodePoint(number);
}
