import { closeSync, openSync, readdirSync, readFileSync, writeSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, onTestFinished } from 'vitest';
import { deliver, reread } from '../../../main/delivery/deliver.ts';
import type { DeliveryJob } from '../../../main/delivery/messages.ts';
import { sealRange } from '../../../main/delivery/seal.ts';
import { createTarget, type Target } from '../../../main/delivery/target.ts';
import type { StickMounts } from '../../../main/sticks/stick.ts';
import { createStickTarget, type StickTarget } from '../../../main/sticks/stick-target.ts';
import { verifyFolder } from '../../../office/verify.ts';
import { itNeeding } from '../../support/device.ts';
import { testFolder } from '../../support/folder.ts';
import { forkWorker } from '../../support/forked.ts';
import { mountTmpfs } from '../../support/mount.ts';
import { pathOf, sealInput } from '../../support/sample-batch.ts';
import { sampleRows } from '../../support/sample-log.ts';
import { plugStick, type RealStick } from '../../support/sticks.ts';

const it = itNeeding('exfat');

async function jobOf(events: number): Promise<DeliveryJob> {
  const folder = testFolder();
  const { rendition } = await sealRange(sealInput(folder, sampleRows(events)));
  return {
    spoolFolder: join(folder, 'spool', rendition.name),
    spoolKey: null,
    // Where it is mounted is the stick target's to know.
    targetFolder: '/nowhere',
    batchPath: pathOf(rendition),
    files: [...rendition.files],
  };
}

/** The file work in this very process: every piece is told, so that a test can act at one. */
const HERE: Target = {
  deliver: (job, hooks = {}) => deliver({ ...job, ...hooks }),
  reread: (job, already, hooks = {}) => reread({ ...job, ...hooks }, already),
  put: () => Promise.reject(new Error('nothing is put')),
  check: () => Promise.reject(new Error('nothing is checked')),
  state: () => 'idle',
  close: () => undefined,
};

/** The file work in a process of its own, as in the kiosk. */
function elsewhere(): Target {
  return createTarget({
    spawn: () =>
      forkWorker({
        onStart: (child) =>
          onTestFinished(() => {
            child.kill('SIGKILL');
          }),
      }),
  });
}

/** The stick as it is now, as a target. */
async function targetOf(
  stick: RealStick,
  mounts: StickMounts | null = stick.system.mounts,
  target = HERE,
): Promise<StickTarget> {
  return createStickTarget({ target, stick: await stick.find(), mounts });
}

/** Folders of the gate and what the office says of the stick. */
async function lies(stick: RealStick, job: DeliveryJob): Promise<unknown> {
  const names = readdirSync(join(stick.place, ...job.batchPath.slice(0, -1)));
  const report = await verifyFolder(stick.place);
  return { names, ok: report.ok };
}
const whole = (job: DeliveryJob) => ({ names: [job.batchPath.at(-1)], ok: true });

/** Spoils what lies on the medium while the stick is unmounted: what memory held was right, the stick is not. */
const lying = (stick: RealStick): StickMounts => ({
  ...stick.system.mounts,
  unmount: async (one) => {
    const done = await stick.system.mounts.unmount(one);
    const at = readFileSync(stick.image).indexOf('"gatelog-batch"');
    const file = openSync(stick.image, 'r+');
    writeSync(file, 'X', at + 2);
    closeSync(file);
    return done;
  },
});

