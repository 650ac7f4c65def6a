import { type ChildProcess, fork } from 'node:child_process';
import { join } from 'node:path';
import type { WorkerProcess } from '../../main/delivery/target.ts';

const WORKER = join(import.meta.dirname, '..', '..', 'main', 'delivery', 'worker.ts');

export interface ForkedOptions {
  /** Told of the process that was started. */
  readonly onStart?: (child: ChildProcess) => void;
  /** It ignores being killed, as a process does whose call never returns. */
  readonly stubborn?: boolean;
}

/**
 * A file as a process of its own, in place of Electron's: messages are copied as Electron copies them, and one to a
 * process that has just died is lost without a word, as there.
 */
export function forked(file: string, options: ForkedOptions = {}): WorkerProcess {
  const child = fork(file, { serialization: 'advanced', stdio: 'ignore' });
  // Its end is told by "exit"; without a listener the same end could throw from a pipe that nobody reads.
  child.on('error', () => undefined);
  options.onStart?.(child);
  return {
    send: (message) => void child.send(Object(message), () => undefined),
    onMessage: (listener) => void child.on('message', listener),
    onExit: (listener) => void child.on('exit', listener),
    kill: () => {
      if (!options.stubborn) child.kill('SIGKILL');
    },
  };
}

/** The delivery worker as a process of plain Node. */
export const forkWorker = (options: ForkedOptions = {}): WorkerProcess => forked(WORKER, options);
