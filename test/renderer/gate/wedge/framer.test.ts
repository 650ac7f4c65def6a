import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KeyInput } from '../../../../core/read/keys.ts';
import type { WedgeOutput } from '../../../../core/read/wedge.ts';
import { createKeyFramer } from '../../../../renderer/gate/wedge/framer.ts';
import { gateView } from '../../views.ts';

const config = gateView().wedge;

const PLACES: Readonly<Record<string, readonly [code: string, shift: boolean]>> = {
  '|': ['Backslash', true],
  ' ': ['Space', false],
  '-': ['Minus', false],
  '~': ['Backquote', true],
};

function down(code: string, timeMs: number, over: Partial<KeyInput> = {}): KeyInput {
  const plain = {
    shift: false,
    ctrl: false,
    alt: false,
    meta: false,
    altGraph: false,
    repeat: false,
    inField: false,
  };
  return { type: 'down', code, key: '', timeMs, ...plain, ...over };
}

/** Keys of an ASCII text as a US scanner sends them. */
function keysOf(text: string, startMs: number, gapMs: number): KeyInput[] {
  return [...text].map((character, index) => {
    const known = PLACES[character];
    const upper = /[A-Z]/.test(character);
    const code = known?.[0] ?? (/\d/.test(character) ? `Digit${character}` : `Key${character.toUpperCase()}`);
    return down(code, startMs + index * gapMs, { shift: known?.[1] ?? upper });
  });
}

function play(keys: readonly KeyInput[], settings = config): WedgeOutput[] {
  const framer = createKeyFramer(settings);
  const outputs = keys.flatMap((key) => [...framer.key(key)]);
  const wakeAtMs = framer.wakeAtMs();
  return wakeAtMs === null ? outputs : [...outputs, ...framer.pass(wakeAtMs + 1)];
}

const reads = (outputs: readonly WedgeOutput[]) => outputs.filter((output) => output.kind === 'read');

describe('keys of a keyboard scanner', () => {
  test('become one read at the terminator', () => {
    const keys = [...keysOf('001099000001||Nguyen', 1000, 10), down('Enter', 1300)];
    expect(reads(play(keys))).toEqual([
      {
        kind: 'read',
        text: '001099000001||Nguyen',
        prefix: '',
        terminator: 'enter',
        keyCount: 21,
        startedAtMs: 1000,
      },
    ]);
  });

  test('become a read after a silence where no terminator comes', () => {
    expect(reads(play(keysOf('ABCDEFG', 1000, 8)))).toEqual([
      { kind: 'read', text: 'ABCDEFG', prefix: '', terminator: 'silence', keyCount: 7, startedAtMs: 1000 },
    ]);
  });

  test('are told apart by the prefix, also when they are fewer than a burst', () => {
    const settings = { ...config, prefixes: ['~1', '~2'] };
    expect(reads(play([...keysOf('~2A7', 1000, 10), down('Enter', 1040)], settings))).toEqual([
      { kind: 'read', text: 'A7', prefix: '~2', terminator: 'enter', keyCount: 5, startedAtMs: 1000 },
    ]);
  });

  test('in a field are announced once, from the first key of the burst on', () => {
    const keys = keysOf('ABCDEFGHIJ', 1000, 10).map((key) => ({ ...key, inField: true }));
    expect(play(keys).filter((output) => output.kind === 'burst-started')).toEqual([
      { kind: 'burst-started', sinceMs: 1000 },
    ]);
  });

  test('are forgotten when keys were lost, and the next read is whole', () => {
    const framer = createKeyFramer(config);
    for (const key of keysOf('ABCDEF', 1000, 10)) framer.key(key);
    framer.reset();
    expect(framer.wakeAtMs()).toBeNull();
    const outputs = [...keysOf('UVWXYZ', 1070, 10), down('Enter', 1130)].flatMap((key) => [
      ...framer.key(key),
    ]);
    expect(reads(outputs)).toMatchObject([{ text: 'UVWXYZ' }]);
  });
});

describe('keys of a hand', () => {
  test('are never a read, not even with Enter at the end', () => {
    const outputs = play([...keysOf('Nguyen', 1000, 140), down('Enter', 2000)]);
    expect(outputs.every((output) => output.kind === 'typed')).toBe(true);
  });

  test('held down are never a read', () => {
    const keys = Array.from({ length: 30 }, (_, index) =>
      down('KeyA', 1000 + index * 30, { repeat: index > 0 }),
    );
    expect(reads(play(keys))).toEqual([]);
  });
});

test('any text of letters, digits and bars comes through whole at any scanner speed', () => {
  const text = fc.stringMatching(/^[A-Za-z0-9| -]{6,60}$/);
  fc.assert(
    fc.property(text, fc.integer({ min: 1, max: 34 }), (sent, gapMs) => {
      const keys = keysOf(sent, 1000, gapMs);
      const outputs = play([...keys, down('Enter', 1000 + sent.length * gapMs)]);
      expect(reads(outputs)).toEqual([
        {
          kind: 'read',
          text: sent,
          prefix: '',
          terminator: 'enter',
          keyCount: sent.length + 1,
          startedAtMs: 1000,
        },
      ]);
    }),
  );
});
