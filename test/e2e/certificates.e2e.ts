import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { decodePayload } from '../../core/batch/payload.ts';
import { type FakeCamera, makeCamera } from '../../tools/devices/camera.ts';
import { drawClose } from '../../tools/devices/pictures.ts';
import { makeHc1, VACCINATION } from '../core/credential/hcert/make-hc1.ts';
import { longJws, makeShcIssuer, shcParts } from '../core/credential/shc/cards.ts';
import { makeCertificate } from '../support/certificates.ts';
import { itNeeding } from '../support/device.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { makePtyPair, type PtyPair } from '../support/pty.ts';
import { rowsOnDisk, story } from '../support/rows.ts';
import { importTrustLists } from '../support/trusting-kiosk.ts';

const it = itNeeding('pty', 'electron', 'display');

const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A, Huyện B, Đắk Lắk|20042021';
const DAY_S = 86_400;
const nowS = Math.floor(Date.now() / 1000);
const signer = makeCertificate({
  subject: [
    ['C', 'VN'],
    ['CN', 'Nơi cấp Thử'],
  ],
});
const stranger = makeCertificate({
  subject: [
    ['C', 'VN'],
    ['CN', 'Nơi cấp Lạ'],
  ],
});
const issuer = makeShcIssuer();
const inDate = new Map<number, unknown>([
  [4, nowS + 300 * DAY_S],
  [6, nowS - 30 * DAY_S],
]);
const verified = makeHc1({ signer, claims: inDate });
/** As most passes of 2022 are: nobody knows the key, and it is over. */
const old = makeHc1({ signer: stranger, dcc: { ...VACCINATION, nam: { fn: 'Trần', gn: 'Thị Mẫu' } } });
const forged = makeHc1({
  signer,
  claims: inDate,
  change: (parts) => ({
    ...parts,
    signature: parts.signature.map((byte, at) => (at === 7 ? byte ^ 1 : byte)),
  }),
});
const [one = '', two = '', three = ''] = shcParts(longJws(issuer), 3);

let folder: string;
let kiosk: RunningKiosk;

beforeEach(async () => {
  folder = await makeFolder();
});
afterEach(() => kiosk.close());

const shown = (testId: string) => kiosk.page.getByTestId(testId);
const verdict = (kind: string) =>
  kiosk.page.locator(`[data-testid="verdict"][data-verdict="${kind}"]`).waitFor();
const progress = (have: string) =>
  kiosk.page.locator(`[data-testid="parts"][data-have="${have}"][data-count="3"]`).waitFor();
/** The marks as a guard reads them, the weightiest first. */
const marks = () => kiosk.page.locator('[data-testid="verdict-marks"] li').allInnerTexts();

async function startTrusting(
  settings: Record<string, unknown>,
  switches: readonly string[] = [],
): Promise<void> {
  kiosk = await startKiosk(folder, { lanes: [{ name: '1', direction: 'in' }], ...settings }, switches);
  await importTrustLists(kiosk, folder, { signers: [signer], issuers: [issuer] });
}

/** The first row of these kinds as it lies on disk, and what of it is personal. */
function onDisk(kind: string) {
  const row = rowsOnDisk(kiosk.dataFolder).find((each) => each.kind === kind);
  const personal = decodePayload(row?.payload ?? new Uint8Array());
  return { row, personal };
}

