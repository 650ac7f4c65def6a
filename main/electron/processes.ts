import { utilityProcess } from 'electron';
import type { WorkerProcess } from '../delivery/target.ts';

/** Starts the delivery worker in a process of its own, so that a hung share can hang only it. */
export function forkDeliveryWorker(modulePath: string): WorkerProcess {
  const child = utilityProcess.fork(modulePath, [], { serviceName: 'gatelog-delivery', stdio: 'ignore' });
  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => {
      child.on('message', listener);
    },
    onExit: (listener) => {
      child.on('exit', (code) => listener(code));
    },
    kill: () => {
      child.kill();
    },
  };
}
