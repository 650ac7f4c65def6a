import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { renditionFiles } from '../../../core/batch/names.ts';
import { type DeliverInput, deliver } from '../../../main/delivery/deliver.ts';
import { sealRange } from '../../../main/delivery/seal.ts';
import { verifyFolder } from '../../../office/verify.ts';
import { itNeeding } from '../../support/device.ts';
import { testFolder } from '../../support/folder.ts';
import { plugExfat, type Stick } from '../../support/mount.ts';
import { pathOf, sealInput } from '../../support/sample-batch.ts';
import { sampleRows } from '../../support/sample-log.ts';

const it = itNeeding('exfat');

async function jobFor(stick: Stick, events: number): Promise<DeliverInput> {
  const folder = testFolder();
  const { rendition } = await sealRange(sealInput(folder, sampleRows(events)));
  return {
    spoolFolder: join(folder, 'spool', rendition.name),
    spoolKey: null,
    targetFolder: stick.place,
    batchPath: pathOf(rendition),
    files: [...rendition.files],
  };
}

function plug(sizeMiB: number): Stick {
  const folder = testFolder();
  return plugExfat(join(folder, 'stick.img'), join(folder, 'stick'), sizeMiB);
}
const gateFolder = (input: DeliverInput): string => join(input.targetFolder, ...input.batchPath.slice(0, -1));
const wellNamed = async (stick: Stick) => {
  const report = await verifyFolder(stick.place);
  return [report.batches.length, report.batches.flatMap((batch) => batch.problems)];
};

describe('an exFAT stick', () => {
  it('holds the whole batch after it was pulled out and plugged in again', async () => {
    const stick = plug(32);
    const input = await jobFor(stick, 500);
    expect(await deliver(input)).toMatchObject({ checked: 'cache', already: false });
    stick.eject();
    expect(existsSync(join(stick.place, 'GATELOG'))).toBe(false);
    stick.plugAgain();
    expect(readdirSync(join(gateFolder(input), input.batchPath.at(-1) ?? '')).sort()).toEqual(
      [...renditionFiles('full', false)].sort(),
    );
    expect(await wellNamed(stick)).toEqual([1, []]);
    execFileSync('sha256sum', ['--quiet', '-c', 'SHA256SUMS'], {
      cwd: join(gateFolder(input), input.batchPath.at(-1) ?? ''),
    });
  });

  it('that is full takes nothing and keeps what it held', async () => {
    const stick = plug(4);
    const filler = join(stick.place, 'photos');
    execFileSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=64k', 'count=24'], { stdio: 'ignore' });
    const before = statSync(filler).size;
    const input = await jobFor(stick, 4000);
    await expect(deliver(input)).rejects.toMatchObject({ code: 'delivery/no-space' });
    expect(readdirSync(stick.place)).toEqual(['photos']);
    expect(statSync(filler).size).toBe(before);
  });

  it('torn out in the middle of writing is gone, and the next try brings the whole batch', async () => {
    const stick = plug(32);
    const input = await jobFor(stick, 2000);
    const torn = deliver({
      ...input,
      onProgress: (phase, done) => {
        if (phase === 'writing' && done > 0) stick.tearOut();
      },
    });
    await expect(torn).rejects.toMatchObject({ code: 'delivery/gone' });
    stick.plugAgain();
    expect(await deliver(input)).toMatchObject({ already: false });
    expect(readdirSync(gateFolder(input))).toEqual([input.batchPath.at(-1)]);
    expect(await wellNamed(stick)).toEqual([1, []]);
  });
});
