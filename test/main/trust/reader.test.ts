import type { ChildProcess } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { listIdOf } from '../../../core/trust/list.ts';
import { durationMs } from '../../../core/units.ts';
import type { WorkerProcess } from '../../../main/delivery/target.ts';
import { createListReader, type ListReader } from '../../../main/trust/reader.ts';
import { testFolder } from '../../support/folder.ts';
import { forked } from '../../support/forked.ts';
import * as make from '../../support/trust-lists.ts';

const READER = join(import.meta.dirname, '..', '..', '..', 'main', 'trust', 'worker.ts');
const HUNG = join(import.meta.dirname, '..', '..', 'support', 'trust-hung-worker.ts');
const LYING = join(import.meta.dirname, '..', '..', 'support', 'trust-lying-worker.ts');

/** Starts real processes, the last file again and again. `stubborn` ones ignore being killed. */
function processes(files: readonly string[], stubborn = false) {
  const started: ChildProcess[] = [];
  const spawn = (): WorkerProcess =>
    forked(files[Math.min(started.length, files.length - 1)] ?? READER, {
      onStart: (child) => started.push(child),
      stubborn,
    });
  onTestFinished(() => {
    for (const child of started) child.kill('SIGKILL');
  });
  return { started, spawn };
}
const open = (spawn: () => WorkerProcess, hungAfterMs = 30_000): ListReader => {
  const reader = createListReader({ spawn, hungAfterMs: durationMs(hungAfterMs) });
  onTestFinished(() => reader.close());
  return reader;
};

function stick(): string {
  const root = join(testFolder(), 'usb');
  mkdirSync(root);
  writeFileSync(join(root, 'a.pem'), make.signer('XA').pem);
  writeFileSync(join(root, 'half.json'), '{"certificates":[');
  writeFileSync(
    join(root, 'vci.json'),
    make.jsonBytes(make.vciSnapshot([{ iss: 'https://shc.example', name: 'Một', keys: [make.shcJwk()] }])),
  );
  return root;
}

describe('the process that reads trust lists', () => {
  it('gives the lists of a folder and what it refused, and is gone after', async () => {
    const { started, spawn } = processes([READER]);
    const phases = new Set<string>();
    const reading = await open(spawn).read(stick(), { onProgress: (phase) => phases.add(phase) });
    expect(reading.lists.map(listIdOf).sort()).toEqual([
      'certificates:usb',
      'vci-snapshot:https://directory.example/vci-issuers.json',
    ]);
    expect(reading.refused).toEqual([{ name: 'half.json', code: 'trust/invalid', why: null }]);
    expect([...phases]).toEqual(['looking', 'reading', 'understanding']);
    const [child] = started;
    if (child?.exitCode === null && child.signalCode === null) {
      await new Promise((resolve) => child.once('exit', resolve));
    }
  });

  it('hands on what is wrong by its code, and the next reading works', async () => {
    const reader = open(processes([READER]).spawn);
    await expect(reader.read('/absent')).rejects.toMatchObject({ code: 'trust/gone' });
    expect((await reader.read(stick())).lists).toHaveLength(2);
  });

  it('is killed where it hangs, and no more than two may hang', async () => {
    const { started, spawn } = processes([HUNG], true);
    const reader = open(spawn, 400);
    const root = stick();
    await expect(reader.read(root)).rejects.toMatchObject({ code: 'trust/hung' });
    await expect(reader.read(root)).rejects.toMatchObject({ code: 'trust/hung' });
    await expect(reader.read(root)).rejects.toMatchObject({ code: 'trust/hung' });
    expect(started.length).toBe(2);
    const [first] = started;
    const gone = new Promise((resolve) => first?.once('exit', resolve));
    first?.kill('SIGKILL');
    await gone;
    await expect(reader.read(root)).rejects.toMatchObject({ code: 'trust/hung' });
    expect(started.length).toBe(3);
  });

  it('is not believed where it dies, or says what no reader says', async () => {
    const { started, spawn } = processes([HUNG, LYING, READER]);
    const reader = open(spawn);
    const dying = reader.read('x', { onProgress: () => started[0]?.kill('SIGKILL') });
    await expect(dying).rejects.toMatchObject({ code: 'trust/read-failed' });
    await expect(reader.read('x')).rejects.toMatchObject({ code: 'trust/read-failed' });
    expect((await reader.read(stick())).lists).toHaveLength(2);
  });

  it('reads one thing at a time, and can be cancelled', async () => {
    const { spawn } = processes([HUNG, READER]);
    const reader = open(spawn);
    const controller = new AbortController();
    const reading = reader.read('x', { signal: controller.signal });
    await expect(reader.read('y')).rejects.toMatchObject({ code: 'trust/busy' });
    controller.abort();
    await expect(reading).rejects.toMatchObject({ code: 'trust/busy', context: { cancelled: true } });
    expect((await reader.read(stick())).lists).toHaveLength(2);
  });
});
