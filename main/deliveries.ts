import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { GatelogError } from '../core/errors.ts';
import { hours } from '../core/units.ts';
import type {
  DeliveredView,
  DeliveryPlanView,
  DeliveryProgressView,
  PastBatchesView,
} from '../preload/contract/delivery-views.ts';
import type { GateKeyView } from '../preload/contract/opener-views.ts';
import type { BatchOpeners } from './batch-openers.ts';
import { howAgain, type PastParts, pastBatches } from './delivery/again.ts';
import { forecast } from './delivery/forecast.ts';
import { type DeliveryParts, deliverAgain, sealAndDeliver } from './delivery/index.ts';
import { renditionPlan } from './delivery/plan.ts';
import type { RenditionPlan } from './delivery/rendition.ts';
import type { SealIdentity } from './delivery/seal.ts';
import type { Sealer } from './delivery/sealer.ts';
import { openSpoolKey, SPOOL_FOLDER, SPOOL_KEY_FILE } from './delivery/spool.ts';
import { createTarget, type Target, type WorkerProcess } from './delivery/target.ts';
import type { Stamp } from './events.ts';
import type { GateKey } from './gate-key.ts';
import type { AuditDetails } from './log/audit.ts';
import type { Log } from './log/log.ts';
import type { BatchSettings } from './settings/batches.ts';
import type { TargetSettings } from './settings/targets.ts';

export interface DeliveriesParts {
  readonly log: Log;
  /** Writes one act of the administrator down. */
  readonly audit: (what: string, details: AuditDetails) => void;
  readonly identity: SealIdentity;
  readonly sealer: Sealer;
  readonly gateKey: Pick<GateKey, 'signer' | 'makeAnew'>;
  /** Names of renditions in the spool that targets still wait for, or that are kept for a stick that gets lost. */
  readonly keptInSpool: () => Promise<ReadonlySet<string>>;
  /** The targets as they are set now. */
  readonly targets: () => readonly Pick<TargetSettings, 'name' | 'folder'>[];
  /** Those that were removed, newest first. */
  readonly removedTargets: () => readonly { readonly target: Pick<TargetSettings, 'name' | 'folder'> }[];
  readonly settings: BatchSettings;
  readonly openers: Pick<BatchOpeners, 'current'>;
  /** Folder of log, keys and spool. */
  readonly dataFolder: string;
  readonly stamp: () => Stamp;
  /** Starts main/delivery/worker.ts. */
  readonly spawn: () => WorkerProcess;
  /** Asks the administrator for a folder; null where he changed his mind. */
  readonly pickFolder: () => Promise<string | null>;
  /** Folder of the settings, or of the last confirmed delivery. */
  readonly folder: () => string | null;
  readonly remember: (folder: string) => void;
  readonly onProgress: (progress: DeliveryProgressView) => void;
  readonly pushState: () => void;
}

/** How log and audit begin the name of a stick: nothing that a page would take for a path. */
export const STICK_NAME = 'usb:';

/** Where a delivery goes. */
export interface DeliveryPlace {
  /** As the log and the audit name it. */
  readonly name: string;
  readonly target: Target;
  /** Folder on it, as far as it is known before the delivery begins. */
  readonly folder: string;
  /** What the audit tells of it beside its name. */
  readonly facts: AuditDetails;
  /** First seqs of batches to deliver once more; null: everything that is owed, and what is not sealed yet. */
  readonly again: readonly number[] | null;
}

/** What an administrator does with batches. One delivery at a time; a scan never waits for it. */
export interface Deliveries {
  target(): { folder: string | null };
  chooseFolder(): Promise<{ folder: string | null }>;
  /**
   * Seals and delivers everything that is owed; or batches that were sealed before once more. Throws `delivery/...`,
   * `openers/...`, `batch/...`, `key/...`, `log/...`.
   */
  deliver(folder: string | null, again: readonly number[] | null): Promise<DeliveredView>;
  /** The same to a place of another kind, such as a stick; the last delivery's folder stays what it was. */
  deliverTo(place: DeliveryPlace): Promise<DeliveredView>;
  /** Batches that were sealed within so many days, or all, and how each can be delivered again. */
  past(days: number | null): Promise<PastBatchesView>;
  /** What the next delivery would write. */
  plan(): DeliveryPlanView;
  /** Ends the delivery under way, if any: it fails with `delivery/cancelled`. */
  cancel(): void;
  busy(): boolean;
  /** The public half of the key that signs, for the office to enrol this gate. Throws `key/...`. */
  gateKey(): GateKeyView;
  /** Makes another one where it is missing or damaged. Throws `key/...`. */
  makeGateKey(): GateKeyView;
  /** Asks for a folder and writes it there; null where nobody chose one. Throws `delivery/...`, `key/...`. */
  saveGateKey(): Promise<{ file: string | null }>;
  close(): void;
}

