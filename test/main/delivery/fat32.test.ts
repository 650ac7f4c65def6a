import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { generateIdentity, identityToRecipient } from 'age-encryption';
import { describe, expect } from 'vitest';
import { renditionPath } from '../../../core/batch/names.ts';
import { deliver } from '../../../main/delivery/deliver.ts';
import { recipientsEnvelope } from '../../../main/delivery/envelope.ts';
import { sealRange } from '../../../main/delivery/seal.ts';
import { verifyFolder } from '../../../office/verify.ts';
import { itNeeding } from '../../support/device.ts';
import { makeFat32 } from '../../support/fat32.ts';
import { testFolder } from '../../support/folder.ts';
import { planOf, sealInput } from '../../support/sample-batch.ts';
import { sampleRows } from '../../support/sample-log.ts';
import { treeHashes } from '../../support/tree-hashes.ts';

const it = itNeeding('fat32');

/** The longest slugs that a site and a gate can have. */
const LONG = { site: `${'benh-vien-'.repeat(3)}da-khoa-12`, gate: `${'cong-phu-'.repeat(4)}mot1` };

describe('a FAT32 file system', () => {
  it('takes the names and bytes of batches as they are, and gives them back to the office', async () => {
    const [folder, target, back] = [testFolder(), testFolder(), testFolder()];
    const envelope = recipientsEnvelope([await identityToRecipient(await generateIdentity())]);
    const identity = { ...sealInput(folder, sampleRows(1)).identity, ...LONG };
    for (const plan of [planOf('full'), planOf('counts'), planOf('pseudonymous', { envelope })]) {
      const { rendition } = await sealRange(sealInput(folder, sampleRows(300), { plan, identity }));
      await deliver({
        spoolFolder: join(folder, 'spool', rendition.name),
        spoolKey: null,
        targetFolder: target,
        batchPath: [...renditionPath(identity, rendition.name)],
        files: [...rendition.files],
      });
    }
    const stick = makeFat32(join(folder, 'fat.img'), 64);
    stick.copyIn(join(target, 'GATELOG'));
    stick.check();
    stick.copyOut(back);
    expect(treeHashes(back)).toEqual(treeHashes(target));
    const report = await verifyFolder(back);
    expect([report.ok, report.problems, report.batches.length]).toEqual([true, [], 3]);
    // FAT keeps times in steps of two seconds.
    for (const [name] of Object.entries(treeHashes(back)))
      expect(
        Math.abs(statSync(join(back, name)).mtimeMs - statSync(join(target, name)).mtimeMs),
      ).toBeLessThanOrEqual(2000);
    expect(readdirSync(join(back, 'GATELOG', LONG.site))).toEqual([LONG.gate]);
  });
});
