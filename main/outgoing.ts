import { join } from 'node:path';
import type { GatelogError } from '../core/errors.ts';
import type { Pushes, PushName } from '../preload/contract/channels.ts';
import type { BatchOpeners } from './batch-openers.ts';
import type { SealIdentity } from './delivery/seal.ts';
import { createSealer, type Sealer } from './delivery/sealer.ts';
import { createSealing } from './delivery/sealing/process.ts';
import { openSpoolKey, SPOOL_FOLDER, SPOOL_KEY_FILE } from './delivery/spool.ts';
import type { WorkerProcess } from './delivery/target.ts';
import type { Stamp } from './events.ts';
import { createGateKey, type GateKey } from './gate-key.ts';
import type { AuditDetails } from './log/audit.ts';
import type { Log } from './log/log.ts';
import { changeSettingsIn, changeTarget } from './settings/change.ts';
import type { Settings } from './settings/schema.ts';
import { createTargetDesk, type TargetDesk } from './targets/desk.ts';
import { createTargets, type Targets } from './targets/targets.ts';

export interface OutgoingParts {
  readonly log: Log;
  readonly settings: Settings;
  /** A change of the targets is written there. */
  readonly settingsFile: string;
  readonly dataFolder: string;
  readonly appVersion: string;
  readonly openers: Pick<BatchOpeners, 'current'>;
  readonly stamp: () => Stamp;
  /** Writes one act of the administrator down. */
  readonly audit: (what: string, details: AuditDetails) => void;
  /** Writes an event that says nothing but that the kiosk runs. */
  readonly alive: () => void;
  /** Starts main/delivery/worker.ts. */
  readonly spawn: () => WorkerProcess;
  /** Starts main/delivery/sealing/worker.ts. */
  readonly spawnSealing: () => WorkerProcess;
  /** Asks for a folder; null where nobody chose one. */
  readonly pickFolder: () => Promise<string | null>;
  readonly push: <N extends PushName>(name: N, value: Pushes[N]) => void;
  readonly pushState: () => void;
  readonly onProblem: (error: GatelogError) => void;
}

/** What leaves this gate: the one sealer, whoever asks, and the targets that take batches by themselves. */
export interface Outgoing {
  readonly identity: SealIdentity;
  readonly sealer: Sealer;
  readonly gateKey: GateKey;
  readonly targets: Targets;
  readonly desk: TargetDesk;
  close(): void;
}

export function createOutgoing(parts: OutgoingParts): Outgoing {
  const { log, settings, dataFolder, audit, stamp, spawn, push, pushState } = parts;
  const gateKey = createGateKey({ log, dataFolder, audit, alive: parts.alive });
  const identity = {
    site: settings.site.slug,
    gate: settings.gate.slug,
    appVersion: parts.appVersion,
    logId: log.identity.logId,
    gateId: log.identity.gateId,
  };
  const spoolKey = () => openSpoolKey(join(dataFolder, SPOOL_KEY_FILE));
  const sealing = createSealing({ spawn: parts.spawnSealing });
  const sealer = createSealer({
    sealRange: sealing.seal,
    batches: log.batches,
    rows: (first, last) => log.rows(first, last),
    auditLines: (range) => log.audit.lines(range),
    identity,
    signer: gateKey.signer,
    spoolFolder: join(dataFolder, SPOOL_FOLDER),
    spoolKey,
  });
  const targets = createTargets({
    log,
    sealer,
    identity,
    settings: settings.batches,
    targets: settings.targets,
    openers: parts.openers.current,
    dataFolder,
    spoolKey,
    stamp,
    spawn,
    onChange: () => {
      push('targets.changed', null);
      pushState();
    },
    onProgress: (progress) => push('targets.progress', progress),
    onSealing: (progress) => push('targets.sealing', progress),
    onProblem: parts.onProblem,
  });
  const desk = createTargetDesk({
    targets,
    log,
    settings: settings.batches,
    keepTarget: (before, after) => changeTarget(parts.settingsFile, before, after),
    keepSealAt: (sealAt) => changeSettingsIn(parts.settingsFile, 'batches', { sealAt }),
    audit,
    stamp,
    spawn,
    pickFolder: parts.pickFolder,
    onStep: (step) => push('targets.step', step),
    pushState,
  });
  return {
    identity,
    sealer,
    gateKey,
    targets,
    desk,
    close: () => {
      sealing.close();
      targets.close();
      desk.close();
    },
  };
}
