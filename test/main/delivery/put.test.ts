import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { beforeEach, describe, expect, it } from 'vitest';
import { put } from '../../../main/delivery/put.ts';
import { testFolder } from '../../support/folder.ts';

let targetFolder: string;
beforeEach(() => {
  targetFolder = testFolder();
});
const job = (text = '{"kty":"OKP"}\n') => ({ targetFolder, name: 'site-gate.pub.json', text });

describe('putting one small file on a target', () => {
  it('writes it whole, and a second time finds it there already', async () => {
    expect(await put(job())).toEqual({
      folder: targetFolder,
      sizeBytes: 14,
      checked: 'cache',
      already: false,
    });
    expect(await put(job())).toMatchObject({ already: true });
    expect(readdirSync(targetFolder)).toEqual(['site-gate.pub.json']);
    expect(readFileSync(join(targetFolder, 'site-gate.pub.json'), 'utf8')).toBe('{"kty":"OKP"}\n');
  });

  it('never touches another file of that name, nor what a link of that name leads to', async () => {
    writeFileSync(join(targetFolder, 'site-gate.pub.json'), 'of another gate');
    await expect(put(job())).rejects.toMatchObject({ code: 'delivery/exists-differs' });
    const elsewhere = join(testFolder(), 'elsewhere');
    writeFileSync(elsewhere, job().text);
    targetFolder = testFolder();
    symlinkSync(elsewhere, join(targetFolder, 'site-gate.pub.json'));
    await expect(put(job())).rejects.toMatchObject({ code: 'delivery/exists-differs' });
    symlinkSync(elsewhere, join(targetFolder, 'other.json.partial'));
    await put({ ...job('new'), name: 'other.json' });
    expect(readFileSync(elsewhere, 'utf8')).toBe(job().text);
  });

  it('takes away what reads back differently, so that the next try is not told that another file lies there', async () => {
    const place = join(targetFolder, 'site-gate.pub.json');
    const putting = put(job());
    const spoilt = (async () => {
      while (!existsSync(place)) await nextTurn();
      writeFileSync(place, 'what a bad stick gives');
    })();
    await expect(putting).rejects.toMatchObject({ code: 'delivery/read-back-differs' });
    await spoilt;
    expect(readdirSync(targetFolder)).toEqual([]);
    expect(await put(job())).toMatchObject({ already: false });
  });

  it('says that the stick is gone, and leaves nothing half written', async () => {
    await expect(put({ ...job(), targetFolder: join(targetFolder, 'gone') })).rejects.toMatchObject({
      code: 'delivery/gone',
    });
    mkdirSync(join(targetFolder, 'file'));
    chmodSync(join(targetFolder, 'file'), 0o700);
    await expect(put({ ...job(), name: 'file' })).rejects.toMatchObject({ code: 'delivery/exists-differs' });
    expect(readdirSync(targetFolder)).toEqual(['file']);
  });
});
