import { utilityProcess } from 'electron';
import type { WorkerProcess } from '../delivery/target.ts';

/**
 * Starts a built file as a process of its own, without window and without a terminal.
 * @param file absolute path of a file in out/main
 * @param name shown in the system's list of processes
 */
export function startProcess(file: string, name: string): WorkerProcess {
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
