import { join } from 'node:path';
import { afterEach, beforeEach, expect } from 'vitest';
import { hashPassword } from '../../main/staff/password.ts';
import { makeHc1, VACCINATION } from '../core/credential/hcert/make-hc1.ts';
import { bundleOf, dose, makeShcIssuer, PATIENT, shcJws, shcText } from '../core/credential/shc/cards.ts';
import {
  makeAuthority,
  makeSealSigner,
  VACCINATION as SEALED,
  sealText,
} from '../core/credential/vds-nc/seals.ts';
import { testKey } from '../support/certificates.ts';
import { itNeeding } from '../support/device.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { makePtyPair, type PtyPair } from '../support/pty.ts';
import { rowsOnDisk } from '../support/rows.ts';
import { authority, signer } from '../support/trust-lists.ts';
import { type StickWish, writeStick } from '../support/trust-stick.ts';

const it = itNeeding('pty', 'electron', 'display', 'openssl');

const PASSWORD = 'mat-khau-thu';
const DAY_MS = 86_400_000;
/** And an hour: a page's clock may stand a little behind, and 200 days less a second are 199. */
const daysAgo = (days: number): string => new Date(Date.now() - days * DAY_MS - 3_600_000).toISOString();
const nowS = Math.floor(Date.now() / 1000);

/** Marks of a certificate whose key no list has, where lists are in force and where none is. */
const NO_LIST = ['Không rõ nơi cấp', 'Chưa kiểm được chữ ký'];
const NOT_LISTED = ['Nơi cấp không có trong danh sách', 'Chưa kiểm được chữ ký'];
const KNOWN = ['Chữ ký đúng', 'Nơi cấp có trong danh sách'];

let folder: string;
let stick: string;
let kiosk: RunningKiosk;
let pty: PtyPair;

beforeEach(async () => {
  folder = await makeFolder();
  stick = join(folder, 'USB');
  pty = await makePtyPair(folder);
  await start();
});
afterEach(async () => {
  await kiosk.close();
  await pty.close();
});

async function start(): Promise<void> {
  kiosk = await startKiosk(folder, {
    lanes: [{ name: '1', direction: 'in' }],
    scanners: [{ port: pty.device, baudRate: 115200 }],
    adminPassword: hashPassword(PASSWORD),
    trustWarnDays: 30,
    verdictSeconds: 2,
  });
  await kiosk.page.locator('[data-testid^="chip-scanner-"][data-state="ready"]').first().waitFor();
}

const shown = (testId: string) => kiosk.page.getByTestId(testId);
const row = (list: string) => kiosk.page.locator(`[data-testid="trust-lists"] [data-list="${list}"]`);

/** Numbers the people of a test: each comes once, so that nobody is "already in". */
let people = 0;
const numbered = (): string => {
  people += 1;
  return String(people).padStart(4, '0');
};
const identifier = (number: string): string => `URN:UVCI:01:VN:THU${number}#B`;
/** A new person's certificate by this signer. */
const passBy = (by: Parameters<typeof makeHc1>[0]['signer'], number = numbered()): string =>
  makeHc1({
    signer: by,
    dcc: {
      ...VACCINATION,
      nam: { ...VACCINATION.nam, gn: `Văn Thử ${number}` },
      v: VACCINATION.v.map((one) => ({ ...one, ci: identifier(number) })),
    },
    claims: new Map<number, unknown>([
      [4, nowS + 300 * 86_400],
      [6, nowS - 30 * 86_400],
    ]),
  });

/** Holds a code up and gives what the guard reads of its issuer and its signature. */
async function marksOf(text: string, verdict = 'welcome'): Promise<readonly string[]> {
  await shown('verdict').waitFor({ state: 'detached' });
  await pty.send(`${text}\r\n`);
  await kiosk.page.locator(`[data-testid="verdict"][data-verdict="${verdict}"]`).waitFor();
  const all = await kiosk.page.locator('[data-testid="verdict-marks"] li').allInnerTexts();
  return all
    .filter((one) => /^(Chữ ký|Chưa kiểm được chữ ký|Nơi cấp|Không rõ nơi cấp)|thu hồi$/.test(one))
    .sort();
}

async function openAdmin(page: 'trust' | 'health'): Promise<void> {
  await shown('verdict').waitFor({ state: 'detached' });
  await shown('action-admin').click();
  await shown('sign-in-password').fill(PASSWORD);
  await shown('sign-in-submit').click();
  await shown(`admin-tab-${page}`).click();
}

