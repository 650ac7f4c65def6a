import { setTimeout as sleep } from 'node:timers/promises';
import { type ErrorCode, GatelogError, toGatelogError } from '../../../core/errors.ts';
import { type DurationMs, seconds } from '../../../core/units.ts';
import { clearPartial, type Sealed, type SealInput } from '../seal.ts';
import type { WorkerProcess } from '../target.ts';
import { type FromSealing, fromSealingSchema, type SealJob, type ToSealing } from './messages.ts';

/** Longest wait for a process that was killed; one that hangs in the kernel is left alone. ms */
const GONE_WITHIN_MS = 5_000;

export interface SealingOptions {
  /** Starts main/delivery/sealing/worker.ts in a process of its own. */
  readonly spawn: () => WorkerProcess;
  /** Longest silence of that process before it is given up. ms [1...600000], default 60000. */
  readonly hungAfterMs?: DurationMs;
}

/** Seals in a process of its own: `seal` is `sealRange`, and takes none of the time in which the gate decides. */
export interface Sealing {
  /** Throws what `sealRange` throws; `spool/write-failed` where the process ends or is silent. Leaves nothing where it fails. */
  seal(input: SealInput): Promise<Sealed>;
  /** Ends what is under way. */
  close(): void;
}

/** A process for each range, gone with it: what packing took of memory is given back. */
export function createSealing(options: SealingOptions): Sealing {
  const hungAfterMs = options.hungAfterMs ?? seconds(60);
  const running = new Set<WorkerProcess>();

  const seal = (input: SealInput): Promise<Sealed> =>
    new Promise<Sealed>((resolve, reject) => {
      const child = options.spawn();
      running.add(child);
      let timer: NodeJS.Timeout | undefined;
      let ended = false;
      const end = (settle: () => void): void => {
        if (ended) return;
        ended = true;
        clearTimeout(timer);
        running.delete(child);
        child.kill();
        settle();
      };
      const exited = new Promise<void>((gone) => child.onExit(() => gone()));
      const fail = (error: unknown): void =>
        end(() => {
          const known = toGatelogError(error, 'internal');
          // Not before it is gone: the next one begins where this one still writes.
          void Promise.race([exited, sleep(GONE_WITHIN_MS, undefined, { ref: false })])
            .then(() => clearPartial(input))
            .catch(() => undefined)
            .then(() => reject(known));
        });
      const send = (message: ToSealing): void => child.send(message);
      const wait = (): void => {
        clearTimeout(timer);
        timer = setTimeout(
          () => fail(new GatelogError('spool/write-failed', 'sealing does not go on', { hungAfterMs })),
          hungAfterMs,
        );
      };
      const answer = async (message: FromSealing): Promise<void> => {
        switch (message.type) {
          case 'rows': {
            const { firstSeq, lastSeq } = message;
            send({ type: 'rows', firstSeq, rows: [...(await input.rows(firstSeq, lastSeq))] });
            return;
          }
          case 'sign':
            send({ type: 'signed', signature: await input.signer.sign(message.bytes) });
            return;
          case 'progress':
            input.onProgress?.(message.events);
            return;
          case 'alive':
            return;
          case 'failed':
            fail(errorOf(message));
            return;
          case 'done':
            end(() => resolve({ sealed: message.sealed, rendition: message.rendition }));
        }
      };
      child.onExit((exitCode) =>
        fail(new GatelogError('spool/write-failed', 'the sealing process ended', { exitCode })),
      );
      child.onMessage((raw) => {
        if (ended) return;
        wait();
        const parsed = fromSealingSchema.safeParse(raw);
        if (!parsed.success) fail(new GatelogError('internal', 'an odd message of the sealing process'));
        else void answer(parsed.data).catch(fail);
      });
      wait();
      send({ type: 'seal', job: jobOf(input) });
    });

  return {
    seal,
    close: () => {
      for (const child of running) child.kill();
    },
  };
}

function jobOf({ plan, signer, ...input }: SealInput): SealJob {
  const { firstSeq, lastSeq, identity, spoolFolder, spoolKey } = input;
  return {
    firstSeq,
    lastSeq,
    identity,
    spoolFolder,
    spoolKey,
    chainBefore: new Uint8Array(input.chainBefore),
    auditLines: [...input.auditLines],
    signer: { keyId: signer.keyId, publicKey: signer.publicKey },
    plan: {
      schemaVersion: plan.schemaVersion,
      profile: plan.profile,
      headings: plan.headings,
      envelope: plan.envelope?.recipe ?? null,
      pseudonyms: plan.pseudonyms === null ? null : new Uint8Array(plan.pseudonyms.secret),
    },
  };
}

/** Codes that the process may speak; anything else from there is `spool/write-failed`. */
const CODES: readonly ErrorCode[] = ['batch/empty', 'batch/invalid', 'key/invalid', 'spool/no-space'];

function errorOf(failed: Extract<FromSealing, { type: 'failed' }>): GatelogError {
  const code = CODES.find((one) => one === failed.code) ?? 'spool/write-failed';
  // The error class puts its code in front; it crossed with the text once already.
  return new GatelogError(code, failed.message.replace(`${failed.code}: `, ''), failed.context);
}
