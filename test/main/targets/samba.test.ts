import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, onTestFinished, vi } from 'vitest';
import { minutes } from '../../../core/units.ts';
import { verifyFolder } from '../../../office/verify.ts';
import { itNeeding } from '../../support/device.ts';
import { testFolder } from '../../support/folder.ts';
import { GATE_START, passage } from '../../support/gate-log.ts';
import { gatelog } from '../../support/gatelog.ts';
import { openSambaShare, type SambaShare } from '../../support/samba.ts';
import { openSendingGate, type SendingGate, type SendingGateOptions } from '../../support/sending-gate.ts';

const it = itNeeding('samba');
const WAIT = { timeout: 90_000, interval: 50 };

async function openShare(): Promise<SambaShare> {
  const share = await openSambaShare(testFolder());
  onTestFinished(() => share.close());
  return share;
}
function openGate(options: SendingGateOptions): SendingGate {
  const gate = openSendingGate(testFolder(), options);
  onTestFinished(() => gate.close());
  return gate;
}
const stateOf = (gate: SendingGate, id: string): unknown => {
  const [first] = gate.log.targets.line(id);
  return first === undefined ? 'done' : first.progress.state;
};
/** Ranges that lie there, whole and no other folder beside them; the office finds nothing wrong. */
async function ranges(place: string): Promise<unknown[]> {
  const { problems, batches } = await verifyFolder(place);
  expect([...problems, ...batches.flatMap((batch) => batch.problems)]).toEqual([]);
  const names = readdirSync(join(place, 'GATELOG', 'benh-vien-thu', 'cong-chinh'));
  expect(names).toHaveLength(batches.length);
  return batches.map(({ manifest }) => [manifest?.first_seq, manifest?.last_seq]);
}

it('a share takes a batch, is switched off while it takes the next, and catches up in order with nothing doubled', async () => {
  const share = await openShare();
  let cut: Promise<void> | null = null;
  let isToBeCut = false;
  const gate = openGate({
    targets: [{ id: 'a', name: 'A', folder: share.place, patienceSeconds: 20 }],
    onProgress: ({ phase, done }) => {
      if (isToBeCut && phase === 'writing' && done > 0) cut ??= share.stop();
    },
  });
  gate.log.append([passage(1), passage(2)]);
  await gate.targets.send('a');
  await vi.waitFor(() => expect(stateOf(gate, 'a')).toBe('done'), WAIT);
  expect(await ranges(share.served)).toEqual([[1, 2]]);

  isToBeCut = true;
  gate.log.append(Array.from({ length: 2000 }, (_, n) => passage(n + 3, 'x'.repeat(400))));
  await gate.targets.send('a');
  await vi.waitFor(() => expect(stateOf(gate, 'a')).toBe('waiting'), WAIT);
  expect(cut).not.toBeNull();
  await cut;
  gate.log.append([passage(2003)]);
  await gate.targets.send('a');
  await vi.waitFor(() => expect(gate.log.targets.line('a')).toHaveLength(2), WAIT);
  await share.start();
  // Once the waiting is over it goes on by itself; a mount takes a moment to notice that its server is back.
  let minute = 0;
  await vi.waitFor(
    () => {
      minute += 1;
      gate.setNow(GATE_START + minutes(minute * 16));
      expect(stateOf(gate, 'a')).toBe('done');
    },
    { timeout: 90_000, interval: 1500 },
  );
  expect(await ranges(share.served)).toEqual([
    [1, 2],
    [3, 2002],
    [2003, 2003],
  ]);
  // The office's own command, through the network.
  const verified = await gatelog(['verify', share.place]);
  expect([verified.code, verified.err]).toEqual([0, '']);
});

it('a share that hangs is given up, another target gets everything meanwhile, and it catches up once it answers', async () => {
  const share = await openShare();
  const other = testFolder();
  const gate = openGate({
    targets: [
      { id: 'a', name: 'A', folder: share.place, patienceSeconds: 3 },
      { id: 'b', name: 'B', folder: other },
    ],
  });
  gate.log.append([passage(1)]);
  share.hang();
  await gate.targets.send('a');
  await vi.waitFor(() => expect(stateOf(gate, 'a')).toBe('writing'), WAIT);
  gate.log.append([passage(2)]);
  await gate.targets.send('b');
  await vi.waitFor(() => expect(stateOf(gate, 'b')).toBe('done'), WAIT);
  await vi.waitFor(() => expect(stateOf(gate, 'a')).toBe('blocked'), WAIT);
  expect(gate.problems).toEqual(['delivery/hung']);
  expect(await ranges(other)).toEqual([
    [1, 1],
    [2, 2],
  ]);
  share.goOn();
  await gate.targets.send('a');
  await vi.waitFor(() => expect(stateOf(gate, 'a')).toBe('done'), WAIT);
  expect(await ranges(share.served)).toEqual([
    [1, 1],
    [2, 2],
  ]);
});
