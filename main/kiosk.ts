import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type GatelogError, toGatelogError } from '../core/errors.ts';
import { decodeBytes } from '../core/read/clean.ts';
import { expectedDamage } from '../core/read/damage.ts';
import { hours, seconds, timestampMs } from '../core/units.ts';
import type { Pushes, PushName } from '../preload/contract/channels.ts';
import { createAdmit, understand } from './admit.ts';
import { createBatchOpeners } from './batch-openers.ts';
import { createBridge, type IncomingCall } from './bridge/bridge.ts';
import { createCalls } from './calls.ts';
import { BUILT_AT_MS } from './clock/build-time.ts';
import { createClock } from './clock/clock.ts';
import { createTrustedClock } from './clock/trust.ts';
import { readContext } from './context.ts';
import { createDeliveries } from './deliveries.ts';
import type { Openers } from './delivery/openers.ts';
import { createTarget, type WorkerProcess } from './delivery/target.ts';
import type { Diagnostics } from './diagnostics/diagnostics.ts';
import type { Stamp } from './events.ts';
import { createFindScanner } from './find-scanner.ts';
import { createGateChoices } from './gate-choices.ts';
import { lastClosingAtMs } from './gate-state.ts';
import { createGuardActs } from './guard-acts.ts';
import { startHeartbeat } from './heartbeat.ts';
import { createKioskState } from './kiosk-state.ts';
import { createKnownPeople } from './known-people.ts';
import { createLaneParts } from './lane-parts.ts';
import type { AuditDetails } from './log/audit.ts';
import { openKeptLog } from './log/kept.ts';
import { createKeptKey, type KeptKey } from './log/kept-key.ts';
import { createQuietCheckpoint } from './log/quiet-checkpoint.ts';
import { createLogCare } from './log-care.ts';
import { createOutgoing } from './outgoing.ts';
import { createOwnEvents } from './own-events.ts';
import { createPeopleDesk } from './people-desk.ts';
import { createReadDesk } from './read-desk.ts';
import { createRetentionPart } from './retention/part.ts';
import { serialPorts } from './scanner/port.ts';
import { createScanners } from './scanner/scanners.ts';
import { changeSettings, changeSettingsIn } from './settings/change.ts';
import type { Settings } from './settings/schema.ts';
import { createRecovery } from './staff/renew.ts';
import { createSession } from './staff/session.ts';
import { createStickDesk } from './sticks/desk.ts';
import type { StickSystem } from './sticks/stick.ts';
import { createSuddenEndNote, suddenEnd } from './sudden-end.ts';
import { createTrustLists } from './trust/trust-lists.ts';

/** A verdict that is painted later than this after its commit is worth a line in the diagnostics. */
const LATE_MS = seconds(0.1);

/** Name of the log in the data folder. */
export const LOG_FILE = 'gate.db';

/** The key of this data folder's log. */
export const keptKeyOf = (settings: Pick<Settings, 'keyFile'> | null, dataFolder: string): KeptKey =>
  createKeptKey({
    keyFile: settings?.keyFile ?? join(dataFolder, 'log.key'),
    logFile: join(dataFolder, LOG_FILE),
  });

/** Longest wait for the ports when the kiosk ends. */
const CLOSE_MS = seconds(3);

export interface KioskOptions {
  readonly settings: Settings;
  /** Where they came from: a new password is written there. */
  readonly settingsFile: string;
  readonly dataFolder: string;
  readonly appVersion: string;
  /** Starts the process that does all file work of a delivery. */
  readonly startDeliveryWorker: () => WorkerProcess;
  /** Starts the process that packs one range of the log. */
  readonly startSealingWorker: () => WorkerProcess;
  /** Starts the process that reads trust lists from a stick, once. */
  readonly startTrustReader: () => WorkerProcess;
  /** Asks for a file or folder with trust lists; null where nobody chose one. */
  readonly pickTrustLists: (what: 'file' | 'folder') => Promise<string | null>;
  /** Asks for a folder; null where nobody chose one. */
  readonly pickFolder: () => Promise<string | null>;
  /** Finds and mounts sticks. */
  readonly sticks: StickSystem;
  readonly push: <N extends PushName>(name: N, value: Pushes[N]) => void;
  readonly diagnostics: Diagnostics;
}

export interface Kiosk {
  /** Says who can open the batches, as set-up was told. Throws `openers/...` and `log/...`. */
  chooseOpeners(openers: Openers): void;
  readonly bridge: (call: IncomingCall) => ReturnType<ReturnType<typeof createBridge>>;
  start(): void;
  close(): Promise<void>;
}

