import { RECORD_FILES } from '../../../core/batch/names.ts';
import { type OpenedRow, openRow } from '../../../core/batch/table.ts';
import { GatelogError } from '../../../core/errors.ts';
import type { SealInput } from '../seal.ts';
import type { Sink, SpooledFile } from '../spool.ts';
import { type Tallied, Tally } from '../tally.ts';
import { renderAudit } from './audit.ts';
import { recordWriter } from './record.ts';

/** Rows asked for at once: short enough that the gate, which may share the process, is not held up. */
export const PAGE_EVENTS = 500;

/** What came of the record files of a range. */
export interface RenderedRecord {
  readonly tallied: Tallied;
  readonly auditLines: number;
  readonly files: readonly { readonly name: string; readonly file: SpooledFile }[];
}

/**
 * Renders the record files of a range, all at once: each page of rows is read once and fed to every one. Throws
 * `batch/invalid` where the range has a hole or ends early, and what reading and `write` throw.
 */
export async function renderRecord(
  input: SealInput,
  write: (file: string, fill: (sink: Sink) => Promise<void>) => Promise<SpooledFile>,
): Promise<RenderedRecord> {
  const { plan } = input;
  const writer = recordWriter(plan.profile, plan.headings, plan.pseudonyms);
  const tally = new Tally(input.firstSeq, input.lastSeq);
  const names = RECORD_FILES[plan.profile];
  let auditLines = 0;
  const fills = [
    ...writer.fills,
    async (sink: Sink) => {
      auditLines = await renderAudit(input.auditLines, sink);
    },
  ];
  const writing = Promise.all(
    names.map(async (name, index) => {
      const fill = fills[index];
      if (fill === undefined) throw new GatelogError('internal', `nothing writes ${name}`);
      return { name, file: await write(name, fill) };
    }),
  );
  // The first failure is the reason; those that follow only say that a file was closed.
  const reasons: unknown[] = [];
  const failAll = (error: unknown): void => {
    reasons.push(error);
    writer.fail(error);
  };
  writing.catch(failAll);
  try {
    for (let from = input.firstSeq; from <= input.lastSeq; from += PAGE_EVENTS) {
      const to = Math.min(from + PAGE_EVENTS - 1, input.lastSeq);
      const page: OpenedRow[] = [];
      for (const row of await input.rows(from, to)) page.push(openRow(tally.take(row)));
      await writer.page(page);
      input.onProgress?.(to - input.firstSeq + 1);
      // Lets a read at the gate through between two pages.
      await new Promise((resolve) => setImmediate(resolve));
    }
    const tallied = tally.end();
    await writer.end();
    const files = await writing;
    // Only `full` carries the lines; how many there were is told in every profile.
    if (names.length === writer.fills.length)
      auditLines = await renderAudit(input.auditLines, { write: () => Promise.resolve() });
    return { tallied, auditLines, files };
  } catch (error) {
    failAll(error);
    await writing.catch(() => undefined);
    throw reasons[0];
  }
}
