import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFramer, type Framed, type TerminatorSetting } from '../../../main/scanner/frame.ts';
import { divocZip } from '../../core/credential/divoc/certificates.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (content: Uint8Array): string => new TextDecoder().decode(content);

/** Frames as `text terminator`, discards as `!why:size`. */
const told = (framed: readonly Framed[]): string[] =>
  framed.map((one) =>
    one.kind === 'frame'
      ? `${text(one.bytes)} ${one.terminator}${one.truncated ? ' cut' : ''}`
      : `!${one.why}:${one.sizeBytes}`,
  );

/** Feeds chunks; null is a silence. */
function frames(setting: TerminatorSetting, ...chunks: (string | Uint8Array | null)[]): string[] {
  const framer = createFramer(setting);
  return told(
    chunks.flatMap((chunk) =>
      chunk === null ? framer.silence() : framer.push(typeof chunk === 'string' ? bytes(chunk) : chunk),
    ),
  );
}

describe('framer', () => {
  it('takes each terminator where it is the one that is set, and silence in every setting', () => {
    expect(frames('cr', 'A\rB\r')).toEqual(['A cr', 'B cr']);
    expect(frames('lf', 'A\nB\n')).toEqual(['A lf', 'B lf']);
    expect(frames('crlf', 'A\r\nB\r\n')).toEqual(['A crlf', 'B crlf']);
    expect(frames('tab', 'A\tB\t')).toEqual(['A tab', 'B tab']);
    expect(frames('stx-etx', '\x02A\x03\x02B\x03')).toEqual(['A stx-etx', 'B stx-etx']);
    expect(frames('silence', 'A\tB\nC', null, 'D', null)).toEqual(['A\tB\nC silence', 'D silence']);
    for (const setting of ['auto', 'cr', 'lf', 'crlf', 'tab'] as const) {
      expect(frames(setting, 'no end', null)).toEqual(['no end silence']);
    }
  });

  it('brings a zip whole where reads end by silence alone', () => {
    const framer = createFramer('silence');
    const zip = divocZip();
    expect([
      ...framer.push(zip.subarray(0, 100)),
      ...framer.push(zip.subarray(100)),
      ...framer.silence(),
    ]).toEqual([{ kind: 'frame', bytes: Uint8Array.from(zip), terminator: 'silence', truncated: false }]);
  });

  it('finds any terminator by itself when set to auto', () => {
    expect(frames('auto', 'A\n')).toEqual(['A lf']);
    expect(frames('auto', 'A\t')).toEqual(['A tab']);
    expect(frames('auto', '\x02A\x03')).toEqual(['A stx-etx']);
    expect(frames('auto', 'A\r\n')).toEqual(['A crlf']);
    expect(frames('auto', 'A\r', null)).toEqual(['A cr']);
    expect(frames('auto', 'A', null)).toEqual(['A silence']);
  });

  it('holds only the first CR back and lets later reads leave at once under the name it learned', () => {
    expect(frames('auto', 'A\r')).toEqual([]);
    expect(frames('auto', 'A\r', null, 'B\r')).toEqual(['A cr', 'B cr']);
    expect(frames('auto', 'A\r\nB\r')).toEqual(['A crlf', 'B crlf']);
  });

  it('makes no empty read of a CR LF that is split between two chunks', () => {
    expect(frames('auto', 'A\r', '\n', 'B\r', '\n', null)).toEqual(['A crlf', 'B crlf']);
    expect(frames('cr', 'A\r', '\nB\r', '\n', null)).toEqual(['A cr', 'B cr']);
  });

  it('keeps line breaks and tabs that stand between STX and ETX', () => {
    expect(frames('auto', '\x02BEGIN:VCARD\r\nFN:A\tB\r\nEND:VCARD\r\n\x03\r\n', null)).toEqual([
      'BEGIN:VCARD\r\nFN:A\tB\r\nEND:VCARD stx-etx',
    ]);
  });

  it('reports what stands outside STX and ETX or is cut by a new STX', () => {
    expect(frames('stx-etx', 'junk\x02A\x03\r\n', null)).toEqual(['!outside-frame:4', 'A stx-etx']);
    expect(frames('auto', '\x02half\x02whole\x03')).toEqual(['!no-end:4', 'whole stx-etx']);
  });

  it('discards what can be no text and goes on with the next read', () => {
    expect(frames('auto', Uint8Array.of(0, 0, 0x13, 0x05), null, 'A\n')).toEqual([
      '!noise:2',
      '!noise:2',
      'A lf',
    ]);
    expect(frames('auto', Uint8Array.of(0, 0xff), 'A\n')).toEqual(['!noise:2', 'A lf']);
    expect(frames('auto', '\r\n\r\n\t\n  \n', null)).toEqual(['!noise:2']);
    expect(frames('auto', Uint8Array.of(0x80, 0xfe, 0xe0), null)).toEqual(['!noise:3']);
  });

  it('keeps text that is no UTF-8 for core/read to name', () => {
    const framed = createFramer('lf').push(Uint8Array.of(0x54, 0x72, 0xfd, 0x0a));
    expect(framed).toEqual([
      { kind: 'frame', bytes: Uint8Array.of(0x54, 0x72, 0xfd), terminator: 'lf', truncated: false },
    ]);
  });

  it('cuts a read over 8 KiB once, discards its rest and reads the next one', () => {
    const long = 'x'.repeat(100_000);
    expect(frames('auto', `${long}\nB\n`)).toEqual([
      `${'x'.repeat(8196)} limit cut`,
      `!over-limit:${100_000 - 8196}`,
      'B lf',
    ]);
    expect(frames('crlf', `${long}\rx\r\nB\r\n`).at(-1)).toBe('B crlf');
    expect(frames('silence', long, null, 'B', null).at(-1)).toBe('B silence');
    expect(frames('auto', `${'x'.repeat(8192)}\n`)).toEqual([`${'x'.repeat(8192)} lf`]);
  });

  it('cuts between letters, never inside one', () => {
    const [first] = createFramer('silence').push(bytes(`a${'ộ'.repeat(4000)}`));
    expect(first?.kind === 'frame' && new TextDecoder('utf-8', { fatal: true }).decode(first.bytes)).toMatch(
      /^aộ+$/,
    );
  });

  it('discards what was on the way when the line breaks, but not a read that only waited for its LF', () => {
    const framer = createFramer('auto');
    framer.push(bytes('whole\r'));
    expect(told(framer.interrupt('cut-off'))).toEqual(['whole cr']);
    framer.push(bytes('half'));
    expect(told(framer.interrupt('cut-off'))).toEqual(['!cut-off:4']);
    expect(framer.waiting).toBe(false);
  });

  const settings: TerminatorSetting[] = ['auto', 'cr', 'lf', 'crlf', 'tab', 'stx-etx', 'silence'];
  const stream = fc.array(
    fc.oneof(
      fc.constantFrom('\r', '\n', '\r\n', '\t', '\x02', '\x03', '\0', '|', 'ệ'),
      fc.string({ maxLength: 12 }),
      fc.constant('y'.repeat(3000)),
    ),
    { maxLength: 30 },
  );

  it('gives the same reads however the bytes are cut into chunks', () => {
    fc.assert(
      fc.property(fc.constantFrom(...settings), stream, fc.array(fc.nat()), (setting, parts, cuts) => {
        const all = bytes(parts.join(''));
        const at = [...new Set(cuts.map((cut) => cut % (all.length + 1)))].sort((a, b) => a - b);
        const chunks = [0, ...at].map((from, index) => all.slice(from, at[index] ?? all.length));
        expect(frames(setting, ...chunks, null)).toEqual(frames(setting, all, null));
        expect(frames(setting, ...[...all].map((byte) => Uint8Array.of(byte)), null)).toEqual(
          frames(setting, all, null),
        );
      }),
    );
  });

  it('gives back every text sent with the terminator of its setting', () => {
    const ends = { cr: '\r', lf: '\n', crlf: '\r\n', tab: '\t' } as const;
    const line = fc.stringMatching(/^[\x20-\x7eÀ-ɏḀ-ỿ]{1,60}$/).filter((one) => one.trim() !== '');
    fc.assert(
      fc.property(fc.constantFrom('cr', 'lf', 'crlf', 'tab'), fc.array(line), (setting, lines) => {
        const sent = lines.map((one) => one + ends[setting]).join('');
        expect(frames(setting, sent)).toEqual(lines.map((one) => `${one} ${setting}`));
        expect(frames('auto', sent, null)).toEqual(lines.map((one) => `${one} ${setting}`));
      }),
    );
  });

  it('is usable again after any rubbish and a silence', () => {
    fc.assert(
      fc.property(fc.constantFrom(...settings), fc.uint8Array({ maxLength: 400 }), (setting, rubbish) => {
        const framer = createFramer(setting);
        framer.push(rubbish);
        framer.silence();
        expect(framer.waiting).toBe(false);
        const sent = setting === 'stx-etx' ? '\x02again\x03' : 'again';
        const framed = [...framer.push(bytes(sent)), ...framer.silence()];
        expect(framed.map((one) => text(one.bytes))).toEqual(['again']);
      }),
    );
  });
});
