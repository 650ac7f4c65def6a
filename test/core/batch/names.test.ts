import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  batchName,
  isSlug,
  parseRenditionName,
  renditionFiles,
  renditionName,
  renditionPath,
} from '../../../core/batch/names.ts';
import { PROFILES } from '../../../core/batch/profile.ts';
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
    expect(renditionPath(batch, batchName(batch))).toEqual([
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
        expect(parseRenditionName(name)).toEqual({
          siteAndGate: `${site}-${gate}`,
          logIdStart: '00112233',
          firstSeq: a,
          lastSeq: a + length,
          profile: 'full',
          encrypted: false,
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
    const range = 'a-b-00112233-0000000001-0000000002';
    const others = [
      'GATELOG',
      'a-00112233-1-2',
      `${range}.partial`,
      `${range}.full`,
      `${range}.secret`,
      `${range}.age-00112233`,
      `${range}.masked.age-0011`,
      '',
      'a/b',
    ];
    expect(others.map(parseRenditionName)).toEqual(others.map(() => null));
  });
});

describe('the name of a rendition', () => {
  const name = batchName(batch);
  const manifestSha256 = 'ab12cd34'.repeat(8);

  it('is the batch’s own for the plain record, and says profile and envelope for every other', () => {
    expect(PROFILES.map((profile) => renditionName(name, profile, null))).toEqual([
      name,
      `${name}.masked`,
      `${name}.pseudonymous`,
      `${name}.counts`,
    ]);
    expect(PROFILES.map((profile) => renditionName(name, profile, { manifestSha256 }))).toEqual(
      PROFILES.map((profile) => `${name}.${profile}.age-ab12cd34`),
    );
  });

  it('is read back, and no two renditions of a batch share one', () => {
    const every = PROFILES.flatMap((profile) =>
      [null, { manifestSha256 }].map((envelope) => ({ profile, envelope })),
    );
    const names = every.map(({ profile, envelope }) => renditionName(name, profile, envelope));
    expect(new Set(names).size).toBe(8);
    expect(names.map(parseRenditionName)).toMatchObject(
      every.map(({ profile, envelope }) => ({ profile, encrypted: envelope !== null, firstSeq: 1 })),
    );
  });

  it('fits where a folder name may be 255 bytes, also as a copy that is not finished', () => {
    const slug = 'a'.repeat(40);
    const longest = renditionName(batchName({ ...batch, site: slug, gate: slug }), 'pseudonymous', {
      manifestSha256,
    });
    expect(`${longest}.partial`.length).toBeLessThanOrEqual(160);
  });

  it('comes with the files of its profile, each in an envelope where there is one', () => {
    expect(renditionFiles('counts', false)).toEqual([
      'counts.parquet',
      'counts.xlsx',
      'counts.csv',
      'manifest.json',
      'manifest.jws',
      'SHA256SUMS',
    ]);
    expect(renditionFiles('masked', true)).toEqual([
      'events.parquet.age',
      'events.xlsx.age',
      'events.csv.age',
      'manifest.json.age',
      'manifest.jws.age',
      'SHA256SUMS.age',
      'manifest.json',
      'manifest.jws',
      'SHA256SUMS',
    ]);
  });
});
