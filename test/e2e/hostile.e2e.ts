import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { decodePayload } from '../../core/batch/payload.ts';
import { makeCamera } from '../../tools/devices/camera.ts';
import { itNeeding } from '../support/device.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { makePtyPair, type PtyPair } from '../support/pty.ts';
import { rowsOnDisk } from '../support/rows.ts';

const it = itNeeding('electron', 'display', 'pty');

const HTML =
  '<img src=x onerror="document.title=1"><script>alert(1)</script><iframe src="https://a.vn"></iframe>';
/** All C0 controls but those that end or begin a read on a serial line: TAB, LF, CR, STX. */
const CONTROLS = String.fromCharCode(...Array.from({ length: 32 }, (_, code) => code)).replace(
  /[\t\n\r\u0002]/g,
  '',
);
const RTL = '\u202e\u2066001099000002\u2069\u202c\u200b\u200d\u2060\ufeff|Nguyễn\u200f Văn Thử';
const BRACKETS = '['.repeat(10_000) + ']'.repeat(10_000);
const TAGS = 'abc\u{e0001}\u{e0041}\ufe0f\u034f';

/** What somebody may hold before a scanner, and the reason with which the gate asks or stops. */
const HOSTILE: Readonly<Record<string, readonly [sent: string | Uint8Array, reason: string]>> = {
  'a text of no kind': ['một dòng chữ lạ', 'unknown-text'],
  HTML: [HTML, 'unknown-text'],
  'an attribute that breaks out': [`" autofocus onfocus=alert(1) x="'><svg/onload=alert(1)>`, 'unknown-text'],
  'a template of the page': [`{{constructor.constructor('alert(1)')()}} $t(app.title) \${1}`, 'unknown-text'],
  SQL: [`001099000001'); DROP TABLE event; --|' OR 1=1 --`, 'unknown-text'],
  '100 KB of text': ['Nguyễn Văn Thử '.repeat(5000), 'damaged-text'],
  'control characters': [`a${CONTROLS}\u001b[2J\u001b]0;x\u0007z`, 'unknown-text'],
  'RTL overrides and zero-width characters': [RTL, 'unknown-text'],
  'tags and variation selectors': [TAGS, 'unknown-text'],
  NUL: ['001099000001\0\0|\0Nguyễn', 'unknown-text'],
  'invalid UTF-8': [Uint8Array.of(0x41, 0xc3, 0x28, 0xff, 0xfe, 0xf8, 0x80, 0x42), 'damaged-text'],
  'surrogates as bytes': [Uint8Array.of(0x41, 0xed, 0xa0, 0x80, 0xed, 0xb0, 0x80, 0x42), 'damaged-text'],
  'overlong bytes': [Uint8Array.of(0x41, 0xc0, 0xaf, 0xe0, 0x80, 0xaf, 0x42), 'damaged-text'],
  'the name of a prototype': ['__proto__', 'unknown-text'],
  'names that every object has': ['constructor|toString|__proto__|hasOwnProperty|0|x|y', 'unknown-text'],
  'JSON that pollutes': [
    '{"__proto__":{"role":"admin"},"constructor":{"prototype":{"ok":1}}}',
    'unknown-text',
  ],
  '10,000 brackets': [BRACKETS, 'damaged-text'],
  'a formula': ['=HYPERLINK("http://a.vn","x")', 'unknown-text'],
  'a forged control code': ['GATELOG:1:OUT:AAAAAAAAAAAAAAAAAAAAAAAAAA', 'control-foreign'],
  'a tower of marks': [`Z${'\u0301\u0323'.repeat(900)}`, 'unknown-text'],
};

let folder: string;
let kiosk: RunningKiosk;

beforeEach(async () => {
  folder = await makeFolder();
});
afterEach(() => kiosk.close());

/** A card of somebody who was not here yet. */
const card = (index: number): string =>
  `001099${String(100_000 + index)}||Nguyễn Văn Thử|15051999|Nam|Xã A, Huyện B, Đắk Lắk|20042021`;

/** The verdict with this number: every read has one. */
async function verdict(id: number): Promise<[verdict: string | null, reason: string | null]> {
  const shown = kiosk.page.locator(`[data-testid="verdict"][data-id="${id}"]`);
  await shown.waitFor();
  return [await shown.getAttribute('data-verdict'), await shown.getAttribute('data-reason')];
}

/** What an injected text would have changed: kinds of elements, attributes that run, title, address, place to write. */
const shapeOfPage = () =>
  kiosk.page.evaluate(() => {
    const all = [...document.querySelectorAll('*')];
    return {
      kinds: [...new Set(all.map((element) => element.localName))].filter((kind) =>
        /^(img|iframe|script|object|embed|form|base|meta|link|style|a|video)$/.test(kind),
      ),
      running: all.flatMap((element) => element.getAttributeNames().filter((name) => name.startsWith('on'))),
      title: document.title,
      address: location.href,
      polluted: Object.keys(Object.getPrototypeOf({})),
    };
  });

