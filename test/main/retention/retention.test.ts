import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { KeepDays } from '../../../core/retention/due.ts';
import { hours, timestampMs } from '../../../core/units.ts';
import type { Stamp } from '../../../main/events.ts';
import { createRetention } from '../../../main/retention/retention.ts';
import { targetsSchema } from '../../../main/settings/targets.ts';
import { verifyFolder } from '../../../office/verify.ts';
import { testFolder } from '../../support/folder.ts';
import { GATE_START, passage } from '../../support/gate-log.ts';
import { openSendingGate, type SendingGateOptions } from '../../support/sending-gate.ts';

const DAY = hours(24);
/** When the old events happened; nothing here is to come from the future of whoever runs this. */
const LONG_AGO = GATE_START - 60 * DAY;

/** A gate with a day of 20 old events and one of 10 younger ones, and its retention with a clock to be set. */
function openGate(folder: string, options: SendingGateOptions = { targets: [] }) {
  const data = join(folder, 'data');
  mkdirSync(data, { recursive: true });
  const gate = openSendingGate(data, options);
  let open = true;
  const close = (): void => {
    if (open) gate.close();
    open = false;
  };
  onTestFinished(close);
  const { log } = gate;
  if (log.last() === null) {
    const at = (n: number, atMs: number) => {
      const made = passage(n);
      return { ...made, event: { ...made.event, atMs: timestampMs(atMs) } };
    };
    log.append(Array.from({ length: 20 }, (_, n) => at(n, LONG_AGO + n)));
    log.append(Array.from({ length: 10 }, (_, n) => at(100 + n, LONG_AGO + 20 * DAY + n)));
  }
  const at = {
    nowMs: LONG_AGO + 40 * DAY,
    clock: 'ok' as Stamp['clock'],
    days: 30 as KeepDays,
    quietMs: 60_000,
    uptimeMs: 0,
  };
  const problems: string[] = [];
  const retention = createRetention({
    log,
    days: () => at.days,
    stamp: () => ({
      atMs: timestampMs(at.nowMs),
      offsetMin: 420,
      bootId: 'boot',
      uptimeMs: at.uptimeMs,
      clock: at.clock,
    }),
    longestStayMs: hours(16),
    quietForMs: () => at.quietMs,
    makeExpected: gate.targets.makeExpected,
    onForgotten: gate.targets.forgotten,
    sealerIdle: gate.sealer.idle,
    onChange: () => undefined,
    onProblem: (error) => problems.push(error.code),
    uptimeMs: () => at.uptimeMs,
    firstLookMs: 1000,
  });
  /** Lets the kiosk look after it until it rests. */
  const look = async (): Promise<void> => {
    at.uptimeMs += DAY;
    for (let n = 0; n < 3 || retention.phase() !== 'resting'; n += 1) {
      retention.tick();
      if (retention.phase() === 'making') await sleep(5);
      if (n > 20_000) throw new Error(`still ${retention.phase()}`);
    }
  };
  const personal = () =>
    [...log.rows(1, 1000)].filter(({ payload }) => payload !== null).map(({ seq }) => seq);
  return { ...gate, close, at, retention, look, personal, problems };
}

const OLD = Array.from({ length: 20 }, (_, n) => n + 1);
const YOUNG = Array.from({ length: 10 }, (_, n) => n + 21);
const ALL = [...OLD, ...YOUNG];
const openTargets = (...targets: Record<string, unknown>[]) => targetsSchema.parse(targets);
const target = (folder: string, over: Record<string, unknown> = {}) => ({
  id: 'so',
  name: 'Sở',
  folder: join(folder, 'so'),
  ...over,
});

