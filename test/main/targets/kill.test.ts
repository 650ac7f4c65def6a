import { expect, it } from 'vitest';
import { killDeliveries } from '../../support/deliver-kill/kill.ts';
import { testFolder } from '../../support/folder.ts';

it('killed 20 times at random while it seals and sends, a gate gives two targets every event once, in order', async () => {
  const seed = Math.floor(Math.random() * 2 ** 31);
  console.log(`seed ${seed}: npm run soak -- deliver-kill --times 20 --seed ${seed}`);
  const kills = await killDeliveries({ folder: testFolder(), times: 20, seed });
  expect(kills.flatMap(({ problem }) => (problem === null ? [] : [problem]))).toEqual([]);
  // A test that kills before anything happened would prove nothing.
  expect(Math.max(...kills.map(({ saidSeq }) => saidSeq))).toBeGreaterThan(20);
}, 900_000);
