import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { KeyInput } from '../../../core/read/keys.ts';
import {
  createWedgeFramer,
  WEDGE_START,
  type WedgeConfig,
  type WedgeOutput,
} from '../../../core/read/wedge.ts';

const CONFIG: WedgeConfig = {
  prefixes: ['~A', '~B'],
  terminator: 'enter',
  silenceMs: 120,
  burstGapMs: 35,
  burstMinKeys: 6,
};

type Press = Partial<KeyInput> & { readonly code: string };

const SHIFTED = new Map(
  [...'~!@#$%^&*()_+{}|:"<>?'].map((character, index) => [character, "`1234567890-=[]\\;',./"[index] ?? '']),
);
const NAMED = new Map(
  Object.entries({
    ' ': 'Space',
    '-': 'Minus',
    '=': 'Equal',
    '[': 'BracketLeft',
    ']': 'BracketRight',
    '\\': 'Backslash',
    ';': 'Semicolon',
    "'": 'Quote',
    '`': 'Backquote',
    ',': 'Comma',
    '.': 'Period',
    '/': 'Slash',
    '\r': 'Enter',
    '\t': 'Tab',
  }),
);

/** The key that a US board has for a character. */
function pressOf(character: string): Press {
  const base = SHIFTED.get(character);
  if (base !== undefined) return { ...pressOf(base), shift: true };
  if (/[A-Z]/.test(character)) return { code: `Key${character}`, shift: true };
  if (/[a-z]/.test(character)) return { code: `Key${character.toUpperCase()}` };
  return { code: /\d/.test(character) ? `Digit${character}` : (NAMED.get(character) ?? '') };
}

/** ALT held while digits are pressed on the keypad. */
const altKeys = (digits: string): readonly Press[] => [
  { code: 'AltLeft', alt: true },
  ...[...digits].map((digit) => ({ code: `Numpad${digit}`, alt: true })),
  { code: 'AltLeft', type: 'up' as const },
];

interface Played {
  readonly press: Press;
  readonly gapMs: number;
}

const typedWith = (text: string, gapMs: number): readonly Played[] =>
  [...text].map((character) => ({ press: pressOf(character), gapMs }));

/** Plays keys and then waits; a timer is kept as a page would, plus ticks at other times where given. */
function play(
  keys: readonly Played[],
  config: Partial<WedgeConfig> = {},
  inField = false,
  extraTicks: readonly number[] = [],
) {
  const framer = createWedgeFramer({ ...CONFIG, ...config });
  const outputs: WedgeOutput[] = [];
  let state = WEDGE_START;
  let nowMs = 1000;
  const tickTo = (timeMs: number): void => {
    const times = [...extraTicks.map((fraction) => nowMs + fraction * (timeMs - nowMs))];
    const due = framer.nextTickMs(state);
    if (due !== null && due <= timeMs) times.push(due);
    for (const time of times.sort((a, b) => a - b)) {
      const step = framer.tick(state, time);
      state = step.state;
      outputs.push(...step.outputs);
    }
    nowMs = timeMs;
  };
  for (const { press, gapMs } of keys) {
    tickTo(nowMs + gapMs);
    const input: KeyInput = {
      type: 'down',
      key: 'Process',
      shift: false,
      ctrl: false,
      alt: false,
      meta: false,
      altGraph: false,
      repeat: false,
      inField,
      timeMs: nowMs,
      ...press,
    };
    const step = framer.key(state, input);
    state = step.state;
    outputs.push(...step.outputs);
  }
  tickTo(nowMs + 5000);
  expect(framer.nextTickMs(state)).toBeNull();
  return outputs;
}

const reads = (outputs: readonly WedgeOutput[]) =>
  outputs.flatMap((output) =>
    output.kind === 'read'
      ? [{ text: output.text, prefix: output.prefix, terminator: output.terminator }]
      : [],
  );

const kinds = (outputs: readonly WedgeOutput[]) => outputs.map((output) => output.kind);
const CARD = '001099000001||NGUYEN VAN THU|15052002|Nam|Xa A, Huyen B|20042021';

