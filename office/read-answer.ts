import { z } from 'zod';
import {
  CHECK_NAMES,
  type Check,
  CREDENTIAL_KINDS,
  type Credential,
  DOCUMENT_KINDS,
  type Document,
} from '../core/credential/credential.ts';
import type { CleanRead, Damage } from '../core/read/read.ts';

const DAMAGE_TO_TEXT = [
  'cp437-repaired',
  'cp437-ambiguous',
  'mojibake-repaired',
  'bare-digits',
  'ime',
  'layout',
  'replacement-characters',
  'invalid-utf8',
  'truncated',
] as const satisfies readonly Damage[];
const CODE_FORMATS = ['qr', 'datamatrix', 'aztec', 'pdf417', 'code128', 'code39'] as const;

const checkSchema = z.strictObject({
  outcome: z.enum(['pass', 'fail', 'unknown', 'notApplicable']),
  why: z.string().describe('A short English sentence without personal data.'),
  date: z.iso.date().optional().describe('The day that the outcome turns on.'),
});

/** One line that `gatelog read` prints; docs/gatelog-read.md describes it, docs/gatelog-read.schema.json is it. */
export const readAnswerSchema = z
  .strictObject({
    kind: z
      .enum([...CREDENTIAL_KINDS, 'no-code'])
      .describe('What it is; no-code is said of a picture in which no code was found.'),
    fields: z
      .record(z.string(), z.string().nullable())
      .describe('All that the card says, by field name of its kind; empty fields are null.'),
    documents: z
      .array(
        z.strictObject({
          kind: z.enum(DOCUMENT_KINDS),
          number: z.string(),
          masked: z.literal(true).optional().describe('Digits are hidden: it tells two people not apart.'),
        }),
      )
      .describe('Identity numbers; the first says who this is at a gate.'),
    name: z.string().nullable(),
    birth: z
      .string()
      .regex(/^\d{4}(-\d{2}-\d{2})?$/)
      .nullable()
      .describe('YYYY-MM-DD, or YYYY where only the year is known.'),
    checks: z
      .partialRecord(z.enum(CHECK_NAMES), checkSchema)
      .describe('What was checked, each by itself. Nothing is valid as a whole.'),
    notes: z.array(z.string()).describe('What is worth a sentence, as stable words.'),
    part: z
      .strictObject({ index: z.int().min(1), count: z.int().min(1) })
      .optional()
      .describe('This code is one of several; index counts from 1.'),
    damage: z
      .array(z.enum(DAMAGE_TO_TEXT))
      .min(1)
      .optional()
      .describe('What happened to the text on its way, such as truncated at 8 KiB or invalid-utf8.'),
    picture: z
      .strictObject({ file: z.string(), format: z.enum(CODE_FORMATS).nullable() })
      .optional()
      .describe('With --image: the file as it was named, and the symbology of the code; null without code.'),
  })
  .describe('One line of gatelog read.');
export type ReadAnswer = z.infer<typeof readAnswerSchema>;

/**
 * A credential and the read that it came from as an answer.
 * @param damage what happened to the bytes before they were text
 */
export function answerOf(
  credential: Credential,
  clean: CleanRead,
  damage: readonly Damage[] = [],
): ReadAnswer {
  const damaged = [...new Set([...damage, ...clean.damage])];
  return {
    kind: credential.kind,
    fields: credential.fields,
    documents: credential.documents.map(documentAnswer),
    name: credential.name,
    birth: credential.birth,
    checks: checksAnswer(credential.checks),
    notes: [...credential.notes],
    ...(credential.part === undefined ? {} : { part: { ...credential.part } }),
    ...(damaged.length === 0 ? {} : { damage: damaged }),
  };
}

const documentAnswer = ({ kind, number, masked }: Document): ReadAnswer['documents'][number] =>
  masked ? { kind, number, masked } : { kind, number };

function checksAnswer(checks: readonly Check[]): ReadAnswer['checks'] {
  const answer: ReadAnswer['checks'] = {};
  for (const { name, outcome, why, date } of checks) {
    answer[name] = date === undefined ? { outcome, why } : { outcome, why, date };
  }
  return answer;
}

/** The answer to a picture without a code that could be read; `note` says why where it is no picture at all. */
export const noCodeAnswer = (file: string, note?: string): ReadAnswer => ({
  kind: 'no-code',
  fields: {},
  documents: [],
  name: null,
  birth: null,
  checks: {},
  notes: note === undefined ? [] : [note],
  picture: { file, format: null },
});

/**
 * An answer as its line, without line feed: JSON in which everything that steers a terminal or is not seen (controls,
 * direction marks, line and paragraph separators) is written as an escape, so that it is one line whatever a stranger
 * put into a code.
 */
export function answerLine(answer: ReadAnswer): string {
  return JSON.stringify(answer).replace(STEERING, escaped);
}

/** JSON.stringify escapes U+0000 to U+001F and lone surrogates by itself. */
const STEERING = /[\u007f-\u009f\u2028\u2029\ufffe\uffff]|\p{Cf}/gu;

function escaped(character: string): string {
  let text = '';
  for (let at = 0; at < character.length; at += 1) {
    text += `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`;
  }
  return text;
}

/** The JSON Schema (draft 2020-12) of one line, as `gatelog read --schema` prints it. */
export const readAnswerJsonSchema = (): unknown => z.toJSONSchema(readAnswerSchema);
