import { z } from 'zod';

/** Everything that can be wrong with a batch; `words.ts` says each in English and Vietnamese. */
export const PROBLEM_CODES = [
  'no-folder',
  'not-a-folder',
  'no-batch',
  'too-much',
  'unfinished',
  'link',
  'extra-file',
  'missing-file',
  'too-large',
  'unreadable-file',
  'taken-away',
  'size-differs',
  'hash-differs',
  'in-spool',
  'manifest-invalid',
  'manifest-not-canonical',
  'signature-invalid',
  'signature-other-key',
  'name-differs',
  'place-differs',
  'sums-differ',
  'record-unreadable',
  'columns-differ',
  'order',
  'row-count',
  'chain-broken',
  'chain-end-differs',
  'commitment-differs',
  'payload-unreadable',
  'snapshot-differs',
  'counts-differ',
  'times-differ',
  'csv-differs',
  'sheet-differs',
  'audit-invalid',
  'shows-too-much',
  'envelope-invalid',
  'envelope-differs',
  'inside-differs',
  'wrong-key',
] as const;
export type ProblemCode = (typeof PROBLEM_CODES)[number];

/** What the reader should know although nothing is wrong. */
export const NOTICE_CODES = [
  'key-not-enrolled',
  'payload-forgotten',
  'proves-masked',
  'proves-pseudonymous',
  'proves-counts',
  'not-opened',
  'other-readers',
] as const;
export type NoticeCode = (typeof NOTICE_CODES)[number];

/** One thing that is wrong, with the file and, where there is one, the event. `facts` hold no personal data. */
export const problemSchema = z.strictObject({
  code: z.enum(PROBLEM_CODES),
  file: z.string().nullable(),
  seq: z.int().nullable(),
  facts: z.string(),
});
export type Problem = z.infer<typeof problemSchema>;

export const noticeSchema = z.strictObject({ code: z.enum(NOTICE_CODES), facts: z.string() });
export type Notice = z.infer<typeof noticeSchema>;

/** Collects problems; a file with ten thousand wrong rows says so in few lines. */
export interface Problems {
  readonly found: readonly Problem[];
  add(code: ProblemCode, file?: string | null, seq?: number | null, facts?: string): void;
}

/** Most problems of one code and file that are listed. */
const LISTED = 5;

export function collectProblems(): Problems {
  const found: Problem[] = [];
  const counts = new Map<string, number>();
  return {
    found,
    add: (code, file = null, seq = null, facts = '') => {
      const key = `${code} ${file ?? ''}`;
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      if (count <= LISTED) found.push({ code, file, seq, facts });
    },
  };
}
