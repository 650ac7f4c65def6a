import type { Profile } from '../../core/batch/profile.ts';
import type { Rendition } from './rendition.ts';
import type { Sealed, SealedBatch } from './seal.ts';

/** The next range to seal: everything after the last sealed batch, at most as much as asked for. */
export interface OpenRange {
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Chain of the event before firstSeq, 32 bytes; CHAIN_START for seq 1. */
  readonly chainBefore: Uint8Array;
}

/** A rendition as the log remembers it. */
export interface RecordedRendition {
  readonly id: number;
  readonly rendition: Rendition;
  readonly renderedAtMs: number;
  /** Newest confirmed delivery, or null while its bytes are owed. */
  readonly deliveredAtMs: number | null;
}

/** A batch as the log remembers it. */
export interface RecordedBatch {
  readonly sealed: SealedBatch;
  readonly sealedAtMs: number;
  /** Every rendition of it, oldest first. */
  readonly renditions: readonly RecordedRendition[];
}

/** One confirmed copy. */
export interface DeliveryRecord {
  /** The folder that somebody chose, as text; `usb:` and its name for a stick. */
  readonly target: string;
  readonly checked: 'medium' | 'cache';
  readonly atMs: number;
}

/** What delivery asks of the log. Every method is one transaction and durable on return. */
export interface Batches {
  /** The oldest events that no batch holds yet, or null where there are none. */
  nextRange(maxEvents: number): OpenRange | null;
  /** Last seq of the newest batch; 0 where there is none. */
  sealedUpTo(): number;
  /** Seq of the newest event; 0 for an empty log. */
  newestSeq(): number;
  /** Remembers a sealed batch and its first rendition for ever; refuses a range that does not follow the last one. */
  record(sealed: Sealed): RecordedRendition;
  /** Remembers one more rendition of a sealed batch. */
  recordRendition(firstSeq: number, rendition: Rendition): RecordedRendition;
  /** The batch that begins with this seq, or null. */
  batch(firstSeq: number): RecordedBatch | null;
  /** Every batch, oldest first. */
  list(): readonly RecordedBatch[];
  /** Whether a key signed any of them; null where none is signed yet. */
  areSignedBy(keyId: string): boolean | null;
  /** Batches of which no confirmed copy shows what this profile shows, oldest first. */
  owed(profile: Profile): readonly RecordedBatch[];
  /** Every confirmed copy of a batch, newest first. */
  deliveries(firstSeq: number): readonly DeliveryRecord[];
  /** Remembers a confirmed copy of the rendition with this id. */
  recordDelivery(id: number, delivery: DeliveryRecord): void;
}
