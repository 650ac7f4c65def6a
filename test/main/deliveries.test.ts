import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { verifyFolder } from '../../office/verify.ts';
import { type DeskKiosk, startDeskKiosk } from '../support/desk-kiosk.ts';
import { testFolder } from '../support/folder.ts';

const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A|20042021';

let dataFolder: string;
let stick: string;
beforeEach(() => {
  dataFolder = testFolder();
  stick = testFolder();
});

async function start(settings: Record<string, unknown> = {}): Promise<DeskKiosk> {
  const kiosk = startDeskKiosk(dataFolder, settings);
  onTestFinished(() => kiosk.close());
  await kiosk.call('staff.sign-in', { password: 'none is set' });
  return kiosk;
}
/** Delivers; the ranges that lie on the stick afterwards, or the code of the failure. */
async function deliver(kiosk: DeskKiosk, folder = stick): Promise<unknown> {
  const answer = await kiosk.call('delivery.deliver', { folder });
  return answer.ok ? answer.value.batches.map(({ firstSeq, lastSeq }) => [firstSeq, lastSeq]) : answer.code;
}
/** Seals one scan and leaves it owed: the stick is not plugged in. */
async function owe(kiosk: DeskKiosk): Promise<void> {
  await kiosk.scan(CARD);
  expect(await deliver(kiosk, join(stick, 'not plugged in'))).toBe('delivery/gone');
}
const problemsOnStick = async () => {
  const { batches, problems } = await verifyFolder(stick);
  return [...problems, ...batches.flatMap((batch) => batch.problems)];
};

describe('a batch that is still owed', () => {
  it('goes out under the names that it was sealed with, whatever the settings say since', async () => {
    const before = await start();
    await owe(before);
    await before.close();
    const kiosk = await start({ site: { slug: 'benh-vien-moi', name: 'Bệnh viện Mới' } });
    await kiosk.scan(CARD);
    expect(await deliver(kiosk)).toHaveLength(2);
    expect(readdirSync(join(stick, 'GATELOG')).sort()).toEqual(['benh-vien-moi', 'benh-vien-thu']);
    expect(await problemsOnStick()).toEqual([]);
  });

  it.each<[string, (spool: string) => void]>([
    ['lost', (spool) => rmSync(spool, { recursive: true })],
    [
      'damaged',
      (spool) => {
        const [batch = ''] = readdirSync(spool);
        writeFileSync(join(spool, batch, 'events.csv'), 'no longer what was sealed');
      },
    ],
  ])('is rendered again, byte for byte, where the spool was %s', async (_, harm) => {
    const kiosk = await start();
    await owe(kiosk);
    harm(join(dataFolder, 'spool'));
    await kiosk.scan(CARD);
    expect(await deliver(kiosk)).toEqual([
      [1, 2],
      [3, 3],
    ]);
    expect(await problemsOnStick()).toEqual([]);
    expect(readdirSync(join(dataFolder, 'spool'))).toEqual([]);
  });

  it('never goes out as another one: where the log gives other bytes now, it is refused', async () => {
    const before = await start();
    await owe(before);
    await before.close();
    for (const gone of ['spool', 'gate-key.pem']) rmSync(join(dataFolder, gone), { recursive: true });
    const kiosk = await start();
    expect(await deliver(kiosk)).toBe('batch/invalid');
    expect(readdirSync(dataFolder)).toContain('spool');
    expect(readdirSync(join(dataFolder, 'spool'))).toEqual([]);
  });

  it('stays in the spool where it belongs to the log before this one', async () => {
    const other = join(dataFolder, 'spool', 'benh-vien-thu-cong-chinh-ffffffff-0000000001-0000000002');
    mkdirSync(other, { recursive: true });
    const kiosk = await start();
    expect(await deliver(kiosk)).toEqual([[1, 1]]);
    expect(readdirSync(join(dataFolder, 'spool'))).toEqual([other.split('/').at(-1)]);
  });
});

describe('the key that signs', () => {
  it('is made anew where it was lost, and the next batch says so to the office', async () => {
    const before = await start();
    expect(await deliver(before)).toEqual([[1, 1]]);
    await before.close();
    rmSync(join(dataFolder, 'gate-key.pem'));
    const kiosk = await start();
    expect(await deliver(kiosk)).toEqual([[2, 3]]);
    const { batches } = await verifyFolder(stick);
    const [old, now] = batches.map(({ manifest }) => manifest?.key_id);
    expect(old).not.toBe(now);
    const acts = readFileSync(join(stick, batches[1]?.folder ?? '', 'audit.ndjson'), 'utf8');
    expect(
      acts.split('\n').flatMap((line) => (line.includes('key/') ? [JSON.parse(line)] : [])),
    ).toMatchObject([{ what: 'key/made-anew', fact_keyId: now, fact_batches: 1 }]);
  });
});
