import { parseTrustFiles } from '../../core/trust/parse-files.ts';
import { openProcessPort } from '../process-port.ts';
import { type FromReader, type ReadingPhase, toReaderSchema } from './messages.ts';
import { readError, readFiles } from './read-files.ts';

/**
 * Entry of the process that reads trust lists from a stick, once: a stick that hangs, or a file made to harm whoever
 * reads it, harms only this. It holds no log, no key and no window.
 */

/** Shortest time between two progress messages. ms. */
const PROGRESS_EVERY_MS = 100;

const port = openProcessPort<FromReader>();
let begun = false;

port.listen((message) => {
  const parsed = toReaderSchema.safeParse(message);
  if (!parsed.success || begun) return;
  begun = true;
  void run(parsed.data.path);
});

async function run(path: string): Promise<void> {
  let last = { atMs: Number.NEGATIVE_INFINITY, phase: '' };
  const onProgress = (phase: ReadingPhase, done: number, total: number): void => {
    const atMs = performance.now();
    if (phase === last.phase && atMs - last.atMs < PROGRESS_EVERY_MS) return;
    last = { atMs, phase };
    port.post({ type: 'progress', phase, done, total });
  };
  try {
    const { chosen, files, refused } = await readFiles(path, { onProgress });
    onProgress('understanding', 0, files.length);
    const reading = parseTrustFiles(chosen, files);
    for (const list of reading.lists) port.post({ type: 'list', list });
    const all = [...refused, ...reading.refused].map((one) => ({ ...one, name: one.name.slice(0, 500) }));
    port.post({ type: 'done', refused: all });
  } catch (error) {
    const { code, message, context } = readError(error);
    port.post({ type: 'failed', code, message, context: { ...context } });
  }
}
