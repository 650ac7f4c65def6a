import { z } from 'zod';

const seq = z.int();
const atMs = z.int().describe('ms since 1970-01-01T00:00:00Z');
const offsetMin = z
  .int()
  .nullable()
  .describe('Local time of the gate, minutes east of UTC; null where no batch around was opened.');
const logId = z.string().describe('32 hex characters.');
const folders = z.array(z.string()).describe('Folders of the batches that it is about.');
const range = { firstSeq: seq, lastSeq: seq };
const span = { fromMs: atMs, toMs: atMs, offsetMin };

/** What is wrong in the batches of one log, looked at together. */
const wrong = [
  z
    .strictObject({ code: z.literal('gap'), ...range, ...span })
    .describe('Events between two batches are not here.'),
  z
    .strictObject({ code: z.literal('lost-at-restore'), ...range, fromMs: atMs, offsetMin, nextLogId: logId })
    .describe('A later log of the gate continues this one from its last seq; these events are not here.'),
  z
    .strictObject({ code: z.literal('overlap'), ...range, folders })
    .describe('Batches that are not the same hold the same events.'),
  z
    .strictObject({
      code: z.literal('fork'),
      seq,
      sides: z.array(folders).describe('Batches that agree stand together.'),
    })
    .describe('Batches contradict each other about the history up to this event.'),
  z
    .strictObject({ code: z.literal('two-gates'), folders, gates: z.array(z.string()) })
    .describe('Batches of one log name different gates.'),
  z
    .strictObject({ code: z.literal('from-the-future'), seq, atMs, offsetMin, folders })
    .describe('An event is later than now by a clock that nobody doubted, or whose state is not known.'),
  z
    .strictObject({
      code: z.literal('clock-back'),
      beforeSeq: seq,
      seq,
      beforeMs: atMs,
      atMs,
      offsetMin,
    })
    .describe('The clock ran back, and the kiosk did not mark it.'),
] as const;

/** What is worth knowing of them although nothing is wrong. */
const notable = [
  z
    .strictObject({ code: z.literal('begins-later'), ...range })
    .describe('The log began before the first batch here.'),
  z
    .strictObject({ code: z.literal('same-batch'), ...range, folders })
    .describe('The same bytes in several places.'),
  z
    .strictObject({ code: z.literal('other-rendition'), ...range, folders })
    .describe('One batch in several renditions.'),
  z
    .strictObject({ code: z.literal('restored'), fromLogId: logId, fromSeq: seq, atMs, offsetMin })
    .describe(
      'This log continues an older one; nobody can tell whether that one wrote more after its last seq.',
    ),
  z
    .strictObject({ code: z.literal('went-on'), ...range, nextLogId: logId })
    .describe('The log goes on here behind the event from which a later log continues it.'),
  z
    .strictObject({ code: z.literal('began-anew'), beforeLogId: logId, atMs, offsetMin })
    .describe('The gate began a new log that names none before it, though there was one.'),
  z.strictObject({
    code: z.literal('off'),
    how: z
      .enum(['closed', 'cut', 'silent'])
      .describe('closed; went off without closing; on but without a sign.'),
    beforeSeq: seq,
    seq,
    ...span,
    certain: z.boolean().describe('False where a suspect clock says when and how long.'),
  }),
  z
    .strictObject({
      code: z.literal('clock-suspect'),
      ...range,
      confirmedMs: z
        .int()
        .nullable()
        .describe('Add this to the times of these events; null where nobody said it.'),
    })
    .describe('The kiosk did not trust its clock.'),
  z
    .strictObject({
      code: z.literal('clock-back-marked'),
      beforeSeq: seq,
      seq,
      beforeMs: atMs,
      atMs,
      offsetMin,
    })
    .describe('The clock ran back, and the kiosk marked it, or whether it did lies in a batch not opened.'),
  z
    .strictObject({ code: z.literal('key-changed'), seq, keyId: z.string() })
    .describe('From this event on the gate signs with another key.'),
] as const;

export const findingSchema = z.discriminatedUnion('code', [...wrong, ...notable]);
/** One thing found by looking at the batches of a log together. */
export type Finding = z.infer<typeof findingSchema>;
export type FindingCode = Finding['code'];

const WRONG: ReadonlySet<FindingCode> = new Set(wrong.map((one) => one.shape.code.value));

/** True where a finding means that not all is well. */
export const isWrong = ({ code }: Pick<Finding, 'code'>): boolean => WRONG.has(code);

/** What the batches of one log that were given hold together. */
export const logReportSchema = z.strictObject({
  logId,
  site: z.string(),
  gate: z.string(),
  gateId: z.string(),
  batches: z.int().describe('Ranges, each counted once however often it is here.'),
  events: z.int().describe('Different events.'),
  ...range,
  ...span,
  findings: z.array(findingSchema),
});
export type LogReport = z.infer<typeof logReportSchema>;
