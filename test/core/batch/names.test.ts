import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchName, batchPath, isSlug, parseBatchName } from '../../../core/batch/names.ts';
import { GatelogError } from '../../../core/errors.ts';

const batch = {
  site: 'benh-vien-thu',
  gate: 'cong-1',
  logId: '00112233445566778899aabbccddeeff',
  firstSeq: 1,
  lastSeq: 200_000,
};
const slug = fc
  .array(fc.stringMatching(/^[a-z0-9]{1,6}$/), { minLength: 1, maxLength: 5 })
  .map((words) => words.join('-'))
  .filter(isSlug);

describe('the name of a batch', () => {
  it('says site, gate, log and range', () => {
    expect(batchPath(batch)).toEqual([
      'GATELOG',
      'benh-vien-thu',
      'cong-1',
      'benh-vien-thu-cong-1-00112233-0000000001-0000200000',
    ]);
  });

  it('is read back, and sorts by sequence', () => {
    const seq = fc.integer({ min: 1, max: 4_000_000_000 });
    fc.assert(
      fc.property(slug, slug, seq, seq, fc.nat(), (site, gate, a, b, length) => {
        const name = batchName({ ...batch, site, gate, firstSeq: a, lastSeq: a + length });
        expect(parseBatchName(name)).toEqual({
          siteAndGate: `${site}-${gate}`,
          logIdStart: '00112233',
          firstSeq: a,
          lastSeq: a + length,
        });
        const other = batchName({ ...batch, site, gate, firstSeq: b, lastSeq: b + length });
        expect(Math.sign(name < other ? -1 : name > other ? 1 : 0)).toBe(Math.sign(a - b));
      }),
    );
  });

  it('refuses what is no slug, no log id and no range', () => {
    const wrong = [
      { site: 'Bệnh viện' },
      { site: '../etc' },
      { gate: '' },
      { gate: 'con' },
      { gate: 'a'.repeat(41) },
      { logId: '0011' },
      { firstSeq: 0 },
      { firstSeq: 5, lastSeq: 4 },
      { firstSeq: 1.5 },
      { lastSeq: 10_000_000_000 },
    ];
    for (const change of wrong) {
      expect(() => batchName({ ...batch, ...change }), JSON.stringify(change)).toThrow(GatelogError);
    }
  });

  it('is not seen in other folder names', () => {
    const others = ['GATELOG', 'a-00112233-1-2', 'a-b-00112233-0000000001-0000000002.partial', '', 'a/b'];
    expect(others.map(parseBatchName)).toEqual([null, null, null, null, null]);
  });
});
