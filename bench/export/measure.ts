import { fork } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LaunchedKiosk } from '../../tools/devices/kiosk.ts';
import { ToolError } from '../../tools/tool-error.ts';
import { type Figures, figuresOf } from '../figures.ts';
import type { passedReads } from '../passed-reads.ts';
import { benchCard } from '../person.ts';
import { type MemoryWatched, watchMemory } from './memory.ts';

/** Reads of an idle gate, of people who are not in the log. */
const IDLE_READS = 200;
const BETWEEN_MS = 60;
const FIRST_STRANGER = 500_000;

export interface Exported {
  /** Until the folder has it, read back. */
  readonly seconds: number;
  /** Of these, in which a range was read, packed and signed; in the rest the files were copied and read back. */
  readonly sealedSeconds: number;
  readonly memory: MemoryWatched;
}

/** Seals all there is and delivers it to a folder, as the button does. Throws `ToolError` where that fails. */
export async function exportAll(kiosk: LaunchedKiosk, target: string): Promise<Exported> {
  const memory = watchMemory(kiosk.pid);
  const begun = performance.now();
  const { answer, sealedMs } = await kiosk.page
    .evaluate(async (to) => {
      await window.gatelog.call('staff.sign-in', { password: 'none is set' });
      // Range by range: each is sealed, then delivered.
      let sealedMs = 0;
      let sealing = true;
      let since = performance.now();
      const stop = window.gatelog.on('delivery.progress', ({ phase }) => {
        const now = performance.now();
        if (sealing) sealedMs += now - since;
        since = now;
        sealing = phase === 'sealing';
      });
      const answer = await window.gatelog.call('delivery.deliver', { folder: to });
      stop();
      return { answer, sealedMs };
    }, target)
    .finally(() => memory.stop());
  if (!answer.ok) throw new ToolError(`the export failed: ${answer.code}`);
  return {
    seconds: (performance.now() - begun) / 1000,
    sealedSeconds: sealedMs / 1000,
    memory: memory.stop(),
  };
}

/** From the write to the cable to the commit. */
export interface ReadsMeasured {
  readonly idle: Figures;
  readonly besideWriter: Figures;
  readonly besideExport: Figures;
  /** How long the export took with the reads beside it. */
  readonly seconds: number;
}

/** What one read after the other takes at an idle gate, beside a program that writes 300 MB, and beside an export. */
export async function measureReads(
  kiosk: LaunchedKiosk,
  pass: Awaited<ReturnType<typeof passedReads>>,
  { folder, target, say }: { folder: string; target: string; say: (line: string) => void },
): Promise<ReadsMeasured> {
  let stranger = FIRST_STRANGER;
  const reads = async (goesOn: (done: number) => boolean): Promise<Figures> => {
    const took: number[] = [];
    while (goesOn(took.length)) {
      await sleep(BETWEEN_MS * (0.5 + Math.random()));
      const { sent, committed } = await pass(`${benchCard(stranger++)}\r`);
      took.push(committed - sent);
    }
    return figuresOf(took);
  };
  await reads((done) => done < 20);
  say('an idle gate');
  const idle = await reads((done) => done < IDLE_READS);
  say('beside a bare writer');
  const writer = fork(join(import.meta.dirname, 'bare-writer.ts'), [folder]);
  await sleep(1_000);
  const besideWriter = await reads((done) => done < IDLE_READS);
  writer.kill('SIGKILL');
  say('beside the export');
  let running = true;
  const exporting = exportAll(kiosk, target).finally(() => {
    running = false;
  });
  const besideExport = await reads(() => running);
  return { idle, besideWriter, besideExport, seconds: (await exporting).seconds };
}
