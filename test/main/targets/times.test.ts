import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { hours } from '../../../core/units.ts';
import { verifyFolder } from '../../../office/verify.ts';
import { testFolder } from '../../support/folder.ts';
import { GATE_START, passage } from '../../support/gate-log.ts';
import { openSendingGate, type SendingGate } from '../../support/sending-gate.ts';

const WAIT = { timeout: 60_000, interval: 50 };
/** The gate's clock stands at 08:00 of this local day where a test begins. */
const at = (time: string, days = 0): number => {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return GATE_START + hours(24 * days + hour - 8 + minute / 60);
};

function open(folder: string, options: Parameters<typeof openSendingGate>[1]): SendingGate {
  const gate = openSendingGate(folder, options);
  onTestFinished(() => gate.close());
  return gate;
}
const acts = (gate: SendingGate, id: string): string[] =>
  gate.targets.history(id, null).map(({ what }) => what);
const ranges = async (share: string): Promise<unknown[]> => {
  const { ok, batches } = await verifyFolder(share);
  expect(ok).toBe(true);
  return batches.map(({ manifest }) => [manifest?.first_seq, manifest?.last_seq]);
};

it('a target gets everything at its times of day, once after a PC was off for days, and hears of nothing', async () => {
  const folder = testFolder();
  const share = testFolder();
  const target = { id: 'a', name: 'A', folder: share, times: ['22:00', '12:00'] };
  const gate = open(folder, { targets: [target] });
  gate.log.append([passage(1), passage(2)]);
  gate.setNow(at('11:59'));
  expect(gate.log.batches.list()).toEqual([]);
  gate.setNow(at('12:00'));
  await vi.waitFor(() => expect(acts(gate, 'a')).toEqual(['delivered', 'time']), WAIT);
  // Nothing happened since: said, and nothing written.
  gate.setNow(at('22:00'));
  await vi.waitFor(() => expect(acts(gate, 'a')).toEqual(['empty', 'delivered', 'time']), WAIT);
  gate.log.append([passage(3)]);
  gate.targets.close();
  gate.log.close();
  const later = openSendingGate(folder, { targets: [target], nowMs: () => at('09:00', 6) });
  onTestFinished(() => later.close());
  await vi.waitFor(
    () => expect(acts(later, 'a')).toEqual(['delivered', 'time', 'empty', 'delivered', 'time']),
    WAIT,
  );
  expect(await ranges(share)).toEqual([
    [1, 2],
    [3, 3],
  ]);
});

it('everything is sealed at times of day without any target, and the spool keeps it for a stick', async () => {
  const folder = testFolder();
  const gate = open(folder, { targets: [], batches: { sealAt: ['22:00'] } });
  gate.log.append([passage(1)]);
  await vi.waitFor(() => expect(gate.log.targets.sealTimesKept()).toBe(at('08:00')), WAIT);
  gate.setNow(at('23:00'));
  await vi.waitFor(() => expect(gate.log.batches.sealedUpTo()).toBe(1), WAIT);
  expect(readdirSync(join(folder, 'spool'))).toHaveLength(1);
  expect((await gate.targets.view()).spool).toMatchObject({ unsafeBatches: 1, keptRenditions: 1 });
});

it('a sealing says how far it has come, also to a page that is opened meanwhile, and that it has ended', async () => {
  const told: unknown[] = [];
  const seen: Promise<unknown>[] = [];
  const gate = open(testFolder(), {
    targets: [],
    onSealing: (progress) => {
      told.push(progress);
      seen.push(gate.targets.view().then(({ sealing }) => sealing));
    },
  });
  gate.log.append([passage(1), passage(2)]);
  await gate.targets.seal();
  expect([told[0], told.at(-1)]).toEqual([{ done: 0, total: 2 }, null]);
  expect(told).toContainEqual({ done: 2, total: 2 });
  expect((await Promise.all(seen)).at(-1)).toBeNull();
});

it('a target that is off waits, and catches up in order by itself once it is there', async () => {
  const folder = testFolder();
  const share = join(testFolder(), 'off');
  const gate = open(folder, { targets: [{ id: 'a', name: 'A', folder: share, times: ['12:00'] }] });
  for (let day = 0; day < 3; day += 1) {
    gate.log.append([passage(day + 1)]);
    gate.setNow(at('12:00', day));
    await vi.waitFor(() => expect(gate.log.targets.line('a')).toHaveLength(day + 1), WAIT);
    await vi.waitFor(() => expect(gate.log.targets.line('a')[0]?.progress.state).toBe('waiting'), WAIT);
  }
  mkdirSync(share);
  gate.setNow(at('13:00', 2));
  await vi.waitFor(() => expect(gate.log.targets.line('a')).toEqual([]), WAIT);
  expect(await ranges(share)).toEqual([
    [1, 1],
    [2, 2],
    [3, 3],
  ]);
  const delivered = gate.targets
    .history('a', null)
    .filter(({ what }) => what === 'delivered')
    .map(({ firstSeq }) => firstSeq);
  expect(delivered).toEqual([3, 2, 1]);
  expect(new Set(gate.problems)).toEqual(new Set(['delivery/gone']));
});

it('a target gets at its time of day what was sealed before the signing key was lost; what came since waits', async () => {
  const folder = testFolder();
  const share = testFolder();
  const target = { id: 'a', name: 'A', folder: share, times: ['12:00'] };
  const before = open(folder, { targets: [target] });
  before.log.append([passage(1)]);
  await before.targets.seal();
  before.targets.close();
  before.log.close();
  rmSync(join(folder, 'gate-key.pem'));
  const gate = open(folder, { targets: [target] });
  gate.log.append([passage(2)]);
  gate.setNow(at('12:00'));
  await vi.waitFor(() => expect(acts(gate, 'a')).toEqual(['delivered', 'failed']), WAIT);
  expect([await ranges(share), gate.log.targets.record('a')?.keptAtMs === at('12:00')]).toEqual([
    [[1, 1]],
    false,
  ]);
  await expect(gate.targets.send('a')).rejects.toMatchObject({ code: 'key/signing-missing' });
});
