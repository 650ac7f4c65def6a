import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { GatelogError } from '../../../core/errors.ts';
import { type DeliveryProgress, sealAndDeliver } from '../../../main/delivery/index.ts';
import type { RenditionPlan } from '../../../main/delivery/rendition.ts';
import { createSealer } from '../../../main/delivery/sealer.ts';
import { openSigningKey } from '../../../main/delivery/signing-key.ts';
import { createTarget, type Target } from '../../../main/delivery/target.ts';
import { linuxFinder } from '../../../main/sticks/linux-finder.ts';
import { linuxMounts } from '../../../main/sticks/linux-mounts.ts';
import { createStickTarget } from '../../../main/sticks/stick-target.ts';
import type { Stick } from '../exfat.ts';
import { forkWorker } from '../forked.ts';
import { openGateLog, passage } from '../gate-log.ts';

const PLAN: RenditionPlan = {
  schemaVersion: 2,
  profile: 'full',
  headings: 'vi',
  envelope: null,
  pseudonyms: null,
};

/** A batch as the log knows it. */
export interface SealedHere {
  readonly name: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  /** Whether the log calls it delivered. */
  readonly delivered: boolean;
}

/** A gate without a screen that delivers to one stick, with the product's own parts. */
export interface DeliveringGate {
  /** Lets so many people through and seals them as batches of at most `batchEvents`. */
  pass(events: number): Promise<void>;
  /** Delivers what is owed. The code of what went wrong, or null. */
  deliver(onProgress?: (progress: DeliveryProgress) => void): Promise<string | null>;
  /** Takes a dead mount away, as the kiosk does after a stick was pulled out. */
  takeAway(): Promise<void>;
  /** Everything that was sealed, oldest first. */
  sealed(): readonly SealedHere[];
  /** Batches that are not delivered. */
  owed(): number;
  lastSeq(): number;
  close(): void;
}

/** The process that does the file work, kept from stick to stick. */
export const deliveryProcess = (): Target => createTarget({ spawn: forkWorker });

/** Opens a gate in this empty folder. */
export function openDeliveringGate(input: {
  readonly folder: string;
  readonly stick: Stick;
  readonly target: Target;
  readonly batchEvents: number;
}): DeliveringGate {
  const { folder, stick, target } = input;
  mkdirSync(folder, { recursive: true });
  const log = openGateLog(folder);
  const identity = {
    site: 'benh-vien-thu',
    gate: 'cong-chinh',
    appVersion: '0.1.0',
    logId: log.identity.logId,
    gateId: log.identity.gateId,
  };
  const spoolFolder = join(folder, 'spool');
  const signer = openSigningKey(join(folder, 'gate-key.pem'), join(folder, 'gate-key.pub.json'));
  const sealer = createSealer({
    batches: log.batches,
    rows: (first, last) => log.rows(first, last),
    auditLines: (range) => log.audit.lines(range),
    identity,
    signer: () => signer,
    spoolFolder,
    spoolKey: () => Promise.resolve(null),
    maxEvents: input.batchEvents,
  });
  const finder = linuxFinder([stick.device]);
  const mounts = linuxMounts({ folder: join(folder, 'own'), sleep: () => sleep(20) });
  const find = async () => {
    const found = (await finder.look()).find(({ device }) => device === stick.device);
    if (found === undefined) throw new GatelogError('delivery/gone', 'no stick');
    return found;
  };
  let passed = 0;
  return {
    pass: async (events) => {
      log.append(Array.from({ length: events }, (_, index) => passage(passed + index + 1)));
      passed += events;
      await sealer.all(PLAN);
    },
    deliver: async (onProgress) => {
      try {
        const stickTarget = createStickTarget({ target, stick: await find(), mounts });
        const delivered = await sealAndDeliver(
          {
            batches: log.batches,
            sealer,
            identity,
            plan: PLAN,
            spoolFolder,
            spoolKey: null,
            keptInSpool: () => Promise.resolve(new Set()),
            target: stickTarget,
            nowMs: () => 0,
            ...(onProgress === undefined ? {} : { onProgress }),
          },
          await stickTarget.open(),
        );
        await stickTarget.release();
        // Whoever calls it read back from the medium must have done so.
        return delivered.every(({ checked }) => checked === 'medium') ? null : 'checked: cache';
      } catch (error) {
        return error instanceof GatelogError ? error.code : String(error);
      }
    },
    takeAway: async () => mounts.takeAway(await find()),
    sealed: () =>
      log.batches.list().flatMap(({ sealed: { firstSeq, lastSeq }, renditions }) =>
        renditions.map(({ rendition: { name, files }, deliveredAtMs }) => ({
          name,
          firstSeq,
          lastSeq,
          files,
          delivered: deliveredAtMs !== null,
        })),
      ),
    owed: () => log.batches.owed('full').length,
    lastSeq: () => log.last()?.seq ?? 0,
    close: () => log.close(),
  };
}
