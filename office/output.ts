import type { Language } from './words.ts';

/**
 * Listens where an answer goes. Whoever reads it may go away before its end (`gatelog batches | head -1`), and a disk
 * that it is written to may be full: without a listener that would end the process where it stands, an import in the
 * middle, with records left in the open. A command goes on to its end; what it does counts, who hears of it or not.
 * @returns the exit code for one that the command gives: 1 instead of 0 where its answer was not written
 */
export function watchOutput(language: Language): (code: number) => number {
  let isLost = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (isLost) return;
    isLost = true;
    // The last of an answer may fail after the command gave its code.
    if (process.exitCode === 0) process.exitCode = 1;
    // A reader who has seen enough is no fault.
    if (error.code === 'EPIPE') return;
    const what = language === 'en' ? 'the answer cannot be written' : 'không ghi được câu trả lời';
    process.stderr.write(`${what}: ${error.message}\n`);
  });
  // Nobody is left to be told.
  process.stderr.on('error', () => undefined);
  return (code) => (code === 0 && isLost ? 1 : code);
}