/** Notes what would betray a text that ran: a dialog, an error of the page, something its policy refused. */
async function watchPage(): Promise<() => Promise<string[]>> {
  const noted: string[] = [];
  kiosk.page.on('dialog', (dialog) => {
    noted.push(`dialog ${dialog.message()}`);
    void dialog.dismiss();
  });
  kiosk.page.on('pageerror', (error) => noted.push(`error ${error.message}`));
  kiosk.page.on('crash', () => noted.push('crash'));
  await kiosk.page.evaluate(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      document.body.dataset['refused'] = event.violatedDirective;
    });
  });
  return async () => {
    const refused = await kiosk.page.evaluate(() => document.body.dataset['refused']);
    return refused === undefined ? noted : [...noted, `refused ${refused}`];
  };
}

/** Kind, reason and raw text of every row of the gate. */
const written = () =>
  rowsOnDisk(kiosk.dataFolder)
    .filter(({ kind, reason }) => /^(in|asked|refused|unreadable)$/.test(kind) && reason !== 'unanswered')
    .map((row) => [row.kind, row.reason, row.payload === null ? null : decodePayload(row.payload).raw]);

describe('hostile texts from a serial scanner', () => {
  let pty: PtyPair;

  it('are asked about or stopped, stay text, are kept on disk, and the next card is a welcome each time', async () => {
    pty = await makePtyPair(folder);
    try {
      kiosk = await startKiosk(folder, { scanners: [{ port: pty.device, baudRate: 115200 }] });
      await kiosk.page.locator('[data-testid^="chip-scanner-"][data-state="ready"]').first().waitFor();
      const before = await shapeOfPage();
      const noted = await watchPage();
      const seen: Record<string, unknown> = {};
      let id = 0;
      for (const [name, [sent]] of Object.entries(HOSTILE)) {
        await pty.send(sent, '\r\n');
        id += 1;
        const answer = await verdict(id);
        expect({ name, ...(await shapeOfPage()) }).toEqual({ name, ...before });
        await pty.send(`${card(id)}\r\n`);
        id += 1;
        seen[name] = [...answer, ...(await verdict(id))];
      }
      expect(seen).toEqual(
        Object.fromEntries(
          Object.entries(HOSTILE).map(([name, [, reason]]) => [
            name,
            [reason === 'control-foreign' ? 'stop' : 'ask', reason, 'welcome', 'entered'],
          ]),
        ),
      );
      expect(await noted()).toEqual([]);
      await kiosk.kill();
      expect(written()).toEqual(
        Object.values(HOSTILE).flatMap(([sent, reason]) => [
          reason === 'control-foreign' ? ['refused', reason, null] : ['asked', reason, rawOf(sent)],
          ['in', 'entered', null],
        ]),
      );
    } finally {
      await pty.close();
    }
  });

  /** As the log keeps it: at most 8 KiB, broken bytes as U+FFFD. */
  function rawOf(sent: string | Uint8Array): string {
    const bytes = (typeof sent === 'string' ? Buffer.from(sent) : Buffer.from(sent)).subarray(0, 8192);
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes, { stream: bytes.length === 8192 });
  }
});

describe('hostile texts from the page', () => {
  it('are asked about and kept as they came, also lone surrogates and 100 KB, and a card is a welcome after them', async () => {
    kiosk = await startKiosk(folder);
    const before = await shapeOfPage();
    const noted = await watchPage();
    const texts = ['\ud800abc\udfff', `\udc00${HTML}`, 'x'.repeat(100_000), '__proto__', `${card(1)}`];
    const seen: unknown[] = [];
    for (const [index, text] of texts.entries()) {
      await kiosk.page.evaluate(
        (read) =>
          window.gatelog.call('gate.read', { source: 'wedge', text: read, prefix: '', terminator: 'enter' }),
        text,
      );
      seen.push(await verdict(index + 1));
      expect(await shapeOfPage()).toEqual(before);
    }
    expect(seen).toEqual([
      ['ask', 'damaged-text'],
      ['ask', 'damaged-text'],
      ['ask', 'damaged-text'],
      ['ask', 'unknown-text'],
      ['welcome', 'entered'],
    ]);
    expect(await noted()).toEqual([]);
    await kiosk.kill();
    expect(written()).toEqual([
      ['asked', 'damaged-text', '\ufffdabc\ufffd'],
      ['asked', 'damaged-text', `\ufffd${HTML}`],
      ['asked', 'damaged-text', 'x'.repeat(8192)],
      ['asked', 'unknown-text', '__proto__'],
      ['in', 'entered', null],
    ]);
  });
});

describe('a hostile code before the camera', () => {
  it('is asked about, stays text and is kept, and the next card is a welcome', async () => {
    const camera = await makeCamera(join(folder, 'webcam.mjpeg'));
    kiosk = await startKiosk(folder, { camera: { enabled: true } }, camera.switches);
    await kiosk.page.locator('[data-testid="chip-scanner-camera"][data-state="ready"]').waitFor();
    const before = await shapeOfPage();
    const noted = await watchPage();
    await camera.show(HTML);
    expect(await verdict(1)).toEqual(['ask', 'unknown-text']);
    expect(await shapeOfPage()).toEqual(before);
    await camera.show(card(1));
    expect(await verdict(2)).toEqual(['welcome', 'entered']);
    expect(await noted()).toEqual([]);
    await kiosk.kill();
    expect(written()).toEqual([
      ['asked', 'unknown-text', HTML],
      ['in', 'entered', null],
    ]);
  });
});
