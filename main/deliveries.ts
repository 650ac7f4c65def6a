import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { GatelogError } from '../core/errors.ts';
import type { DeliveredView, DeliveryProgressView, GateKeyView } from '../preload/contract/views.ts';
import type { BatchOpeners } from './batch-openers.ts';
import { sealAndDeliver } from './delivery/index.ts';
import { renditionPlan } from './delivery/plan.ts';
import type { SealIdentity } from './delivery/seal.ts';
import { openSigningKey, PRIVATE_KEY_FILE, PUBLIC_KEY_FILE, type Signer } from './delivery/signing-key.ts';
import { openSpoolKey, SPOOL_KEY_FILE } from './delivery/spool.ts';
import { createTarget, type WorkerProcess } from './delivery/target.ts';
import type { Stamp } from './events.ts';
import type { AuditDetails } from './log/audit.ts';
import type { Log } from './log/log.ts';
import type { BatchSettings } from './settings/batches.ts';

export interface DeliveriesParts {
  readonly log: Log;
  /** Writes one act of the administrator down. */
  readonly audit: (what: string, details: AuditDetails) => void;
  readonly identity: Omit<SealIdentity, 'logId' | 'gateId'>;
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

/** What an administrator does with batches. One delivery at a time; a scan never waits for it. */
export interface Deliveries {
  target(): { folder: string | null };
  chooseFolder(): Promise<{ folder: string | null }>;
  /** Seals and delivers everything that is owed. Throws `delivery/...`, `openers/...`, `batch/...`, `key/...`, `log/...`. */
  deliver(folder: string | null): Promise<DeliveredView>;
  /** The public half of the key that signs, for the office to enrol this gate. Throws `key/...`. */
  gateKey(): GateKeyView;
  /** Asks for a folder and writes it there; null where nobody chose one. Throws `delivery/...`, `key/...`. */
  saveGateKey(): Promise<{ file: string | null }>;
  close(): void;
}

/** Makes the gate's signing key at the first start; a key that cannot be read stops deliveries, not the gate. */
export function createDeliveries(parts: DeliveriesParts): Deliveries {
  const { log, dataFolder, audit } = parts;
  const target = createTarget({ spawn: parts.spawn });
  let signer: Signer | null = null;
  const openSigner = (): Signer => {
    if (signer !== null) return signer;
    const file = join(dataFolder, PRIVATE_KEY_FILE);
    const missing = !existsSync(file);
    signer = openSigningKey(file, join(dataFolder, PUBLIC_KEY_FILE));
    // The office knows this gate by the key that is gone: its next batch tells why it is signed by another.
    const batches = missing ? log.batches.list().length : 0;
    if (batches > 0) audit('key/made-anew', { keyId: signer.keyId, batches });
    return signer;
  };
  try {
    openSigner();
  } catch {
    // Said again, with its reason, when somebody delivers.
  }
  let busy = false;
  let chosen: string | null = null;

  const run = async (folder: string): Promise<DeliveredView> => {
    const spoolKey = await openSpoolKey(join(dataFolder, SPOOL_KEY_FILE));
    const plan = renditionPlan(parts.settings, parts.openers.current(), dataFolder, spoolKey);
    const delivered = await sealAndDeliver(
      {
        batches: log.batches,
        rows: (first, last) => log.rows(first, last),
        auditLines: (range) => log.audit.lines(range),
        identity: { ...parts.identity, logId: log.identity.logId, gateId: log.identity.gateId },
        signer: openSigner(),
        plan,
        spoolFolder: join(dataFolder, 'spool'),
        spoolKey,
        target,
        nowMs: () => parts.stamp().atMs,
        onProgress: (progress) => parts.onProgress({ ...progress, errorCode: null }),
      },
      folder,
    );
    parts.remember(folder);
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

  const gateKey = (): GateKeyView => {
    const { publicKey, keyId } = openSigner();
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
    deliver: async (asked) => {
      const folder = asked ?? chosen ?? parts.folder();
      if (folder === null) throw new GatelogError('delivery/no-target', 'no folder to deliver to');
      if (busy) throw new GatelogError('delivery/busy', 'a delivery is under way');
      busy = true;
      try {
        const view = await run(folder);
        const events = view.batches.reduce((sum, batch) => sum + batch.events, 0);
        audit('delivery/delivered', { target: folder, batches: view.batches.length, events });
        return view;
      } catch (error) {
        const code = error instanceof GatelogError ? error.code : 'internal';
        audit('delivery/failed', { target: folder, code });
        throw error;
      } finally {
        busy = false;
        parts.pushState();
      }
    },
    gateKey,
    saveGateKey: async () => {
      const folder = await parts.pickFolder();
      if (folder === null) return { file: null };
      if (busy) throw new GatelogError('delivery/busy', 'a delivery is under way');
      const { fileName, text, keyId } = gateKey();
      busy = true;
      try {
        await target.put({ targetFolder: folder, name: fileName, text: `${text}\n` });
      } finally {
        busy = false;
      }
      audit('key/exported', { keyId, target: folder });
      return { file: join(folder, fileName) };
    },
    close: () => target.close(),
  };
}
