import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { describe, expect, it, vi } from 'vitest';
import { CHAIN_START } from '../../core/batch/chain.ts';
import { recipientsEnvelope } from '../../main/delivery/envelope.ts';
import { rowsOf } from '../../office/store/engine.ts';
import { testFolder } from '../support/folder.ts';
import { CLI, gatelog } from '../support/gatelog.ts';
import { eventsIn, openOffice, textsOf } from '../support/office-store.ts';
import { makeBatch, planOf, SAMPLE_GATE } from '../support/sample-batch.ts';
import { sampleRows } from '../support/sample-log.ts';

const KILLS = 5;
/** More than one transaction takes. */
const BATCHES = 104;
const EVENTS = 1;

/** Ranges of batches that are held, and of events that are there, as far as they are not the same. */
const HALF = `SELECT log_id, first_seq FROM batch
  WHERE events <> (SELECT count(*) FROM event WHERE event.log_id = batch.log_id AND seq BETWEEN first_seq AND last_seq)
  UNION ALL SELECT log_id, seq FROM event
  WHERE NOT EXISTS (FROM batch WHERE batch.log_id = event.log_id AND seq BETWEEN first_seq AND last_seq)`;

describe('an import that is killed', () => {
  it('at any moment leaves every batch whole or absent, and the next one completes it', async () => {
    const folder = testFolder();
    const rows = sampleRows(BATCHES * EVENTS);
    for (let first = 0; first < rows.length; first += EVENTS)
      await makeBatch(folder, rows.slice(first, first + EVENTS), {
        chainBefore: rows[first - 1]?.chain ?? CHAIN_START,
        plan: planOf('full'),
      });
    const args = ['import', join(folder, 'stick'), '--into', join(folder, 'office.duckdb')];
    args.push('--key', join(folder, 'gate-key.pub.json'));
    for (let nth = 0; nth < KILLS; nth += 1) {
      const child = spawn(process.execPath, [CLI, ...args], { stdio: 'ignore' });
      const ended = once(child, 'exit');
      // From when there is a file the moments that matter begin; where it ends earlier there is nothing to kill.
      while (!existsSync(join(folder, 'office.duckdb')) && child.exitCode === null)
        await new Promise((resolve) => setTimeout(resolve, 5));
      const timer = setTimeout(() => child.kill('SIGKILL'), Math.random() * 900);
      await ended;
      clearTimeout(timer);
      const store = await openOffice(folder);
      expect(await rowsOf(store.connection, HALF)).toEqual([]);
      const complete = (await store.held()).length === BATCHES;
      await store.close();
      // It came to its end before the kill: the next one begins anew.
      if (complete) await rm(join(folder, 'office.duckdb'));
    }
    const last = await gatelog(args);
    expect([last.code, last.err]).toEqual([0, '']);
    expect(last.out).not.toMatch(/refused/);
    const store = await openOffice(folder);
    expect(await eventsIn(store)).toEqual(textsOf(SAMPLE_GATE.logId, rows));
    expect(existsSync(join(folder, 'office.duckdb.importing'))).toBe(false);
  });
});

describe('an import that is told to end', () => {
  it('takes away first what came out of envelopes, as with Ctrl+C', async () => {
    const folder = testFolder();
    const office = await generateIdentity();
    await writeFile(join(folder, 'office.key'), `${office}\n`);
    const envelope = recipientsEnvelope([await identityToRecipient(office)]);
    const rows = sampleRows(40);
    for (let first = 0; first < rows.length; first += 1)
      await makeBatch(folder, rows.slice(first, first + 1), {
        chainBefore: rows[first - 1]?.chain ?? CHAIN_START,
        plan: planOf('full', { envelope }),
      });
    const args = ['import', join(folder, 'stick'), '--into', join(folder, 'office.duckdb')];
    args.push('--key', join(folder, 'gate-key.pub.json'), '--identity', join(folder, 'office.key'));
    const scratch = join(folder, 'office.duckdb.importing');
    const child = spawn(process.execPath, [CLI, ...args], { stdio: 'ignore' });
    const ended = once(child, 'exit');
    await vi.waitFor(() => expect(readdirSync(scratch)).not.toEqual([]), { timeout: 60_000, interval: 1 });
    child.kill('SIGINT');
    expect(await ended).toEqual([130, null]);
    expect(existsSync(scratch)).toBe(false);
    expect((await gatelog(args)).code).toBe(0);
  });
});

describe('gatelog import', () => {
  it('says what it did, in English or Vietnamese, and ends with 0 only if everything is there', async () => {
    const folder = testFolder();
    await makeBatch(folder, sampleRows(1200));
    const args = ['import', join(folder, 'stick'), '--into', join(folder, 'office.duckdb')];
    const refused = await gatelog(args);
    expect([refused.code, refused.err]).toEqual([1, '']);
    expect(refused.out).toContain('✗ no gate that you know signed this: give the gate’s key with --key');
    const marked = await gatelog([...args, '--unverified', '--lang', 'vi']);
    expect(marked.code).toBe(0);
    expect(marked.out).toContain('nhập như lô chưa kiểm: không phải chữ ký của cổng đã biết');
    expect(marked.out).toContain('Đã nhập 1 lô; nhận 1.200 dòng.\n');
    const known = await gatelog([...args, '--key', join(folder, 'gate-key.pub.json')]);
    expect([known.code, known.out]).toEqual([
      0,
      '0 batches imported, 1 replaced by one that tells more or is vouched for; 1,200 events taken.\n',
    ]);
  });

  it('says that another program has the database open, and what it does not understand', async () => {
    const folder = testFolder();
    await openOffice(folder);
    const place = join(folder, 'office.duckdb');
    const busy = await gatelog(['import', folder, '--into', place]);
    expect([busy.code, busy.out]).toEqual([2, '']);
    expect(busy.err).toBe(
      `${place}: another program has the database open; wait until it is done, then run this again\n`,
    );
    const inVietnamese = await gatelog(['gaps', '--from', place, '--lang', 'vi']);
    expect([inVietnamese.code, inVietnamese.err]).toEqual([
      2,
      `${place}: chương trình khác đang mở cơ sở dữ liệu; chờ nó xong rồi chạy lại\n`,
    ]);
    for (const [args, words] of [
      [['import'], 'a folder is missing'],
      [['import', 'a'], '--into is missing'],
      [['import', 'a', '--into', join(folder, 'none', 'x.duckdb')], 'the database cannot be opened'],
      [['import', 'a', '--into', folder], 'this is a folder, not a database; name a file in it'],
      [['gaps', '--from', folder, '--lang', 'vi'], 'đây là thư mục, không phải cơ sở dữ liệu'],
      [['import', 'a', '--into', join(folder, 'a?b.duckdb')], 'no file with a question mark in its path'],
      [['import', 'a', '--into', 'x', '--key', '/absent.json'], '/absent.json: this key file cannot be read'],
    ] as const) {
      const ended = await gatelog(args);
      expect([ended.code, ended.out]).toEqual([2, '']);
      expect(ended.err).toContain(words);
    }
  });
});
