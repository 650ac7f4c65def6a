import { afterEach, beforeEach, describe, expect } from 'vitest';
import { decodePayload } from '../../core/batch/payload.ts';
import { encodeBase45, makeHc1 } from '../core/credential/hcert/make-hc1.ts';
import { fullJws, makeShcIssuer, shcText } from '../core/credential/shc/cards.ts';
import { makeCertificate } from '../support/certificates.ts';
import { itNeeding } from '../support/device.ts';
import { type Keyboard, makeKeyboard } from '../support/keys.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { rowsOnDisk, story } from '../support/rows.ts';
import { importTrustLists } from '../support/trusting-kiosk.ts';

const it = itNeeding('electron', 'display', 'xdotool');

const signer = makeCertificate({
  subject: [
    ['C', 'VN'],
    ['CN', 'Nơi cấp Thử'],
  ],
});
const issuer = makeShcIssuer();
const hex = (text: string): string => Buffer.from(text, 'utf8').toString('hex');
/** A health-insurance card of an invented person, in date until the end of the year after next. */
const YEAR = new Date().getFullYear();
const BHYT = [
  ...['GD4790012345678', hex('Nguyễn Thị Diễm Ánh'), '15/05/1999', '2', hex('Xã A, Huyện B, Đắk Lắk')],
  ...['79 - 034', `01/01/${YEAR}`, `31/12/${YEAR + 2}`, `01/01/${YEAR}`, '79000000001234', '-', '4'],
  ...[`01/01/${YEAR}`, '15e4ebc5dd3bd0b4-7102', '4', hex('BHXH huyện Thử'), '$'],
].join('|');
/** A busy machine can hold a key back for long: a read is not cut in two for that. */
const PATIENT = { silenceMs: 1000 };

let folder: string;
let kiosk: RunningKiosk;
let keyboard: Keyboard;

beforeEach(async () => {
  folder = await makeFolder();
  kiosk = await startKiosk(folder, { lanes: [{ name: '1', direction: 'in' }], wedge: PATIENT });
  await importTrustLists(kiosk, folder, { signers: [signer], issuers: [issuer] });
  keyboard = await makeKeyboard(kiosk);
});
afterEach(() => kiosk.close());

const shown = (testId: string) => kiosk.page.getByTestId(testId);
const verdict = (kind: string) =>
  kiosk.page.locator(`[data-testid="verdict"][data-verdict="${kind}"]`).waitFor();
const marks = () => kiosk.page.locator('[data-testid="verdict-marks"] li').allInnerTexts();
const personalOf = (kind: string) => {
  const row = rowsOnDisk(kiosk.dataFolder).find((each) => each.kind === kind);
  return decodePayload(row?.payload ?? new Uint8Array());
};

/** An HC1 whose text has every character of base45 in it, spaces and both signs of Shift and none. */
function everyCharacter(): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
  for (let number = 0; number < 500; number += 1) {
    const claims = new Map<number, unknown>([
      [4, Math.floor(Date.now() / 1000) + 86_400],
      [6, Math.floor(Date.now() / 1000) - number],
    ]);
    const text = makeHc1({ signer, claims });
    const body = text.slice('HC1:'.length);
    if ([...alphabet].every((character) => body.includes(character)) && body.includes('  ')) return text;
  }
  throw new Error('no certificate with every character');
}

describe('a certificate that a keyboard types', () => {
  it('arrives whole with every character of base45, two spaces in a row among them, and is verified', async () => {
    expect(encodeBase45(new Uint8Array([0xff, 0xff]))).toBe('FGW');
    await keyboard.scan(everyCharacter());
    await verdict('welcome');
    expect(await shown('verdict-name').textContent()).toBe('Nguyễn Văn Thử');
    expect(await marks()).toEqual(expect.arrayContaining(['Chữ ký đúng', 'Nơi cấp có trong danh sách']));
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual(['in entered']);
  });

  it('of 2,390 digits, as much as one code of a health card holds, arrives whole and is verified', async () => {
    await keyboard.scan(shcText(fullJws(issuer)));
    await verdict('welcome');
    expect(await shown('verdict-kind').textContent()).toBe('Thẻ sức khỏe SMART, đã xác minh');
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual(['in entered']);
  });

  it('that an input method typed over is shown again, with the advice to switch that off', async () => {
    await keyboard.scan(everyCharacter().replace(/[DW]/, (letter) => (letter === 'D' ? 'Đ' : 'Ư')));
    await verdict('unreadable');
    expect(await shown('verdict').getAttribute('data-reason')).toBe('certificate-unreadable');
    expect((await marks()).join()).toContain('hãy tắt Unikey/EVKey');
    await kiosk.kill();
    const { raw, name } = personalOf('unreadable');
    expect([raw, name]).toEqual([null, null]);
  });

  it('may be as long as the largest code: 4,296 letters and digits arrive whole', async () => {
    const text = 'VERSION 40 HOLDS 4296 CHARACTERS '.repeat(131).slice(0, 4_296);
    await keyboard.scan(text);
    await verdict('ask');
    await kiosk.kill();
    expect(personalOf('asked').raw === text).toBe(true);
  });
});

describe('a health-insurance card that a keyboard types', () => {
  it('is read though the keyboard wrote everything in capitals: hex has no case', async () => {
    await keyboard.scan(BHYT.toUpperCase());
    await verdict('welcome');
    expect(await shown('verdict-name').textContent()).toBe('Nguyễn Thị Diễm Ánh');
    expect((await marks()).join('\n')).toMatch(/Chỉ đọc, không xác minh/);
    expect((await marks()).join('\n')).toMatch(/Thẻ còn hạn đến 12\//);
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual(['in entered']);
  });

  it('whose hex an input method typed over is asked about, names the input method, and keeps what came', async () => {
    const damaged = BHYT.replace(/ee/g, 'ê')
      .replace(/dd/g, 'đ')
      .replace(/aa/g, 'â')
      .replace('e1bb85', 'ê1bb85');
    expect(damaged).not.toBe(BHYT);
    await keyboard.scan(damaged);
    await verdict('ask');
    expect(await shown('verdict').getAttribute('data-reason')).toBe('damaged-text');
    const said = (await marks()).join('\n');
    expect(said).toContain('hãy tắt Unikey/EVKey');
    expect(await shown('verdict-name').count()).toBe(0);
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual(['asked damaged-text']);
    const { raw, name } = personalOf('asked');
    expect([raw, name]).toEqual([damaged, null]);
  });
});
