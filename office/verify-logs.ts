import {
  type ChainPoint,
  contradictionsOf,
  doubledOf,
  missingOf,
  type SeqRange,
} from '../core/batch/history.ts';
import type { Manifest } from '../core/batch/manifest.ts';
import type { Story } from '../core/batch/story.ts';
import type { TimestampMs } from '../core/units.ts';
import type { Finding, LogReport } from './log-report.ts';
import { clockFindings, offFindings } from './log-times.ts';

/** What is kept of one batch for the look at its log: its manifest and story, never its events. */
export interface BatchFacts {
  /** As the report names it. */
  readonly folder: string;
  readonly manifest: Manifest;
  readonly manifestSha256: string;
  /** True where nothing is wrong with it by itself. */
  readonly sound: boolean;
  /** Null where its events were not seen. */
  readonly story: Story | null;
  /** Chains of events inside of it at which other batches of its log begin or end. */
  readonly chains: readonly { readonly seq: number; readonly chain: string }[];
}

/**
 * Looks at all batches of all logs together: what is missing, doubled or contradictory, what was lost at a restore, when
 * the kiosks were off and what their clocks did.
 * @param nowMs the office's own time
 */
export function reportLogs(batches: readonly BatchFacts[], nowMs: TimestampMs): readonly LogReport[] {
  const logs = new Map<string, BatchFacts[]>();
  for (const batch of [...batches].sort(compareFacts)) {
    const { log_id: logId } = batch.manifest;
    logs.set(logId, [...(logs.get(logId) ?? []), batch]);
  }
  const restores = [...logs.values()].flatMap(restoreOf);
  const reports = [...logs.values()].map((log) => reportLog(log, restores, nowMs));
  return withBegunAnew(reports, restores).sort(compareReports);
}

/** A log that says which one it continues. */
interface Restore {
  readonly by: BatchFacts;
  readonly fromLogId: string;
  readonly fromSeq: number;
  readonly chain: string;
  readonly atMs: number;
  readonly offsetMin: number;
}

function restoreOf(log: readonly BatchFacts[]): readonly Restore[] {
  const by = log.find(({ story }) => story !== null && story.first.seq === 1);
  if (by?.story?.restored === undefined || by.story.restored === null) return [];
  const { logId, seq, chain } = by.story.restored;
  const { atMs, offsetMin } = by.story.first;
  return [{ by, fromLogId: logId, fromSeq: seq, chain: Buffer.from(chain).toString('hex'), atMs, offsetMin }];
}

function reportLog(log: readonly BatchFacts[], restores: readonly Restore[], nowMs: TimestampMs): LogReport {
  const [first] = log;
  const last = log.reduce((one, other) => (other.manifest.last_seq > one.manifest.last_seq ? other : one));
  if (first === undefined) throw new Error('a log has batches');
  const ranges = distinct(log.map(rangeOf));
  const missing = missingOf(ranges);
  const { log_id: logId, site, gate, gate_id: gateId } = first.manifest;
  const firstSeq = first.manifest.first_seq;
  const lastSeq = last.manifest.last_seq;
  const later = restores.filter(({ fromLogId }) => fromLogId === logId);
  const own = restores.filter(({ by }) => by.manifest.log_id === logId);
  const opened = log.flatMap(({ story }) => (story === null ? [] : [story]));
  const offsetMin = opened[0]?.first.offsetMin ?? null;
  return {
    logId,
    site,
    gate,
    gateId,
    batches: ranges.length,
    events: lastSeq - firstSeq + 1 - sum(missing),
    firstSeq,
    lastSeq,
    fromMs: first.manifest.first_at_ms,
    toMs: last.manifest.last_at_ms,
    offsetMin,
    findings: [
      ...(firstSeq > 1 ? [{ code: 'begins-later', firstSeq: 1, lastSeq: firstSeq - 1 } as const] : []),
      ...missing.map((range) => gapFinding(range, log, offsetMin)),
      ...later.flatMap((restore) => restoreFindings(restore, last, offsetMin)),
      ...overlapFindings(log),
      ...forkFindings(log, later),
      ...gateFindings(log),
      ...own.map(
        ({ fromLogId, fromSeq, atMs, offsetMin: offset }): Finding => ({
          code: 'restored',
          fromLogId,
          fromSeq,
          atMs,
          offsetMin: offset,
        }),
      ),
      ...copyFindings(log),
      ...keyFindings(log),
      ...clockFindings(log, nowMs),
      ...offFindings(log),
    ],
  };
}

