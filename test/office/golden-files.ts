import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { timestampMs } from '../../core/units.ts';
import { answerLine } from '../../office/read-answer.ts';
import { readLines } from '../../office/read-lines.ts';
import { createPayloadReader, HELD_HEX_BYTES } from '../../office/read-payload.ts';
import { readSite } from '../../office/read-site.ts';

/** Payloads of every kind (`NAME.txt`; bytes as hex digits in `NAME.hex`) and what they are answered (`NAME.ndjson`). */
export const GOLDEN_FOLDER = join(import.meta.dirname, 'golden');

/** The time by which the golden answers check dates. */
export const GOLDEN_AT = '2026-01-15T08:00:00+07:00';

/** The files of payloads, by name. */
export const goldenFiles = (): readonly string[] =>
  readdirSync(GOLDEN_FOLDER).filter((name) => /\.(txt|hex)$/.test(name));

/** Where the answers to a file of payloads stand. */
export const answersPath = (name: string): string =>
  join(GOLDEN_FOLDER, name.replace(/\.(txt|hex)$/, '.ndjson'));

/** The options of `gatelog read` for a file of payloads. */
export const goldenOptions = (name: string): readonly string[] => [
  ...(name.endsWith('.hex') ? ['--hex'] : []),
  ...['--roster', join(GOLDEN_FOLDER, 'roster.csv')],
  ...['--trust', join(GOLDEN_FOLDER, 'trust')],
  ...['--at', GOLDEN_AT],
];

/** What `gatelog read` with these options prints for a file of payloads. */
export async function goldenAnswers(name: string): Promise<string> {
  const site = await readSite({
    trust: [join(GOLDEN_FOLDER, 'trust')],
    roster: join(GOLDEN_FOLDER, 'roster.csv'),
  });
  const reader = createPayloadReader(() => site.context(timestampMs(Date.parse(GOLDEN_AT))));
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
