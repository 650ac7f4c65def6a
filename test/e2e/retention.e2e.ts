import { lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hours, timestampMs } from '../../core/units.ts';
import { describeNeeding } from '../support/device.ts';
import { holderOf, openGateLog, passage } from '../support/gate-log.ts';
import { gatelog } from '../support/gatelog.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { plainFrames, plainPages } from '../support/plain-pages.ts';

const GONE = { name: 'Thử Nguyệt Quế Vàng', folded: 'nguyet que vang', number: '001099000041' };
const HERE = { name: 'Thử Hoa Sim Tím', folded: 'hoa sim tim', number: '001099000042' };
const SETTINGS = { batches: { encryption: { plain: { reason: 'this test reads what lies there' } } } };

let folder: string;
let target: string;
let kiosk: RunningKiosk;

/** A log in which somebody came 40 days ago, and somebody else yesterday. */
function writeLog(dataFolder: string): void {
  mkdirSync(dataFolder, { recursive: true });
  const log = openGateLog(dataFolder);
  for (const [{ name, number }, daysAgo] of [
    [GONE, 40],
    [HERE, 1],
  ] as const) {
    const made = passage(1);
    const atMs = timestampMs(Date.now() - daysAgo * hours(24));
    log.append([
      {
        event: { ...made.event, atMs },
        personal: { ...made.personal, name, document: number, documentKind: 'cccd' },
        person: { ...holderOf('cccd', number), name, birth: '1999-05-15' },
      },
    ]);
  }
  log.close();
}

beforeEach(async () => {
  folder = await makeFolder();
  target = join(folder, 'share');
  mkdirSync(target);
  writeLog(join(folder, 'data'));
  kiosk = await startKiosk(folder, { ...SETTINGS, target });
});
afterEach(() => kiosk.close());

const id = (name: string) => kiosk.page.getByTestId(name);

/** Every file of the data folder, by what stands in it behind the log's encryption. */
function textsIn(dataFolder: string): readonly Buffer[] {
  const key = Buffer.from(readFileSync(join(dataFolder, 'log.key'), 'utf8').trim(), 'hex');
  return readdirSync(dataFolder, { recursive: true, encoding: 'utf8' })
    .map((name) => join(dataFolder, name))
    .filter((path) => lstatSync(path).isFile())
    .flatMap((path) => {
      const bytes = readFileSync(path);
      if (path.endsWith('gate.db')) return [bytes, plainPages(bytes, key)];
      return path.endsWith('gate.db-wal') ? [bytes, plainFrames(bytes, key)] : [bytes];
    });
}
const found = (who: typeof GONE): boolean =>
  textsIn(kiosk.dataFolder).some((bytes) =>
    [who.name, who.folded, who.number].some((text) => bytes.includes(text)),
  );

describeNeeding('display', 'electron')('an administrator who has old data deleted', () => {
  it('sees how much it is, has it sealed and deleted; the name is in no file any more, and the office gets everything', async () => {
    expect(found(GONE)).toBe(true);
    await id('action-admin').click();
    await id('admin-tab-retention').click();
    await id('retention-page').waitFor();
    expect(await id('retention-lost').textContent()).toContain('Chưa xóa gì');
    await id('retention-days').fill('20');
    await kiosk.page.locator('[data-testid="retention-preview"][data-events="1"]').waitFor();
    await id('retention-keep').click();
    // What is deleted does not come back: it asks.
    await id('retention-sure').waitFor();
    await id('retention-keep').click();
    await kiosk.page.locator('[data-testid="retention-last"][data-events="1"]').waitFor();
    expect(await id('retention-lost').textContent()).toContain('số 1 ');
    expect(JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'))).toMatchObject({
      keepPersonalDays: 20,
    });

    await id('admin-tab-deliver').click();
    await id('deliver-start').click();
    await id('deliver-result').waitFor();
    const key = ['--key', join(kiosk.dataFolder, 'gate-key.pub.json')];
    const verified = await gatelog(['verify', target, ...key, '--json']);
    expect(verified.code).toBe(0);
    expect(JSON.parse(verified.out)).toMatchObject({
      ok: true,
      batches: [{ record: { events: 3, commitmentsChecked: 3, commitmentsForgotten: 0 } }],
    });
    // Delivered and read back, the spool has nothing of it any more either.
    expect([found(GONE), found(HERE)]).toEqual([false, true]);
  });
});
