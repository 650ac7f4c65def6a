import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readAnswerSchema } from '../../office/read-answer.ts';
import { gatelog } from '../support/gatelog.ts';
import { answersPath, GOLDEN_FOLDER, goldenAnswers, goldenFiles, goldenOptions } from './golden-files.ts';

const answersIn = (text: string): unknown[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

describe('the golden answers', () => {
  it.each(goldenFiles())(
    'to %s are given again (else: npm run golden, and read what changed)',
    async (name) => {
      const answers = await goldenAnswers(name);
      expect(answersIn(answers)).toEqual(answersIn(readFileSync(answersPath(name), 'utf8')));
      expect(answers).toBe(readFileSync(answersPath(name), 'utf8'));
      for (const answer of answersIn(answers)) expect(readAnswerSchema.parse(answer)).toEqual(answer);
    },
  );

  it('are what the command prints', async () => {
    const name = 'unknown-text.txt';
    expect(
      await gatelog(['read', ...goldenOptions(name)], { input: readFileSync(join(GOLDEN_FOLDER, name)) }),
    ).toEqual({ code: 0, out: readFileSync(answersPath(name), 'utf8'), err: '' });
  });
});