describe('outside a field', () => {
  it('reads a card that ends with Enter', () => {
    expect(reads(play(typedWith(`${CARD}\r`, 4)))).toEqual([{ text: CARD, prefix: '', terminator: 'enter' }]);
  });

  it('reads a short code that ends with Enter', () => {
    expect(reads(play(typedWith('42\r', 8)))).toEqual([{ text: '42', prefix: '', terminator: 'enter' }]);
  });

  it('reads a scanner that types slowly', () => {
    expect(reads(play(typedWith('00109900000112\r', 80)))).toEqual([
      { text: '00109900000112', prefix: '', terminator: 'enter' },
    ]);
  });

  it('gives single slow keys back as typed', () => {
    const outputs = play([
      ...typedWith('1', 500),
      ...typedWith('\r', 700),
      { press: { code: 'Escape' }, gapMs: 900 },
    ]);
    expect(outputs).toMatchObject([
      { kind: 'typed', keys: [{ code: 'Digit1' }] },
      { kind: 'typed', keys: [{ code: 'Enter' }] },
      { kind: 'typed', keys: [{ code: 'Escape' }] },
    ]);
  });

  it('reads a burst whose terminator never came after the silence', () => {
    expect(reads(play(typedWith(CARD, 4)))).toEqual([{ text: CARD, prefix: '', terminator: 'silence' }]);
  });

  it('names the terminator that a scanner really sent', () => {
    expect(reads(play(typedWith(`${CARD}\t`, 4)))).toEqual([{ text: CARD, prefix: '', terminator: 'tab' }]);
    expect(reads(play(typedWith(`${CARD}\r`, 4), { terminator: 'silence' }))).toEqual([
      { text: CARD, prefix: '', terminator: 'enter' },
    ]);
  });

  it('tells scanners apart by prefix and takes it off', () => {
    const outputs = play([
      ...typedWith('~A123456\r', 4),
      ...typedWith('~B99\r', 4),
      ...typedWith('~C123456\r', 4),
    ]);
    expect(reads(outputs)).toEqual([
      { text: '123456', prefix: '~A', terminator: 'enter' },
      { text: '99', prefix: '~B', terminator: 'enter' },
      { text: '~C123456', prefix: '', terminator: 'enter' },
    ]);
  });

  it('reads two cards that come right after each other, with a line feed after Enter', () => {
    const lineFeed: Played = { press: { code: 'KeyJ', ctrl: true }, gapMs: 3 };
    const card = [...typedWith(`~A${CARD}\r`, 3), lineFeed];
    expect(reads(play([...card, ...card])).map((read) => [read.prefix, read.text])).toEqual([
      ['~A', CARD],
      ['~A', CARD],
    ]);
  });

  it('reads dangerous chords as text and function keys as nothing', () => {
    const chord = (code: string, more: Partial<KeyInput>): Played => ({ press: { code, ...more }, gapMs: 3 });
    const keys = [
      ...typedWith('ABC', 3),
      chord('KeyW', { ctrl: true }),
      chord('F11', {}),
      chord('F4', { alt: true }),
      chord('KeyI', { ctrl: true, shift: true }),
      ...typedWith('D\r', 3),
    ];
    expect(reads(play(keys))).toEqual([{ text: 'ABC\u0017\tD', prefix: '', terminator: 'enter' }]);
  });

  it('ignores a key that a hand holds down', () => {
    const held = Array.from({ length: 40 }, () => ({ press: { code: 'KeyA', repeat: true }, gapMs: 30 }));
    expect(kinds(play([{ press: { code: 'KeyA' }, gapMs: 500 }, ...held]))).toEqual(['typed']);
  });

  it('puts ALT sequences together, by code points and by UTF-8 bytes', () => {
    const played = (parts: readonly (readonly Press[])[]): readonly Played[] =>
      parts.flat().map((press) => ({ press, gapMs: 2 }));
    const around = (...digits: readonly string[]) =>
      played([[...'Tr'].map(pressOf), ...digits.map(altKeys), [...'ng\r'].map(pressOf)]);
    expect(reads(play(around('432', '7901')))[0]?.text).toBe('Trường');
    expect(reads(play(around('0198', '0176', '0225', '0187', '0157')))[0]?.text).toBe('Trường');
  });

  it('keeps at most a little more than 8 KiB of one read', () => {
    const [read] = reads(play(typedWith(`${'x'.repeat(20_000)}\r`, 1)));
    expect(read?.text.length).toBe(8193);
  });
});

