import { join } from 'node:path';
import type { GatelogError } from '../../core/errors.ts';
import { timestampMs } from '../../core/units.ts';
import { sealRange } from '../../main/delivery/seal.ts';
import { createSealer, type Sealer } from '../../main/delivery/sealer.ts';
import { openSpoolKey, SPOOL_FOLDER, SPOOL_KEY_FILE } from '../../main/delivery/spool.ts';
import type { WorkerProcess } from '../../main/delivery/target.ts';
import { createGateKey } from '../../main/gate-key.ts';
import type { Log } from '../../main/log/log.ts';
import { type BatchSettings, batchesSchema } from '../../main/settings/batches.ts';
import { targetsSchema } from '../../main/settings/targets.ts';
import { createTargets, type Targets } from '../../main/targets/targets.ts';
import type { SealingView, TargetProgressView } from '../../preload/contract/target-views.ts';
import { forkWorker } from './forked.ts';
import { GATE_START, openGateLog } from './gate-log.ts';

/** A gate that only sends: a real log, sealer and delivery processes, without a kiosk around them. */
export interface SendingGate {
  readonly log: Log;
  readonly sealer: Sealer;
  readonly targets: Targets;
  /** Codes of what went wrong, oldest first. */
  readonly problems: readonly string[];
  /** Sets its clock. ms since the epoch. */
  setNow(atMs: number): void;
  close(): void;
}

export interface SendingGateOptions {
  readonly targets: readonly Record<string, unknown>[];
  readonly batches?: Record<string, unknown>;
  /** Most events a batch holds. */
  readonly maxEvents?: number;
  /** Starts the process that does the file work of a target. */
  readonly spawn?: () => WorkerProcess;
  readonly onProgress?: (progress: TargetProgressView) => void;
  readonly onSealing?: (progress: SealingView | null) => void;
  /** Its clock stands still where this is left out, until it is set. */
  readonly nowMs?: () => number;
}

/** Opens the gate in this folder and starts it; the caller closes it. */
export function openSendingGate(folder: string, options: SendingGateOptions): SendingGate {
  const log = openGateLog(folder);
  let atMs: number = GATE_START;
  const nowMs = options.nowMs ?? (() => atMs);
  const problems: string[] = [];
  const settings: BatchSettings = batchesSchema.parse({
    encryption: { plain: { reason: 'tests read what lies there' } },
    ...options.batches,
  });
  const identity = {
    site: 'benh-vien-thu',
    gate: 'cong-chinh',
    appVersion: '0.1.0',
    logId: log.identity.logId,
    gateId: log.identity.gateId,
  };
  const spoolKey = () => openSpoolKey(join(folder, SPOOL_KEY_FILE));
  const sealer = createSealer({
    sealRange,
    batches: log.batches,
    rows: (first, last) => log.rows(first, last),
    auditLines: (range) => log.audit.lines(range),
    identity,
    signer: createGateKey({ log, dataFolder: folder, audit: () => undefined, alive: () => undefined }).signer,
    spoolFolder: join(folder, SPOOL_FOLDER),
    spoolKey,
    ...(options.maxEvents === undefined ? {} : { maxEvents: options.maxEvents }),
  });
  const targets = createTargets({
    log,
    sealer,
    identity,
    settings,
    targets: targetsSchema.parse(options.targets),
    openers: () => ({ kind: 'plain', reason: 'tests read what lies there' }),
    dataFolder: folder,
    spoolKey,
    stamp: () => ({
      atMs: timestampMs(nowMs()),
      offsetMin: 420,
      bootId: 'boot',
      uptimeMs: 1,
      clock: 'ok',
    }),
    spawn: options.spawn ?? forkWorker,
    onChange: () => undefined,
    onProgress: options.onProgress ?? (() => undefined),
    onSealing: options.onSealing ?? (() => undefined),
    onProblem: (error: GatelogError) => problems.push(error.code),
  });
  targets.start();
  return {
    log,
    sealer,
    targets,
    problems,
    setNow: (to) => {
      atMs = to;
    },
    close: () => {
      targets.close();
      log.close();
    },
  };
}
