import { spawnSync } from 'node:child_process';
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { GatelogError } from '../../../core/errors.ts';
import { LIST_LIMITS } from '../../../core/trust/list.ts';
import { type FilesRead, readFiles } from '../../../main/trust/read-files.ts';
import { testFolder } from '../../support/folder.ts';

const read = (path: string): Promise<FilesRead> => readFiles(path, { onProgress: () => undefined });
const names = ({ files }: FilesRead) => files.map(({ name }) => name).sort();
async function refusal(path: string): Promise<string> {
  try {
    await read(path);
  } catch (error) {
    return error instanceof GatelogError ? error.code : String(error);
  }
  return 'was read';
}
/** A folder with these files; a name with `/` goes into folders below. */
function stick(files: Readonly<Record<string, string>>): string {
  const root = join(testFolder(), 'usb');
  mkdirSync(root);
  for (const [name, text] of Object.entries(files)) {
    const path = join(root, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
  }
  return root;
}

describe('reading a stick', () => {
  it('takes one file whatever its name, and a folder with everything below it that may be a list', async () => {
    const root = stick({
      'a.json': '{}',
      'sub/deep/b.PEM': 'pem',
      'sub/c.der': 'der',
      '._a.json': 'of a Mac',
      '.Trash/x.json': 'thrown away',
      'photo.jpg': 'jpg',
      'list without ending': 'text',
    });
    const folder = await read(root);
    expect([folder.chosen, names(folder), folder.refused]).toEqual([
      'usb',
      ['a.json', 'sub/c.der', 'sub/deep/b.PEM'],
      [],
    ]);
    const one = await read(join(root, 'list without ending'));
    expect(one.files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])).toEqual([
      ['list without ending', 'text'],
    ]);
  });

  it('follows no link out of the folder or inside it, and opens no pipe', async () => {
    const secret = stick({ 'secret.json': 'secret', 'folder/more.json': 'secret' });
    const root = stick({ 'a.json': '{}' });
    symlinkSync(join(secret, 'secret.json'), join(root, 'linked.json'));
    symlinkSync(join(secret, 'folder'), join(root, 'folder'));
    symlinkSync(root, join(root, 'round'));
    symlinkSync('/dev/zero', join(root, 'zero.json'));
    expect(spawnSync('mkfifo', [join(root, 'pipe.json')]).status).toBe(0);
    expect(names(await read(root))).toEqual(['a.json']);
    expect(await refusal(join(root, 'linked.json'))).toBe('trust/read-failed');
    expect(await refusal(join(root, 'pipe.json'))).toBe('trust/read-failed');
    expect(await refusal('/dev/zero')).toBe('trust/read-failed');
  });

  it('reads a chosen folder that is itself a link, as sticks are mounted on some systems', async () => {
    const root = stick({ 'a.json': '{}' });
    const link = join(testFolder(), 'my stick');
    symlinkSync(root, link);
    const folder = await read(link);
    expect([folder.chosen, names(folder)]).toEqual([basename(link), ['a.json']]);
  });

  it('refuses a file that is too large, names one among others, and refuses too many', async () => {
    const root = stick({ 'a.json': '{}', 'large.json': '' });
    truncateSync(join(root, 'large.json'), LIST_LIMITS.fileBytes + 1);
    expect(await refusal(join(root, 'large.json'))).toBe('trust/too-large');
    const folder = await read(root);
    expect([names(folder), folder.refused]).toEqual([
      ['a.json'],
      [{ name: 'large.json', code: 'trust/too-large', why: null }],
    ]);
    const many = stick({});
    for (let n = 0; n <= LIST_LIMITS.files; n += 1) writeFileSync(join(many, `${n}.pem`), '');
    expect(await refusal(many)).toBe('trust/too-large');
  });

  it('refuses files that are too large together', async () => {
    const root = stick({});
    for (let n = 0; n < 4; n += 1) {
      writeFileSync(join(root, `${n}.json`), '');
      truncateSync(join(root, `${n}.json`), LIST_LIMITS.fileBytes - 1);
    }
    expect(await refusal(root)).toBe('trust/too-large');
  });

  it('says that what was chosen is not there', async () => {
    expect(await refusal(join(testFolder(), 'absent'))).toBe('trust/gone');
  });
});
