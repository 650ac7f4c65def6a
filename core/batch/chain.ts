import { createHash } from 'node:crypto';
import type { EventPublic } from './event.ts';

/** Version byte of the chain formula below. */
export const CHAIN_VERSION = 1;

/** Chain before the first event of every log: 32 zero bytes. */
export const CHAIN_START: Uint8Array = new Uint8Array(32);

/** Public fields in the order in which they are hashed. The order is part of the format and never changes. */
export const CHAINED_FIELDS = [
  'seq',
  'atMs',
  'offsetMin',
  'bootId',
  'uptimeMs',
  'clock',
  'gateId',
  'lane',
  'kind',
  'reason',
  'credentialKind',
  'checks',
  'source',
  'voidsSeq',
  'answersSeq',
  'personKey',
] as const satisfies readonly (keyof EventPublic)[];

/** Marks a null field: no text has this length. */
const NULL_LENGTH = 0xffffffff;

/**
 * SHA-256(version ‖ previous chain ‖ fields ‖ commitment), 32 bytes. A field is a 4-byte big-endian length and its
 * UTF-8 bytes, numbers in decimal; null is the length 0xffffffff with no bytes.
 */
export function chainOf(previous: Uint8Array, event: EventPublic, commitment: Uint8Array): Uint8Array {
  const hash = createHash('sha256').update(Uint8Array.of(CHAIN_VERSION)).update(previous);
  for (const field of CHAINED_FIELDS) {
    const value = event[field];
    const bytes = value === null ? null : Buffer.from(String(value), 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes === null ? NULL_LENGTH : bytes.length);
    hash.update(length);
    if (bytes !== null) hash.update(bytes);
  }
  return hash.update(commitment).digest();
}
