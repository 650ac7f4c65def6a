import { relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { Manifest } from '../core/batch/manifest.ts';
import type { EnrolledKeys } from './enrolled-keys.ts';
import { errnoOf, findBatches } from './find-batches.ts';
import { collectProblems, type Notice, type Problem } from './problem.ts';
import { verifyFiles } from './verify-files.ts';
import { type RecordReport, verifyRecord } from './verify-record.ts';

/** What was found of one batch. It is sound only where `problems` is empty. */
export interface BatchReport {
  /** Folder below the one that was named; '' for the same. */
  readonly folder: string;
  readonly manifest: Manifest | null;
  /** True where the signature was made by a key that was given. */
  readonly enrolled: boolean;
  readonly record: RecordReport | null;
  readonly problems: readonly Problem[];
  readonly notices: readonly Notice[];
}

export interface VerifyReport {
  readonly ok: boolean;
  readonly batches: readonly BatchReport[];
  /** What is wrong beside the batches: none found, unfinished copies, contradictions between batches. */
  readonly problems: readonly Problem[];
  readonly notices: readonly Notice[];
}

/**
 * Verifies every batch in a folder: hashes, signature, chain, commitments, counts, and that CSV and workbook
 * say what the record says; then that the batches of one log follow each other. Never throws for what lies on
 * the stick: that is a problem in the report. `keys` are those of the gates that the office knows; empty means
 * that a signature only shows that the parts of a batch belong together.
 */
export async function verifyFolder(folder: string, keys: EnrolledKeys = new Map()): Promise<VerifyReport> {
  const problems = collectProblems();
  const notices: Notice[] = [];
  const batches: BatchReport[] = [];
  for (const path of await findBatches(folder, problems)) {
    batches.push(await verifyBatch(path, relative(folder, path), keys));
  }
  compareNeighbours(batches, problems.add, notices);
  const ok = problems.found.length === 0 && batches.every((batch) => batch.problems.length === 0);
  return { ok, batches, problems: problems.found, notices };
}

async function verifyBatch(path: string, shown: string, keys: EnrolledKeys): Promise<BatchReport> {
  const problems = collectProblems();
  const notices: Notice[] = [];
  try {
    const files = await verifyFiles(path, keys, problems);
    if (files === null) {
      return {
        folder: shown,
        manifest: null,
        enrolled: false,
        record: null,
        problems: problems.found,
        notices,
      };
    }
    const { manifest, enrolled } = files;
    const record = await verifyRecord(path, files, problems);
    const signed = !problems.found.some((problem) => problem.code === 'signature-invalid');
    if (!enrolled && keys.size === 0 && signed)
      notices.push({ code: 'key-not-enrolled', facts: manifest.key_id });
    if (record.commitmentsForgotten > 0) {
      notices.push({ code: 'payload-forgotten', facts: String(record.commitmentsForgotten) });
    }
    return { folder: shown, manifest, enrolled, record, problems: problems.found, notices };
  } catch (error) {
    problems.add('unreadable-file', null, null, errnoOf(error));
    return {
      folder: shown,
      manifest: null,
      enrolled: false,
      record: null,
      problems: problems.found,
      notices,
    };
  }
}

/**
 * Batches of one log must follow: no two histories, no event twice. Two copies of one batch, from two sticks say, are
 * one batch. What is not here is only said.
 */
function compareNeighbours(
  batches: readonly BatchReport[],
  add: (code: 'fork' | 'overlap', file: string, seq: number) => void,
  notices: Notice[],
): void {
  const sorted = batches
    .flatMap(({ folder, manifest }) => (manifest === null ? [] : [{ folder, manifest }]))
    .sort((a, b) =>
      a.manifest.log_id === b.manifest.log_id
        ? a.manifest.first_seq - b.manifest.first_seq || a.manifest.last_seq - b.manifest.last_seq
        : a.manifest.log_id < b.manifest.log_id
          ? -1
          : 1,
    );
  sorted.forEach(({ folder, manifest }, index) => {
    const before = sorted[index - 1]?.manifest;
    if (before === undefined || before.log_id !== manifest.log_id || isDeepStrictEqual(before, manifest))
      return;
    const missing = manifest.first_seq - before.last_seq - 1;
    if (missing > 0) notices.push({ code: 'gap', facts: `${before.last_seq + 1}-${manifest.first_seq - 1}` });
    else if (missing < 0) add('overlap', folder, manifest.first_seq);
    else if (before.chain_after !== manifest.chain_before) add('fork', folder, manifest.first_seq);
  });
}
