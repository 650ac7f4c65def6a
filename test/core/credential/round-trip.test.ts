import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { generateBhyt } from './generate/bhyt.ts';
import { type Card, saidBy } from './generate/card.ts';
import { generateCccd } from './generate/cccd.ts';
import { type Chance, createChance } from './generate/chance.ts';
import { generatePcCovid } from './generate/pc-covid.ts';
import { readText } from './people.ts';

const KINDS: Readonly<Record<string, (chance: Chance) => Card>> = {
  CCCD: generateCccd,
  BHYT: generateBhyt,
  'PC-Covid': generatePcCovid,
};

describe.each(Object.entries(KINDS))('%s', (_kind, generate) => {
  it('comes back whole from every generated card, however it was delivered', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (seed) => {
        const { text, said } = generate(createChance(seed));
        expect(saidBy(readText(text))).toEqual(said);
      }),
      { numRuns: 3000 },
    );
  });
});
