import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createBoth, createBothEyes } from '../../decode/both.ts';
import {
  type DecodedCode,
  type Decoder,
  type FrameImage,
  type Look,
  type SeeingDecoder,
  textOfBytes,
} from '../../decode/decoder.ts';
import { readWasmFile } from '../../decode/wasm-file.ts';
import { createZxingJs } from '../../decode/zxing-js.ts';
import { createZxingWasm } from '../../decode/zxing-wasm.ts';
import { divocText, divocZip } from '../core/credential/divoc/certificates.ts';
import { makeHc1 } from '../core/credential/hcert/make-hc1.ts';
import { fullJws, longJws, makeShcIssuer, shcParts, shcText } from '../core/credential/shc/cards.ts';
import { makeCertificate } from '../support/certificates.ts';
import { drawCard, drawClose, drawDesk } from '../support/mjpeg.ts';

const CARD = '001099000001|012345678|Nguyễn Thị Ánh|01011999|Nữ|Phường Trường Thi, Nam Định|01012021';
const EMPTY = drawDesk();

let card: FrameImage;
let wasm: SeeingDecoder;
let decoders: Decoder[];
beforeAll(async () => {
  vi.stubGlobal('fetch', () => Promise.reject(new Error('the decoder asked the network')));
  card = await drawCard(CARD);
  wasm = await createZxingWasm(await readWasmFile());
  decoders = [wasm, createZxingJs()];
});
afterEach(() => {
  vi.restoreAllMocks();
});

/** The picture turned by a quarter. */
function turned({ data, width, height }: FrameImage): FrameImage {
  const out = new Uint8ClampedArray(data.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = (y * width + x) * 4;
      out.set(data.subarray(from, from + 4), (x * height + (height - 1 - y)) * 4);
    }
  }
  return { data: out, width: height, height: width };
}

