import { openProcessPort } from '../process-port.ts';
import { checkFolder } from './check-folder.ts';
import { type DeliverInput, deliver, reread } from './deliver.ts';
import { deliveryError } from './delivery-error.ts';
import { type Delivered, type FromWorker, type ToWorker, toWorkerSchema } from './messages.ts';
import { put } from './put.ts';

/**
 * Entry of the process that does all file work of one target. It holds no log, no window and no key but the
 * spool's: a share that hangs hangs only this.
 */

/** Shortest time between two progress messages. ms. */
const PROGRESS_EVERY_MS = 100;

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

const port = openProcessPort<FromWorker>();
const running = new Map<number, AbortController>();

port.listen((message) => {
  const parsed = toWorkerSchema.safeParse(message);
  if (!parsed.success) return;
  if (parsed.data.type === 'cancel') running.get(parsed.data.id)?.abort();
  else void run(parsed.data);
});

async function run({ id, ...work }: Exclude<ToWorker, { type: 'cancel' }>): Promise<void> {
  const controller = new AbortController();
  running.set(id, controller);
  let lastMs = 0;
  try {
    if (work.type === 'check') {
      await checkFolder(work.folder, (step) => port.post({ type: 'step', id, step }));
      port.post({ type: 'checked', id });
      return;
    }
    const delivered = await doneBy(work, {
      signal: controller.signal,
      onProgress: (phase, doneBytes, totalBytes) => {
        const nowMs = performance.now();
        if (nowMs - lastMs < PROGRESS_EVERY_MS && doneBytes < totalBytes) return;
        lastMs = nowMs;
        port.post({ type: 'progress', id, phase, doneBytes, totalBytes });
      },
    });
    port.post({ type: 'done', id, delivered });
  } catch (error) {
    const { code, message, context } = deliveryError(error);
    port.post({ type: 'failed', id, code, message, context: { ...context } });
  } finally {
    running.delete(id);
  }
}

function doneBy(
  work: WithoutId<Exclude<ToWorker, { type: 'cancel' | 'check' }>>,
  hooks: Pick<DeliverInput, 'signal' | 'onProgress'>,
): Promise<Delivered> {
  if (work.type === 'put') return put(work.job);
  const input = { ...work.job, ...hooks };
  return work.type === 'reread' ? reread(input, work.already) : deliver(input);
}