/** Chooses the stick as it is now and looks at what would change. */
async function preview(wish: StickWish): Promise<void> {
  writeStick(stick, wish);
  // The dialog is the system's own window, which no test can press; all behind it is real.
  await kiosk.app.evaluate(({ dialog }, path) => {
    dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
  }, stick);
  await shown('trust-choose-folder').click();
  await shown('trust-preview').waitFor();
}

async function apply(): Promise<void> {
  await shown('trust-apply').click();
  await shown('trust-done').waitFor();
}

/** What a preview says of a list's own signature. */
const signatureOf = (list: string): Promise<string | null> =>
  kiosk.page.locator(`[data-list="${list}"] [data-signature]`).getAttribute('data-signature');

/** By list how many issuers come, go and change; `same` where nothing does. */
const changes = (): Promise<Record<string, string>> =>
  kiosk.page.evaluate(() =>
    Object.fromEntries(
      [...document.querySelectorAll<HTMLElement>('[data-testid="trust-preview"] [data-list]')].map((card) => [
        card.dataset['list'] ?? '',
        card.dataset['same'] === 'true'
          ? 'same'
          : [...card.querySelectorAll<HTMLElement>('[data-count]')]
              .map(({ dataset }) => `${dataset['sort']} ${dataset['count']}`)
              .join(', '),
      ]),
    ),
  );

it('lists from a stick are looked at, applied, kept over a power cut, replaced, and brought back', async () => {
  const [listed, other, third] = [signer('VN'), signer('TH'), signer('FR')];
  const ofFile = signer('LA');
  const [csca, handedOn] = [makeAuthority(), makeAuthority()];
  const sealed = (by: typeof csca): string =>
    sealText(makeSealSigner(by), {
      message: { ...SEALED, uvci: `VN${numbered()}`, pid: { ...SEALED.pid, i: `C000${numbered()}` } },
    });
  const issuer = makeShcIssuer();
  const card = (): string =>
    shcText(shcJws(issuer, { bundle: bundleOf({ ...PATIENT, birthDate: '1990-01-01' }, dose(people + 1)) }));
  const first: StickWish = {
    listed: [listed, other],
    signedList: [third],
    pem: [csca, authority('XB')],
    masterList: [handedOn, authority('XC')],
    der: ofFile,
    issuers: [issuer],
    issuersAt: daysAgo(3),
    junk: '{"menu":["phở","bún"]}',
  };

  expect(await marksOf(passBy(listed))).toEqual([...NO_LIST].sort());
  await openAdmin('trust');
  await shown('trust-none').waitFor();
  await preview(first);
  expect(await changes()).toEqual({
    'certificates:USB': 'added 3, removed 0, changed 0',
    'hcert-list:nguoi ky': 'added 2, removed 0, changed 0',
    'hcert-list:DSC': 'added 1, removed 0, changed 0',
    'vci-snapshot:https://danh-ba.example.test/': 'added 1, removed 0, changed 0',
    'master-list:XA ML': 'added 2, removed 0, changed 0',
  });
  expect([await signatureOf('hcert-list:DSC'), await signatureOf('master-list:XA ML')]).toEqual([
    'by-given-key',
    'by-own-certificate',
  ]);
  await shown('trust-refused').getByRole('button').click();
  expect(await shown('trust-refused').textContent()).toMatch(
    /^1 tệp không nhập được\s*rac\.json\s*Không phải danh sách/,
  );
  // Looked at is not applied.
  await shown('admin-leave').click();
  expect(await marksOf(passBy(listed))).toEqual([...NO_LIST].sort());

  await openAdmin('trust');
  await preview(first);
  await apply();
  await shown('admin-leave').click();
  const passes = [listed, other, third, ofFile].map((by) => passBy(by));
  for (const text of [...passes, card(), sealed(csca), sealed(handedOn)]) {
    expect(await marksOf(text)).toEqual(expect.arrayContaining(KNOWN));
  }

  await kiosk.kill();
  await start();
  expect(await marksOf(passBy(listed))).toEqual(KNOWN);

  const fresh = signer('VN');
  await openAdmin('trust');
  await preview({ listed: [fresh, other], signedList: [third] });
  expect(await changes()).toEqual({
    'hcert-list:nguoi ky': 'added 1, removed 1, changed 0',
    'hcert-list:DSC': 'same',
  });
  await apply();
  await shown('admin-leave').click();
  expect(await marksOf(passBy(listed))).toEqual([...NOT_LISTED].sort());
  expect(await marksOf(passBy(fresh))).toEqual(KNOWN);
  // What did not lie on the second stick stays in force.
  expect(await marksOf(passBy(ofFile))).toEqual(KNOWN);

  await openAdmin('trust');
  await row('hcert-list:nguoi ky').getByTestId('trust-bring-back').click();
  await shown('trust-yes').click();
  await shown('trust-done').waitFor();
  await shown('admin-leave').click();
  expect(await marksOf(passBy(listed))).toEqual(KNOWN);
  expect(await marksOf(passBy(fresh))).toEqual([...NOT_LISTED].sort());

  await kiosk.kill();
  const signatures = rowsOnDisk(kiosk.dataFolder)
    .filter(({ kind }) => kind === 'in')
    .map(({ checks }) => /\bsignature=(\w+)/.exec(checks ?? '')?.[1]);
  expect(signatures).toEqual(
    'unknown unknown pass pass pass pass pass pass pass pass unknown pass pass pass unknown'.split(' '),
  );
});

