import { decode, encode } from 'cbor2';
import { cdeEncodeOptions } from 'cbor2/encoder';
import { z } from 'zod';
import { GatelogError } from '../errors.ts';
import type { EventPersonal } from './event.ts';
import { readSnapshot } from './snapshot-bytes.ts';

const text = z.string().nullable();
const schema = z.strictObject({
  schema: z.literal(1),
  documentKind: text,
  document: text,
  name: text,
  birth: text,
  sex: text,
  address: text,
  phone: text,
  note: text,
  guard: text,
  raw: text,
  fields: z.record(z.string(), text),
});

/**
 * The personal snapshot as deterministic CBOR (RFC 8949, section 4.2.1 with the CDE profile): one snapshot has
 * one encoding, whatever the order of its keys. Lone surrogates, which UTF-8 cannot carry, become U+FFFD.
 */
export function encodePayload(personal: EventPersonal): Uint8Array {
  const wellFormed = (value: string | null): string | null => value?.toWellFormed() ?? null;
  const fields = Object.fromEntries(
    Object.entries(personal.fields).map(([name, value]) => [name.toWellFormed(), wellFormed(value)]),
  );
  const clean = Object.fromEntries(
    Object.entries(personal).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.toWellFormed() : value,
    ]),
  );
  return encode({ ...clean, fields }, cdeEncodeOptions);
}

/** Parses a stored snapshot. Throws `batch/invalid` on anything else. */
export function decodePayload(payload: Uint8Array): EventPersonal {
  const snapshot = readSnapshot(payload);
  if (snapshot !== null) return snapshot;
  let value: unknown;
  try {
    value = decode(payload);
  } catch (error) {
    throw new GatelogError('batch/invalid', 'the personal snapshot is not CBOR', {}, { cause: error });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new GatelogError('batch/invalid', 'the personal snapshot has an unknown shape');
  return parsed.data;
}
