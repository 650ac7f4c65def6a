import { relative } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { encryptionOf, type Manifest } from '../core/batch/manifest.ts';
import type { EnrolledKeys } from './enrolled-keys.ts';
import { errnoOf, findBatches } from './find-batches.ts';
import { NO_KEYS, type OpeningKeys } from './opening-keys.ts';
import { collectProblems, type Notice, type Problem, type Problems } from './problem.ts';
import type { RecordReport } from './record-report.ts';
import { verifyEnvelope } from './verify-envelope.ts';
import { type SoundFiles, verifyFiles } from './verify-files.ts';
import { verifyRecord } from './verify-record.ts';

/** What was found of one batch. It is sound only where `problems` is empty. */
export interface BatchReport {
  /** Folder below the one that was named; '' for the same. */
  readonly folder: string;
  /** The manifest that lies in the open. */
  readonly manifest: Manifest | null;
  /** True where the signature was made by a key that was given. */
  readonly enrolled: boolean;
  /** `plain` files, encrypted ones that were `opened`, or that stayed `closed` and were checked from outside only. */
  readonly inside: 'plain' | 'opened' | 'closed';
  /** Null where nothing inside was looked at. */
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
 * the stick: that is a problem in the report.
 * @param enrolled keys of the gates that the office knows; empty means that a signature only shows that the parts of a
 *   batch belong together
 * @param opening keys that open encrypted batches; without any they are checked from outside, with some one that stays
 *   closed is a problem
 */
export async function verifyFolder(
  folder: string,
  enrolled: EnrolledKeys = new Map(),
  opening: OpeningKeys = NO_KEYS,
): Promise<VerifyReport> {
  const problems = collectProblems();
  const notices: Notice[] = [];
  const batches: BatchReport[] = [];
  for (const path of await findBatches(folder, problems)) {
    batches.push(await verifyBatch(path, relative(folder, path), { enrolled, opening }));
  }
  compareNeighbours(batches, problems.add, notices);
  const ok = problems.found.length === 0 && batches.every((batch) => batch.problems.length === 0);
  return { ok, batches, problems: problems.found, notices };
}

interface Keys {
  readonly enrolled: EnrolledKeys;
  readonly opening: OpeningKeys;
}

async function verifyBatch(path: string, shown: string, keys: Keys): Promise<BatchReport> {
  const problems = collectProblems();
  const nothing = { folder: shown, manifest: null, enrolled: false, inside: 'closed', record: null } as const;
  try {
    const files = await verifyFiles(path, keys.enrolled, problems);
    if (files === null) return { ...nothing, problems: problems.found, notices: [] };
    const { manifest, enrolled } = files;
    const plain = await insideOf(files, keys, problems);
    const record = plain === null ? null : await verifyRecord(plain.manifest, plain.sound, problems);
    const encrypted = encryptionOf(manifest) !== null;
    const inside = plain === null ? 'closed' : encrypted ? 'opened' : 'plain';
    const found = { folder: shown, manifest, enrolled, inside, record } as const;
    return { ...found, problems: problems.found, notices: noticesOf(found, keys, problems) };
  } catch (error) {
    problems.add('unreadable-file', null, null, errnoOf(error));
    return { ...nothing, problems: problems.found, notices: [] };
  }
}

/** The plain files of a rendition, or null where they lie in envelopes that nobody opened. */
async function insideOf(files: SoundFiles, keys: Keys, problems: Problems): Promise<SoundFiles | null> {
  const encryption = encryptionOf(files.manifest);
  if (encryption === null) return files;
  const none = keys.opening.identities.length === 0 && keys.opening.passphrases.length === 0;
  return none ? null : verifyEnvelope(files, encryption, keys, problems);
}

/** What the reader should know although nothing is wrong: above all what was not proved. */
function noticesOf(
  {
    manifest,
    enrolled,
    inside,
    record,
  }: Pick<BatchReport, 'enrolled' | 'inside' | 'record'> & { readonly manifest: Manifest },
  keys: Keys,
  problems: Problems,
): readonly Notice[] {
  const notices: Notice[] = [];
  const signed = !problems.found.some((problem) => problem.code === 'signature-invalid');
  if (!enrolled && keys.enrolled.size === 0 && signed)
    notices.push({ code: 'key-not-enrolled', facts: manifest.key_id });
  const encryption = encryptionOf(manifest);
  const isClosed = inside === 'closed';
  if (isClosed && !problems.found.some(({ code }) => code === 'wrong-key'))
    notices.push({ code: 'not-opened', facts: '' });
  if (encryption?.type === 'age-x25519' && keys.opening.identities.length > 0) {
    const own = new Set(keys.opening.identities.map(({ recipient }) => recipient));
    const others = encryption.recipients.filter((one) => !own.has(one));
    if (others.length > 0) notices.push({ code: 'other-readers', facts: others.join(', ') });
  }
  if (record !== null && manifest.profile !== 'full')
    notices.push({ code: `proves-${manifest.profile}`, facts: '' });
  if (record !== null && record.commitmentsForgotten > 0)
    notices.push({ code: 'payload-forgotten', facts: String(record.commitmentsForgotten) });
  return notices;
}

/**
 * Batches of one log must follow: no two histories, no event twice. Copies and renditions of one batch, from two sticks
 * or for two readers, are one batch. What is not here is only said.
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
    if (before === undefined || before.log_id !== manifest.log_id) return;
    if (before.first_seq === manifest.first_seq && before.last_seq === manifest.last_seq) {
      if (!isDeepStrictEqual(historyOf(before), historyOf(manifest))) add('fork', folder, manifest.first_seq);
      return;
    }
    const missing = manifest.first_seq - before.last_seq - 1;
    if (missing > 0) notices.push({ code: 'gap', facts: `${before.last_seq + 1}-${manifest.first_seq - 1}` });
    else if (missing < 0) add('overlap', folder, manifest.first_seq);
    else if (before.chain_after !== manifest.chain_before) add('fork', folder, manifest.first_seq);
  });
}

/** What every rendition of a batch says alike. */
const historyOf = (manifest: Manifest) => [
  manifest.gate_id,
  manifest.chain_before,
  manifest.chain_after,
  manifest.first_at_ms,
  manifest.last_at_ms,
  manifest.counts,
];
