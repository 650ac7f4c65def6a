import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { decodePayload } from '../../core/batch/payload.ts';
import { makeControlCode } from '../../core/credential/control.ts';
import { itNeeding } from '../support/device.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { makePtyPair, type PtyPair } from '../support/pty.ts';
import { rowsOnDisk, story } from '../support/rows.ts';

const it = itNeeding('electron', 'display', 'pty');

const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A|20042021\r\n';
const SECRET = randomBytes(32);
const card = (command: Parameters<typeof makeControlCode>[1], argument: string | null = null) =>
  `${makeControlCode(SECRET, command, argument)}\r\n`;

let folder: string;
let pty: PtyPair;
let kiosk: RunningKiosk;

beforeEach(async () => {
  folder = await makeFolder();
  pty = await makePtyPair(folder);
  const siteSecretFile = join(folder, 'site.secret');
  await writeFile(siteSecretFile, SECRET.toString('hex'));
  kiosk = await startKiosk(folder, {
    siteSecretFile,
    lanes: [{ name: '1', direction: 'in' }],
    scanners: [{ port: pty.device, baudRate: 115200 }],
  });
  await kiosk.page.locator('[data-testid^="chip-scanner"][data-state="ready"]').waitFor();
});
afterEach(async () => {
  await kiosk.close();
  await pty.close();
});

const verdict = (kind: string) =>
  kiosk.page.locator(`[data-testid="verdict"][data-verdict="${kind}"]`).waitFor();
const notice = (text: string) => kiosk.page.getByTestId('notice').filter({ hasText: text }).waitFor();

describe('a printed control card', () => {
  it('does nothing but stop while nobody is at the kiosk', async () => {
    await pty.send(card('OUT'));
    await verdict('stop');
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual(['refused control-not-signed-in']);
  });

  it('turns the lane after a hand touched the kiosk, and the next card goes that way', async () => {
    await kiosk.page.mouse.click(400, 300);
    await pty.send(card('OUT'));
    await notice('Làn 1 nay là RA');
    await pty.send(CARD);
    await verdict('goodbye');
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual(['mode control:out', 'out left-without-entry']);
  });

  it('signs a guard in, undoes his last event, and says when there is nothing to undo', async () => {
    await kiosk.page.mouse.click(400, 300);
    await pty.send(card('GUARD', 'an-01'));
    await notice('an-01');
    await pty.send(CARD);
    await verdict('welcome');
    await pty.send(card('UNDO'));
    await notice('Đã hoàn tác');
    await kiosk.page.getByTestId('verdict').waitFor({ state: 'detached' });
    await pty.send(card('UNDO'));
    await notice('không có lượt nào');
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual([
      'note guard-signed-in',
      'in entered',
      'void undone',
      'note control-nothing-to-undo',
    ]);
    const guards = rowsOnDisk(kiosk.dataFolder).map((row) => row.payload && decodePayload(row.payload).guard);
    expect(guards).toEqual([null, 'an-01', 'an-01', 'an-01', 'an-01']);
  });

  it('stops again once the guard ended his duty on the screen', async () => {
    await kiosk.page.mouse.click(400, 300);
    await pty.send(card('GUARD', 'an-01'));
    await kiosk.page.getByTestId('off-duty').click();
    await kiosk.page.getByTestId('guard').waitFor({ state: 'detached' });
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual(['note guard-signed-in', 'note guard-signed-out']);
  });

  it('closes an ask that nobody answered, like every read', async () => {
    await pty.send('no document at all\r\n');
    await verdict('ask');
    await kiosk.page.mouse.click(5, 5);
    await pty.send(card('OUT'));
    await notice('Làn 1 nay là RA');
    await kiosk.page.getByTestId('verdict').waitFor({ state: 'detached' });
    await kiosk.kill();
    expect(story(kiosk.dataFolder)).toEqual(['asked unknown-text', 'refused unanswered', 'mode control:out']);
  });
});

describe('the page', () => {
  it('comes back by itself when its process dies, and reads go on', async () => {
    await kiosk.app.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    );
    const page = await kiosk.app.evaluate(
      ({ BrowserWindow }) =>
        new Promise<string>((resolve) => {
          const contents = BrowserWindow.getAllWindows()[0]?.webContents;
          contents?.once('did-finish-load', () => resolve(contents.getURL()));
        }),
    );
    await pty.send(CARD);
    const shown = await kiosk.app.evaluate(async ({ BrowserWindow }) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const look = 'document.querySelector("[data-testid=verdict]")?.dataset.verdict ?? ""';
      for (let looks = 0; looks < 200; looks += 1) {
        const found = await contents?.executeJavaScript(look);
        if (found !== '') return found;
        await new Promise((resolve) => setTimeout(resolve, 50));
      }
      return 'nothing';
    });
    await kiosk.kill();
    expect([page, shown, story(kiosk.dataFolder)]).toEqual([
      'app://gatelog/index.html',
      'welcome',
      ['in entered'],
    ]);
    expect(readFileSync(join(kiosk.dataFolder, 'diagnostics.log'), 'utf8')).toContain('screen/page-gone');
  });
});

describe('the diagnostics', () => {
  it('hold nothing of what was read', async () => {
    await pty.send(CARD);
    await verdict('welcome');
    await pty.send('Xin chào Lê Thị Mẫu 0901234567\r\n');
    await verdict('ask');
    await kiosk.kill();
    const text = readFileSync(join(kiosk.dataFolder, 'diagnostics.log'), 'utf8') + kiosk.diagnostics();
    expect(text).toContain('kiosk/opened');
    // The whole birth date: its year alone stands in many a number of a process or of microseconds.
    for (const secret of ['001099000001', 'Thử', 'Mẫu', '0901234567', '15051999', '1999-05-15'])
      expect(text).not.toContain(secret);
  });
});
