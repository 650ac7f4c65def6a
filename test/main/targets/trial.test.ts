import type { ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { durationMs } from '../../../core/units.ts';
import { createTrial } from '../../../main/targets/trial.ts';
import { testFolder } from '../../support/folder.ts';
import { forked, forkWorker } from '../../support/forked.ts';

const HUNG = join(import.meta.dirname, '..', '..', 'support', 'hung-worker.ts');

it('folders that hang are given up, do not keep another from being tried out, and are not many at once', async () => {
  const started: ChildProcess[] = [];
  onTestFinished(() => {
    for (const child of started) child.kill('SIGKILL');
  });
  const stubborn = () => forked(HUNG, { onStart: (child) => started.push(child), stubborn: true });
  let hangs = true;
  const steps: string[] = [];
  const trial = createTrial({
    spawn: () => (hangs ? stubborn() : forkWorker()),
    onStep: (step) => steps.push(step),
    hungAfterMs: durationMs(300),
    maxHung: 2,
  });
  const hung = { failedStep: 'find', why: 'delivery/hung' };
  expect(await trial.check('/dead')).toEqual(hung);
  hangs = false;
  const good = createTrial({ spawn: forkWorker, onStep: (step) => steps.push(step) });
  expect(await good.check(testFolder())).toEqual({ failedStep: null, why: null });
  expect(steps).toEqual(['find', 'write', 'rename', 'read', 'delete']);
  hangs = true;
  expect(await trial.check('/dead')).toEqual(hung);
  expect(await trial.check('/dead')).toEqual(hung);
  expect(started).toHaveLength(2);
  // The system lets one go: there is room again.
  const gone = new Promise((resolve) => started[0]?.once('exit', resolve));
  started[0]?.kill('SIGKILL');
  await gone;
  expect(await trial.check('/dead')).toEqual(hung);
  expect(started).toHaveLength(3);
});
