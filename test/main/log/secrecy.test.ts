import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { foldName } from '../../../core/person/fold.ts';
import { backupLog } from '../../../main/log/backup.ts';
import type { Log, NewEvent } from '../../../main/log/log.ts';
import { type Db, openDatabase } from '../../../main/log/open.ts';
import { itNeeding } from '../../support/device.ts';
import { testFolder } from '../../support/folder.ts';
import { holderOf, openGateLog, passage } from '../../support/gate-log.ts';
import { plainFrames, plainPages } from '../../support/plain-pages.ts';
import { randomFrom } from '../../support/power/replay.ts';

const keyOf = (folder: string): Uint8Array =>
  Buffer.from(readFileSync(join(folder, 'log.key'), 'utf8').trim(), 'hex');
const databaseIn = (folder: string) => ({ path: join(folder, 'gate.db'), key: keyOf(folder) });
const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);
const modesIn = (folder: string): Record<string, string> =>
  Object.fromEntries(readdirSync(folder).map((name) => [name, modeOf(join(folder, name))]));

describe('every connection to the log', () => {
  const PRAGMAS = ['cipher', 'journal_mode', 'synchronous', 'temp_store', 'secure_delete', 'foreign_keys'];
  const pragmasOf = (db: Db) => PRAGMAS.map((name) => db.pragma(name, { simple: true }));

  it('has authenticated pages, a synced WAL, no sorting on disk, wiped deletes and checked references', () => {
    const folder = testFolder();
    const log = openGateLog(folder);
    const open = [openDatabase(databaseIn(folder)), openDatabase({ ...databaseIn(folder), readonly: true })];
    expect(open.map(pragmasOf)).toEqual(Array(2).fill(['chacha20', 'wal', 2, 2, 1, 1]));
    for (const db of open) db.close();
    log.close();
  });

  it('is made in one place', () => {
    const folder = join(import.meta.dirname, '..', '..', '..', 'main', 'log');
    const importers = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .filter((name) => readFileSync(join(folder, name), 'utf8').includes("'better-sqlite3'"));
    expect(importers).toEqual(['open.ts']);
  });
});

describe('the files of the log', () => {
  it('are for their owner alone, whatever the mask of the process, and loose modes are taken back', () => {
    const mask = process.umask(0);
    try {
      const folder = join(testFolder(), 'data');
      const log = openGateLog(folder);
      log.append([passage(1)]);
      backupLog(databaseIn(folder), join(folder, 'backups', 'backup.db'));
      const files = { 'gate.db': '600', 'gate.db-shm': '600', 'gate.db-wal': '600', 'log.key': '600' };
      expect(modesIn(folder)).toEqual({ ...files, backups: '700' });
      expect(modesIn(join(folder, 'backups'))).toEqual({ 'backup.db': '600' });
      expect(modeOf(folder)).toBe('700');
      for (const name of Object.keys(files)) if (name !== 'log.key') chmodSync(join(folder, name), 0o644);
      openGateLog(folder).close();
      expect(modesIn(folder)).toEqual({ ...files, backups: '700' });
      log.close();
    } finally {
      process.umask(mask);
    }
  });
});

/** Somebody invented whose every trait is random, so that finding a part of it is no chance. */
interface Invented {
  readonly name: string;
  readonly number: string;
}

function invented(count: number, random: () => number): Invented[] {
  const letters = (length: number): string =>
    Array.from({ length }, () => 'ăâđêôơưabcdeghiklmnopqrstuvxy'.charAt(Math.floor(random() * 29))).join('');
  return Array.from({ length: count }, () => ({
    name: `Thử ${letters(12)} ${letters(8)}`,
    number: `001${String(Math.floor(random() * 1e9)).padStart(9, '0')}`,
  }));
}

/** One entry of each, some with a note that is longer than a page and says the name again and again. */
function enter(log: Log, people: readonly Invented[], random: () => number): void {
  const events = people.map(({ name, number }, n): NewEvent => {
    const made = passage(n);
    const note = random() < 0.1 ? `${name}, `.repeat(400) : null;
    return {
      ...made,
      personal: { ...made.personal, name, document: number, documentKind: 'cccd', note },
      person: { ...holderOf('cccd', number), name, birth: '1999-05-15' },
    };
  });
  for (let from = 0; from < events.length; from += 40) log.append(events.slice(from, from + 40));
}

/**
 * Deletes as retention does, up to this seq. Wiping rows alone is not enough: when SQLite splits or merges pages it
 * leaves old copies of rows in the unused part of a page, and those are not wiped when the row is; and until it is
 * emptied the WAL holds what was written before.
 */
function forget(log: Log, upToSeq: number, beforeEnd: () => void): void {
  const { retention } = log;
  retention.begin({ upToSeq, atMs: 1, days: 30 });
  for (let more = true; more; ) more = retention.forget(200, Number.POSITIVE_INFINITY);
  for (let n = 0; retention.wipe(n); n += 1);
  beforeEnd();
  expect(log.checkpoint('empty')).toBe(true);
  retention.finish({ atMs: 1, offsetMin: 420, clock: 'ok' });
}

const foundIn = (bytes: Buffer, people: readonly Invented[]): Invented[] =>
  people.filter(({ name, number }) => [name, foldName(name), number].some((text) => bytes.includes(text)));

