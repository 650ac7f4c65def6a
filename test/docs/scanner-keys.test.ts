import { describe, expect, it } from 'vitest';
import type { WedgeConfigView } from '../../preload/contract/scanner-views.ts';
import { type AloneKey, createAloneKeys } from '../../renderer/gate/wedge/alone.ts';
import { createKeyFramer } from '../../renderer/gate/wedge/framer.ts';
import { documentText } from './tables.ts';

/*
 * Holds docs/threat-model.md, "Keys that a scanner types", to the code: which keys of a scanned code act as a hand's
 * would. The same parts as the page, wired as renderer/gate/wedge/listen.ts does it, on a clock of their own.
 */

const config: WedgeConfigView = {
  lane: '1',
  prefixes: [],
  terminator: 'enter',
  silenceMs: 200,
  burstGapMs: 35,
  burstMinKeys: 6,
};
/** As renderer/gate/wedge/useKeys.ts sets them, ms. */
const QUIET_MS = 90;
const ANSWER_QUIET_MS = 250;

const codeOf = (character: string): string =>
  character === '\r' ? 'Enter' : /\d/.test(character) ? `Digit${character}` : `Key${character.toUpperCase()}`;

/** Types a code with so many ms between keys, long after the last key; gives the reads and the keys that acted. */
function scan(code: string, gapMs: number): { reads: string[]; acted: string[] } {
  const reads: string[] = [];
  const acted: string[] = [];
  const framer = createKeyFramer(config);
  let due: { atMs: number; run: () => void } | null = null;
  let nowMs = 10_000;
  const alone = createAloneKeys({
    onAlone: (key: AloneKey) => acted.push(key.code),
    quietMs: (key) => (/[12]$/.test(key) ? ANSWER_QUIET_MS : QUIET_MS),
    setTimer: (run, ms) => {
      due = { atMs: nowMs + ms, run };
      return 1;
    },
    clearTimer: () => {
      due = null;
    },
  });
  const take = (outputs: ReturnType<typeof framer.key>): void => {
    for (const output of outputs) {
      if (output.kind === 'typed') continue;
      alone.cancel();
      if (output.kind === 'read') reads.push(output.text);
    }
  };
  const pass = (untilMs: number): void => {
    for (; nowMs < untilMs; nowMs += 1) {
      if (due !== null && due.atMs <= nowMs) {
        const { run } = due;
        due = null;
        run();
      }
      const wakeAtMs = framer.wakeAtMs();
      if (wakeAtMs !== null && wakeAtMs <= nowMs) take(framer.pass(nowMs));
    }
  };
  for (const character of code) {
    const key = { code: codeOf(character), shift: false, repeat: false, timeMs: nowMs };
    alone.key(key);
    take(
      framer.key({
        ...key,
        type: 'down',
        key: character,
        ctrl: false,
        alt: false,
        meta: false,
        altGraph: false,
        inField: false,
      }),
    );
    pass(nowMs + gapMs);
  }
  pass(nowMs + 2000);
  return { reads, acted };
}

it('uses the silences that the page uses', () => {
  const source = documentText('renderer/gate/wedge/useKeys.ts');
  expect(source).toContain(`const QUIET_MS = ${QUIET_MS};`);
  expect(source).toContain(`const ANSWER_QUIET_MS = ${ANSWER_QUIET_MS};`);
});

describe('a scanner with less than 90 ms between keys', () => {
  it.each([1, 5, 20, 34])('and its terminator presses nothing, at %i ms, however short the code', (gapMs) => {
    for (const code of ['1', '2', '12', '\r', 'a1', '001099000001']) {
      expect({ code, acted: scan(`${code}\r`, gapMs).acted }).toEqual({ code, acted: [] });
    }
    expect(scan('1\r', gapMs).reads).toEqual(['1']);
  });

  it.each([1, 34, 60, 89])('presses nothing by a code of two characters or more, at %i ms', (gapMs) => {
    for (const code of ['11', '1\r', 'a1', '\r\r', '12345', '001099000001']) {
      expect({ code, acted: scan(code, gapMs).acted }).toEqual({ code, acted: [] });
    }
  });
});

describe('what the threat model says does not hold', () => {
  it('a single character without terminator acts as a hand does', () => {
    expect(scan('1', 5)).toEqual({ reads: [], acted: ['Digit1'] });
    expect(scan('\r', 5)).toEqual({ reads: [], acted: ['Enter'] });
  });

  it('a code of fewer than 6 characters without terminator is lost', () => {
    expect(scan('12345', 5)).toEqual({ reads: [], acted: [] });
    expect(scan('123456', 5)).toEqual({ reads: ['123456'], acted: [] });
  });

  it('keys that come slower than the silence around a hand’s key act one by one', () => {
    expect(scan('1\r', 100).acted).toEqual(['Enter']);
    expect(scan('1\r', 300).acted).toEqual(['Digit1', 'Enter']);
  });
});
