import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testFolder } from '../support/folder.ts';
import { gatelog } from '../support/gatelog.ts';
import { makeBatch } from '../support/sample-batch.ts';
import { sampleRows } from '../support/sample-log.ts';

describe('gatelog verify', () => {
  it('says in words that all is well and ends with 0, in English or Vietnamese', async () => {
    const folder = testFolder();
    await makeBatch(folder, sampleRows(7));
    const key = join(folder, 'gate-key.pub.json');
    const stick = join(folder, 'stick');
    const en = await gatelog(['verify', stick, '--key', key]);
    expect([en.code, en.err]).toEqual([0, '']);
    expect(en.out).toContain('All is well: 1 batch verified.');
    expect(en.out).toContain('signed by a known gate');
    const vi = await gatelog(['verify', stick, '--lang', 'vi']);
    expect([vi.code, vi.err]).toEqual([0, '']);
    expect(vi.out).toContain('Tất cả đều tốt: đã kiểm 1 lô.');
    const byEnvironment = await gatelog(['verify', stick], { env: { GATELOG_LANG: 'vi' } });
    expect(byEnvironment.out).toBe(vi.out);
  });

  it('names the damaged file in words and ends with 1', async () => {
    const folder = testFolder();
    const batch = await makeBatch(folder, sampleRows(7));
    const bytes = await readFile(join(batch, 'events.csv'));
    bytes[40] = (bytes[40] ?? 0) ^ 1;
    await writeFile(join(batch, 'events.csv'), bytes);
    const en = await gatelog(['verify', batch]);
    expect(en.code).toBe(1);
    expect(en.out).toContain('events.csv: the content is not the one that was sealed');
    const vi = await gatelog(['verify', batch, '--lang=vi']);
    expect(vi.code).toBe(1);
    expect(vi.out).toContain('events.csv: nội dung khác với lúc niêm phong');
  });

  it('gives the whole report as JSON', async () => {
    const folder = testFolder();
    await makeBatch(folder, sampleRows(7));
    const { code, out } = await gatelog(['verify', join(folder, 'stick'), '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ ok: true, batches: [{ manifest: { events: 7 }, problems: [] }] });
  });

  it('shows its usage when asked', async () => {
    const help = await gatelog(['--help']);
    expect([help.code, help.err]).toEqual([0, '']);
    expect(help.out).toContain('gatelog verify FOLDER');
    expect(help.out).toContain('gatelog read');
    expect((await gatelog(['verify', '--help'])).out).not.toContain('gatelog read');
  });

  it.each([
    [[], 'gatelog verify FOLDER'],
    [['verify'], 'a folder is missing'],
    [['verify', 'a', 'b'], 'one folder at a time'],
    [['trace', 'a'], 'unknown command: trace'],
    [['constructor'], 'unknown command: constructor'],
    [['--json', 'verify', 'a'], 'the command comes first'],
    [['verify', 'a', '--fast'], '--fast'],
    [['verify', 'a', '--lang', 'fr'], '--lang is en or vi'],
    [['verify', 'a', '--key', '/absent.json'], 'the key file cannot be read'],
  ])('ends with 2 where it does not understand %j', async (args, words) => {
    const ended = await gatelog(args);
    expect([ended.code, ended.out]).toEqual([2, '']);
    expect(ended.err).toContain(words);
  });

  it('does not take a folder that is not there for a good one', async () => {
    const { code, out } = await gatelog(['verify', join(testFolder(), 'absent')]);
    expect(code).toBe(1);
    expect(out).toContain('there is no such folder; give its whole path');
  });
});
