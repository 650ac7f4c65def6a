import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CHAIN_START, chainOf } from '../../../core/batch/chain.ts';
import { commitmentOf } from '../../../core/batch/commitment.ts';
import type { EventPersonal } from '../../../core/batch/event.ts';
import { hours, timestampMs } from '../../../core/units.ts';
import { openLog } from '../../../main/log/index.ts';
import { logKey } from '../../../main/log/key.ts';
import type { Log, NewEvent } from '../../../main/log/log.ts';
import { openDatabase } from '../../../main/log/open.ts';
import { holderOf } from '../../support/gate-log.ts';

const start = timestampMs(Date.UTC(2026, 10, 23, 1));
const nobody: EventPersonal = {
  schema: 1,
  documentKind: null,
  document: null,
  name: null,
  birth: null,
  sex: null,
  address: null,
  phone: null,
  note: null,
  guard: null,
  raw: null,
  fields: {},
};
const row = (
  kind: NewEvent['event']['kind'],
  afterMs: number,
  change: Partial<NewEvent['event']> = {},
  number: string | null = '001099000001',
): NewEvent => ({
  event: {
    atMs: timestampMs(start + afterMs),
    offsetMin: 420,
    bootId: 'boot',
    uptimeMs: afterMs,
    clock: 'ok',
    gateId: '',
    lane: '1',
    kind,
    reason: 'entered',
    credentialKind: 'cccd',
    checks: '',
    source: 'serial:a',
    voidsSeq: null,
    answersSeq: null,
    ...change,
  },
  personal: { ...nobody, name: 'Trần Thị Bí Mật', document: number, documentKind: 'cccd' },
  person: number === null ? null : holderOf('cccd', number),
});

let folder: string;
let key: Uint8Array;
let log: Log;
const open = (): Log =>
  openLog({
    path: join(folder, 'gate.db'),
    key,
    gateId: 'cong-1',
    newLogId: () => randomBytes(16).toString('hex'),
    nowMs: () => start,
  });

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'gatelog-log-'));
  key = randomBytes(32);
  log = open();
});
afterEach(() => {
  log.close();
  rmSync(folder, { recursive: true });
});

describe('the log', () => {
  it.each(['gate.db', 'gate.db-wal'])(
    'takes no row once its %s was deleted: nobody would find it again',
    (file) => {
      log.append([row('in', 0)]);
      rmSync(join(folder, file));
      for (const write of [() => log.append([row('out', 1)]), () => log.probe()]) {
        expect(write).toThrow(expect.objectContaining({ code: 'log/gone' }));
      }
    },
  );

  it('numbers events without gaps, chains them, and is the same log when opened again', () => {
    log.append([row('in', 0), row('repeat', 5)]);
    const { identity } = log;
    log.close();
    log = open();
    expect(log.identity).toEqual(identity);
    log.append([row('out', 10)]);
    const rows = [...log.rows(1, 3)];
    let chain = CHAIN_START;
    for (const one of rows) {
      expect(Buffer.from(one.commitment)).toEqual(
        commitmentOf(one.salt ?? new Uint8Array(), one.payload ?? new Uint8Array()),
      );
      chain = chainOf(chain, one, one.commitment);
      expect(Buffer.from(one.chain)).toEqual(chain);
    }
    expect(rows.map((one) => [one.seq, one.kind, one.gateId])).toEqual([
      [1, 'in', 'cong-1'],
      [2, 'repeat', 'cong-1'],
      [3, 'out', 'cong-1'],
    ]);
  });

  it('writes all events of one append or none', () => {
    expect(() => log.append([row('in', 0), row('void', 1, { voidsSeq: 99 })])).toThrowError(
      /log\/append-failed/,
    );
    expect(log.last()).toBeNull();
    expect(log.append([row('in', 2)])[0]?.seq).toBe(1);
  });

  it('knows the last passage of a person and forgets a voided one', () => {
    const holder = holderOf('cccd', '001099000001');
    log.append([row('in', 0)]);
    expect(log.history(holder).lastPassage).toEqual({
      seq: 1,
      kind: 'in',
      atMs: start,
      monotonic: { bootId: 'boot', uptimeMs: 0 },
    });
    log.append([row('void', 1, { voidsSeq: 1 }, null)]);
    expect(log.history(holder).lastPassage).toBeNull();
    expect(log.counts(timestampMs(start + 10), start, hours(16))).toEqual({
      inside: 0,
      inToday: 0,
      outToday: 0,
    });
    expect(log.recent(6)).toMatchObject([{ seq: 1, name: 'Trần Thị Bí Mật', voided: true }]);
  });

  it('reopens a visit when its exit is voided', () => {
    log.append([row('in', 0), row('out', 5)]);
    expect(log.counts(timestampMs(start + 10), start, hours(16))).toEqual({
      inside: 0,
      inToday: 1,
      outToday: 1,
    });
    log.append([row('void', 6, { voidsSeq: 2 }, null)]);
    expect(log.counts(timestampMs(start + 10), start, hours(16))).toEqual({
      inside: 1,
      inToday: 1,
      outToday: 0,
    });
  });

  it('never changes or deletes an event', () => {
    log.append([row('in', 0)]);
    const db = openDatabase({ path: join(folder, 'gate.db'), key });
    expect(() => db.exec("UPDATE event SET kind = 'out'")).toThrowError(/never changed/);
    expect(() => db.exec('DELETE FROM event')).toThrowError(/never deleted/);
    db.close();
  });

  it('opens with synchronous FULL, encrypted pages and no plain name in any file', () => {
    log.append([row('in', 0)]);
    const db = openDatabase({ path: join(folder, 'gate.db'), key });
    expect(
      ['synchronous', 'temp_store', 'cipher', 'journal_mode'].map((name) =>
        db.pragma(name, { simple: true }),
      ),
    ).toEqual([2, 2, 'chacha20', 'wal']);
    db.close();
    for (const name of readdirSync(folder)) {
      const bytes = readFileSync(join(folder, name));
      expect(bytes.includes('Bí Mật'), name).toBe(false);
      expect(bytes.includes('001099000001'), name).toBe(false);
    }
  });

  it('refuses a wrong key and a log from the future', () => {
    expect(() => openDatabase({ path: join(folder, 'gate.db'), key: randomBytes(32) })).toThrowError(
      /log\/wrong-key/,
    );
    const db = openDatabase({ path: join(folder, 'gate.db'), key });
    db.pragma('user_version = 9999');
    db.close();
    expect(() => openDatabase({ path: join(folder, 'gate.db'), key })).toThrowError(/log\/from-the-future/);
  });

  it('makes a key file once, for its owner alone, and never a new one beside an existing log', () => {
    const file = join(folder, 'keys', 'log.key');
    const made = logKey(file, join(folder, 'new.db'));
    expect(Buffer.from(logKey(file, join(folder, 'gate.db')))).toEqual(Buffer.from(made));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(() => logKey(join(folder, 'other.key'), join(folder, 'gate.db'))).toThrowError(/key\/missing/);
  });
});
