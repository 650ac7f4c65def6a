import { expect } from 'vitest';
import { itNeeding } from '../../support/device.ts';
import { testFolder } from '../../support/folder.ts';
import { yankOften } from '../../support/yank/yank.ts';

itNeeding('exfat')(
  'a stick that is pulled out at any moment holds batches that are whole, and in the end every event once',
  async () => {
    const seed = Math.floor(Math.random() * 2 ** 31);
    console.log(`seed ${seed}: npm run soak -- yank --times 20 --seed ${seed}`);
    const yanks = await yankOften({ folder: testFolder(), times: 20, seed });
    expect(yanks).toHaveLength(20);
    expect(yanks.filter(({ problem }) => problem !== null)).toEqual([]);
  },
  1_500_000,
);
