import { Worker } from 'node:worker_threads';
import type { OpeningNews, OpeningTask } from './messages.ts';
import type { OpeningThread } from './opening.ts';

/** Starts the thread that opens a log. @param file its built code, out/main/opening-worker.js */
export function startOpeningThread(file: string, task: OpeningTask): OpeningThread {
  const worker = new Worker(file, { workerData: task });
  let isGone = false;
  // Without a listener an error of the thread would be one of the whole program.
  worker.on('error', () => undefined);
  worker.on('exit', () => {
    isGone = true;
  });
  return {
    onNews: (listener) => {
      worker.on('message', (news: OpeningNews) => listener(news));
    },
    onExit: (listener) => {
      worker.on('exit', listener);
    },
    release: () => {
      if (!isGone) worker.postMessage('release');
    },
    stop: () => {
      void worker.terminate();
    },
  };
}