/** The composition root: which parts there are and how they are wired. Throws `key/...`, `log/...`, `settings/...`. */
export function createKiosk(options: KioskOptions): Kiosk {
  const { settings, dataFolder, push, diagnostics } = options;
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const clock = createClock();
  const nowMs = () => clock.read().atMs;
  const logFile = join(dataFolder, LOG_FILE);
  const key = keptKeyOf(settings, dataFolder);
  const log = openKeptLog({
    path: logFile,
    key: key.read(),
    gateId: settings.gate.slug,
    newLogId: () => randomBytes(16).toString('hex'),
    nowMs,
  });
  const session = createSession(settings.adminPassword, () => clock.read().uptimeMs, settings.recoveryCode);
  const lastBefore = log.last();
  const trusted = createTrustedClock({
    clock,
    last: lastBefore,
    builtAtMs: BUILT_AT_MS,
    onDoubt: (why) => own.later('clock', `doubt:${why}`),
  });
  const { stamp } = trusted;
  const ended = createSuddenEndNote(suddenEnd(lastBefore, stamp()), () => clock.read().uptimeMs);
  const state = createKioskState({
    settings,
    log,
    memoryFile: join(dataFolder, 'kiosk.json'),
    stamp,
    clockDoubt: trusted.doubt,
    guard: session.guard,
    trust: () => trust.state(),
    batchOpeners: () => openers.state(),
    stick: () => sticks.gateView(),
    suddenEnd: ended.view,
    codeOpensKey: key.hasCode,
    choices: () => choices.view(),
    targets: () => outgoing.targets.state(),
    signingProblem: () => outgoing.gateKey.problem(),
    retention: () => retention.state(),
    onForgotten: (error) => diagnostics.problem(error, 'memory'),
  });
  const pushState = (): void => push('gate.state', state.view());
  const failed = (error: GatelogError): void => {
    state.logFailed(error.code);
    diagnostics.problem(error, 'log');
  };
  const openers = createBatchOpeners({ log, settings: settings.batches, stamp, pushState });
  const own = createOwnEvents({ log, stamp, guard: session.guard, failed });
  const audit = (what: string, details: AuditDetails): void => {
    const { atMs, offsetMin, clock: trust } = stamp();
    try {
      log.audit.write({ atMs, offsetMin, clock: trust, who: 'admin', what, details });
    } catch (error) {
      // What was done is done; that it could not be written down is the log's own failure to show.
      failed(toGatelogError(error, 'log/append-failed'));
    }
  };
  const changeFile = (change: Partial<Settings>): void => changeSettings(options.settingsFile, change);
  const recovery = createRecovery({
    key,
    session,
    changeSettings: changeFile,
    password: settings.adminPassword,
    code: settings.recoveryCode,
  });
  const choices = createGateChoices({ settings, changeSettings: changeFile, audit, pushState });
  const known = createKnownPeople(log, () => clock.read().uptimeMs);
  const acts = createGuardActs({
    log,
    stamp,
    guard: session.guard,
    lastOwnSeq: state.undoSeq,
    openAsk: state.openAskSeq,
    laneDirection: state.direction,
    known: known.taken,
  });
  const site = readContext(settings);
  const trust = createTrustLists({
    log,
    stamp,
    spawn: options.startTrustReader,
    pick: options.pickTrustLists,
    warnDays: settings.trustWarnDays,
    onProgress: (progress) => push('trust.progress', progress),
    onProblem: (error) => diagnostics.problem(error, 'trust'),
    pushState: () => pushState(),
  });
  const context = (now: Stamp) => ({
    ...site,
    trust: trust.store(),
    nowMs: now.clock === 'ok' ? now.atMs : null,
  });
  const parts = createLaneParts({ log, stamp, guard: session.guard });
  const admit = createAdmit({
    log,
    parts,
    stamp,
    context,
    rules: (now) => {
      const closing = lastClosingAtMs(now, settings.closingTime);
      return {
        onlyGate: settings.onlyGate,
        repeatWindowMs: seconds(settings.repeatWindowSeconds),
        longestStayMs: hours(settings.longestStayHours),
        capacity: settings.capacity,
        lastClosingAtMs: closing === null ? null : timestampMs(closing),
        policy: settings.policy,
      };
    },
    direction: state.direction,
    guard: session.guard,
    keeping: { healthDetails: settings.healthDetails !== undefined },
    openAsk: state.openAskSeq,
    controlAllowed: session.controlAllowed,
    insideCount: (now) => log.counts(now.atMs, now.atMs, hours(settings.longestStayHours)).inside,
  });
  const quiet = createQuietCheckpoint({
    log,
    nowMs: () => performance.now(),
    onProblem: (error) => diagnostics.problem(error, 'log'),
  });
  const desk = createReadDesk({
    admit,
    parts,
    acts,
    session,
    state,
    find: createFindScanner(expectedDamage),
    known: (read) => understand(read, context(stamp())).credential.kind !== 'unknown-text',
    nowMs,
    hideAfterMs: seconds(settings.verdictSeconds),
    showNames: () => choices.showNames(),
    painted: (afterMs) => {
      if (afterMs > LATE_MS)
        diagnostics.note('screen', 'screen/painted-late', { afterMs: Math.round(afterMs) });
    },
    touched: quiet.touched,
    failed,
    push,
    pushState,
  });

  const firstLane = settings.lanes[0]?.name ?? '';
  const scanners = createScanners({
    scanners: settings.scanners.map((one) => ({ ...one, path: one.port, lane: one.lane ?? firstLane })),
    portFactory: serialPorts,
    now: nowMs,
    onRead: (read, from) => {
      const source = { kind: 'serial' as const, port: from.path };
      desk.read(
        { raw: decodeBytes(read.bytes).text, source, lane: from.lane, atMs: read.atMs },
        { terminator: read.terminator, baudRate: from.baudRate },
      );
    },
    onState: (all, changed) => {
      state.setScanners(all.map((one) => ({ ...one, id: one.path, kind: 'serial' as const })));
      const { path, state: now, problem, baudRate } = changed;
      diagnostics.note('scanner', `scanner/${now}`, { path, problem, baudRate });
      pushState();
    },
    onDiscarded: ({ why, sizeBytes }, { path }) =>
      diagnostics.note('scanner', 'scanner/discarded', { path, why, sizeBytes }),
  });
  const outgoing = createOutgoing({
    log,
    settings,
    settingsFile: options.settingsFile,
    dataFolder,
    appVersion: options.appVersion,
    openers,
    stamp,
    audit,
    alive: () => own.write('alive', 'alive'),
    spawn: options.startDeliveryWorker,
    spawnSealing: options.startSealingWorker,
    pickFolder: options.pickFolder,
    push,
    pushState,
    onProblem: (error) => diagnostics.problem(error, 'targets'),
  });
  const deliveries = createDeliveries({
    log,
    openers,
    audit,
    dataFolder,
    settings: settings.batches,
    identity: outgoing.identity,
    sealer: outgoing.sealer,
    gateKey: outgoing.gateKey,
    keptInSpool: outgoing.targets.keptInSpool,
    targets: outgoing.targets.settings,
    removedTargets: outgoing.targets.removed,
    stamp,
    spawn: options.startDeliveryWorker,
    pickFolder: options.pickFolder,
    folder: state.deliveryFolder,
    remember: state.setDeliveryFolder,
    onProgress: (progress) => push('delivery.progress', progress),
    pushState,
  });
  const sticks = createStickDesk({
    system: options.sticks,
    deliveries,
    target: createTarget({ spawn: options.startDeliveryWorker }),
    log: log.sticks,
    nowMs,
    openers: openers.state,
    withoutAsking: settings.sticks.withoutAsking,
    keepWithoutAsking: (withoutAsking) => changeSettingsIn(options.settingsFile, 'sticks', { withoutAsking }),
    audit,
    onState: (view) => push('sticks.state', view),
    pushState,
    onProblem: (error) => diagnostics.problem(error, 'sticks'),
  });
  const retention = createRetentionPart({
    log,
    settings,
    changeSettings: changeFile,
    stamp,
    audit,
    quiet,
    outgoing,
    pushState,
    onProblem: (error) => diagnostics.problem(error, 'retention'),
  });
  const bridge = createBridge({
    handlers: createCalls({
      settings,
      changeSettings: changeFile,
      choices,
      known,
      session,
      recovery,
      desk,
      deliveries,
      sticks,
      targets: outgoing.desk,
      openers,
      trust,
      people: createPeopleDesk({ log, stamp, audit, pushState }),
      retention: retention.desk,
      audit,
      clock,
      state,
      pushState,
      diagnostics,
      suddenEndSeen: ended.seen,
      confirmClock: () => {
        // The pause first: a clock that is believed without it would delete by a time that may be wrong.
        retention.clockConfirmed(log.retention.lastTrustedMs());
        const reason = trusted.confirm();
        own.write('clock', reason);
        audit('clock/confirmed', { reason });
        pushState();
      },
    }),
    role: session.role,
    onProblem: diagnostics.problem,
  });

  let stopHeart = (): void => undefined;
  return {
    bridge,
    chooseOpeners: (chosen) => {
      openers.choose(chosen);
    },
    start: () => {
      diagnostics.note('start', 'kiosk/opened', { version: options.appVersion });
      own.write('opened', 'opened');
      // Whoever reads the batches sees from when on, and why, the log holds more than a gate needs.
      if (settings.healthDetails) audit('settings/health-details', settings.healthDetails);
      const opened = openers.startLine();
      if (opened !== null) audit(opened.what, opened.details);
      for (const { id, encryption } of settings.targets)
        if (encryption?.plain !== undefined)
          audit('target/open', { target: id, reason: encryption.plain.reason });
      const doubt = trusted.doubt();
      if (doubt !== null) own.write('clock', `doubt:${doubt}`);
      scanners.start();
      sticks.start();
      outgoing.targets.start();
      stopHeart = startHeartbeat({
        alive: () => {
          own.write('alive', 'alive');
          pushState();
        },
        care: createLogCare({ log, state, own, quiet, session, acts, failed, retention, pushState }),
      });
      pushState();
    },
    close: async () => {
      stopHeart();
      // A port that hangs must not keep the last row from being written.
      await Promise.race([scanners.close(), sleep(CLOSE_MS)]);
      desk.close();
      retention.close();
      sticks.close();
      outgoing.close();
      deliveries.close();
      trust.close();
      own.write('closed', 'closed');
      log.close();
      diagnostics.note('start', 'kiosk/closed');
      diagnostics.close();
    },
  };
}