describe('decoders', () => {
  it('read a Vietnamese card letter by letter out of a 720p frame, without a byte from the network', async () => {
    for (const decoder of decoders) {
      const found = await decoder.decodeFrame(card);
      expect([decoder.name, found?.text, found?.format]).toEqual([decoder.name, CARD, 'qr']);
    }
  });

  it('say where in the picture the code is', async () => {
    for (const decoder of decoders) {
      const found = await decoder.decodeFrame(card);
      expect(found?.corners.length).toBeGreaterThanOrEqual(3);
      for (const { x, y } of found?.corners ?? []) {
        expect(x).toBeGreaterThan(600);
        expect(x).toBeLessThan(1010);
        expect(y).toBeGreaterThan(200);
        expect(y).toBeLessThan(590);
      }
    }
  });

  it('read a card that is held sideways', async () => {
    for (const decoder of decoders) expect((await decoder.decodeFrame(turned(card)))?.text).toBe(CARD);
  });

  it('find nothing in an empty frame, also straight after a code, and write nothing to the console', async () => {
    const written = (['log', 'warn', 'error', 'info'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation(() => undefined),
    );
    for (const decoder of decoders) {
      expect(await decoder.decodeFrame(EMPTY)).toBeNull();
      expect((await decoder.decodeFrame(card))?.text).toBe(CARD);
      expect(await decoder.decodeFrame(EMPTY)).toBeNull();
    }
    for (const spy of written) expect(spy).not.toHaveBeenCalled();
  });

  it('take pictures of any size without failing', async () => {
    for (const decoder of decoders) {
      for (const [width, height] of [
        [1, 1],
        [3, 500],
        [40, 40],
      ] as const) {
        expect(await decoder.decodeFrame(drawDesk(width, height))).toBeNull();
      }
    }
  });

  it('read a text that is no Vietnamese card as it is: hostile, long, with control characters', async () => {
    const texts = [
      '<img src=x onerror=alert(1)>',
      "'; DROP TABLE event;--",
      'x'.repeat(900),
      'a\u001db\tc\u202e\u200b',
    ];
    for (const text of texts) {
      const picture = await drawCard(text);
      for (const decoder of decoders) expect((await decoder.decodeFrame(picture))?.text).toBe(text);
    }
  });
});

describe('a code that holds a zip', () => {
  const zip = divocZip();

  it('written as a text of characters 0 to 255 is read by both as it was written', async () => {
    const picture = await drawCard(divocText());
    for (const decoder of decoders) {
      expect([decoder.name, (await decoder.decodeFrame(picture))?.text]).toEqual([decoder.name, divocText()]);
    }
  });

  it('written as bytes is read by the first in the same form; the second says nothing rather than half of it', async () => {
    const picture = await drawCard(zip);
    const texts = await Promise.all(decoders.map(async (one) => (await one.decodeFrame(picture))?.text));
    expect(texts).toEqual([divocText(), undefined]);
  });
});

describe('a dense code before a camera of 1280x720', () => {
  const issuer = makeShcIssuer();
  const hc1 = makeHc1({ signer: makeCertificate({ subject: [['CN', 'Thu']] }) });
  const [part = ''] = shcParts(longJws(issuer), 3);
  const full = shcText(fullJws(issuer));
  /** The largest QR there is: version 40 at level L holds 7,089 digits. */
  const largest = `shc:/${'5676'.repeat(1_700)}`;

  it.each([
    ['an HC1 certificate', hc1],
    ['one of three codes of a health card', part],
    ['the longest health card in one code', full],
    ['a code of version 40', largest],
  ])('is read when held close: %s', async (_title, text) => {
    expect((await wasm.decodeFrame(await drawClose(text)))?.text).toBe(text);
  });

  it('is seen, though it cannot be read, where it is a little out of focus; an empty desk shows none', async () => {
    const unclear = await drawClose(hc1, 4, 2);
    const { codes, unread } = await wasm.lookAt(unclear);
    expect([await wasm.decodeFrame(unclear), codes, unread.length]).toEqual([null, [], 1]);
    // In the middle of the picture, where it is held.
    for (const { x, y } of unread[0] ?? []) {
      expect(x).toBeGreaterThan(300);
      expect(x).toBeLessThan(980);
      expect(y).toBeGreaterThan(50);
      expect(y).toBeLessThan(670);
    }
    expect(await wasm.lookAt(drawDesk())).toEqual({ codes: [], unread: [] });
  });
});

describe('both decoders', () => {
  const code: DecodedCode = { text: 'second', format: 'qr', corners: [] };
  const asked = (answer: (nth: number) => DecodedCode | null): Decoder & { count: number } => ({
    name: 'zxing-js',
    count: 0,
    async decodeFrame() {
      this.count += 1;
      return answer(this.count);
    },
  });

  it('ask the second only about a share of the frames that the first missed', async () => {
    const first = asked(() => null);
    const second = asked(() => code);
    const both = createBoth(first, second, 0.25);
    const found: boolean[] = [];
    for (let frame = 0; frame < 12; frame += 1) found.push((await both.decodeFrame(EMPTY)) !== null);
    expect([first.count, second.count]).toEqual([12, 3]);
    expect(found.filter(Boolean)).toHaveLength(3);
  });

  it('ask the second at once when a code was just lost, and not at all for a share of 0', async () => {
    const second = asked(() => code);
    const losing = createBoth(
      asked((nth) => (nth === 1 ? { ...code, text: 'first' } : null)),
      second,
      0.1,
    );
    expect((await losing.decodeFrame(EMPTY))?.text).toBe('first');
    expect((await losing.decodeFrame(EMPTY))?.text).toBe('second');

    const never = asked(() => code);
    const alone = createBoth(
      asked(() => null),
      never,
      0,
    );
    for (let frame = 0; frame < 8; frame += 1) expect(await alone.decodeFrame(EMPTY)).toBeNull();
    expect(never.count).toBe(0);
    expect(() => createBoth(never, never, 2)).toThrow('settings/invalid');
  });
});

describe('both decoders before a camera', () => {
  const second: DecodedCode = { text: 'second', format: 'qr', corners: [] };
  const outline = [{ x: 1, y: 1 }];
  const eyesOf = (look: Look): SeeingDecoder => ({
    name: 'zxing-wasm',
    decodeFrame: () => Promise.reject(new Error('one code is not asked for')),
    lookAt: () => Promise.resolve(look),
  });
  const always: Decoder = { name: 'zxing-js', decodeFrame: () => Promise.resolve(second) };

  it('leave the second alone where the first read something, whatever else it saw', async () => {
    const look: Look = { codes: [{ ...second, text: 'first' }], unread: [outline] };
    expect(await createBothEyes(eyesOf(look), always, 1).lookAt(EMPTY)).toBe(look);
  });

  it('take what the second reads for the code that the first saw and could not', async () => {
    const look: Look = { codes: [], unread: [outline] };
    expect(await createBothEyes(eyesOf(look), always, 1).lookAt(EMPTY)).toEqual({
      codes: [second],
      unread: [],
    });
    const never: Decoder = { name: 'zxing-js', decodeFrame: () => Promise.resolve(null) };
    expect(await createBothEyes(eyesOf(look), never, 1).lookAt(EMPTY)).toBe(look);
  });
});

describe('text of bytes', () => {
  it('is UTF-8 or nothing', () => {
    expect(textOfBytes(new TextEncoder().encode('Đặng'))).toBe('Đặng');
    expect(textOfBytes(Uint8Array.of(0xd0))).toBeNull();
  });
});
