import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type GatelogError, toGatelogError } from '../core/errors.ts';
import { UNDO_MS } from '../core/gate/undo.ts';
import { decodeBytes } from '../core/read/clean.ts';
import { expectedDamage } from '../core/read/damage.ts';
import { hours, minutes, seconds, timestampMs } from '../core/units.ts';
import type { Pushes, PushName } from '../preload/contract/channels.ts';
import type { ScannerView } from '../preload/contract/views.ts';
import { createAdmit } from './admit.ts';
import { createBridge, type IncomingCall } from './bridge/bridge.ts';
import { createCalls } from './calls.ts';
import { createClock } from './clock/clock.ts';
import { readContext } from './context.ts';
import { createDeliveries } from './deliveries.ts';
import type { WorkerProcess } from './delivery/target.ts';
import { newEvent, type Stamp } from './events.ts';
import { createFindScanner } from './find-scanner.ts';
import { cameraView, gateState, lastClosingAtMs } from './gate-state.ts';
import { createGuardActs } from './guard-acts.ts';
import { readMemory, writeMemory } from './kiosk-memory.ts';
import type { AuditDetails } from './log/audit.ts';
import { openLog } from './log/index.ts';
import { logKey } from './log/key.ts';
import { createReadDesk } from './read-desk.ts';
import { serialPorts } from './scanner/port.ts';
import { createScanners } from './scanner/scanners.ts';
import type { Settings } from './settings/schema.ts';
import { createSession } from './staff/session.ts';

/** `alive` rows tell the office in which hours the kiosk was on (DESIGN.md, Words). */
const ALIVE_MS = minutes(5);
/** How often a failing log is tried again. */
const PROBE_MS = seconds(1);

export interface KioskOptions {
  readonly settings: Settings;
  readonly dataFolder: string;
  readonly appVersion: string;
  /** Starts the process that does all file work of a delivery. */
  readonly startDeliveryWorker: () => WorkerProcess;
  /** Asks for a folder; null where nobody chose one. */
  readonly pickFolder: () => Promise<string | null>;
  readonly push: <N extends PushName>(name: N, value: Pushes[N]) => void;
  readonly onProblem: (error: GatelogError, where: string) => void;
}

export interface Kiosk {
  readonly bridge: (call: IncomingCall) => ReturnType<ReturnType<typeof createBridge>>;
  start(): void;
  close(): Promise<void>;
}

