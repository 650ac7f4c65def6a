import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { describe, expect, onTestFinished } from 'vitest';
import type { StickSystem } from '../../../main/sticks/stick.ts';
import { NO_KEYS, readOpeningKeys } from '../../../office/opening-keys.ts';
import { verifyFolder } from '../../../office/verify.ts';
import type { PastBatchView } from '../../../preload/contract/delivery-views.ts';
import { type DeskKiosk, startDeskKiosk } from '../../support/desk-kiosk.ts';
import { itNeeding } from '../../support/device.ts';
import { testFolder } from '../../support/folder.ts';
import { plugStick, type RealStick } from '../../support/sticks.ts';
import { treeHashes } from '../../support/tree-hashes.ts';

const it = itNeeding('exfat');
const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A|20042021';
const OPEN = { encryption: { plain: { reason: 'tests read what lies there' } } };

async function start(folder: string, system: StickSystem, batches: object): Promise<DeskKiosk> {
  const kiosk = startDeskKiosk(folder, { batches }, system);
  onTestFinished(() => kiosk.close());
  await kiosk.call('staff.sign-in', { password: 'none is set' });
  await kiosk.call('sticks.watch', { active: true });
  return kiosk;
}
/** How the delivery went. Asked for by a page that stays, as the real one does. */
async function deliver(kiosk: DeskKiosk, { device }: RealStick, again?: number[]): Promise<unknown> {
  await kiosk.call('sticks.watch', { active: true });
  const answer = await kiosk.call('sticks.deliver', { device, ...(again === undefined ? {} : { again }) });
  if (!answer.ok) return { code: answer.code };
  const shown = await kiosk.call('sticks.watch', { active: true });
  return shown.ok ? shown.value.sticks.find((one) => one.device === device)?.outcome : { code: shown.code };
}
async function past(kiosk: DeskKiosk, days: number | null = null): Promise<readonly PastBatchView[]> {
  const answer = await kiosk.call('delivery.past', { days });
  if (!answer.ok) throw new Error(answer.code);
  return answer.value.batches;
}
/** What lies on a stick that was pulled out. */
function heldBy(stick: RealStick): Record<string, string> {
  stick.plugAgain();
  return treeHashes(stick.place);
}
/** Both sticks in one PC. */
const both = (a: RealStick, b: RealStick): StickSystem => ({
  mounts: a.system.mounts,
  finder: {
    watch: a.system.finder.watch,
    look: async () => [...(await a.system.finder.look()), ...(await b.system.finder.look())],
  },
});
/** An office's key for a kiosk, and its file for the office. */
async function officeKey() {
  const identity = await generateIdentity();
  const file = join(testFolder(), 'office.txt');
  writeFileSync(file, `${identity}\n`);
  return {
    batches: { encryption: { recipients: [await identityToRecipient(identity)] } },
    keys: await readOpeningKeys([file], []),
  };
}

describe('a stick that was lost', () => {
  for (const how of ['encrypted', 'plain'])
    it(`is delivered again byte for byte to another one: ${how}`, async () => {
      const office = await officeKey();
      const [a, b] = [plugStick(16, 'MẤT'), plugStick(16, 'MỚI')];
      const kiosk = await start(testFolder(), both(a, b), how === 'plain' ? OPEN : office.batches);
      for (const events of [2, 1]) {
        await kiosk.scan(CARD);
        expect(await deliver(kiosk, a)).toEqual({ kind: 'safe', events, batches: 1 });
      }
      const lost = heldBy(a);
      a.eject();
      const list = await past(kiosk);
      expect(
        list.map(({ firstSeq, lastSeq, again, copies, places }) => [
          firstSeq,
          lastSeq,
          again,
          copies,
          places.map(({ kind, name, checked }) => [kind, name, checked]),
        ]),
      ).toEqual([
        [3, 3, 'kept', 1, [['stick', 'MẤT', 'medium']]],
        [1, 2, 'kept', 1, [['stick', 'MẤT', 'medium']]],
      ]);
      expect(await deliver(kiosk, b)).toMatchObject({ kind: 'failed', code: 'batch/empty' });
      b.plugAgain();
      expect(await deliver(kiosk, b, [3, 1])).toEqual({ kind: 'safe', events: 3, batches: 2 });
      expect(heldBy(b)).toEqual(lost);
      expect(Object.keys(lost)).toHaveLength(how === 'plain' ? 14 : 20);
      const report = await verifyFolder(b.place, new Map(), how === 'plain' ? NO_KEYS : office.keys);
      expect([report.ok, report.problems]).toEqual([true, []]);
      // The room that is reckoned is what was taken.
      const [, first] = await past(kiosk);
      expect([first?.copies, first?.places.map(({ name }) => name)]).toEqual([2, ['MỚI', 'MẤT']]);
    });

  it('is rendered again where the spool keeps nothing: the same bytes in the open, the same record in an envelope', async () => {
    const office = await officeKey();
    const [a, b] = [plugStick(16), plugStick(16)];
    for (const [batches, again, keys] of [
      [OPEN, 'same', NO_KEYS],
      [office.batches, 'anew', office.keys],
    ] as const) {
      const folder = testFolder();
      const kiosk = await start(folder, both(a, b), { ...batches, keepDays: 0 });
      expect(await deliver(kiosk, a)).toMatchObject({ kind: 'safe' });
      expect(readdirSync(join(folder, 'spool'))).toEqual([]);
      expect((await past(kiosk)).map((one) => one.again)).toEqual([again]);
      expect(await deliver(kiosk, b, [1])).toEqual({ kind: 'safe', events: 1, batches: 1 });
      const [lost, now] = [heldBy(a), heldBy(b)];
      const isSame = JSON.stringify(lost) === JSON.stringify(now);
      expect(isSame).toBe(again === 'same');
      const report = await verifyFolder(b.place, new Map(), keys);
      expect([report.ok, report.problems]).toEqual([true, []]);
      await kiosk.close();
      for (const stick of [a, b]) rmSync(join(stick.place, 'GATELOG'), { recursive: true });
    }
  });

  it('that was open to everybody is delivered again only to those who may read it since', async () => {
    const office = await officeKey();
    const [a, b] = [plugStick(16), plugStick(16)];
    const folder = testFolder();
    const before = await start(folder, both(a, b), OPEN);
    expect(await deliver(before, a)).toMatchObject({ kind: 'safe' });
    await before.close();
    const kiosk = await start(folder, both(a, b), office.batches);
    expect((await past(kiosk)).map(({ again }) => again)).toEqual(['anew']);
    expect(await deliver(kiosk, b, [1])).toMatchObject({ kind: 'safe' });
    const report = await verifyFolder(heldBy(b) && b.place, new Map(), office.keys);
    expect(report.batches.map(({ inside }) => inside)).toEqual(['opened']);
  });

  it('asks for batches that are there', async () => {
    const stick = plugStick();
    const kiosk = await start(testFolder(), stick.system, OPEN);
    expect(await deliver(kiosk, stick, [7])).toMatchObject({ kind: 'failed', code: 'batch/invalid' });
    for (const again of [[], [0], [1.5]])
      expect(await kiosk.call('sticks.deliver', { device: stick.device, again })).toMatchObject({
        code: 'bridge/bad-arguments',
      });
    await kiosk.call('staff.sign-out', {});
    expect(await kiosk.call('delivery.past', { days: null })).toMatchObject({ code: 'bridge/not-allowed' });
  });
});
