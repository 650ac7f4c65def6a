/** One data object of a payment code: two digits that name it, and its value. */
export interface EmvObject {
  readonly id: string;
  readonly value: string;
}

/** A payment code taken apart. */
export interface EmvCode {
  readonly objects: readonly EmvObject[];
  /** True where the check sum of tag 63 is that of everything before it. */
  readonly checksumIsRight: boolean;
}

const encoder = new TextEncoder();

/** Check sum of tag 63: CRC-16/CCITT-FALSE (polynomial 0x1021, start 0xFFFF) as four hex capitals. */
export function crc16(text: string): string {
  let crc = 0xffff;
  for (const byte of encoder.encode(text)) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit += 1) {
      crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
    }
  }
  return crc.toString(16).toUpperCase().padStart(4, '0');
}

/**
 * Data objects of a text, `id(2 digits) length(2 digits) value`, to its last character; null where a length points
 * past the end or is no number. A length counts characters; some makers count the bytes of UTF-8.
 * Source: EMVCo, QR Code Specification for Payment Systems, Merchant-Presented Mode 1.1, section 3.
 */
export function readObjects(text: string): readonly EmvObject[] | null {
  return split([...text], 1) ?? split([...text], 'utf-8');
}

function split(characters: readonly string[], unit: 1 | 'utf-8'): readonly EmvObject[] | null {
  const objects: EmvObject[] = [];
  let at = 0;
  while (at < characters.length) {
    const head = characters.slice(at, at + 4).join('');
    if (!/^\d{4}$/.test(head)) return null;
    let left = Number(head.slice(2));
    let to = at + 4;
    while (left > 0 && to < characters.length) {
      left -= unit === 1 ? 1 : Buffer.byteLength(characters[to] ?? '');
      to += 1;
    }
    if (left !== 0) return null;
    objects.push({ id: head.slice(0, 2), value: characters.slice(at + 4, to).join('') });
    at = to;
  }
  return objects;
}

/** Longest payment code that is taken apart, in characters; the specification ends at 512. */
const LONGEST = 1024;

/** A whole merchant-presented code: begins with `000201`, ends with the check sum. Null where it is none. */
export function readEmv(text: string): EmvCode | null {
  if (!text.startsWith('000201') || text.length > LONGEST) return null;
  const end = /6304([0-9A-F]{4})$/i.exec(text);
  const objects = end === null ? null : readObjects(text);
  if (end === null || objects === null || objects.at(-1)?.id !== '63') return null;
  return {
    objects,
    checksumIsRight: crc16(text.slice(0, -4)) === end[1]?.toUpperCase(),
  };
}