describe('a certificate at a serial scanner', () => {
  let pty: PtyPair;
  beforeEach(async () => {
    pty = await makePtyPair(folder);
    await startTrusting({ scanners: [{ port: pty.device, baudRate: 115200 }] });
    await kiosk.page.locator('[data-testid^="chip-scanner-"][data-state="ready"]').first().waitFor();
  });
  afterEach(() => pty.close());
  const scan = (text: string) => pty.send(`${text}\r\n`);

  it('of a known issuer is verified, names its holder, and keeps no vaccine in the log', async () => {
    await scan(verified);
    await verdict('welcome');
    expect(await shown('verdict-name').textContent()).toBe('Nguyễn Văn Thử');
    expect(await shown('verdict-birth').textContent()).toBe('sinh năm 1987');
    expect(await shown('verdict-kind').textContent()).toBe('Chứng nhận sức khỏe (kiểu châu Âu), đã xác minh');
    expect(await marks()).toEqual(
      expect.arrayContaining([
        'Chữ ký đúng',
        'Nơi cấp có trong danh sách',
        expect.stringMatching(/^Còn hạn đến /),
      ]),
    );
    await kiosk.kill();
    const { row, personal } = onDisk('in');
    expect([row?.reason, row?.credentialKind, row?.source]).toEqual([
      'entered',
      'hcert-dcc',
      `serial:${pty.device}`,
    ]);
    expect(row?.checks).toContain('issuerKnown=pass');
    expect(row?.checks).toContain('signature=pass');
    expect([personal.name, personal.birth, personal.raw]).toEqual(['Nguyễn Văn Thử', '1987-01-18', null]);
    expect(JSON.stringify(personal)).not.toMatch(/EU\/1\/20\/1528|840539006|1119349007|ORG-100030215/);
  });

  it('of an unknown issuer that is over names its holder, says so, and is nowhere called verified', async () => {
    await scan(old);
    await verdict('welcome');
    expect(await shown('verdict-name').textContent()).toBe('Trần Thị Mẫu');
    expect(await shown('verdict-kind').textContent()).toBe('Chứng nhận sức khỏe (kiểu châu Âu)');
    const said = await marks();
    expect(said.slice(0, 2).sort()).toEqual(['Hết hạn 12/2022', 'Nơi cấp không có trong danh sách']);
    expect(said).toContain('Chưa kiểm được chữ ký');
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual(['in entered']);
  });

  it('whose signature is wrong is asked about, and the guard’s no is a row of its own', async () => {
    await scan(forged);
    await verdict('ask');
    expect(await shown('verdict-reason').textContent()).toMatch(/^Chữ ký sai\. /);
    expect((await marks())[0]).toBe('Chữ ký sai');
    await shown('answer-refuse').click();
    await kiosk.page.locator('[data-reason="guard-refused"]').waitFor();
    expect((await marks())[0]).toBe('Chữ ký sai');
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual(['asked check-asks', 'refused guard-refused']);
  });

  it('in three codes, in any order, shows how far it has come and is one row at the last of them', async () => {
    await scan(three);
    await progress('3');
    expect(await shown('parts-words').textContent()).toBe('Đã đọc 1 trên 3 mã, đưa mã tiếp theo.');
    await scan(three);
    await kiosk.page.getByText('Mã này đã đọc rồi').waitFor();
    await scan(one);
    await progress('1 3');
    await scan(two);
    await verdict('welcome');
    expect(await shown('verdict-name').textContent()).toBe('Nguyễn Văn Thử');
    expect(await shown('verdict-kind').textContent()).toBe('Thẻ sức khỏe SMART, đã xác minh');
    expect(await marks()).toEqual(expect.arrayContaining(['Chữ ký đúng', 'Nơi cấp có trong danh sách']));
    await shown('verdict').waitFor({ state: 'detached' });
    expect(await shown('parts').count()).toBe(0);
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual(['in entered']);
    const { row, personal } = onDisk('in');
    expect([row?.credentialKind, personal.raw, personal.birth]).toEqual(['shc', null, '1999-05-15']);
    expect(JSON.stringify(personal)).not.toContain('Trạm y tế Thử');
  });

  it('of which a code is missing leaves a row when another card comes, and is gone after a restart', async () => {
    await scan(one);
    await progress('1');
    await scan(CARD);
    await verdict('welcome');
    expect(await marks()).toContain('Thẻ trước chưa đọc đủ: thiếu mã 2, 3 trên 3');
    await scan(two);
    await progress('2');
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual(['unreadable parts-missing', 'in entered']);
    kiosk = await startKiosk(folder, { scanners: [{ port: pty.device, baudRate: 115200 }] });
    expect(await shown('parts').count()).toBe(0);
  });

  it('that is no pass is declined kindly, and of a Wi-Fi code nothing but its kind is kept', async () => {
    await scan('WIFI:T:WPA;S:Nha Thu;P:mat-khau-rat-dai;;');
    await verdict('unreadable');
    expect(await shown('verdict-reason').textContent()).toMatch(/^Đây là mã Wi-Fi/);
    expect(await shown('verdict').textContent()).not.toContain('mat-khau');
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual(['unreadable not-a-pass']);
    const { row, personal } = onDisk('unreadable');
    expect([row?.credentialKind, row?.personKey, personal.raw, personal.document, personal.fields]).toEqual([
      'wifi',
      null,
      null,
      null,
      {},
    ]);
  });

  it('may fill the largest code that there is: 7,089 digits arrive whole', async () => {
    const digits = '1234567'.repeat(1_013).slice(0, 7_089);
    await scan(digits);
    await verdict('ask');
    await kiosk.kill();
    const { row, personal } = onDisk('asked');
    expect([row?.reason, personal.raw === digits]).toEqual(['unknown-text', true]);
  });
});

describe('a certificate before the webcam', () => {
  let camera: FakeCamera;
  beforeEach(async () => {
    camera = await makeCamera(join(folder, 'webcam.mjpeg'));
    await startTrusting({ camera: { enabled: true } }, camera.switches);
    await kiosk.page.locator('[data-testid="chip-scanner-camera"][data-state="ready"]').waitFor();
  });
  const show = async (text: string) => camera.showPicture(await drawClose(text));

  it('is read out of 1280x720 and verified', async () => {
    await show(verified);
    await verdict('welcome');
    expect(await shown('verdict-name').textContent()).toBe('Nguyễn Văn Thử');
    expect(await marks()).toContain('Chữ ký đúng');
    await kiosk.kill();
    expect(onDisk('in').row?.source).toBe('camera');
  });

  it('in three codes that a phone turns over is one row, and turning on afterwards changes nothing', async () => {
    await show(one);
    await progress('1');
    await show(two);
    await progress('1 2');
    await show(three);
    await verdict('welcome');
    expect(await marks()).toContain('Chữ ký đúng');
    // A second and more later each of them has been out of view.
    for (const text of [one, two, three]) {
      await show(text);
      await kiosk.page.waitForTimeout(1_200);
    }
    expect(await shown('parts').count()).toBe(0);
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual(['in entered']);
  });

  it('that is out of focus is asked for closer, and read once it is', async () => {
    await camera.showPicture(await drawClose(verified, 4, 2));
    await kiosk.page.locator('[data-testid="prompt"][data-unclear="true"]').waitFor();
    expect(await shown('prompt').textContent()).toBe('Thấy mã nhưng chưa rõ: đưa lại gần camera, giữ yên');
    await show(verified);
    await verdict('welcome');
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual(['in entered']);
  });
});
