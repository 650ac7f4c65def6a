import { decode, Tag } from 'cbor2';
import type { Json } from '../json.ts';

/** Most levels of maps, arrays and tags within one another. A certificate has seven. */
export const DEEPEST_CBOR = 16;
/** Most items of any kind. A certificate has about sixty, a WHO data set two hundred. */
export const MOST_CBOR_ITEMS = 1_024;

/**
 * One CBOR item (RFC 8949) that fills the bytes, or null. Maps come as `Map`, whatever their keys; tags as `Tag`,
 * never acted upon: some of the registered ones cost without bound (a decimal fraction with a huge exponent, a
 * regular expression). A key that stands twice makes it null, because two readers would read two certificates.
 * Never throws; depth and number of items are measured before anything is built.
 */
export function readCbor(bytes: Uint8Array): { readonly value: unknown } | null {
  if (!isBounded(bytes)) return null;
  try {
    const value: unknown = decode(bytes, {
      ignoreGlobalTags: true,
      maxDepth: DEEPEST_CBOR * 2,
      createObject: mapOf,
      // Keys of bytes; it compares encodings, and one number has several.
      rejectDuplicateKeys: true,
    });
    return { value };
  } catch {
    return null;
  }
}

/** @throws where two keys have one value, however they are encoded */
function mapOf(pairs: readonly (readonly [key: unknown, value: unknown, ...unknown[]])[]): unknown {
  const map = new Map(pairs.map(([key, value]) => [key, value]));
  if (map.size < pairs.length) throw new RangeError('a key stands twice');
  return map;
}

const MAJOR = { bytes: 2, text: 3, array: 4, map: 5, tag: 6, simple: 7 } as const;
const INDEFINITE = 31;
const BREAK = 0xff;

/**
 * Walks the heads of the items without recursion: true where they end within the bytes, within the depth and
 * within the number. `open` holds what each level still expects; -1 where a break ends it.
 */
function isBounded(bytes: Uint8Array): boolean {
  const open: number[] = [];
  let at = 0;
  for (let items = 0; items < MOST_CBOR_ITEMS; items += 1) {
    const head = bytes[at];
    if (head === undefined) return false;
    at += 1;
    if (head === BREAK) {
      if (open.pop() !== -1) return false;
    } else {
      const major = head >> 5;
      const length = readLength(bytes, at, head & 31);
      if (length === null) return false;
      at = length.next;
      const children = childrenOf(major, length.value);
      if (major === MAJOR.bytes || major === MAJOR.text) at += Math.max(length.value, 0);
      if (at > bytes.length) return false;
      if (children !== 0) {
        if (open.length >= DEEPEST_CBOR || children > bytes.length) return false;
        open.push(children);
        continue;
      }
    }
    if (closeFinished(open)) return true;
  }
  return false;
}

/** Counts one item as done, and with it every level that it was the last of; true where nothing is open any more. */
function closeFinished(open: number[]): boolean {
  while (open.length > 0) {
    const left = open.at(-1) ?? 0;
    if (left === -1) return false;
    open[open.length - 1] = left - 1;
    if (left > 1) return false;
    open.pop();
  }
  return true;
}

function childrenOf(major: number, length: number): number {
  if (length === -1) return -1;
  switch (major) {
    case MAJOR.array:
      return length;
    case MAJOR.map:
      return length * 2;
    case MAJOR.tag:
      return 1;
    default:
      return 0;
  }
}

/** The argument of a head (RFC 8949, section 3); -1 for indefinite, null where there is none. */
function readLength(
  bytes: Uint8Array,
  at: number,
  info: number,
): { readonly value: number; readonly next: number } | null {
  if (info < 24) return { value: info, next: at };
  if (info === INDEFINITE) return { value: -1, next: at };
  if (info > 27) return null;
  const size = 2 ** (info - 24);
  let value = 0;
  for (let index = 0; index < size; index += 1) value = value * 256 + (bytes[at + index] ?? 0);
  return { value, next: at + size };
}

/**
 * A decoded item as JSON would hold it, for schemas and for fields: tags are taken off, bytes are hex, whole
 * numbers beyond 2^53 are text, keys are text, and what JSON cannot say is null.
 */
export function toJson(value: unknown): Json {
  const item = untagged(value);
  if (typeof item === 'string' || typeof item === 'boolean') return item;
  if (typeof item === 'number') return Number.isFinite(item) ? item : null;
  if (typeof item === 'bigint') return item.toString();
  if (item instanceof Uint8Array) return Buffer.from(item).toString('hex');
  if (Array.isArray(item)) return item.map(toJson);
  if (item instanceof Map) {
    return Object.fromEntries([...item].map(([key, one]) => [keyText(key), toJson(one)]));
  }
  return null;
}

function keyText(key: unknown): string {
  const plain = toJson(key);
  return typeof plain === 'string' ? plain : JSON.stringify(plain);
}

/** The content of an item under any tags; a bignum (tags 2 and 3) of up to eight bytes is its number. */
export function untagged(value: unknown): unknown {
  if (!(value instanceof Tag)) return value;
  const content = untagged(value.contents);
  const isBignum = value.tag === 2 || value.tag === 3;
  if (!isBignum || !(content instanceof Uint8Array) || content.length === 0 || content.length > 8) {
    return content;
  }
  const magnitude = BigInt(`0x${Buffer.from(content).toString('hex')}`);
  return value.tag === 2 ? magnitude : -1n - magnitude;
}
