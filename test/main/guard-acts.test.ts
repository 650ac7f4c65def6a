import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodePayload } from '../../core/batch/payload.ts';
import { NOTHING_KNOWN } from '../../core/credential/credential.ts';
import { readCredential } from '../../core/credential/registry.ts';
import { GatelogError } from '../../core/errors.ts';
import type { Direction } from '../../core/gate/rules.ts';
import { documentOf } from '../../core/person/documents.ts';
import { cleanRead } from '../../core/read/clean.ts';
import { timestampMs } from '../../core/units.ts';
import { newEvent, type Stamp } from '../../main/events.ts';
import { createGuardActs, type GuardActs } from '../../main/guard-acts.ts';
import { openLog } from '../../main/log/index.ts';
import type { Log } from '../../main/log/log.ts';

let folder: string;
let log: Log;
let acts: GuardActs;
let lane: Direction;
let openAsk: number | null;
let lastOwn: number | null;
const stamp: Stamp = {
  atMs: timestampMs(Date.UTC(2026, 10, 24, 1)),
  offsetMin: 420,
  bootId: 'boot',
  uptimeMs: 1_000,
  clock: 'ok',
};

const ENTRY = {
  name: '',
  document: '',
  phone: '',
  note: '',
  direction: 'in',
  purpose: '',
  companions: 0,
  known: null,
  answers: null,
} as const;
const REF = 'a'.repeat(32);
const KNOWN = {
  key: 'b'.repeat(32),
  name: 'Trần Văn Mẫu',
  birth: '1988-02-03',
  document: documentOf('cccd', '001088000002'),
  phone: '0901000002',
};

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatelog-acts-'));
  log = openLog({
    path: join(folder, 'gate.db'),
    key: randomBytes(32),
    gateId: 'main',
    newLogId: () => randomBytes(16).toString('hex'),
    nowMs: () => stamp.atMs,
  });
  lane = 'in';
  openAsk = null;
  lastOwn = null;
  acts = createGuardActs({
    log,
    stamp: () => stamp,
    guard: () => null,
    lastOwnSeq: () => lastOwn,
    openAsk: () => openAsk,
    laneDirection: () => lane,
    known: (ref) => (ref === REF ? KNOWN : null),
  });
});
afterEach(() => {
  log.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Appends what a read of this text became. */
function wrote(kind: 'in' | 'asked', text = 'hello'): number {
  const clean = cleanRead(text);
  const credential = readCredential(clean, NOTHING_KNOWN);
  const [event] = log.append([
    newEvent({
      stamp,
      lane: '1',
      kind,
      reason: 'x',
      source: { kind: 'camera' },
      credential,
      clean,
      guard: null,
    }),
  ]);
  if (event === undefined) throw new Error('nothing appended');
  return event.seq;
}
const story = () =>
  [...log.rows(1, 99)].map((row) => [row.kind, row.reason, row.answersSeq, row.voidsSeq] as const);

describe('a guard’s acts', () => {
  it('answer an ask once, in the direction that was asked', () => {
    const ask = wrote('asked');
    expect(acts.answer(ask, 'admit', 'out')).toMatchObject({ verdict: 'goodbye', reason: 'guard-admitted' });
    expect(() => acts.answer(ask, 'refuse', 'out')).toThrow(GatelogError);
    expect(story()).toEqual([
      ['asked', 'x', null, null],
      ['out', 'guard-admitted', ask, null],
    ]);
  });

  it('take the direction from the lane where a restart forgot what was asked', () => {
    lane = 'out';
    const first = wrote('asked');
    expect(acts.answer(first, 'admit', null).verdict).toBe('goodbye');
    lane = 'auto';
    const second = wrote('asked');
    expect(acts.answer(second, 'admit', null).verdict).toBe('welcome');
    const third = wrote('asked');
    expect(acts.answer(third, 'admit', null).verdict).toBe('goodbye');
  });

  it('close an ask that nobody answered when an entry is typed by hand', () => {
    openAsk = wrote('asked');
    expect(acts.manual({ ...ENTRY, name: 'Lê Thị Thử' }, '1')).toMatchObject({
      verdict: 'welcome',
      name: 'Lê Thị Thử',
    });
    expect(story()).toEqual([
      ['asked', 'x', null, null],
      ['refused', 'unanswered', openAsk, null],
      ['in', 'manual-entry', null, null],
    ]);
  });

  it('answer an ask with a yes and a name in one event, which is about whoever was typed', () => {
    const ask = wrote('asked');
    openAsk = ask;
    const named = {
      ...ENTRY,
      name: 'Lê Thị Thử',
      document: '001099000001',
      direction: 'out',
      answers: ask,
    } as const;
    expect(acts.manual(named, '2')).toMatchObject({
      verdict: 'goodbye',
      reason: 'guard-admitted',
      name: 'Lê Thị Thử',
    });
    expect(story()).toEqual([
      ['asked', 'x', null, null],
      ['out', 'guard-admitted', ask, null],
    ]);
    const answer = log.event(ask + 1);
    expect(answer).toMatchObject({ lane: '1', source: 'manual' });
    expect(answer?.personKey).not.toBe(log.event(ask)?.personKey);
    expect(answer?.payload && decodePayload(answer.payload)).toMatchObject({
      name: 'Lê Thị Thử',
      document: '001099000001',
      raw: null,
    });
    // It was answered; nothing is written twice.
    expect(() => acts.manual(named, '1')).toThrow('answer/not-open');
    expect(() => acts.answer(ask, 'admit', 'in')).toThrow('answer/not-open');
    expect(story()).toHaveLength(2);
  });

  it('keep of a typed entry what it is for and how many go with it', () => {
    acts.manual({ ...ENTRY, name: 'Lê Thị Thử', purpose: 'Giao hàng', companions: 2 }, '1');
    const row = log.event(1);
    expect(row?.payload && decodePayload(row.payload)).toMatchObject({
      name: 'Lê Thị Thử',
      fields: { purpose: 'Giao hàng', companions: '2' },
    });
  });

  it('write somebody known under his own key, with his name, birth and document', () => {
    expect(acts.manual({ ...ENTRY, phone: '0901000002', known: REF }, '1')).toMatchObject({
      name: KNOWN.name,
      birth: KNOWN.birth,
      document: KNOWN.document.number,
    });
    const row = log.event(1);
    expect(row?.personKey).toBe(KNOWN.key);
    expect(row?.payload && decodePayload(row.payload)).toMatchObject({
      name: KNOWN.name,
      birth: KNOWN.birth,
      documentKind: 'cccd',
      document: KNOWN.document.number,
      phone: KNOWN.phone,
    });
  });

  it('write nothing where nobody is named, or who was taken is offered no more', () => {
    expect(() => acts.manual(ENTRY, '1')).toThrow('person/unknown');
    expect(() => acts.manual({ ...ENTRY, name: 'X', known: 'c'.repeat(32) }, '1')).toThrow('person/unknown');
    expect(story()).toEqual([]);
  });

  it('undo their own last event and no other', () => {
    lastOwn = wrote('in');
    expect(() => acts.undo(99)).toThrow(GatelogError);
    expect(acts.undo(lastOwn)).toBe(2);
    expect(() => acts.undo(1)).toThrow(GatelogError);
    expect(story()).toEqual([
      ['in', 'x', null, null],
      ['void', 'undone', null, 1],
    ]);
  });
});
