import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect } from 'vitest';
import { z } from 'zod';
import { deliver } from '../../../main/delivery/deliver.ts';
import { CHECK_STEPS } from '../../../main/delivery/messages.ts';
import { sealRange } from '../../../main/delivery/seal.ts';
import { openSpoolKey } from '../../../main/delivery/spool.ts';
import { itNeeding } from '../../support/device.ts';
import { testFolder } from '../../support/folder.ts';
import { plugExfat } from '../../support/mount.ts';
import { pathOf, sealInput } from '../../support/sample-batch.ts';
import { sampleRows } from '../../support/sample-log.ts';
import { treeHashes } from '../../support/tree-hashes.ts';
import { startWindows, type WindowsPc, windowsPath } from '../../support/windows.ts';

const itOnWindows = itNeeding('windows', 'exfat');
const MINUTES_MS = 240_000;

/** A sealed batch and what this machine delivers of it. */
async function sealed() {
  const folder = testFolder();
  const spoolKey = await openSpoolKey(join(folder, 'spool.key'));
  const { rendition } = await sealRange(sealInput(folder, sampleRows(40), { spoolKey }));
  const spoolFolder = join(folder, 'spool', rendition.name);
  const job = { spoolFolder, spoolKey, batchPath: pathOf(rendition), files: [...rendition.files] };
  const here = join(folder, 'here');
  mkdirSync(here);
  await deliver({ ...job, targetFolder: here });
  return { folder, job, here, publicKey: join(folder, 'gate-key.pub.json') };
}

/** What Windows tells of a trial and a delivery there. */
function deliverOn(pc: WindowsPc, batch: Awaited<ReturnType<typeof sealed>>, targetFolder: string): unknown {
  const file = join(batch.folder, 'job.json');
  writeFileSync(
    file,
    JSON.stringify({ ...batch.job, spoolFolder: windowsPath(batch.job.spoolFolder), targetFolder }),
  );
  return JSON.parse(pc.run('test/support/windows/deliver.ts', windowsPath(file)));
}

/** What Windows' own `gatelog verify` says there. */
const verifiedOn = (pc: WindowsPc, publicKey: string, targetFolder: string): unknown =>
  z
    .object({ ok: z.boolean(), batches: z.array(z.object({ problems: z.array(z.unknown()) })) })
    .parse(
      JSON.parse(pc.run('office/cli.ts', 'verify', targetFolder, '--key', windowsPath(publicKey), '--json')),
    );

describe('a delivery on Windows', () => {
  itOnWindows(
    'lays the same bytes on a stick as on Linux, and finds nothing wrong there',
    async () => {
      const batch = await sealed();
      const stick = plugExfat(join(batch.folder, 'stick.img'), join(batch.folder, 'stick'), 16);
      const pc = startWindows();
      pc.plug('E', stick.place, stick.device);
      expect(deliverOn(pc, batch, 'E:\\')).toEqual({
        steps: [...CHECK_STEPS],
        folder: ['E:', ...batch.job.batchPath].join('\\'),
        checked: 'cache',
        already: false,
      });
      expect(treeHashes(stick.place)).toEqual(treeHashes(batch.here));
      expect(verifiedOn(pc, batch.publicKey, 'E:\\')).toEqual({ ok: true, batches: [{ problems: [] }] });
    },
    MINUTES_MS,
  );

  itOnWindows(
    'does the same at a UNC path with Vietnamese letters, and knows a batch that lies there',
    async () => {
      const batch = await sealed();
      const shared = join(batch.folder, 'shared');
      mkdirSync(join(shared, 'Sổ Cổng'), { recursive: true });
      const pc = startWindows();
      pc.share('may-chu', 'chung', shared);
      const target = '\\\\may-chu\\chung\\Sổ Cổng';
      const delivered = {
        steps: [...CHECK_STEPS],
        folder: [target, ...batch.job.batchPath].join('\\'),
        checked: 'cache',
        already: false,
      };
      expect(deliverOn(pc, batch, target)).toEqual(delivered);
      expect(deliverOn(pc, batch, target)).toEqual({ ...delivered, already: true });
      expect(treeHashes(join(shared, 'Sổ Cổng'))).toEqual(treeHashes(batch.here));
      expect(verifiedOn(pc, batch.publicKey, target)).toEqual({ ok: true, batches: [{ problems: [] }] });
    },
    MINUTES_MS,
  );
});
