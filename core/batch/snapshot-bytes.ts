import type { EventPersonal } from './event.ts';

/*
 * The one shape that `encodePayload` writes, read straight from its bytes (RFC 8949, section 3): a map of these twelve
 * keys, in this order, with texts and nulls in it. Sealing and checking open every event of a log, and a decoder for all
 * of CBOR with a schema after it takes three times as long and leaves as much garbage (`npm run bench -- export`).
 */

/** In the order of the CDE profile: by the bytes of the encoded key, so the short ones come first. */
const KEYS = [
  'raw',
  'sex',
  'name',
  'note',
  'birth',
  'guard',
  'phone',
  'fields',
  'schema',
  'address',
  'document',
  'documentKind',
] as const;

const TEXT = 0x60;
const MAP = 0xa0;
const NULL = 0xf6;
/** The schema's number, as CBOR and as it is. */
const SCHEMA = 1;
/** What a head of one byte can count to; beyond it one or two bytes follow. */
const SHORT = 23;
const ONE_BYTE = 0x18;
const TWO_BYTES = 0x19;
/** Stands where bytes are no UTF-8. */
const REPLACED = '\ufffd';
/** Programs take it for a byte order mark, or for a letter. */
const MARK = '\ufeff';

const KEY_BYTES = KEYS.map((key) => Buffer.from([TEXT + key.length, ...Buffer.from(key)]));

/**
 * The personal snapshot in these bytes, or null where they are anything else than `encodePayload` writes, and for the
 * rare text that wants a second look. Null says nothing of what it is: ask `decodePayload`.
 */
export function readSnapshot(payload: Uint8Array): EventPersonal | null {
  const bytes = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  if (bytes[0] !== MAP + KEYS.length) return null;
  const reader = new Reader(bytes, 1);
  const raw = reader.value(0);
  const sex = reader.value(1);
  const name = reader.value(2);
  const note = reader.value(3);
  const birth = reader.value(4);
  const guard = reader.value(5);
  const phone = reader.value(6);
  const fields = reader.fields(7);
  reader.schema(8);
  const address = reader.value(9);
  const document = reader.value(10);
  const documentKind = reader.value(11);
  if (!reader.isWhole()) return null;
  return {
    schema: SCHEMA,
    documentKind,
    document,
    name,
    birth,
    sex,
    address,
    phone,
    note,
    guard,
    raw,
    fields,
  };
}

/** Goes through the bytes once. What is not as expected is remembered, and what is read after it means nothing. */
class Reader {
  readonly #bytes: Buffer;
  #at: number;
  #odd = false;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  isWhole(): boolean {
    return !this.#odd && this.#at === this.#bytes.length;
  }

  /** The text or null under a key of `KEYS`. */
  value(key: number): string | null {
    this.#key(key);
    return this.#textOrNull();
  }

  schema(key: number): void {
    this.#key(key);
    if (this.#bytes[this.#at] !== SCHEMA) this.#odd = true;
    this.#at += 1;
  }

  /** A map of texts and nulls under a key of `KEYS`, with keys in their order and none twice. */
  fields(key: number): Record<string, string | null> {
    this.#key(key);
    const found: Record<string, string | null> = {};
    const count = this.#head(MAP);
    let before: Buffer | null = null;
    for (let done = 0; done < count && !this.#odd; done += 1) {
      const from = this.#at;
      const name = this.#text();
      const encoded = this.#bytes.subarray(from, this.#at);
      // An own property of that name is not made by assignment.
      if (name === '__proto__' || (before !== null && Buffer.compare(before, encoded) >= 0)) this.#odd = true;
      before = encoded;
      found[name] = this.#textOrNull();
    }
    return found;
  }

  #key(key: number): void {
    const expected = KEY_BYTES[key] ?? KEY_BYTES[0];
    for (const byte of expected ?? []) {
      if (this.#bytes[this.#at] !== byte) this.#odd = true;
      this.#at += 1;
    }
  }

  #textOrNull(): string | null {
    if (this.#bytes[this.#at] !== NULL) return this.#text();
    this.#at += 1;
    return null;
  }

  #text(): string {
    const end = this.#head(TEXT) + this.#at;
    if (this.#odd || end > this.#bytes.length) {
      this.#odd = true;
      return '';
    }
    const text = this.#bytes.toString('utf8', this.#at, end);
    this.#at = end;
    if (text.includes(REPLACED) || text.startsWith(MARK)) this.#odd = true;
    return text;
  }

  /** How much follows, in the fewest bytes that say it. */
  #head(type: number): number {
    const first = (this.#bytes[this.#at] ?? 0) - type;
    this.#at += 1;
    if (first >= 0 && first <= SHORT) return first;
    const one = this.#bytes[this.#at] ?? 0;
    if (first === ONE_BYTE) {
      this.#at += 1;
      if (one > SHORT) return one;
    } else if (first === TWO_BYTES) {
      const both = one * 256 + (this.#bytes[this.#at + 1] ?? 0);
      this.#at += 2;
      if (both > 255) return both;
    }
    this.#odd = true;
    return 0;
  }
}
