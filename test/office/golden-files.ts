import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { timestampMs } from '../../core/units.ts';
import { answerLine, type ReadAnswer, readAnswerSchema } from '../../office/read-answer.ts';
import { readLines } from '../../office/read-lines.ts';
import { createPayloadReader, HELD_HEX_BYTES } from '../../office/read-payload.ts';
import { readSite } from '../../office/read-site.ts';

/**
 * Payloads of every kind (`NAME.txt`; bytes as hex digits in `NAME.hex`) and what they are answered (`NAME.ndjson`).
 * Dates are checked by `GOLDEN_AT`, or by the time that stands in the name (`NAME@2026-02-01.txt`).
 */
export const GOLDEN_FOLDER = join(import.meta.dirname, 'golden');

/** The time by which the golden answers check dates, where no other is said. */
export const GOLDEN_AT = '2026-01-15T08:00:00+07:00';

/** The time by which the answers to a file of payloads check dates, as `--at` takes it. */
const timeOf = (name: string): string => /@(.+)\.(?:txt|hex)$/.exec(name)?.[1] ?? GOLDEN_AT;

/** The files of payloads, by name. */
export const goldenFiles = (): readonly string[] =>
  readdirSync(GOLDEN_FOLDER).filter((name) => /\.(txt|hex)$/.test(name));

/** Where the answers to a file of payloads stand. */
export const answersPath = (name: string): string =>
  join(GOLDEN_FOLDER, name.replace(/\.(txt|hex)$/, '.ndjson'));

/** Every answer that stands in the folder, those to pictures too. */
export const goldenLines = (): readonly ReadAnswer[] =>
  readdirSync(GOLDEN_FOLDER)
    .filter((name) => name.endsWith('.ndjson'))
    .flatMap((name) => readFileSync(join(GOLDEN_FOLDER, name), 'utf8').trimEnd().split('\n'))
    .map((line) => readAnswerSchema.parse(JSON.parse(line)));

/** The options of `gatelog read` for a file of payloads. */
export const goldenOptions = (name: string): readonly string[] => [
  ...(name.endsWith('.hex') ? ['--hex'] : []),
  ...['--roster', join(GOLDEN_FOLDER, 'roster.csv')],
  ...['--trust', join(GOLDEN_FOLDER, 'trust')],
  ...['--at', timeOf(name)],
];

/** What `gatelog read` with these options prints for a file of payloads. */
export async function goldenAnswers(name: string): Promise<string> {
  const site = await readSite({
    trust: [join(GOLDEN_FOLDER, 'trust')],
    roster: join(GOLDEN_FOLDER, 'roster.csv'),
  });
  const reader = createPayloadReader(() => site.context(timestampMs(Date.parse(timeOf(name)))));
  const bytes = async function* () {
    yield readFileSync(join(GOLDEN_FOLDER, name));
  };
  let text = '';
  for await (const lines of readLines(bytes(), HELD_HEX_BYTES)) {
    for (const line of lines)
      text += `${answerLine(name.endsWith('.hex') ? reader.hex(line) : reader.bytes(line))}\n`;
  }
  return text;
}