describe('a stick as a target', () => {
  it('holds what was read back from itself, and is unmounted in the end', async () => {
    const stick = plugStick();
    const job = await jobOf(60);
    const target = await targetOf(stick, stick.system.mounts, elsewhere());
    const phases: string[] = [];
    const delivered = await target.deliver(job, {
      onProgress: (phase) => phases.at(-1) !== phase && phases.push(phase),
    });
    expect([delivered.checked, delivered.already]).toEqual(['medium', false]);
    expect(phases).toEqual(['writing', 'verifying', 'closing', 'rereading']);
    expect(await target.release()).toBe(true);
    expect((await stick.find()).place).toBe(null);
    stick.plugAgain();
    expect(await lies(stick, job)).toEqual(whole(job));
  });

  it('that nobody mounted is mounted, and one that was torn out and plugged in again too', async () => {
    const stick = plugStick();
    stick.eject();
    const job = await jobOf(20);
    expect(await (await targetOf(stick)).deliver(job)).toMatchObject({ checked: 'medium' });
    stick.tearOut();
    // Mounted and dead.
    expect((await stick.find()).dead).toBe(true);
    expect(await (await targetOf(stick)).deliver(job)).toMatchObject({ checked: 'medium', already: true });
  });

  it('that somebody else uses is written and not called read back', async () => {
    const stick = plugStick();
    const job = await jobOf(20);
    const held = await open(join(stick.place, 'held'), 'w');
    try {
      const target = await targetOf(stick);
      expect(await target.deliver(job)).toMatchObject({ checked: 'cache' });
      expect(await target.release()).toBe(false);
      expect((await verifyFolder(stick.place)).ok).toBe(true);
    } finally {
      await held.close();
    }
  });

  it('where sticks cannot be unmounted is written and not called read back', async () => {
    const stick = plugStick();
    const target = await targetOf(stick, null);
    expect(await target.deliver(await jobOf(20))).toMatchObject({ checked: 'cache' });
    expect(await target.release()).toBe(false);
  });

  it('that does not give back what it took is told, and the next try writes only that again', async () => {
    const stick = plugStick();
    const job = await jobOf(60);
    await expect((await targetOf(stick, lying(stick))).deliver(job)).rejects.toMatchObject({
      code: 'delivery/read-back-differs',
      context: { file: 'manifest.json' },
    });
    expect(await lies(stick, job)).toMatchObject({ names: [`${job.batchPath.at(-1)}.partial`] });
    expect(await (await targetOf(stick)).deliver(job)).toMatchObject({ checked: 'medium', already: false });
    expect(await lies(stick, job)).toEqual(whole(job));
  });

  it('that holds less than it says answers with an error, and nothing on it looks whole', async () => {
    const small = join(testFolder(), 'small');
    mountTmpfs(small, 3000);
    const stick = plugStick(64, '', small);
    const job = await jobOf(5000);
    const target = await targetOf(stick);
    await expect(target.deliver(job)).rejects.toMatchObject({
      code: 'delivery/write-failed',
      context: { errno: 'EIO' },
    });
    await target.release();
  });

  it('that is torn out says so, and the next try goes on with what it holds', async () => {
    const stick = plugStick();
    const job = await jobOf(1500);
    const target = await targetOf(stick);
    let torn = false;
    await expect(
      target.deliver(job, {
        onProgress: (phase, done, total) => {
          if (torn || phase !== 'writing' || done < total / 2) return;
          torn = true;
          stick.tearOut();
        },
      }),
    ).rejects.toMatchObject({ code: 'delivery/gone' });
    await stick.system.mounts.takeAway(await stick.find());
    stick.plugAgain();
    const { names } = (await lies(stick, job)) as { names: string[] };
    expect(names.filter((name) => !name.endsWith('.partial'))).toEqual([]);
    expect(await (await targetOf(stick)).deliver(job)).toMatchObject({ checked: 'medium' });
    expect(await lies(stick, job)).toEqual(whole(job));
  });

  it('leaves nothing behind where somebody cancels, also while it is closed', async () => {
    for (const at of ['writing', 'closing', 'rereading']) {
      const stick = plugStick();
      const job = await jobOf(60);
      const controller = new AbortController();
      const target = await targetOf(stick);
      const cancelled = target.deliver(job, {
        signal: controller.signal,
        onProgress: (phase) => phase === at && controller.abort(),
      });
      await expect(cancelled, at).rejects.toMatchObject({ code: 'delivery/cancelled' });
      const left = readdirSync(stick.place, { recursive: true }).map(String);
      expect([at, left.filter((name) => name.includes('manifest'))]).toEqual([at, []]);
    }
  });
});
