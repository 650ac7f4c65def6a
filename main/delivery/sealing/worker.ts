import type { EventRow } from '../../../core/batch/event.ts';
import { pseudonymsOf } from '../../../core/batch/pseudonym.ts';
import { GatelogError, toGatelogError } from '../../../core/errors.ts';
import { openProcessPort } from '../../process-port.ts';
import { envelopeOf } from '../envelope.ts';
import { PAGE_EVENTS } from '../render/range.ts';
import { type SealInput, sealRange } from '../seal.ts';
import { type FromSealing, type SealJob, toSealingSchema } from './messages.ts';

/**
 * Entry of the process that seals one range. Packing a million events takes a minute of a core; here it takes none of
 * the core that decides at the gate. It holds no log: rows come page by page, the signature comes from the kiosk.
 */

/** A file that is closed slowly makes no progress in events, and is no reason to give the process up. ms */
const ALIVE_EVERY_MS = 2_000;
/** Shortest time between two progress messages. ms */
const PROGRESS_EVERY_MS = 100;

const port = openProcessPort<FromSealing>();
const pages = new Map<number, PromiseWithResolvers<readonly EventRow[]>>();
let signing: PromiseWithResolvers<string> | null = null;
let begun = false;

port.listen((message) => {
  const parsed = toSealingSchema.safeParse(message);
  if (!parsed.success) return fail(new GatelogError('internal', 'an odd message to the sealing process'));
  switch (parsed.data.type) {
    case 'rows':
      return pages.get(parsed.data.firstSeq)?.resolve(parsed.data.rows);
    case 'signed':
      return signing?.resolve(parsed.data.signature);
    case 'seal':
      if (!begun) void run(parsed.data.job);
      begun = true;
  }
});

/** The page after the one that is being packed is on its way meanwhile. */
function rowsOf(job: SealJob): SealInput['rows'] {
  const asked = (firstSeq: number, lastSeq: number): Promise<readonly EventRow[]> => {
    const known = pages.get(firstSeq);
    if (known !== undefined) return known.promise;
    const page = Promise.withResolvers<readonly EventRow[]>();
    pages.set(firstSeq, page);
    port.post({ type: 'rows', firstSeq, lastSeq });
    return page.promise;
  };
  return async (firstSeq, lastSeq) => {
    const rows = await asked(firstSeq, lastSeq);
    pages.delete(firstSeq);
    const next = lastSeq + 1;
    if (next <= job.lastSeq) void asked(next, Math.min(next + PAGE_EVENTS - 1, job.lastSeq));
    return rows;
  };
}

async function run(job: SealJob): Promise<void> {
  const alive = setInterval(() => port.post({ type: 'alive' }), ALIVE_EVERY_MS);
  let lastMs = Number.NEGATIVE_INFINITY;
  try {
    const { envelope, pseudonyms, ...plan } = job.plan;
    const made = await sealRange({
      ...job,
      plan: {
        ...plan,
        envelope: envelope === null ? null : envelopeOf(envelope),
        pseudonyms: pseudonyms === null ? null : pseudonymsOf(pseudonyms),
      },
      rows: rowsOf(job),
      signer: {
        ...job.signer,
        sign: (bytes) => {
          signing = Promise.withResolvers();
          // A copy that owns its memory: a view would carry all that lies around it.
          port.post({ type: 'sign', bytes: new Uint8Array(bytes) });
          return signing.promise;
        },
      },
      onProgress: (events) => {
        const nowMs = performance.now();
        if (nowMs - lastMs < PROGRESS_EVERY_MS) return;
        lastMs = nowMs;
        port.post({ type: 'progress', events });
      },
    });
    port.post({ type: 'done', ...made });
  } catch (error) {
    fail(error);
  } finally {
    clearInterval(alive);
  }
}

function fail(error: unknown): void {
  const { code, message, context } = toGatelogError(error, 'spool/write-failed');
  port.post({ type: 'failed', code, message, context: { ...context } });
}