const rangeOf = ({ manifest }: BatchFacts): SeqRange => ({
  firstSeq: manifest.first_seq,
  lastSeq: manifest.last_seq,
});
const sum = (ranges: readonly SeqRange[]): number =>
  ranges.reduce((total, { firstSeq, lastSeq }) => total + lastSeq - firstSeq + 1, 0);

function distinct(ranges: readonly SeqRange[]): readonly SeqRange[] {
  return [...new Map(ranges.map((one) => [`${one.firstSeq} ${one.lastSeq}`, one])).values()];
}

/** From the last event before to the first one behind, by what the manifests around say. */
function gapFinding(
  { firstSeq, lastSeq }: SeqRange,
  log: readonly BatchFacts[],
  offsetMin: number | null,
): Finding {
  const before = log.find(({ manifest }) => manifest.last_seq === firstSeq - 1);
  const behind = log.find(({ manifest }) => manifest.first_seq === lastSeq + 1);
  return {
    code: 'gap',
    firstSeq,
    lastSeq,
    fromMs: before?.manifest.last_at_ms ?? 0,
    toMs: behind?.manifest.first_at_ms ?? 0,
    offsetMin: before?.story?.last.offsetMin ?? behind?.story?.first.offsetMin ?? offsetMin,
  };
}

function restoreFindings(restore: Restore, last: BatchFacts, offsetMin: number | null): readonly Finding[] {
  const { last_seq: lastSeq, last_at_ms: fromMs } = last.manifest;
  const nextLogId = restore.by.manifest.log_id;
  if (restore.fromSeq > lastSeq) {
    const range = { firstSeq: lastSeq + 1, lastSeq: restore.fromSeq };
    return [{ code: 'lost-at-restore', ...range, fromMs, offsetMin, nextLogId }];
  }
  if (restore.fromSeq === lastSeq) return [];
  return [{ code: 'went-on', firstSeq: restore.fromSeq + 1, lastSeq, nextLogId }];
}

function overlapFindings(log: readonly BatchFacts[]): readonly Finding[] {
  return doubledOf(log.map(rangeOf)).map((range) => ({
    code: 'overlap',
    ...range,
    folders: log
      .filter(({ manifest }) => manifest.first_seq <= range.lastSeq && manifest.last_seq >= range.firstSeq)
      .map(({ folder }) => folder),
  }));
}

function forkFindings(log: readonly BatchFacts[], later: readonly Restore[]): readonly Finding[] {
  const points = log.flatMap(({ folder, manifest, chains }): ChainPoint<string>[] => [
    { seq: manifest.first_seq - 1, chain: manifest.chain_before, by: folder },
    ...chains
      .filter(({ seq }) => seq >= manifest.first_seq && seq < manifest.last_seq)
      .map((point) => ({ ...point, by: folder })),
    { seq: manifest.last_seq, chain: manifest.chain_after, by: folder },
  ]);
  const named = later.map(({ by, fromSeq, chain }) => ({ seq: fromSeq, chain, by: by.folder }));
  const forks = contradictionsOf([...points, ...named]).map(
    ({ seq, sides }): Finding => ({ code: 'fork', seq, sides: sides.map((side) => [...side]) }),
  );
  return [...forks, ...tellingOtherwise(log)];
}

