import { describe, expect, it } from 'vitest';
import type { ErrorCode, GatelogError } from '../../../core/errors.ts';
import { startProblem } from '../../../main/electron/start-problem.ts';

/** What opening settings, roster, key and log can throw. */
const AT_START: readonly ErrorCode[] = [
  'settings/unreadable',
  'settings/invalid',
  'roster/invalid',
  'key/missing',
  'key/invalid',
  'log/open-failed',
  'log/wrong-key',
  'log/from-the-future',
  'log/corrupt',
  'log/disk-full',
  'log/gone',
];
const parts = (code: ErrorCode): string[] => startProblem({ code, message: `${code}: detail` }).split('\n\n');

describe('words for a start that failed', () => {
  it('are Vietnamese, then English, then the error itself', () => {
    for (const code of [...AT_START, 'internal' as const]) {
      const [vi = '', en = '', detail, ...more] = parts(code);
      expect([code, detail, more]).toEqual([code, `${code}: detail`, []]);
      expect(vi).toMatch(/[ạảãàáậầấẩẫăằắặẳẵđêếềệểễôốồộổỗơớờợởỡưứừựửữ]/);
      expect(en).toMatch(/^[\x00-\x7f]+\.$/);
    }
  });

  it('are of their own for each problem that a start can meet, and say what to do next', () => {
    const all = AT_START.map((code) => parts(code).slice(0, 2).join(' '));
    const other = parts('internal').slice(0, 2).join(' ');
    expect(new Set([...all, other]).size).toBe(AT_START.length + 1);
    expect(AT_START.filter((_, index) => !/start again|administrator/.test(all[index] ?? ''))).toEqual([]);
  });

  it('tell the guard to write on paper wherever the log itself is out of reach', () => {
    const paper = AT_START.filter((code) => /ghi ra giấy.*on paper/s.test(parts(code).join(' ')));
    expect(paper).toEqual(['log/open-failed', 'log/wrong-key', 'log/corrupt', 'log/disk-full', 'log/gone']);
  });

  it('tell what is left of a log that is gone', () => {
    const gone = (context: GatelogError['context']): string =>
      startProblem({ code: 'log/gone', message: '', context });
    const [wal, key, nothing] = [{}, { left: 'nothing', key: true }, { left: 'nothing', key: false }].map(
      gone,
    );
    expect([wal, key, nothing].map((text) => /gate\.db-wal/.test(text ?? ''))).toEqual([true, false, false]);
    expect([wal, key, nothing].map((text) => /log\.key/.test(text ?? ''))).toEqual([false, false, true]);
    expect([wal, key, nothing].map((text) => /log\.id/.test(text ?? ''))).toEqual([false, true, true]);
  });
});
