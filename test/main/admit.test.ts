import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { decodePayload } from '../../core/batch/payload.ts';
import { makeControlCode } from '../../core/credential/control.ts';
import { NOTHING_KNOWN } from '../../core/credential/credential.ts';
import { GatelogError } from '../../core/errors.ts';
import type { ReadSource } from '../../core/read/read.ts';
import { hours, seconds, timestampMs } from '../../core/units.ts';
import { createAdmit } from '../../main/admit.ts';
import type { Stamp } from '../../main/events.ts';
import { createLaneParts, type LaneParts } from '../../main/lane-parts.ts';
import { openLog } from '../../main/log/index.ts';
import type { Log } from '../../main/log/log.ts';
import { testFolder } from '../support/folder.ts';

const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A|20042021';
const SERIAL: ReadSource = { kind: 'serial', port: '/dev/ttyACM0' };
const SECRET = randomBytes(32);

let log: Log;
let now: Stamp;
let openAsk: number | null;
let allowed: boolean;
let onlyGate: boolean;
let parts: LaneParts;

beforeEach(() => {
  now = {
    atMs: timestampMs(Date.UTC(2026, 10, 24, 1)),
    offsetMin: 420,
    bootId: 'b',
    uptimeMs: 9_000,
    clock: 'ok',
  };
  openAsk = null;
  allowed = true;
  onlyGate = true;
  log = openLog({
    path: join(testFolder(), 'gate.db'),
    key: randomBytes(32),
    gateId: 'main',
    newLogId: () => randomBytes(16).toString('hex'),
    nowMs: () => now.atMs,
  });
  parts = createLaneParts({ log, stamp: () => now, guard: () => null });
  const opened = log;
  onTestFinished(() => opened.close());
});

/** Reads one text at the gate. */
function read(raw: string, source: ReadSource = SERIAL, over: Partial<Log> = {}) {
  const admit = createAdmit({
    log: { ...log, ...over },
    stamp: () => now,
    context: () => ({ ...NOTHING_KNOWN, siteSecret: SECRET }),
    rules: () => ({
      onlyGate,
      repeatWindowMs: seconds(60),
      longestStayMs: hours(16),
      capacity: null,
      lastClosingAtMs: null,
      policy: {},
    }),
    direction: () => 'in',
    guard: () => null,
    keeping: { healthDetails: false },
    parts,
    openAsk: () => openAsk,
    controlAllowed: () => allowed,
    insideCount: () => 0,
  });
  return admit({ raw, source, lane: '1', atMs: now.atMs });
}
const written = () => [...log.rows(1, 99)].map(({ kind, reason, answersSeq }) => [kind, reason, answersSeq]);

describe('a read', () => {
  it('is a row on disk by the time its decision is known', () => {
    const admitted = read(CARD);
    expect(admitted).toMatchObject({
      kind: 'recorded',
      event: { seq: 1, kind: 'in', personKey: expect.any(String) },
    });
    expect(written()).toEqual([['in', 'entered', null]]);
  });

  it('closes the ask that nobody answered in the same step', () => {
    read('who is this');
    openAsk = 1;
    read(CARD);
    expect(written()).toEqual([
      ['asked', 'unknown-text', null],
      ['refused', 'unanswered', 1],
      ['in', 'entered', null],
    ]);
  });

  it('of unknown text keeps the words once, as they came', () => {
    read(' who is\tthis ');
    const [row] = log.rows(1, 1);
    const { raw, fields, documentKind } = decodePayload(row?.payload ?? new Uint8Array());
    expect({ raw, fields, documentKind }).toEqual({
      raw: ' who is\tthis ',
      fields: {},
      documentKind: 'text',
    });
  });

  it('that cannot be written is a failure with its code and leaves nothing behind', () => {
    const append = () => {
      throw new GatelogError('log/disk-full', 'the disk is full');
    };
    expect(read(CARD, SERIAL, { append })).toMatchObject({
      kind: 'failed',
      error: { code: 'log/disk-full' },
    });
    expect(written()).toEqual([]);
  });
});

describe('a control card', () => {
  const OUT = makeControlCode(SECRET, 'OUT');

  it('comes back as its act and writes nothing itself', () => {
    expect(read(OUT)).toMatchObject({ kind: 'control', act: { kind: 'turn', direction: 'out' } });
    expect(written()).toEqual([]);
  });

  it.each<[string, string, ReadSource, () => void]>([
    ['control-from-camera', OUT, { kind: 'camera' }, () => undefined],
    ['control-foreign', makeControlCode(randomBytes(32), 'OUT'), SERIAL, () => undefined],
    ['control-not-signed-in', OUT, SERIAL, () => (allowed = false)],
    ['control-foreign', makeControlCode(SECRET, 'AUTO'), SERIAL, () => (onlyGate = false)],
  ])('is a stop with its reason where it may not act: %s', (reason, text, source, given) => {
    given();
    expect(read(text, source)).toMatchObject({ kind: 'recorded', decision: { verdict: 'stop', reason } });
    expect(written()).toEqual([['refused', reason, null]]);
  });
});