/** Renditions of one range with one chain that still say something else: of a closed one only its manifest is known. */
function tellingOtherwise(log: readonly BatchFacts[]): readonly Finding[] {
  const byRange = groups(log, ({ manifest }) => `${manifest.first_seq} ${manifest.chain_after}`);
  return byRange.flatMap((same): Finding[] => {
    const sides = groups(same, ({ manifest }) =>
      JSON.stringify([manifest.first_at_ms, manifest.last_at_ms, Object.entries(manifest.counts).sort()]),
    );
    if (sides.length < 2) return [];
    const seq = same[0]?.manifest.last_seq ?? 0;
    return [{ code: 'fork', seq, sides: sides.map((side) => side.map(({ folder }) => folder)) }];
  });
}

function gateFindings(log: readonly BatchFacts[]): readonly Finding[] {
  const gates = groups(log, ({ manifest }) => gateOf(manifest));
  if (gates.length < 2) return [];
  return [
    {
      code: 'two-gates',
      folders: gates.flatMap(([one]) => (one === undefined ? [] : [one.folder])),
      gates: gates.flatMap(([one]) => (one === undefined ? [] : [gateOf(one.manifest)])),
    },
  ];
}
const gateOf = ({ site, gate, gate_id: gateId }: Manifest): string => `${site}/${gate} (${gateId})`;

/** Copies and renditions of one batch, where nothing is wrong with them. */
function copyFindings(log: readonly BatchFacts[]): readonly Finding[] {
  const sound = log.filter((one) => one.sound);
  return groups(sound, ({ manifest }) => `${manifest.first_seq} ${manifest.chain_after}`).flatMap((same) => {
    const renditions = groups(same, ({ manifestSha256 }) => manifestSha256);
    const [one] = same;
    if (one === undefined) return [];
    const copies = renditions
      .filter((copy) => copy.length > 1)
      .map((copy): Finding => ({ code: 'same-batch', ...rangeOf(one), folders: copy.map(foldersOf) }));
    const firsts = renditions.flatMap(([first]) => (first === undefined ? [] : [first.folder]));
    if (firsts.length > 1) copies.push({ code: 'other-rendition', ...rangeOf(one), folders: firsts });
    return copies;
  });
}
const foldersOf = ({ folder }: BatchFacts): string => folder;

function keyFindings(log: readonly BatchFacts[]): readonly Finding[] {
  return log.flatMap(({ manifest }, index): Finding[] => {
    const before = log[index - 1]?.manifest;
    if (before === undefined || before.key_id === manifest.key_id) return [];
    return [{ code: 'key-changed', seq: manifest.first_seq, keyId: manifest.key_id }];
  });
}

/** A gate's log that names none before it, though another log of the gate began earlier. */
function withBegunAnew(reports: readonly LogReport[], restores: readonly Restore[]): LogReport[] {
  const restored = new Set(restores.map(({ by }) => by.manifest.log_id));
  return reports.map((report) => {
    const { logId, firstSeq, fromMs, offsetMin } = report;
    const before = reports
      .filter((one) => one.site === report.site && one.gate === report.gate && one.fromMs < fromMs)
      .filter((one) => !restores.some((it) => it.fromLogId === logId && it.by.manifest.log_id === one.logId))
      .sort((one, other) => other.fromMs - one.fromMs)[0];
    // Whether a log that was not opened names one is not known.
    if (before === undefined || restored.has(logId) || firstSeq !== 1 || offsetMin === null) return report;
    const anew: Finding = { code: 'began-anew', beforeLogId: before.logId, atMs: fromMs, offsetMin };
    return { ...report, findings: [anew, ...report.findings] };
  });
}

function groups<T>(all: readonly T[], keyOf: (one: T) => string): readonly (readonly T[])[] {
  const found = new Map<string, T[]>();
  for (const one of all) found.set(keyOf(one), [...(found.get(keyOf(one)) ?? []), one]);
  return [...found.values()];
}

const byText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);
const compareFacts = (one: BatchFacts, other: BatchFacts): number =>
  byText(one.manifest.log_id, other.manifest.log_id) ||
  one.manifest.first_seq - other.manifest.first_seq ||
  one.manifest.last_seq - other.manifest.last_seq ||
  byText(one.folder, other.folder);
const compareReports = (one: LogReport, other: LogReport): number =>
  byText(one.site, other.site) || byText(one.gate, other.gate) || one.fromMs - other.fromMs;
