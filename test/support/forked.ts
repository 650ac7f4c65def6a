import { type ChildProcess, fork } from 'node:child_process';
import type { WorkerProcess } from '../../main/delivery/target.ts';

/** A file as a process of its own, in place of Electron's; messages are copied as Electron copies them. */
export function forked(
  file: string,
  onStart: (child: ChildProcess) => void = () => undefined,
): WorkerProcess {
  const child = fork(file, { serialization: 'advanced' });
  onStart(child);
  return {
    send: (message) => void child.send(message as object),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => void child.kill('SIGKILL'),
  };
}
