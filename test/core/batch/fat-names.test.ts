import fc from 'fast-check';
import { expect, it } from 'vitest';
import {
  batchName,
  PARTIAL_SUFFIX,
  renditionFiles,
  renditionName,
  renditionPath,
} from '../../../core/batch/names.ts';
import { PROFILES } from '../../../core/batch/profile.ts';

/** What FAT and exFAT take as a long name, and Windows too (Microsoft, "Naming Files, Paths, and Namespaces"). */
function isFatName(name: string): boolean {
  if (name.length === 0 || name.length > 255) return false;
  if (/["*/:<>?\\|\u0000-\u001f]/.test(name) || /[. ]$/.test(name)) return false;
  return !/^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)/i.test(name);
}

const letters = fc
  .stringMatching(/^[a-z0-9]{1,12}$/)
  .filter((one) => !/^(con|prn|aux|nul|com\d|lpt\d)$/.test(one));
const slug = fc.array(letters, { minLength: 1, maxLength: 3 }).map((words) => words.join('-'));

it('every name that a batch has on a stick is one that FAT and Windows take, small letters alone telling none apart', () => {
  const hex = (length: number) => fc.stringMatching(new RegExp(`^[0-9a-f]{${length}}$`));
  fc.assert(
    fc.property(
      fc.record({
        site: slug,
        gate: slug,
        logId: hex(32),
        firstSeq: fc.integer({ min: 1, max: 9_999_999_999 }),
      }),
      fc.constantFrom(...PROFILES),
      fc.option(hex(64)),
      (batch, profile, manifestSha256) => {
        const envelope = manifestSha256 === null ? null : { manifestSha256 };
        const name = renditionName(batchName({ ...batch, lastSeq: batch.firstSeq }), profile, envelope);
        const path = renditionPath(batch, name);
        const files = renditionFiles(profile, envelope !== null);
        for (const one of [...path, `${name}${PARTIAL_SUFFIX}`, ...files])
          expect([one, isFatName(one)]).toEqual([one, true]);
        expect(new Set(files.map((one) => one.toLowerCase())).size).toBe(files.length);
      },
    ),
  );
});