it('a list whose signature is wrong is shown as such and cannot be applied', async () => {
  const one = signer('VN');
  await openAdmin('trust');
  await preview({ signedList: [one], listKey: testKey() });
  expect(await signatureOf('hcert-list:DSC')).toBe('wrong');
  expect(await shown('trust-apply').isDisabled()).toBe(true);
  await shown('trust-cancel').click();
  await shown('trust-none').waitFor();
  await shown('admin-leave').click();
  expect(await marksOf(passBy(one))).toEqual([...NO_LIST].sort());
});

it('an old list is a chip at the gate and a line of the condition, until a new one is there', async () => {
  const issuer = makeShcIssuer();
  await openAdmin('trust');
  await preview({ issuers: [issuer], issuersAt: daysAgo(200) });
  await apply();
  await shown('admin-tab-health').click();
  await kiosk.page.locator('[data-testid="health-trust"][data-state="old"]').waitFor();
  expect(await shown('health-lists').locator('li').allInnerTexts()).toEqual([
    expect.stringMatching(/^Nơi cấp thẻ sức khỏe SMART[\s\S]*tháng trước/),
  ]);
  await shown('admin-leave').click();
  await kiosk.page.locator('[data-testid="chip-trust"][data-state="old"]').waitFor();
  expect(await shown('chip-trust').textContent()).toContain('Danh sách đã 200 ngày');

  await openAdmin('trust');
  await preview({ issuers: [issuer], issuersAt: daysAgo(2) });
  await apply();
  await shown('admin-tab-health').click();
  await kiosk.page.locator('[data-testid="health-trust"][data-state="ok"]').waitFor();
  await shown('admin-leave').click();
  await shown('chip-trust').waitFor({ state: 'detached' });
});

it('a certificate and a card on imported revocation lists are asked about, and others are not', async () => {
  const one = signer('VN');
  const issuer = makeShcIssuer();
  const [gone, good] = [numbered(), numbered()];
  const cardWith = (rid: string): string =>
    shcText(shcJws(issuer, { vc: { rid }, bundle: bundleOf(PATIENT, dose(rid.length)) }));
  await openAdmin('trust');
  await preview({
    listed: [one],
    issuers: [issuer],
    issuersAt: daysAgo(1),
    revoked: { by: one, identifiers: [identifier(gone)] },
    revokedCards: { by: issuer, rids: ['mat-the'] },
  });
  expect(Object.keys(await changes()).sort()).toEqual([
    'hcert-list:nguoi ky',
    'hcert-revocations:USB',
    'shc-revocations:USB',
    'vci-snapshot:https://danh-ba.example.test/',
  ]);
  await apply();
  await shown('admin-leave').click();
  expect(await marksOf(passBy(one, good))).toEqual([...KNOWN, 'Chưa bị thu hồi'].sort());
  expect(await marksOf(passBy(one, gone), 'ask')).toEqual([...KNOWN, 'Đã bị thu hồi'].sort());
  await shown('answer-refuse').click();
  expect(await marksOf(cardWith('con-the'))).toEqual([...KNOWN, 'Chưa bị thu hồi'].sort());
  expect(await marksOf(cardWith('mat-the'), 'ask')).toEqual([...KNOWN, 'Đã bị thu hồi'].sort());
});