/** The composition root: which parts there are and how they are wired. Throws `key/...`, `log/...`, `settings/...`. */
export function createKiosk(options: KioskOptions): Kiosk {
  const { settings, dataFolder, push } = options;
  mkdirSync(dataFolder, { recursive: true, mode: 0o700 });
  const clock = createClock();
  const logFile = join(dataFolder, 'gate.db');
  const log = openLog({
    path: logFile,
    key: logKey(settings.keyFile ?? join(dataFolder, 'log.key'), logFile),
    gateId: settings.gate.slug,
    newLogId: () => randomBytes(16).toString('hex'),
    nowMs: () => clock.read().atMs,
  });
  const memoryFile = join(dataFolder, 'kiosk.json');
  const memory = readMemory(memoryFile);
  const state = {
    language: memory.language ?? settings.language,
    directions: new Map(Object.entries(memory.directions)),
    scanners: [] as readonly ScannerView[],
    camera: cameraView(settings, 'opening', null),
    logErrorCode: null as string | null,
    undo: null as { seq: number; untilMs: number } | null,
    openAskSeq: unansweredAsk(),
    deliveryFolder: memory.deliveryFolder,
  };
  const session = createSession(settings.adminPassword);

  // Earlier than the last event is certain proof of a wrong clock (DESIGN.md, Clocks).
  const lastAtMs = log.last()?.atMs ?? 0;
  const begun = clock.read();
  const stamp = (): Stamp => {
    const reading = clock.read();
    const jumped = Math.abs(reading.atMs - begun.atMs - (reading.uptimeMs - begun.uptimeMs)) > minutes(2);
    return { ...reading, clock: jumped || reading.atMs < lastAtMs ? 'suspect' : 'ok' };
  };

  function unansweredAsk(): number | null {
    const newest = log.recent(1)[0];
    return newest?.kind === 'asked' && log.answerOf(newest.seq) === null && !newest.voided
      ? newest.seq
      : null;
  }
  const pushState = (): void => push('gate.state', currentState());
  const currentState = () => {
    const delivered = deliveryState();
    return gateState(
      settings,
      log,
      {
        ...state,
        scanners: [...state.scanners, ...state.camera],
        scannerListProblem: null,
        keyProtected: false,
        lastDeliveryAtMs: delivered.lastAtMs,
        undeliveredEvents: delivered.owedEvents,
      },
      stamp(),
    );
  };
  /** Of a log that cannot be read nothing is claimed; its own chip says what is wrong. */
  const deliveryState = () => {
    try {
      return log.batches.state();
    } catch {
      return { lastAtMs: null, owedEvents: 0 };
    }
  };
  const audit = (what: string, details: AuditDetails): void => {
    const { atMs, offsetMin, clock: trust } = stamp();
    try {
      log.audit.write({ atMs, offsetMin, clock: trust, who: 'admin', what, details });
    } catch (error) {
      // What was done is done; that it could not be written down is the log's own failure to show.
      failed(toGatelogError(error, 'log/append-failed'));
    }
  };
  const wrote = (seq: number, openAskSeq: number | null): void => {
    state.logErrorCode = null;
    state.openAskSeq = openAskSeq;
    state.undo = { seq, untilMs: clock.read().atMs + UNDO_MS };
  };
  const failed = (error: GatelogError): void => {
    state.logErrorCode = error.code;
    options.onProblem(error, 'log');
  };
  const remember = (): void =>
    writeMemory(memoryFile, {
      language: state.language,
      directions: Object.fromEntries(state.directions),
      deliveryFolder: state.deliveryFolder,
    });

  const direction = (lane: string) =>
    state.directions.get(lane) ?? settings.lanes.find((one) => one.name === lane)?.direction ?? 'in';
  const acts = createGuardActs({
    log,
    stamp,
    guard: session.guard,
    lastOwnSeq: () => state.undo?.seq ?? null,
    openAsk: () => state.openAskSeq,
    laneDirection: direction,
  });
  const admit = createAdmit({
    log,
    stamp,
    context: readContext(settings),
    rules: (now) => {
      const closing = lastClosingAtMs(now, settings.closingTime);
      return {
        onlyGate: settings.onlyGate,
        repeatWindowMs: seconds(settings.repeatWindowSeconds),
        longestStayMs: hours(settings.longestStayHours),
        capacity: settings.capacity,
        lastClosingAtMs: closing === null ? null : timestampMs(closing),
      };
    },
    direction,
    guard: session.guard,
    openAsk: () => state.openAskSeq,
    insideCount: (now) => log.counts(now.atMs, now.atMs, hours(settings.longestStayHours)).inside,
  });
  const desk = createReadDesk({
    admit,
    acts,
    session,
    find: createFindScanner(expectedDamage),
    nowMs: () => clock.read().atMs,
    hideAfterMs: seconds(settings.verdictSeconds),
    openAskSeq: () => state.openAskSeq,
    undoSeq: () => state.undo?.seq ?? null,
    direction,
    turn: (lane, to) => {
      state.directions.set(lane, to);
      remember();
    },
    wrote,
    undone: () => {
      state.undo = null;
      state.openAskSeq = unansweredAsk();
    },
    failed,
    push,
    pushState,
  });

  const firstLane = settings.lanes[0]?.name ?? '';
  const scanners = createScanners({
    scanners: settings.scanners.map((one) => ({ ...one, path: one.port, lane: one.lane ?? firstLane })),
    portFactory: serialPorts,
    now: () => clock.read().atMs,
    onRead: (read, from) => {
      const source = { kind: 'serial' as const, port: from.path };
      desk.read(
        { raw: decodeBytes(read.bytes).text, source, lane: from.lane, atMs: read.atMs },
        { terminator: read.terminator, baudRate: from.baudRate },
      );
    },
    onState: (all) => {
      state.scanners = all.map((one) => ({ ...one, id: one.path, kind: 'serial' as const }));
      pushState();
    },
    onDiscarded: () => undefined,
  });
  const deliveries = createDeliveries({
    log,
    audit,
    dataFolder,
    identity: { site: settings.site.slug, gate: settings.gate.slug, appVersion: options.appVersion },
    stamp,
    spawn: options.startDeliveryWorker,
    pickFolder: options.pickFolder,
    folder: () => state.deliveryFolder ?? settings.target,
    remember: (folder) => {
      state.deliveryFolder = folder;
      remember();
    },
    onProgress: (progress) => push('delivery.progress', progress),
    pushState,
  });
  const bridge = createBridge({
    handlers: createCalls({
      settings,
      session,
      desk,
      deliveries,
      audit,
      clock,
      state: currentState,
      cameraState: (shown, problem) => {
        state.camera = cameraView(settings, shown, problem);
        pushState();
      },
      setLanguage: (language) => {
        state.language = language;
        remember();
        pushState();
      },
    }),
    role: () => session.role(clock.read().atMs),
    now: () => clock.read().atMs,
    onProblem: options.onProblem,
  });

  /** The kiosk's own events; a failure shows on the screen and is tried again. */
  const own = (kind: 'opened' | 'closed' | 'alive'): void => {
    try {
      log.append([newEvent({ stamp: stamp(), lane: '', kind, reason: kind, source: null, guard: null })]);
    } catch (error) {
      failed(toGatelogError(error, 'log/append-failed'));
    }
  };
  const timers: NodeJS.Timeout[] = [];
  return {
    bridge,
    start: () => {
      own('opened');
      scanners.start();
      timers.push(
        setInterval(() => {
          own('alive');
          pushState();
        }, ALIVE_MS),
        setInterval(() => {
          if (state.logErrorCode === null) return;
          try {
            log.probe();
            state.logErrorCode = null;
            pushState();
          } catch (error) {
            state.logErrorCode = toGatelogError(error, 'log/append-failed').code;
          }
        }, PROBE_MS),
      );
      pushState();
    },
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      await scanners.close();
      deliveries.close();
      own('closed');
      log.close();
    },
  };
}