export function createDeliveries(parts: DeliveriesParts): Deliveries {
  const { log, dataFolder, audit, sealer } = parts;
  const target = createTarget({ spawn: parts.spawn });
  let running: AbortController | null = null;
  let chosen: string | null = null;

  const spoolFolder = join(dataFolder, SPOOL_FOLDER);
  const openSpool = () => openSpoolKey(join(dataFolder, SPOOL_KEY_FILE));
  const planOf = (spoolKey: string): RenditionPlan =>
    renditionPlan(parts.settings, parts.openers.current(), dataFolder, spoolKey);
  const placeOf: PastParts['placeOf'] = (target) => {
    if (target.startsWith(STICK_NAME)) return { kind: 'stick', name: target.slice(STICK_NAME.length) };
    const name = parts.targets().find(({ folder }) => folder === target)?.name;
    if (name !== undefined) return { kind: 'target', name };
    const removed = parts.removedTargets().find((one) => one.target.folder === target)?.target.name;
    return removed === undefined ? { kind: 'folder', name: target } : { kind: 'removed', name: removed };
  };
  /** The same batches. Throws `delivery/past-retention` where one of them can no longer be made. */
  const canBeMade = async (again: readonly number[], plan: RenditionPlan): Promise<readonly number[]> => {
    const inSpool = new Set(await readdir(spoolFolder).catch(() => []));
    const personalFrom = log.targets.personalFrom();
    for (const firstSeq of again) {
      const batch = log.batches.batch(firstSeq);
      if (batch !== null && howAgain(batch, plan, inSpool, personalFrom).again === 'lost')
        throw new GatelogError('delivery/past-retention', 'retention deleted what the batch told', {
          firstSeq,
        });
    }
    return again;
  };

  const run = async (place: DeliveryPlace, signal: AbortSignal): Promise<DeliveredView> => {
    const spoolKey = await openSpool();
    const plan = planOf(spoolKey);
    const { again } = place;
    const hands: DeliveryParts = {
      batches: log.batches,
      sealer,
      identity: parts.identity,
      plan,
      spoolFolder,
      spoolKey,
      keptInSpool: parts.keptInSpool,
      target: place.target,
      targetName: place.name,
      nowMs: () => parts.stamp().atMs,
      onProgress: (progress) => parts.onProgress({ ...progress, errorCode: null }),
      signal,
    };
    const delivered = await (again === null
      ? sealAndDeliver(hands, place.folder)
      : deliverAgain(hands, place.folder, await canBeMade(again, plan)));
    return {
      batches: delivered.map(({ folder: where, sealed }) => ({
        name: sealed.name,
        folder: where,
        firstSeq: sealed.firstSeq,
        lastSeq: sealed.lastSeq,
        events: sealed.events,
      })),
      checked: delivered.every((one) => one.checked === 'medium') ? 'medium' : 'cache',
    };
  };

  const deliverTo = async (place: DeliveryPlace): Promise<DeliveredView> => {
    if (running !== null) throw new GatelogError('delivery/busy', 'a delivery is under way');
    const mine = new AbortController();
    running = mine;
    const { name, facts, again } = place;
    try {
      const view = await run(place, mine.signal);
      const events = view.batches.reduce((sum, batch) => sum + batch.events, 0);
      const { checked } = view;
      audit(again === null ? 'delivery/delivered' : 'delivery/delivered-again', {
        target: name,
        batches: view.batches.length,
        events,
        checked,
        ...facts,
      });
      return view;
    } catch (error) {
      const code = error instanceof GatelogError ? error.code : 'internal';
      audit('delivery/failed', { target: name, code, ...facts });
      throw error;
    } finally {
      running = null;
      parts.pushState();
    }
  };

  const gateKey = (): GateKeyView => {
    const { publicKey, keyId } = parts.gateKey.signer();
    return {
      keyId,
      text: JSON.stringify({ ...publicKey, kid: keyId }),
      fileName: `${parts.identity.site}-${parts.identity.gate}-gate-key.pub.json`,
    };
  };

  return {
    target: () => ({ folder: chosen ?? parts.folder() }),
    chooseFolder: async () => {
      const folder = await parts.pickFolder();
      if (folder !== null) chosen = folder;
      return { folder };
    },
    deliver: async (asked, again) => {
      const folder = asked ?? chosen ?? parts.folder();
      if (folder === null) throw new GatelogError('delivery/no-target', 'no folder to deliver to');
      const view = await deliverTo({ name: folder, target, folder, facts: {}, again });
      parts.remember(folder);
      return view;
    },
    deliverTo,
    past: async (days) =>
      pastBatches({
        log,
        // Where nobody has decided, or a key file is gone, the screen says so elsewhere; here the list is still of use.
        plan: await openSpool()
          .then(planOf)
          .catch(() => null),
        spoolFolder,
        placeOf,
        sinceMs: days === null ? 0 : parts.stamp().atMs - hours(24 * days),
      }),
    plan: () => forecast(log, parts.settings.profile, (parts.openers.current()?.kind ?? 'plain') !== 'plain'),
    cancel: () => running?.abort(),
    busy: () => running !== null,
    gateKey,
    makeGateKey: () => {
      parts.gateKey.makeAnew();
      parts.pushState();
      return gateKey();
    },
    saveGateKey: async () => {
      const folder = await parts.pickFolder();
      if (folder === null) return { file: null };
      if (running !== null) throw new GatelogError('delivery/busy', 'a delivery is under way');
      const { fileName, text, keyId } = gateKey();
      running = new AbortController();
      try {
        await target.put({ targetFolder: folder, name: fileName, text: `${text}\n` });
      } finally {
        running = null;
      }
      audit('key/exported', { keyId, target: folder });
      return { file: join(folder, fileName) };
    },
    close: () => target.close(),
  };
}