describe('retention', () => {
  it('seals first, then deletes what is due, writes that down, and looks again the next day', async () => {
    const gate = openGate(testFolder());
    gate.retention.tick();
    expect(gate.retention.phase()).toBe('resting');
    await gate.look();
    expect([gate.personal(), gate.log.batches.sealedUpTo()]).toEqual([YOUNG, 30]);
    expect(gate.log.retention.record()).toMatchObject({ forgottenUpTo: 20, lastEvents: 20, running: null });
    expect([gate.retention.heldBy(), gate.retention.nextAtMs()]).toEqual([null, gate.at.nowMs + DAY]);
    gate.at.nowMs += 15 * DAY;
    await gate.look();
    expect([gate.personal(), gate.log.retention.record().forgottenUpTo]).toEqual([[], 30]);
  });

  it('deletes nothing more by a rule that was changed after it had begun', async () => {
    const gate = openGate(testFolder());
    gate.at.uptimeMs += DAY;
    while (gate.retention.phase() !== 'deleting') {
      gate.retention.tick();
      await sleep(1);
    }
    gate.at.days = 90;
    gate.retention.hurry();
    await gate.look();
    expect([gate.personal(), gate.log.retention.record()]).toMatchObject([ALL, { running: null }]);
    // The audit claims no more than what was deleted.
    const told = [...gate.log.audit.lines({ firstSeq: 1, lastSeq: 99 })];
    expect(told.find(({ what }) => what === 'retention/deleted')).toMatchObject({
      fact_events: 0,
      fact_upToSeq: 0,
    });
    gate.at.days = 30;
    await gate.look();
    expect(gate.personal()).toEqual(YOUNG);
  });

  it('looks at once by a rule that was changed while it wiped, and not only the next day', async () => {
    const gate = openGate(testFolder());
    const tickUntil = async (phase: string): Promise<void> => {
      while (gate.retention.phase() !== phase) {
        gate.retention.tick();
        await sleep(1);
      }
    };
    gate.at.uptimeMs += DAY;
    await tickUntil('wiping');
    gate.at.days = 10;
    gate.retention.hurry();
    await tickUntil('resting');
    expect([gate.personal(), gate.retention.nextAtMs()]).toEqual([YOUNG, gate.at.nowMs]);
    gate.retention.tick();
    await tickUntil('resting');
    expect([gate.personal(), gate.retention.nextAtMs()]).toEqual([[], gate.at.nowMs + DAY]);
  });

  it('leaves a required target everything that it still expects: rendered before, whole once it can be reached', async () => {
    const folder = testFolder();
    const gate = openGate(folder, { targets: [target(folder, { required: true })] });
    // Its folder is not there yet.
    await gate.targets.seal();
    await gate.look();
    expect(gate.personal()).toEqual(YOUNG);
    mkdirSync(join(folder, 'so'));
    await gate.targets.send('so');
    gate.targets.hurry();
    while (gate.log.targets.stillToCome('so').batches > 0) await sleep(20);
    const { ok, batches } = await verifyFolder(join(folder, 'so'));
    expect([ok, batches.map(({ record }) => record)]).toMatchObject([
      true,
      [{ commitmentsChecked: 30, commitmentsForgotten: 0 }],
    ]);
  });

  it('renders again, before it deletes, what a disk error damaged in the spool', async () => {
    const folder = testFolder();
    const gate = openGate(folder, { targets: [target(folder, { required: true })] });
    await gate.targets.send('so');
    while (gate.log.targets.line('so')[0]?.progress.state !== 'waiting') await sleep(20);
    const spool = join(folder, 'data', 'spool');
    const [batch = ''] = readdirSync(spool);
    const record = join(spool, batch, 'events.parquet');
    const bytes = readFileSync(record);
    bytes[bytes.length - 100] = (bytes.at(-100) ?? 0) ^ 1;
    writeFileSync(record, bytes);
    await gate.look();
    expect(gate.personal()).toEqual(YOUNG);
    mkdirSync(join(folder, 'so'));
    gate.targets.hurry();
    await expect.poll(() => gate.log.targets.stillToCome('so').batches).toBe(0);
    const { ok, batches } = await verifyFolder(join(folder, 'so'));
    expect([ok, batches.map(({ record: told }) => told)]).toMatchObject([
      true,
      [{ commitmentsForgotten: 0 }],
    ]);
  });

  it('renders what a required target expects of a batch that was delivered elsewhere and dropped', async () => {
    const folder = testFolder();
    mkdirSync(join(folder, 'so'));
    const first = openGate(folder, { targets: [target(folder)] });
    await first.targets.send('so');
    while (first.log.targets.stillToCome('so').batches > 0) await sleep(20);
    first.close();
    const gate = openGate(folder, {
      targets: [
        target(folder),
        target(folder, { id: 'tinh', name: 'Tỉnh', folder: join(folder, 'tinh'), required: true }),
      ],
    });
    gate.log.targets.startOver('tinh', 1);
    await gate.look();
    expect(gate.personal()).toEqual(YOUNG);
    mkdirSync(join(folder, 'tinh'));
    await gate.targets.send('tinh');
    gate.targets.hurry();
    while (gate.log.targets.stillToCome('tinh').batches > 0) await sleep(20);
    const { ok, batches } = await verifyFolder(join(folder, 'tinh'));
    expect([ok, batches.map(({ record }) => record)]).toMatchObject([true, [{ commitmentsForgotten: 0 }]]);
  });

  it('gives whoever asks only afterwards what is left, and the office sees that personal parts were deleted', async () => {
    const folder = testFolder();
    mkdirSync(join(folder, 'so'));
    const gate = openGate(folder);
    await gate.look();
    gate.targets.use(openTargets(target(folder)), []);
    gate.log.targets.startOver('so', 1);
    // Rendered in the open like the first, which lies in the spool whole: a target of its own key would get less.
    await gate.targets.send('so');
    while (gate.log.targets.stillToCome('so').batches > 0) await sleep(20);
    const whole = await verifyFolder(join(folder, 'so'));
    expect([whole.ok, whole.batches[0]?.record?.commitmentsForgotten]).toEqual([true, 0]);
    const late = target(folder, {
      id: 'tinh',
      name: 'Tỉnh',
      folder: join(folder, 'tinh'),
      profile: 'masked',
    });
    mkdirSync(join(folder, 'tinh'));
    gate.targets.use(openTargets(late), []);
    gate.log.targets.startOver('tinh', 1);
    await gate.targets.send('tinh');
    while (gate.log.targets.stillToCome('tinh').batches > 0) await sleep(20);
    const { ok, batches } = await verifyFolder(join(folder, 'tinh'));
    expect([ok, batches[0]?.manifest?.events_without_payload]).toEqual([true, 20]);
  });

  it('deletes nothing while what is due cannot be sealed, says why, and goes on once it can', async () => {
    const folder = testFolder();
    mkdirSync(join(folder, 'data'));
    writeFileSync(join(folder, 'data', 'spool'), 'a file where the spool belongs');
    const gate = openGate(folder);
    await gate.look();
    expect([gate.personal(), gate.retention.heldBy()]).toEqual([ALL, 'spool/write-failed']);
    expect(gate.problems).toEqual(['spool/write-failed']);
    rmSync(join(folder, 'data', 'spool'));
    await gate.look();
    expect([gate.personal(), gate.retention.heldBy()]).toEqual([YOUNG, null]);
  });

  it('deletes nothing of a batch that cannot be rendered for a required target', async () => {
    const folder = testFolder();
    const keys = join(folder, 'office.keys');
    const gate = openGate(folder, {
      targets: [target(folder, { required: true, encryption: { recipientsFile: keys } })],
    });
    await gate.targets.seal();
    await gate.look();
    expect([gate.personal(), gate.retention.heldBy()]).toEqual([ALL, 'openers/unreadable']);
  });

  it('does nothing while the clock is doubted, and waits a day after a leap was confirmed', async () => {
    const gate = openGate(testFolder());
    const lastTrustedMs = gate.log.retention.lastTrustedMs();
    gate.at.nowMs = Date.UTC(2099, 0, 1);
    gate.at.clock = 'suspect';
    await gate.look();
    expect([gate.personal(), gate.retention.heldBy()]).toEqual([ALL, 'clock']);
    gate.retention.clockConfirmed(lastTrustedMs);
    gate.at.clock = 'ok';
    await gate.look();
    expect([gate.personal(), gate.retention.heldBy()]).toEqual([ALL, 'leap']);
    // Somebody sees what happened and sets the clock right.
    gate.at.nowMs = LONG_AGO + 40 * DAY;
    gate.retention.clockConfirmed(Date.UTC(2099, 0, 1));
    await gate.look();
    expect([gate.personal(), gate.retention.heldBy()]).toEqual([YOUNG, null]);
  });

  it('takes no step while somebody is at the gate, and none where nobody wants it', async () => {
    const gate = openGate(testFolder());
    gate.at.quietMs = 100;
    await gate.look();
    gate.at.quietMs = 60_000;
    gate.at.days = 'never';
    await gate.look();
    expect([gate.personal(), gate.retention.heldBy(), gate.retention.nextAtMs()]).toEqual([
      ALL,
      'never',
      null,
    ]);
  });

  it('brings to its end what a kill left half done, also where nobody wants it any more', async () => {
    const gate = openGate(testFolder());
    await gate.targets.seal();
    gate.log.retention.begin({ upToSeq: 20, atMs: 1, days: 30 });
    gate.log.retention.forget(5, Number.POSITIVE_INFINITY);
    gate.at.days = 'never';
    await gate.look();
    expect([gate.personal(), gate.log.retention.record()]).toMatchObject([
      ALL.slice(5),
      { forgottenUpTo: 5, lastEvents: 5, running: null },
    ]);
    gate.at.days = 30;
    await gate.look();
    expect([gate.personal(), gate.log.retention.record()]).toMatchObject([
      YOUNG,
      { forgottenUpTo: 20, lastEvents: 15, running: null },
    ]);
  });
});