describe('a name', () => {
  const seed = Math.floor(Math.random() * 2 ** 31);

  it(`stands in no file as anybody could read it, and once retention deleted it nowhere behind the encryption either (seed ${seed})`, () => {
    const random = randomFrom(seed);
    const folder = testFolder();
    const log = openGateLog(folder);
    onTestFinished(() => log.close());
    const people = invented(1400, random);
    enter(log, people, random);
    // On a few days, now many, now few.
    const days = [0, 0, 0].map(() => 1 + Math.floor(random() * 1300)).sort((a, b) => a - b);
    const upTo = days.at(-1) ?? 0;
    // Looking for everybody takes minutes: those around the end of a day, where pages are mixed, and a few of the rest.
    const isLookedFor = (n: number): boolean => n % 25 === 0 || days.some((day) => Math.abs(day - n) < 15);
    const [gone, kept] = [true, false].map((isGone) =>
      people.filter((_, n) => n < upTo === isGone && isLookedFor(n)),
    ) as [Invented[], Invented[]];
    const { path, key } = databaseIn(folder);
    const backup = (name: string): string => {
      backupLog({ path, key }, join(folder, name));
      return join(folder, name);
    };

    expect(foundIn(plainPages(readFileSync(backup('early.db')), key), gone)).toEqual(gone);
    for (const upToSeq of days) {
      forget(log, upToSeq, () => {
        // This search can find.
        const wal = plainFrames(readFileSync(`${path}-wal`), key);
        if (upToSeq === days[0]) expect(foundIn(wal, gone)).not.toEqual([]);
      });
    }
    for (const file of [path, backup('late.db')]) {
      const bytes = plainPages(readFileSync(file), key);
      expect([foundIn(bytes, gone), foundIn(bytes, kept)]).toEqual([[], kept]);
    }
    expect(foundIn(plainFrames(readFileSync(`${path}-wal`), key), gone)).toEqual([]);

    log.append([passage(1, people[0]?.name)]);
    expect(readdirSync(folder).sort()).toEqual(
      ['early.db', 'gate.db', 'gate.db-shm', 'gate.db-wal', 'late.db', 'log.key'].sort(),
    );
    for (const name of readdirSync(folder)) {
      expect(foundIn(readFileSync(join(folder, name)), [...gone, ...kept]), name).toEqual([]);
    }
  });
});

describe('a log at work', () => {
  const it = itNeeding('strace');

  /** Every file that the log made or opened for writing, by name; a name with random parts is cut to its pattern. */
  function written(temporary: 'MEMORY' | 'FILE'): string[] {
    const folder = testFolder();
    const [data, trace] = [join(folder, 'data'), join(folder, 'trace')];
    mkdirSync(data);
    const script = join(import.meta.dirname, '..', '..', 'support', 'busy-log.ts');
    const calls = 'trace=open,openat,openat2,creat,memfd_create';
    const args = ['-f', '-qq', '-e', calls, '-o', trace, process.execPath, script, data, temporary];
    const ended = spawnSync('strace', args, { encoding: 'utf8' });
    expect([ended.status, ended.stderr]).toEqual([0, '']);
    const names = readFileSync(trace, 'utf8')
      .split('\n')
      .filter((line) => /O_WRONLY|O_RDWR|O_CREAT|creat\(|memfd/.test(line) && !line.includes('= -1'))
      .map((line) => /"([^"]*)"/.exec(line)?.[1] ?? line)
      .filter((name) => !/^\/dev\/|^\/proc\//.test(name));
    return [
      ...new Set(names.map((name) => name.replace(`${data}/`, '').replace(/\.[0-9a-f]{8}$/, '.*'))),
    ].sort();
  }

  it('writes its own files and no other, not even for a moment', () => {
    expect(written('MEMORY')).toEqual([
      'backup.db.partial',
      'backup.db.partial-journal',
      'gate.db',
      'gate.db-journal',
      'gate.db-shm',
      'gate.db-wal',
      'log.key.*',
    ]);
  });

  it('would be seen to spill a sort: this test can fail', () => {
    expect(written('FILE').some((name) => name.includes('etilqs'))).toBe(true);
  });
});

describe('a backup', () => {
  it('is the whole log, opens with its key alone, and never writes over anything', () => {
    const folder = testFolder();
    const log = openGateLog(folder);
    log.append([passage(1), passage(2)]);
    const to = join(folder, 'backup.db');
    backupLog(databaseIn(folder), to);
    expect(() => backupLog(databaseIn(folder), to)).toThrow(/log\/exists/);
    expect(() => backupLog({ path: join(folder, 'none.db'), key: keyOf(folder) }, `${to}.2`)).toThrow(
      /log\/not-found/,
    );
    const count = (path: string) => {
      const db = openDatabase({ path, key: keyOf(folder), readonly: true });
      const rows = db.prepare('SELECT seq, hex(chain) AS chain FROM event ORDER BY seq').all();
      db.close();
      return rows;
    };
    expect(count(to)).toEqual(count(join(folder, 'gate.db')));
    expect(() => openDatabase({ path: to, key: randomBytes(32), readonly: true })).toThrow(/log\/wrong-key/);
    // What an interrupted backup left is taken away, and the next one is whole.
    writeFileSync(join(folder, 'again.db.partial'), 'half');
    backupLog(databaseIn(folder), join(folder, 'again.db'));
    expect(count(join(folder, 'again.db'))).toHaveLength(2);
    expect(readdirSync(folder).filter((name) => name.endsWith('.partial'))).toEqual([]);
    log.close();
  });
});
