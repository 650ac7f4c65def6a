import { rmSync } from 'node:fs';
import { constants } from 'node:os';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Runs work that keeps something in the open in this folder while it runs. Where the program is ended meanwhile, as by
 * Ctrl+C, the folder is taken away first; the exit code is then 128 and the number of the signal, as shells have it.
 * @param folder null where what there is is cleared away as the process ends (unpack-thread.ts)
 */
export async function clearedWhenEnded<T>(folder: string | null, work: () => Promise<T>): Promise<T> {
  const end = (signal: NodeJS.Signals): void => {
    try {
      // A file that is just being made there may keep it from going at once.
      if (folder !== null) rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 10 });
    } finally {
      process.exit(128 + constants.signals[signal]);
    }
  };
  for (const signal of SIGNALS) process.on(signal, end);
  try {
    return await work();
  } finally {
    for (const signal of SIGNALS) process.off(signal, end);
  }
}
