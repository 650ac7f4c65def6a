import { z } from 'zod';
import type { CountRow } from '../../core/batch/counts.ts';
import type { Manifest } from '../../core/batch/manifest.ts';
import type { Sign } from '../../core/batch/story.ts';
import type { OpenedRow } from '../../core/batch/table.ts';
import type { TimestampMs } from '../../core/units.ts';
import { PROBLEM_CODES, type ProblemCode } from '../problem.ts';

/** A batch that the office holds. */
export interface HeldBatch {
  /** The manifest that lay in the open. */
  readonly manifest: Manifest;
  readonly manifestSha256: string;
  /** True where nothing was wrong with it and a gate that the office knows had signed it. */
  readonly verified: boolean;
  /** What was wrong with one that was taken all the same. */
  readonly marks: readonly Mark[];
  readonly importedAtMs: TimestampMs;
}

/**
 * Why a batch counts as not verified. `key-not-enrolled`: the signature fits the key in the batch, and nobody said whose
 * that is. `fork`: it contradicts what the office held of its log.
 */
export const markSchema = z.enum([...PROBLEM_CODES, 'key-not-enrolled', 'fork']);
export type Mark = z.infer<typeof markSchema>;

/** One act of an administrator, as audit.ndjson has it. */
export type AuditLine = Readonly<Record<string, unknown>>;

/** A batch on its way into a store. */
export interface NewBatch extends Omit<HeldBatch, 'importedAtMs'> {
  /** The record as a plain Parquet file, checked to be the one that was sealed. */
  readonly recordPath: string;
  readonly audit: readonly AuditLine[];
  /** What goes out for it: a rendition that the office holds of it, or all that nobody vouches for in its range. */
  readonly insteadOf: readonly HeldBatch[];
}

/** Whose log it is from. */
export interface Owner {
  readonly logId: string;
  readonly site: string;
  readonly gate: string;
}
/** An event with the gate that it comes from; personal columns as far as its batch's profile had them. */
export interface StoredRow extends Owner {
  readonly opened: OpenedRow;
}
export interface StoredCount extends Owner {
  readonly row: CountRow;
}

/** Where an office keeps what it imported. */
export interface Store {
  /** Every batch, in order of log and seq. */
  held(): Promise<readonly HeldBatch[]>;
  /** What records say wrongly of their own manifests, by the batch; empty for one whose rows are as it says. */
  check(batches: readonly NewBatch[]): Promise<ReadonlyMap<NewBatch, readonly ProblemCode[]>>;
  /** Takes these batches with all their rows, or none of them. */
  put(batches: readonly NewBatch[], importedAtMs: TimestampMs): Promise<void>;
  /** Events as signs of their kiosks, in order of log and seq. */
  signs(): AsyncIterable<{ readonly logId: string; readonly sign: Sign }>;
  /** Events of these batches, in order of log and seq. None of them is of the profile `counts`. */
  rows(batches: readonly HeldBatch[]): AsyncIterable<StoredRow>;
  /** Counts of these batches, all of the profile `counts`. */
  counts(batches: readonly HeldBatch[]): AsyncIterable<StoredCount>;
  close(): Promise<void>;
}
