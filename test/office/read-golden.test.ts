import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHECK_NAMES, CREDENTIAL_KINDS } from '../../core/credential/credential.ts';
import { readAnswerSchema } from '../../office/read-answer.ts';
import { gatelog } from '../support/gatelog.ts';
import {
  answersPath,
  GOLDEN_FOLDER,
  goldenAnswers,
  goldenFiles,
  goldenLines,
  goldenOptions,
} from './golden-files.ts';
import { PICTURES_ANSWERS, PICTURES_FOLDER, pictureAnswers, pictureOptions } from './golden-pictures.ts';

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

  it('to pictures are given again', async () => {
    const answers = await pictureAnswers();
    expect(answers).toBe(readFileSync(PICTURES_ANSWERS, 'utf8'));
    for (const answer of answersIn(answers)) expect(readAnswerSchema.parse(answer)).toEqual(answer);
  });

  it('are what the command prints', async () => {
    for (const name of ['bytes.hex', 'bhyt@2026-02-01.txt']) {
      expect(
        await gatelog(['read', ...goldenOptions(name)], { input: readFileSync(join(GOLDEN_FOLDER, name)) }),
      ).toEqual({ code: 0, out: readFileSync(answersPath(name), 'utf8'), err: '' });
    }
    expect(await gatelog(['read', ...pictureOptions()], { cwd: PICTURES_FOLDER })).toEqual({
      code: 0,
      out: readFileSync(PICTURES_ANSWERS, 'utf8'),
      err: '',
    });
  });

  it('show every kind, every check, every outcome and every key of a line', () => {
    const answers = goldenLines();
    const seen = (of: readonly string[]): string[] => [...new Set(of)].sort();
    const checks = answers.flatMap((answer) => Object.entries(answer.checks));
    expect(seen(answers.map(({ kind }) => kind))).toEqual([...CREDENTIAL_KINDS, 'no-code'].sort());
    expect(seen(checks.map(([name]) => name))).toEqual([...CHECK_NAMES].sort());
    expect(seen(checks.map(([, { outcome }]) => outcome))).toEqual(
      ['pass', 'fail', 'unknown', 'notApplicable'].sort(),
    );
    expect(seen(answers.flatMap((answer) => Object.keys(answer)))).toEqual(
      Object.keys(readAnswerSchema.shape).sort(),
    );
  });
});
