import { expect, it } from 'vitest';
import { GatelogError } from '../../../core/errors.ts';
import { timestampMs } from '../../../core/units.ts';
import { createTimes } from '../../../main/targets/times.ts';
import { testFolder } from '../../support/folder.ts';
import { GATE_START, passage } from '../../support/gate-log.ts';
import { openSendingGate } from '../../support/sending-gate.ts';

it('a time of day is not kept while its batches could not be put in line: it is done again', async () => {
  const gate = openSendingGate(testFolder(), {
    targets: [{ id: 'a', name: 'A', folder: testFolder(), times: ['09:00'] }],
  });
  gate.targets.close();
  const { log } = gate;
  log.append([passage(1)]);
  let full = true;
  let atMs = GATE_START;
  const problems: string[] = [];
  const waiting: (() => void)[] = [];
  const looked = (): Promise<void> => new Promise((done) => void waiting.push(done));
  const times = createTimes({
    log: {
      batches: log.batches,
      targets: {
        ...log.targets,
        putInLine: (id, upToSeq) => {
          if (full) throw new GatelogError('log/disk-full', 'the disk is full');
          log.targets.putInLine(id, upToSeq);
        },
      },
    },
    sealer: {
      all: async () => {
        await gate.targets.seal().catch(() => undefined);
        return [];
      },
    },
    targets: gate.targets.settings,
    sealAt: () => [],
    planFor: () =>
      Promise.resolve({
        schemaVersion: 2,
        profile: 'full',
        headings: 'vi',
        envelope: null,
        pseudonyms: null,
      }),
    now: () => ({ atMs: timestampMs(atMs), offsetMin: 420 }),
    onLine: () => undefined,
    onSealing: () => undefined,
    onChange: () => waiting.shift()?.(),
    onProblem: (error) => problems.push(error.code),
  });
  atMs = timestampMs(GATE_START + 3_700_000);
  const first = looked();
  times.look();
  await first;
  expect([problems, log.targets.line('a')]).toEqual([['log/disk-full'], []]);
  full = false;
  atMs = timestampMs(atMs + 61_000);
  const second = looked();
  times.look();
  await second;
  expect(log.targets.line('a')).toMatchObject([{ firstSeq: 1, lastSeq: 1 }]);
  gate.close();
});
