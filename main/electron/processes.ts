import { join } from 'node:path';
import { utilityProcess } from 'electron';
import type { WorkerProcess } from '../delivery/target.ts';

/**
 * Gives what starts a built file of out/main as a process of its own, without window and without a terminal.
 * @param outFolder absolute path of out
 */
export const ownProcesses =
  (outFolder: string) =>
  /** @param name shown in the system's list of processes */
  (file: string, name: string) =>
  (): WorkerProcess =>
    startProcess(join(outFolder, 'main', file), name);

/**
 * What these processes do lasts minutes and makes much garbage. V8 would let it lie while the machine has memory to
 * spare: 33 MB of new objects, and an old heap four times what is needed. A gate's PC is small and has a browser's page
 * to show, so it is cleared away sooner; sooner still would cost a third more of a core. Nothing is capped: a range with
 * long texts takes what it needs. MB and percent.
 */
const SPARING = '--max-semi-space-size=8 --heap-growing-percent=80';

function startProcess(file: string, name: string): WorkerProcess {
  const child = utilityProcess.fork(file, [], {
    serviceName: name,
    stdio: 'ignore',
    // A switch of the program: V8 heeds its flags only before it starts.
    execArgv: [`--js-flags=${SPARING}`],
  });
  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.on('exit', listener);
    },
    kill: () => {
      child.kill();
    },
  };
}
