import type { SealedBatch } from './seal.ts';

/** The next range to seal: everything after the last sealed batch, at most as much as asked for. */
export interface OpenRange {
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Chain of the event before firstSeq, 32 bytes; CHAIN_START for seq 1. */
  readonly chainBefore: Uint8Array;
}

/** A batch as the log remembers it. */
export interface RecordedBatch {
  readonly sealed: SealedBatch;
  readonly sealedAtMs: number;
  /** Newest confirmed delivery, or null while its bytes are owed. */
  readonly deliveredAtMs: number | null;
}

/** One confirmed copy. */
export interface DeliveryRecord {
  /** The folder that somebody chose, as text. */
  readonly target: string;
  readonly checked: 'medium' | 'cache';
  readonly atMs: number;
}

/** What delivery asks of the log. Every method is one transaction and durable on return. */
export interface Batches {
  /** The oldest events that no batch holds yet, or null where there are none. */
  nextRange(maxEvents: number): OpenRange | null;
  /** Remembers a sealed batch for ever; refuses a range that does not follow the last one. */
  record(sealed: SealedBatch): void;
  /** Every batch, oldest first. */
  list(): readonly RecordedBatch[];
  /** Remembers a confirmed copy of the batch of this name. */
  recordDelivery(name: string, delivery: DeliveryRecord): void;
}
