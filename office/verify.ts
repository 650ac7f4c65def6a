import { encryptionOf, type Manifest } from '../core/batch/manifest.ts';
import { StoryTable } from '../core/batch/story.ts';
import { type TimestampMs, timestampMs } from '../core/units.ts';
import { type CutSeqs, cutsOf } from './cuts.ts';
import type { EnrolledKeys } from './enrolled-keys.ts';
import { errnoOf, findBatches, type Place } from './find-batches.ts';
import { isWrong } from './log-report.ts';
import { NO_KEYS, type OpeningKeys } from './opening-keys.ts';
import { collectProblems, type Notice, type Problems } from './problem.ts';
import { takenAway, takenAwayProblem } from './taken-away.ts';
import { verifyEnvelope } from './verify-envelope.ts';
import { type SoundFiles, verifyFiles } from './verify-files.ts';
import { type BatchFacts, reportLogs } from './verify-logs.ts';
import { verifyRecord } from './verify-record.ts';
import type { BatchReport, VerifyReport } from './verify-report.ts';

export interface VerifyOptions {
  /** Keys of the gates that the office knows; empty means that a signature only shows that parts belong together. */
  readonly enrolled?: EnrolledKeys;
  /**
   * Keys that open encrypted batches; without any they are checked from outside, with some one that stays closed is a
   * problem.
   */
  readonly opening?: OpeningKeys;
  /** The office's own time, by which a batch is from the future. */
  readonly nowMs: TimestampMs;
  /** Told of every batch as soon as it was looked at. */
  readonly onBatch?: (report: BatchReport) => void;
  /** Told how many events of a batch were followed, and how many batches were looked at before it. */
  readonly onEvents?: (seen: number, ofEvents: number, batches: number, ofBatches: number) => void;
}

/**
 * Verifies every batch in these folders, each a batch or anything above several: hashes, signature, chain, commitments,
 * counts, and that CSV and workbook say what the record says; then the batches of each log together (verify-logs.ts).
 * Batches are read one after another; of each only its report is kept. Never throws for what lies on a stick: that is a
 * problem in the report.
 */
export async function verifyPaths(
  paths: readonly string[],
  { enrolled = new Map(), opening = NO_KEYS, nowMs, onBatch, onEvents }: VerifyOptions,
): Promise<VerifyReport> {
  const problems = collectProblems();
  const places = await findBatches(paths, problems);
  const cuts = await cutsOf(places);
  const batches: BatchReport[] = [];
  const facts: BatchFacts[] = [];
  for (const place of places) {
    const verified = await verifyThere(place, { enrolled, opening }, cuts, (seen, ofEvents) =>
      onEvents?.(seen, ofEvents, batches.length, places.length),
    );
    batches.push(verified.report);
    if (verified.facts !== null) facts.push(verified.facts);
    onBatch?.(verified.report);
  }
  const logs = reportLogs(facts, nowMs);
  const ok =
    problems.found.length === 0 &&
    batches.every((batch) => batch.problems.length === 0) &&
    !logs.some(({ findings }) => findings.some(isWrong));
  return { ok, batches, logs: [...logs], problems: [...problems.found] };
}

/** The same for one folder, now. */
export const verifyFolder = (
  folder: string,
  enrolled: EnrolledKeys = new Map(),
  opening: OpeningKeys = NO_KEYS,
): Promise<VerifyReport> => verifyPaths([folder], { enrolled, opening, nowMs: timestampMs(Date.now()) });

interface Keys {
  readonly enrolled: EnrolledKeys;
  readonly opening: OpeningKeys;
}

type OnEvents = (seen: number, ofEvents: number) => void;

/** What cannot be read any more, since its stick was pulled out meanwhile, is called that and not damaged. */
async function verifyThere(
  place: Place,
  keys: Keys,
  cuts: CutSeqs,
  onEvents: OnEvents,
): ReturnType<typeof verifyBatch> {
  const verified = await verifyBatch(place, keys, cuts, onEvents);
  if (verified.report.problems.length === 0) return verified;
  const errno = await takenAway(place);
  if (errno === null) return verified;
  return { report: { ...verified.report, problems: [...takenAwayProblem(errno)], notices: [] }, facts: null };
}

async function verifyBatch(
  { path, shown }: Place,
  keys: Keys,
  cuts: CutSeqs,
  onEvents: OnEvents,
): Promise<{ readonly report: BatchReport; readonly facts: BatchFacts | null }> {
  const problems = collectProblems();
  const nothing = { folder: shown, manifest: null, enrolled: false, inside: 'closed', record: null } as const;
  const lost = (): { report: BatchReport; facts: null } => ({
    report: { ...nothing, problems: [...problems.found], notices: [] },
    facts: null,
  });
  try {
    const files = await verifyFiles(path, keys.enrolled, problems);
    if (files === null) return lost();
    const { manifest, enrolled, manifestSha256 } = files;
    const plain = await insideOf(files, keys, problems);
    const table = new StoryTable();
    const chains: { seq: number; chain: string }[] = [];
    const wanted = cuts.get(manifest.log_id);
    let seen = 0;
    const record =
      plain === null
        ? null
        : await verifyRecord(plain.manifest, plain.sound, problems, (row) => {
            table.add(row);
            seen += 1;
            onEvents(seen, manifest.events);
            if (wanted?.has(row.seq) === true)
              chains.push({ seq: row.seq, chain: Buffer.from(row.chain).toString('hex') });
          });
    const encrypted = encryptionOf(manifest) !== null;
    const inside = plain === null ? 'closed' : encrypted ? 'opened' : 'plain';
    const found = { folder: shown, manifest, enrolled, inside, record } as const;
    const sound = problems.found.length === 0;
    return {
      report: { ...found, problems: [...problems.found], notices: noticesOf(found, keys, problems) },
      // What a record says that is not the sealed one tells nothing of the kiosk.
      facts: {
        folder: shown,
        manifest,
        manifestSha256,
        sound,
        story: sound ? table.story() : null,
        chains: sound ? chains : [],
      },
    };
  } catch (error) {
    problems.add('unreadable-file', null, null, errnoOf(error));
    return lost();
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
): Notice[] {
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
