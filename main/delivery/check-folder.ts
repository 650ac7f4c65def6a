import { randomBytes } from 'node:crypto';
import { open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { GatelogError } from '../../core/errors.ts';
import { minutes } from '../../core/units.ts';
import { renamePatiently } from '../rename.ts';
import { deliveryError } from './delivery-error.ts';
import { syncName } from './folders.ts';
import type { CheckStep } from './messages.ts';

/** Enough that it does not fit into one message of a share. */
const BYTES = 256 * 1024;

/** How such a file is called, on its way and whole. */
const TEST_FILE = /^gatelog-test-[0-9a-f]{12}(\.partial)?$/;
/** A trial that is older by so much has ended, whichever gate made it. */
const LEFT_BEHIND_MS = minutes(10);

/**
 * Does with a small file everything that a delivery does with large ones: finds the folder, writes, renames, reads
 * back, deletes. Nothing stays behind, also of a trial before it whose folder never answered. Says each step as it
 * begins.
 * Throws `delivery/...` with the step in its context.
 */
export async function checkFolder(folder: string, onStep: (step: CheckStep) => void): Promise<void> {
  let step: CheckStep = 'find';
  const begin = (next: CheckStep): void => {
    step = next;
    onStep(next);
  };
  const bytes = randomBytes(BYTES);
  const name = `gatelog-test-${randomBytes(6).toString('hex')}`;
  const written = join(folder, `${name}.partial`);
  const renamed = join(folder, name);
  try {
    begin('find');
    if (!(await stat(folder)).isDirectory())
      throw new GatelogError('delivery/gone', 'the target is not a folder');
    begin('write');
    const file = await open(written, 'wx', 0o644);
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    begin('rename');
    await renamePatiently(written, renamed);
    await syncName(folder);
    begin('read');
    if (!bytes.equals(await readFile(renamed)))
      throw new GatelogError('delivery/read-back-differs', 'the file reads back differently');
    begin('delete');
    await clearOld(folder, (await stat(renamed)).mtimeMs);
    await rm(renamed);
  } catch (error) {
    for (const left of [written, renamed]) await rm(left, { force: true }).catch(() => undefined);
    const { code, message, context, cause } = deliveryError(error);
    throw new GatelogError(code, message.replace(`${code}: `, ''), { ...context, step }, { cause });
  }
}

/** Goes by the clock of who keeps the folder, which is nobody's here. @param nowMs when the newest file was written */
async function clearOld(folder: string, nowMs: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!TEST_FILE.test(name)) continue;
    const path = join(folder, name);
    // Another gate may just have taken it away.
    const found = await stat(path).catch(() => null);
    if (found !== null && found.mtimeMs < nowMs - LEFT_BEHIND_MS) await rm(path, { force: true });
  }
}
