import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHAIN_START } from '../../../core/batch/chain.ts';
import { GatelogError } from '../../../core/errors.ts';
import { timestampMs } from '../../../core/units.ts';
import type { Rendition } from '../../../main/delivery/rendition.ts';
import type { Sealed } from '../../../main/delivery/seal.ts';
import { newEvent } from '../../../main/events.ts';
import { openLog } from '../../../main/log/index.ts';
import type { Log } from '../../../main/log/log.ts';

const start = timestampMs(Date.UTC(2026, 10, 24, 1));
const key = randomBytes(32);
let folder: string;
let log: Log;
const open = (): Log =>
  openLog({
    path: join(folder, 'gate.db'),
    key,
    gateId: 'main',
    newLogId: () => 'a'.repeat(32),
    nowMs: () => start,
  });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatelog-batches-'));
  log = open();
});
afterEach(() => {
  log.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(events: number): void {
  const stamp = { atMs: start, offsetMin: 420, bootId: 'boot', uptimeMs: 1, clock: 'ok' as const };
  const alive = () =>
    newEvent({ stamp, lane: '', kind: 'alive', reason: 'alive', source: null, guard: null });
  log.append(Array.from({ length: events }, alive));
}

const FILES = [{ name: 'events.csv', sizeBytes: 1, sha256: '0'.repeat(64) }];
const rendition = (name: string, change: Partial<Rendition> = {}): Rendition => ({
  name,
  schemaVersion: 2,
  profile: 'full',
  headings: 'vi',
  encryption: null,
  passphraseTag: null,
  pseudonymKeyId: null,
  keyId: 'k'.repeat(32),
  files: FILES,
  plainFiles: FILES,
  ...change,
});

/** What sealing the open range would hand over. */
function seal(maxEvents = 200_000): Sealed {
  const range = log.batches.nextRange(maxEvents);
  if (range === null) throw new Error('nothing to seal');
  const sealed = {
    name: `batch-${range.firstSeq}`,
    firstSeq: range.firstSeq,
    lastSeq: range.lastSeq,
    events: range.lastSeq - range.firstSeq + 1,
    counts: { alive: range.lastSeq - range.firstSeq + 1 },
    chainBefore: Buffer.from(range.chainBefore).toString('hex'),
    chainAfter: Buffer.from(log.event(range.lastSeq)?.chain ?? []).toString('hex'),
  };
  return { sealed, rendition: rendition(sealed.name) };
}

describe('the batches of a log', () => {
  it('are closed ranges, one after the other, each remembered for ever', () => {
    expect(log.batches.nextRange(10)).toBeNull();
    write(5);
    expect(log.batches.nextRange(10)).toEqual({ firstSeq: 1, lastSeq: 5, chainBefore: CHAIN_START });
    const first = seal(3);
    log.batches.record(first);
    write(2);
    const second = seal();
    log.batches.record(second);
    expect(log.batches.nextRange(10)).toBeNull();
    log.close();
    log = open();
    expect(log.batches.list()).toEqual([
      {
        sealed: first.sealed,
        sealedAtMs: start,
        renditions: [{ id: 1, rendition: first.rendition, renderedAtMs: start, deliveredAtMs: null }],
      },
      {
        sealed: second.sealed,
        sealedAtMs: start,
        renditions: [{ id: 2, rendition: second.rendition, renderedAtMs: start, deliveredAtMs: null }],
      },
    ]);
    expect([second.sealed.firstSeq, second.sealed.lastSeq]).toEqual([4, 7]);
    expect(second.sealed.chainBefore).toBe(first.sealed.chainAfter);
  });

  it('refuse a range that overlaps, leaves a hole, or ends on another chain', () => {
    write(5);
    const good = seal(3);
    for (const wrong of [
      { firstSeq: 2 },
      { chainAfter: 'f'.repeat(64) },
      { chainBefore: 'f'.repeat(64) },
      { lastSeq: 99 },
    ]) {
      const bad = { ...good, sealed: { ...good.sealed, ...wrong } };
      expect(() => log.batches.record(bad)).toThrow(GatelogError);
    }
    log.batches.record(good);
    expect(() => log.batches.record(good)).toThrow(GatelogError);
    expect(log.batches.list()).toHaveLength(1);
  });

  it('count as delivered only by a confirmed copy', () => {
    write(5);
    const { id } = log.batches.record(seal(3));
    expect(log.batches.state('full')).toMatchObject({ lastAtMs: null, owedEvents: 5 });
    log.batches.recordDelivery(id, { target: '/stick', checked: 'cache', atMs: start + 1 });
    log.batches.recordDelivery(id, { target: '/share', checked: 'medium', atMs: start + 2 });
    expect(log.batches.state('full')).toMatchObject({ lastAtMs: start + 2, owedEvents: 2 });
    expect(() => log.batches.recordDelivery(99, { target: '/stick', checked: 'cache', atMs: start })).toThrow(
      GatelogError,
    );
  });

  it('have several renditions, and are owed until a copy shows as much as is asked for', () => {
    write(5);
    const made = seal(3);
    const full = log.batches.record(made);
    const masked = log.batches.recordRendition(1, rendition('batch-1.masked', { profile: 'masked' }));
    const owed = () =>
      (['full', 'masked', 'counts'] as const).map((profile) => [
        log.batches.owed(profile).length,
        log.batches.state(profile).owedEvents,
      ]);
    expect(log.batches.list().map(({ renditions }) => renditions.map(({ id }) => id))).toEqual([
      [full.id, masked.id],
    ]);
    const at = (id: number) =>
      log.batches.recordDelivery(id, { target: '/stick', checked: 'cache', atMs: start });
    expect(owed()).toEqual([
      [1, 5],
      [1, 5],
      [1, 5],
    ]);
    at(masked.id);
    expect(owed()).toEqual([
      [1, 5],
      [0, 2],
      [1, 5],
    ]);
    // Whoever has everything misses nothing of what the others show.
    at(full.id);
    expect(owed()).toEqual([
      [0, 2],
      [0, 2],
      [0, 2],
    ]);
  });
});

describe('the audit', () => {
  const act = (what: string) => ({
    atMs: start,
    offsetMin: 420,
    clock: 'ok' as const,
    who: 'admin',
    what,
    details: { events: 3 },
  });
  const whats = (firstSeq: number, lastSeq: number) =>
    [...log.audit.lines({ firstSeq, lastSeq })].map((line) => line.what);

  it('puts every line into exactly one range, that of the event after it', () => {
    log.audit.write(act('before-all'));
    write(3);
    log.audit.write(act('after-three'));
    write(1);
    log.audit.write(act('after-four'));
    expect([whats(1, 3), whats(4, 4), whats(5, 9)]).toEqual([
      ['before-all'],
      ['after-three'],
      ['after-four'],
    ]);
    expect([...log.audit.lines({ firstSeq: 1, lastSeq: 1 })]).toEqual([
      { at_ms: start, offset_min: 420, clock: 'ok', who: 'admin', what: 'before-all', fact_events: 3 },
    ]);
  });
});
