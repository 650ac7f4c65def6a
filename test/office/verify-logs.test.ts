import { cp, mkdir, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { CHAIN_START } from '../../core/batch/chain.ts';
import type { EventRow } from '../../core/batch/event.ts';
import { restoredReason } from '../../core/batch/restored.ts';
import { timestampMs } from '../../core/units.ts';
import type { SealInput } from '../../main/delivery/seal.ts';
import { type Finding, isWrong } from '../../office/log-report.ts';
import { verifyPaths } from '../../office/verify.ts';
import type { VerifyReport } from '../../office/verify-report.ts';
import { testFolder } from '../support/folder.ts';
import { makeBatch, planOf, reseal, SAMPLE_GATE, sampleSigner } from '../support/sample-batch.ts';
import { type SampleChange, sampleRows } from '../support/sample-log.ts';

const NOW = timestampMs(Date.UTC(2026, 10, 29));
const verify = (...paths: string[]): Promise<VerifyReport> => verifyPaths(paths, { nowMs: NOW });
const codes = ({ logs }: VerifyReport): string[] =>
  logs.flatMap(({ findings }) => findings.map(({ code }) => code));
const only = ({ logs }: VerifyReport): readonly Finding[] => logs.flatMap(({ findings }) => findings);

/** Another gate of the site, with a log and a key of its own. */
const SECOND = { ...SAMPLE_GATE, logId: 'ff'.repeat(16), gate: 'cong-2', gateId: 'gate-2' };

/** Seals `first` to `last` of these rows. */
const part = (
  folder: string,
  rows: readonly EventRow[],
  [first, last]: readonly [number, number],
  change: Partial<SealInput> = {},
): Promise<string> =>
  makeBatch(folder, rows.slice(first - 1, last), {
    chainBefore: rows[first - 2]?.chain ?? CHAIN_START,
    ...change,
  });
const wrongCodes = (report: VerifyReport): string[] =>
  only(report)
    .filter(isWrong)
    .map(({ code }) => code);

describe('batches from several places', () => {
  it('are one log: what one stick misses the other has', async () => {
    const [one, two] = [testFolder(), testFolder()];
    const rows = sampleRows(40);
    await part(one, rows, [1, 10]);
    await part(one, rows, [31, 40]);
    await part(two, rows, [11, 30]);
    const [a, b] = [join(one, 'stick'), join(two, 'stick')];
    expect(codes(await verify(a))).toEqual(['gap']);
    // The keys differ: each sample folder has its own.
    const both = await verify(a, b);
    expect([both.ok, wrongCodes(both), both.logs[0]?.events]).toEqual([true, [], 40]);
    expect(both.batches.map(({ folder }) => folder.startsWith(a) || folder.startsWith(b))).toEqual([
      true,
      true,
      true,
    ]);
  });

  it('count once where one folder is named twice or lies in another that is named', async () => {
    const folder = testFolder();
    const batch = await part(folder, sampleRows(8), [1, 8]);
    const report = await verify(join(folder, 'stick'), batch, join(folder, 'stick', '.'));
    expect([report.ok, report.batches.length, codes(report)]).toEqual([true, 1, []]);
  });

  it('of two gates whose sticks were mixed up are told apart, wherever they lie', async () => {
    const [one, two] = [testFolder(), testFolder()];
    await part(one, sampleRows(10), [1, 10]);
    const other = sampleRows(12, () => ({ event: { gateId: 'gate-2' } }));
    // The second gate's folder on the first gate's stick, and one of its batches in the first gate's folder.
    await makeBatch(two, other.slice(0, 8), { identity: SECOND });
    const strayed = await makeBatch(two, other.slice(8), {
      identity: SECOND,
      chainBefore: other[7]?.chain ?? CHAIN_START,
    });
    await cp(join(two, 'stick'), join(one, 'stick'), { recursive: true });
    const site = join(one, 'stick', 'GATELOG', 'benh-vien-thu');
    expect(await verify(join(one, 'stick'))).toMatchObject({
      ok: true,
      logs: [
        { gate: 'cong-2', events: 12, findings: [] },
        { gate: 'cong-chinh', events: 10, findings: [] },
      ],
    });
    await rename(join(site, 'cong-2', basename(strayed)), join(site, 'cong-chinh', basename(strayed)));
    const mixed = await verify(join(one, 'stick'));
    expect(mixed.batches.flatMap(({ problems }) => problems.map(({ code }) => code))).toEqual([
      'place-differs',
    ]);
    expect(mixed.logs.map(({ gate, events, findings }) => [gate, events, findings])).toEqual([
      ['cong-2', 12, []],
      ['cong-chinh', 10, []],
    ]);
  });

  it('that name two gates for one log are no log', async () => {
    const folder = testFolder();
    const rows = sampleRows(20);
    await part(folder, rows, [1, 10]);
    await part(folder, rows, [11, 20], { identity: { ...SAMPLE_GATE, gate: 'cong-2' } });
    expect(only(await verify(join(folder, 'stick')))).toMatchObject([
      {
        code: 'two-gates',
        gates: ['benh-vien-thu/cong-2 (gate-1)', 'benh-vien-thu/cong-chinh (gate-1)'].reverse(),
      },
    ]);
  });
});

describe('batches that do not fit', () => {
  it('are an overlap where they hold the same events of one history, and a fork where of two', async () => {
    const folder = testFolder();
    const rows = sampleRows(30);
    await part(folder, rows, [1, 20]);
    await part(folder, rows, [11, 30]);
    expect(only(await verify(join(folder, 'stick')))).toMatchObject([
      { code: 'overlap', firstSeq: 11, lastSeq: 20 },
    ]);
    const others = sampleRows(30, (seq) => (seq > 14 ? { event: { reason: 'other' } } : {}));
    const inside = testFolder();
    await part(inside, rows, [1, 20]);
    // The chain before both is the same: only inside of the first it is told that they part.
    await part(inside, others, [11, 30]);
    expect(wrongCodes(await verify(join(inside, 'stick')))).toEqual(['overlap', 'fork']);
  });

  it('are a fork where an order was changed and all of it signed anew', async () => {
    const folder = testFolder();
    const rows = sampleRows(20);
    await part(folder, rows, [1, 10]);
    const swapped = sampleRows(20, (seq) =>
      seq === 4 || seq === 5 ? { event: { lane: seq === 4 ? '5' : '4' } } : {},
    );
    // Whoever has the gate’s key can compute the chain anew, but not the batch that the office already has.
    await part(folder, swapped, [11, 20]);
    expect(only(await verify(join(folder, 'stick')))).toMatchObject([{ code: 'fork', seq: 10 }]);
  });

  it('are told where only their manifests contradict each other', async () => {
    const folder = testFolder();
    const batch = await part(folder, sampleRows(8), [1, 8], { plan: planOf('counts') });
    await part(folder, sampleRows(8), [1, 8]);
    await reseal(batch, sampleSigner(folder), (manifest) => ({
      ...manifest,
      last_at_ms: manifest.last_at_ms + 1,
    }));
    expect(wrongCodes(await verify(join(folder, 'stick')))).toEqual(['fork']);
  });
});

describe('a log that continues another', () => {
  const old = sampleRows(30);
  const NEW_LOG = { ...SAMPLE_GATE, logId: 'ee'.repeat(16) };
  const restored = (seq: number, chain = old[seq - 1]?.chain ?? CHAIN_START): EventRow[] => {
    const reason = restoredReason({ logId: SAMPLE_GATE.logId, seq, chain });
    return sampleRows(5, (nth) => ({
      event: {
        atMs: timestampMs(Date.UTC(2026, 0, 1) + nth * 1000),
        ...(nth === 1 ? { kind: 'opened', reason, lane: '', personKey: null } : {}),
      },
    }));
  };

  it('is well where all of the old one up to there is here, and says what nobody can know', async () => {
    const folder = testFolder();
    await part(folder, old, [1, 30]);
    await makeBatch(folder, restored(30), { identity: NEW_LOG });
    const report = await verify(join(folder, 'stick'));
    expect([report.ok, report.logs.map(({ logId }) => logId)]).toEqual([
      true,
      [SAMPLE_GATE.logId, NEW_LOG.logId],
    ]);
    expect(report.logs[1]?.findings).toMatchObject([
      { code: 'restored', fromLogId: SAMPLE_GATE.logId, fromSeq: 30 },
    ]);
  });

  it('tells which events of the old one are lost', async () => {
    const folder = testFolder();
    await part(folder, old, [1, 20]);
    await makeBatch(folder, restored(30), { identity: NEW_LOG });
    const report = await verify(join(folder, 'stick'));
    expect(report.logs[0]?.findings).toMatchObject([
      { code: 'lost-at-restore', firstSeq: 21, lastSeq: 30, nextLogId: NEW_LOG.logId },
    ]);
    expect(report.ok).toBe(false);
  });

  it('contradicts the old one where it names another chain', async () => {
    const folder = testFolder();
    await part(folder, old, [1, 30]);
    await makeBatch(folder, restored(30, Buffer.alloc(32, 9)), { identity: NEW_LOG });
    expect(wrongCodes(await verify(join(folder, 'stick')))).toEqual(['fork']);
  });

  it('is told from one that began anew without a word', async () => {
    const folder = testFolder();
    await part(folder, old, [1, 30]);
    const anew = sampleRows(5, (nth) => ({
      event: { atMs: timestampMs(Date.UTC(2026, 0, 1) + nth * 1000) },
    }));
    await makeBatch(folder, anew, { identity: NEW_LOG });
    const report = await verify(join(folder, 'stick'));
    expect([report.ok, report.logs[1]?.findings]).toMatchObject([
      true,
      [{ code: 'began-anew', beforeLogId: SAMPLE_GATE.logId }],
    ]);
  });
});

describe('clocks and hours', () => {
  const at = (ms: number): SampleChange => ({
    event: { atMs: timestampMs(ms), bootId: `b${ms}`, clock: 'ok' },
  });
  const DAY = Date.UTC(2026, 10, 20, 1);
  const HOUR = 3_600_000;

  it('that were set back between two seals are found, and are wrong unless the kiosk marked them', async () => {
    for (const [clock, wrong] of [
      ['ok', ['clock-back']],
      ['suspect', []],
    ] as const) {
      const folder = testFolder();
      const rows = sampleRows(10, (seq) => {
        const { event } = at(seq <= 5 ? DAY + seq * 1000 : DAY - HOUR + seq * 1000);
        return { event: { ...event, ...(seq > 5 ? { clock } : {}) } };
      });
      await part(folder, rows, [1, 5]);
      await part(folder, rows, [6, 10]);
      const report = await verify(join(folder, 'stick'));
      expect([report.ok, wrongCodes(report)]).toEqual([wrong.length === 0, wrong]);
      expect(only(report)).toContainEqual(
        expect.objectContaining({
          code: clock === 'ok' ? 'clock-back' : 'clock-back-marked',
          beforeSeq: 5,
          seq: 6,
        }),
      );
    }
  });

  it('from the future are wrong only where nobody doubted them', async () => {
    for (const [clock, expected] of [
      ['ok', ['from-the-future']],
      ['suspect', ['clock-suspect']],
    ] as const) {
      const folder = testFolder();
      const rows = sampleRows(3, (seq) => {
        const ms = seq === 2 ? NOW + 2 * HOUR : NOW - HOUR + seq;
        return { event: { ...at(ms).event, clock: seq === 2 ? clock : 'ok' } };
      });
      await part(folder, rows, [1, 3]);
      const found = codes(await verify(join(folder, 'stick')));
      expect(found).toContain(expected[0]);
      expect(found.includes('from-the-future')).toBe(clock === 'ok');
    }
  });

  it('in which the kiosk was off are told, also over the border of two batches', async () => {
    const folder = testFolder();
    const kinds: Record<number, SampleChange> = {
      3: { event: { kind: 'closed', atMs: timestampMs(DAY + 10 * HOUR), bootId: 'a' } },
      4: { event: { kind: 'opened', atMs: timestampMs(DAY + 24 * HOUR), bootId: 'b' } },
      6: { event: { kind: 'opened', atMs: timestampMs(DAY + 26 * HOUR), bootId: 'c' } },
    };
    const rows = sampleRows(8, (seq) => {
      const hours = seq < 3 ? 10 : seq < 6 ? 24 : 26;
      const bootId = seq < 4 ? 'a' : seq < 6 ? 'b' : 'c';
      return {
        event: { atMs: timestampMs(DAY + hours * HOUR), bootId, kind: 'alive', ...kinds[seq]?.event },
      };
    });
    await part(folder, rows, [1, 3]);
    await part(folder, rows, [4, 8]);
    const report = await verify(join(folder, 'stick'));
    expect(only(report)).toMatchObject([
      { code: 'off', how: 'closed', beforeSeq: 3, seq: 4, certain: true },
      { code: 'off', how: 'cut', beforeSeq: 5, seq: 6, certain: true },
    ]);
    expect(report.ok).toBe(true);
  });
});

describe('a gap', () => {
  it('is none where the missing batch is here damaged: that is said of the batch', async () => {
    const folder = testFolder();
    const rows = sampleRows(30);
    await part(folder, rows, [1, 10]);
    const middle = await part(folder, rows, [11, 20]);
    await part(folder, rows, [21, 30]);
    await rm(join(middle, 'events.csv'));
    await mkdir(join(middle, 'events.csv'));
    const report = await verify(join(folder, 'stick'));
    expect([report.ok, codes(report)]).toEqual([false, []]);
  });

  it('before the first batch is said and is nothing wrong', async () => {
    const folder = testFolder();
    await part(folder, sampleRows(20), [11, 20]);
    const report = await verify(join(folder, 'stick'));
    expect([report.ok, only(report)]).toEqual([true, [{ code: 'begins-later', firstSeq: 1, lastSeq: 10 }]]);
  });
});
