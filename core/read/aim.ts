/**
 * AIM identifier of ISO/IEC 15424: `]`, the symbology's letter, one modifier. Scanners can be told to send it
 * first. Only symbologies that a gate can meet, and modifiers as the standard writes them, so that a text such as
 * `]foo` stays whole.
 */
const AIM = /^\][ACEFGILQUXdehz][0-9A-F]/;

/**
 * Identifiers of codes whose text is GS1 element strings: GS1-128, GS1 DataBar and Composite, and Data Matrix, QR
 * Code and Aztec Code with FNC1 in the first position (ISO/IEC 15424; GS1 General Specifications, section 5).
 */
const GS1: ReadonlySet<string> = new Set([']C1', ']e0', ']e1', ']d2', ']d5', ']Q3', ']Q4', ']z1', ']z4']);

/** Identifiers that announce the ECI protocol: PDF417, Data Matrix, QR Code, Aztec Code, Han Xin (ISO/IEC 15424). */
const WITH_ECI: ReadonlySet<string> = new Set([
  ']L1',
  ']d4',
  ']d5',
  ']d6',
  ']Q2',
  ']Q4',
  ']Q6',
  ']z3',
  ']z4',
  ']z5',
  ']h1',
]);

/** The identifier that a text begins with, such as `]Q1`, or null. */
export const aimOf = (text: string): string | null => AIM.exec(text)?.[0] ?? null;

/** True where the identifier says that element strings follow. */
export const saysGs1 = (aim: string | null): boolean => aim !== null && GS1.has(aim);

/** True for a retail product's number, EAN or UPC. */
export const saysProduct = (aim: string | null): boolean => aim?.startsWith(']E') ?? false;

/** How a designator begins that no identifier announced: all assigned ones that a QR holds are below 100. */
const BARE_DESIGNATOR = /^\\0000\d\d/;
/** Text in which every backslash is one of the protocol: doubled, or a designator of six digits. */
const PROTOCOL = /^(?:[^\\]|\\\\|\\\d{6})*$/;

/**
 * Undoes the ECI protocol of ISO/IEC 15424: designators such as `\000026` (UTF-8) go, doubled backslashes become
 * one. Many scanners send `]Q2` and keep their hands off the text; so a text with a backslash that the protocol
 * cannot have written stays as it is.
 */
export function undoEci(text: string, aim: string | null): string {
  if (!text.includes('\\')) return text;
  const announced = (aim !== null && WITH_ECI.has(aim)) || BARE_DESIGNATOR.test(text);
  if (!announced || !PROTOCOL.test(text)) return text;
  return text.replace(/\\(\\|\d{6})/g, (_whole, what: string) => (what === '\\' ? '\\' : ''));
}
