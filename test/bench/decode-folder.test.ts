import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { findPictures, type Texts } from '../../bench/decode-folder.ts';
import { testFolder } from '../support/folder.ts';

/** Photos with and without their texts, one in a folder below. */
function photos(): {
  readonly folder: string;
  readonly found: (texts?: Texts) => Promise<readonly string[]>;
} {
  const folder = join(testFolder(), 'photos');
  mkdirSync(join(folder, 'xa'), { recursive: true });
  for (const name of ['A-1.jpg', 'A-2.PNG', 'xa/A-3.jpeg', 'notes.md']) writeFileSync(join(folder, name), '');
  writeFileSync(join(folder, 'A-1.txt'), 'beside\r\n');
  return {
    folder,
    found: async (texts) =>
      (await findPictures(folder, texts)).map(
        ({ path, truth }) => `${path.slice(folder.length + 1)}: ${truth}`,
      ),
  };
}

it('finds every picture, with the text that lies beside it', async () => {
  expect(await photos().found()).toEqual(['A-1.jpg: beside', 'A-2.PNG: null', 'xa/A-3.jpeg: null']);
});

it('takes texts from a CSV by path or by name, and from the names of the pictures', async () => {
  const { folder, found } = photos();
  const csv = join(folder, 'texts.csv');
  writeFileSync(csv, '\uFEFFfile,text\r\nxa\\A-3.jpeg,"a, ""b""\nc"\r\nA-2.PNG,hai\r\n');
  expect(await found({ csv })).toEqual(['A-1.jpg: beside', 'A-2.PNG: hai', 'xa/A-3.jpeg: a, "b"\nc']);
  expect(await found({ names: true })).toEqual(['A-1.jpg: beside', 'A-2.PNG: A-2', 'xa/A-3.jpeg: A-3']);
});

it('says of a CSV what is wrong with it', async () => {
  const { folder, found } = photos();
  const csv = join(folder, 'texts.csv');
  writeFileSync(csv, 'picture,text\nA-1.jpg,x\n');
  await expect(found({ csv })).rejects.toThrow('the columns are file and text');
  writeFileSync(csv, 'file,text\nA-1.jpg,x\nA-1.jpg,y\n');
  await expect(found({ csv })).rejects.toThrow('A-1.jpg stands there twice');
  await expect(found({ csv: join(folder, 'none.csv') })).rejects.toThrow('none.csv');
});
