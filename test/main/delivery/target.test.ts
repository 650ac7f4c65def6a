import type { ChildProcess } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { durationMs } from '../../../core/units.ts';
import type { DeliveryJob } from '../../../main/delivery/messages.ts';
import { sealRange } from '../../../main/delivery/seal.ts';
import { createTarget, type Target, type WorkerProcess } from '../../../main/delivery/target.ts';
import { verifyFolder } from '../../../office/verify.ts';
import { testFolder } from '../../support/folder.ts';
import { forked } from '../../support/forked.ts';
import { pathOf, sealInput } from '../../support/sample-batch.ts';
import { sampleRows } from '../../support/sample-log.ts';

const WORKER = join(import.meta.dirname, '..', '..', '..', 'main', 'delivery', 'worker.ts');
const HUNG = join(import.meta.dirname, '..', '..', 'support', 'hung-worker.ts');

/** Starts real processes; the last one is used again and again. `stubborn` ones ignore being killed. */
function processes(files: string[], stubborn = false) {
  const started: ChildProcess[] = [];
  const spawn = (): WorkerProcess =>
    forked(files[Math.min(started.length, files.length - 1)] ?? WORKER, {
      onStart: (child) => started.push(child),
      stubborn,
    });
  onTestFinished(() => {
    for (const child of started) child.kill('SIGKILL');
  });
  return { started, spawn };
}
const open = (spawn: () => WorkerProcess, hungAfterMs = 30_000, idleAfterMs = 600_000): Target => {
  const target = createTarget({
    spawn,
    hungAfterMs: durationMs(hungAfterMs),
    idleAfterMs: durationMs(idleAfterMs),
  });
  onTestFinished(() => target.close());
  return target;
};

async function job(events = 20): Promise<DeliveryJob> {
  const folder = testFolder();
  const { rendition } = await sealRange(sealInput(folder, sampleRows(events)));
  mkdirSync(join(folder, 'stick'));
  return {
    spoolFolder: join(folder, 'spool', rendition.name),
    spoolKey: null,
    targetFolder: join(folder, 'stick'),
    batchPath: pathOf(rendition),
    files: [...rendition.files],
  };
}

describe('a target', () => {
  it('delivers from a process of its own, which stays for the next batch', async () => {
    const { started, spawn } = processes([WORKER]);
    const target = open(spawn);
    const phases = new Set<string>();
    const first = await job();
    const delivered = await target.deliver(first, { onProgress: (phase) => phases.add(phase) });
    expect(delivered).toMatchObject({ already: false, checked: 'cache' });
    expect([...phases]).toEqual(['writing', 'verifying']);
    expect((await verifyFolder(first.targetFolder)).ok).toBe(true);
    await target.deliver(await job());
    expect([started.length, target.state()]).toEqual([1, 'idle']);
  });

  it('gives the memory of its process back when there is nothing to do, and starts another for the next batch', async () => {
    const { started, spawn } = processes([WORKER]);
    const target = open(spawn, 30_000, 1);
    const work = await job();
    expect((await target.deliver(work)).already).toBe(false);
    const [first] = started;
    if (first?.signalCode === null) await new Promise((resolve) => first.once('exit', resolve));
    expect(target.state()).toBe('idle');
    expect((await target.deliver(work)).already).toBe(true);
    expect(started.length).toBe(2);
  });

  it('hands on what the process says is wrong, by its code, and works again after it', async () => {
    const target = open(processes([WORKER]).spawn);
    const good = await job();
    await expect(target.deliver({ ...good, targetFolder: '/absent' })).rejects.toMatchObject({
      code: 'delivery/gone',
    });
    expect((await target.deliver(good)).already).toBe(false);
  });

  it('gives up a process that hangs, starts a new one for the next try, and no more than two may hang', async () => {
    const { started, spawn } = processes([HUNG, HUNG, WORKER], true);
    const target = open(spawn, 400);
    const work = await job();
    await expect(target.deliver(work)).rejects.toMatchObject({ code: 'delivery/hung' });
    expect(target.state()).toBe('idle');
    await expect(target.deliver(work)).rejects.toMatchObject({ code: 'delivery/hung' });
    expect(target.state()).toBe('blocked');
    await expect(target.deliver(work)).rejects.toMatchObject({ code: 'delivery/hung' });
    expect(started.length).toBe(2);
    const [first] = started;
    const gone = new Promise((resolve) => first?.once('exit', resolve));
    first?.kill('SIGKILL');
    await gone;
    expect(target.state()).toBe('idle');
    expect(started.length).toBe(2);
  });

  it('says that the delivery failed when its process dies, and starts another', async () => {
    const { started, spawn } = processes([HUNG, WORKER]);
    const target = open(spawn);
    const work = await job();
    const failing = target.deliver(work, { onProgress: () => started[0]?.kill('SIGKILL') });
    await expect(failing).rejects.toMatchObject({ code: 'delivery/write-failed' });
    expect((await target.deliver(work)).already).toBe(false);
  });

  it('does one delivery at a time, and can be cancelled', async () => {
    const target = open(processes([WORKER]).spawn);
    const controller = new AbortController();
    controller.abort();
    const work = await job(3000);
    const running = target.deliver(work, { signal: controller.signal });
    await expect(target.deliver(work)).rejects.toMatchObject({ code: 'delivery/write-failed' });
    await expect(running).rejects.toMatchObject({ code: 'delivery/cancelled' });
  });

  it('that was closed writes nothing any more, and starts no process', async () => {
    const { started, spawn } = processes([WORKER]);
    const target = open(spawn);
    target.close();
    await expect(target.deliver(await job())).rejects.toMatchObject({ code: 'delivery/write-failed' });
    expect(started.length).toBe(0);
  });
});