describe('in a field', () => {
  it('lets a hand type, slowly or fast, and never calls it a read', () => {
    const outputs = play(
      [...typedWith('Nguyen', 180), ...typedWith(' Van', 90), ...typedWith('\r', 250)],
      {},
      true,
    );
    expect(new Set(kinds(outputs))).toEqual(new Set(['typed']));
  });

  it('takes a burst out again from its first key on', () => {
    const outputs = play(
      [...typedWith('Le', 200), ...typedWith('0', 400), ...typedWith('01099000001\r', 5)],
      {},
      true,
    );
    expect(kinds(outputs)).toEqual(['typed', 'typed', 'burst-started', 'read']);
    expect(outputs[2]).toEqual({ kind: 'burst-started', sinceMs: 1800 });
    expect(reads(outputs)[0]?.text).toBe('001099000001');
  });

  it('takes a short code out again only with its prefix', () => {
    expect(kinds(play(typedWith('42\r', 5), {}, true))).toEqual(['typed']);
    expect(reads(play(typedWith('~A42\r', 5), {}, true))).toEqual([
      { text: '42', prefix: '~A', terminator: 'enter' },
    ]);
  });

  it('lets a hand type the prefix', () => {
    expect(kinds(play(typedWith('~A', 150), {}, true))).toEqual(['typed', 'typed']);
  });

  it('does not join typing to a scan where the silence is set long', () => {
    const outputs = play(
      [
        ...typedWith('Le Thi ', 200),
        ...typedWith('x', 200),
        { press: pressOf('0'), gapMs: 200 },
        ...typedWith('01099000001\r', 5),
      ],
      { silenceMs: 1000 },
      true,
    );
    expect(reads(outputs)).toEqual([{ text: '001099000001', prefix: '', terminator: 'enter' }]);
  });
});

describe('any way in which keys arrive', () => {
  const code = fc.string({
    unit: fc.constantFrom(...'ABCXYZabcwdd0123456789|/ ,.:;-_@"#~'),
    minLength: 6,
    maxLength: 60,
  });
  const gaps = fc.array(fc.double({ min: 0.1, max: 30, noNaN: true }), { minLength: 70, maxLength: 70 });

  it('gives each scan exactly once, whatever the gaps, the pauses and the ticks', () => {
    const scan = fc.record({
      text: code.filter((text) => !/^~[AB]|^ | $/.test(text)),
      gaps,
      pauseMs: fc.integer({ min: 1, max: 2000 }),
    });
    const ticks = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 4 });
    fc.assert(
      fc.property(
        fc.array(scan, { minLength: 1, maxLength: 4 }),
        ticks,
        fc.boolean(),
        (scans, extra, inField) => {
          const keys = scans.flatMap(({ text, gaps: between, pauseMs }) =>
            typedWith(`${text}\r`, 0).map((key, index) => ({
              ...key,
              gapMs: index === 0 ? pauseMs : (between[index] ?? 1),
            })),
          );
          expect(reads(play(keys, {}, inField, extra)).map((read) => read.text)).toEqual(
            scans.map(({ text }) => text),
          );
        },
      ),
      { numRuns: 200 },
    );
  });

  it('gives the same outputs whatever ticks come between', () => {
    const key = fc.record({
      press: fc.constantFrom(...'ab1~A\r\t').map(pressOf),
      gapMs: fc.integer({ min: 0, max: 200 }),
    });
    fc.assert(
      fc.property(
        fc.array(key, { maxLength: 40 }),
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 3 }),
        fc.boolean(),
        (keys, extra, inField) => {
          expect(play(keys, {}, inField, extra)).toEqual(play(keys, {}, inField));
        },
      ),
      { numRuns: 200 },
    );
  });

  it('loses no key outside a field: each is in a read, typed, or a terminator', () => {
    const key = fc.record({
      press: fc.constantFrom(...'ab1-').map(pressOf),
      gapMs: fc.integer({ min: 0, max: 200 }),
    });
    fc.assert(
      fc.property(fc.array(key, { maxLength: 40 }), (keys) => {
        const counts: readonly number[] = play(keys).map((output) =>
          output.kind === 'read' ? output.keyCount : output.kind === 'typed' ? output.keys.length : 0,
        );
        expect(counts.reduce((sum, count) => sum + count, 0)).toBe(keys.length);
      }),
    );
  });
});
