import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createKeyFramer } from '../../../../renderer/gate/wedge/framer.ts';
import type { KeyInput, KeyOutput } from '../../../../renderer/gate/wedge/listen.ts';
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

function play(keys: readonly KeyInput[], settings = config): KeyOutput[] {
  const framer = createKeyFramer(settings);
  const outputs = keys.flatMap((key) => [...framer.key(key)]);
  const wakeAtMs = framer.wakeAtMs();
  return wakeAtMs === null ? outputs : [...outputs, ...framer.pass(wakeAtMs + 1)];
}

const reads = (outputs: readonly KeyOutput[]) => outputs.filter((output) => output.kind === 'read');

describe('keys of a keyboard scanner', () => {
  test('become one read at the terminator', () => {
    const keys = [...keysOf('001099000001||Nguyen', 1000, 10), down('Enter', 1300)];
    expect(reads(play(keys))).toEqual([
      { kind: 'read', text: '001099000001||Nguyen', prefix: '', terminator: 'enter' },
    ]);
  });

  test('are announced once, from the first key of the burst on', () => {
    const starts = play([...keysOf('ABCDEFGHIJ', 1000, 10), down('Enter', 1100)]).filter(
      (output) => output.kind === 'burst-started',
    );
    expect(starts).toEqual([{ kind: 'burst-started', sinceMs: 1000 }]);
  });

  test('become a read after a silence where no terminator comes', () => {
    expect(reads(play(keysOf('ABCDEFG', 1000, 8)))).toEqual([
      { kind: 'read', text: 'ABCDEFG', prefix: '', terminator: 'silence' },
    ]);
  });

  test('are told apart by the prefix, also when they are fewer than a burst', () => {
    const settings = { ...config, prefixes: ['~1', '~2'] };
    expect(reads(play([...keysOf('~2A7', 1000, 10), down('Enter', 1040)], settings))).toEqual([
      { kind: 'read', text: 'A7', prefix: '~2', terminator: 'enter' },
    ]);
  });

  test('with ALT and keypad digits are rebuilt to the exact character', () => {
    const alt = [...'7901'].map((digit, index) => down(`Numpad${digit}`, 1060 + index * 4, { alt: true }));
    const keys = [
      ...keysOf('ABCDE', 1000, 10),
      down('AltLeft', 1055, { alt: true }),
      ...alt,
      { ...down('AltLeft', 1080), type: 'up' as const },
      ...keysOf('XY', 1090, 10),
      down('Enter', 1115),
    ];
    expect(reads(play(keys))).toMatchObject([{ text: 'ABCDEờXY' }]);
  });

  test('that stand for Ctrl+W, Ctrl+] or F11 are part of the read and nothing else', () => {
    const keys = [
      ...keysOf('ABCDEF', 1000, 10),
      down('KeyW', 1060, { ctrl: true }),
      down('BracketRight', 1070, { ctrl: true }),
      down('F11', 1080),
      ...keysOf('G', 1090, 10),
      down('Enter', 1100),
    ];
    expect(reads(play(keys))).toMatchObject([{ text: 'ABCDEF\u0017\u001dG' }]);
  });

  test('leave a key that a hand pressed just before out of the read', () => {
    const keys = [down('KeyX', 900), ...keysOf('ABCDEFG', 1000, 8), down('Enter', 1060)];
    expect(reads(play(keys))).toMatchObject([{ text: 'ABCDEFG' }]);
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
      expect(reads(outputs)).toEqual([{ kind: 'read', text: sent, prefix: '', terminator: 'enter' }]);
    }),
  );
});
