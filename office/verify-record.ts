import type { EventRow } from '../core/batch/event.ts';
import type { Manifest } from '../core/batch/manifest.ts';
import type { Problems } from './problem.ts';
import type { RecordReport } from './record-report.ts';
import { bytesOf, type FileSource } from './source.ts';
import { verifyCounts } from './verify-counts.ts';
import { verifyEvents } from './verify-events.ts';

const AUDIT = 'audit.ndjson';
/** Longest line of the audit, characters. */
const LONGEST_LINE = 1 << 20;

/**
 * Checks the inside of a rendition whose files are the sealed ones, as far as its profile goes. A file whose bytes are
 * not the sealed ones was reported before and is not opened here.
 * @param sound the sound files by name
 * @param listen told of every event of a record that holds them
 */
export async function verifyRecord(
  manifest: Manifest,
  sound: ReadonlyMap<string, FileSource>,
  problems: Problems,
  listen?: (row: EventRow) => void,
): Promise<RecordReport> {
  const audit = sound.get(AUDIT);
  if (audit !== undefined) await checkAudit(audit, manifest, problems);
  return manifest.profile === 'counts'
    ? verifyCounts(manifest, sound, problems)
    : verifyEvents(manifest, manifest.profile, sound, problems, listen);
}

async function checkAudit(file: FileSource, manifest: Manifest, problems: Problems): Promise<void> {
  let lines = 0;
  try {
    for await (const line of linesOf(file)) {
      lines += 1;
      const value: unknown = JSON.parse(line);
      if (typeof value !== 'object' || value === null || Array.isArray(value))
        throw new Error('not an object');
    }
  } catch {
    problems.add('audit-invalid', AUDIT, null, `${lines}`);
    return;
  }
  if (lines !== manifest.audit_lines)
    problems.add('audit-invalid', AUDIT, null, `${lines} / ${manifest.audit_lines}`);
}

/** Lines of a text file, one by one. Throws where one has no end or is no UTF-8. */
export async function* linesOf(file: FileSource): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const bytes of bytesOf(file)) {
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    if (rest.length > LONGEST_LINE) throw new Error('a line without end');
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
