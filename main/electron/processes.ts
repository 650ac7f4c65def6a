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

function startProcess(file: string, name: string): WorkerProcess {
  const child = utilityProcess.fork(file, [], { serviceName: name, stdio: 'ignore' });
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
