import { type GatelogError, toGatelogError } from '../core/errors.ts';
import type { Direction } from '../core/gate/rules.ts';
import { UNDO_MS } from '../core/gate/undo.ts';
import type { TimestampMs } from '../core/units.ts';
import type { ChoicesView, GateStateView } from '../preload/contract/gate-views.ts';
import type { BatchOpenersState } from '../preload/contract/opener-views.ts';
import type { ScannerView } from '../preload/contract/scanner-views.ts';
import type { TrustStateView } from '../preload/contract/trust-views.ts';
import type { ClockDoubt } from './clock/trust.ts';
import type { Stamp } from './events.ts';
import { cameraView, gateState } from './gate-state.ts';
import { readMemory, writeMemory } from './kiosk-memory.ts';
import type { Log } from './log/log.ts';
import type { Settings } from './settings/schema.ts';

export interface KioskStateParts {
  readonly settings: Settings;
  readonly log: Log;
  /** Where language, directions and delivery folder outlive a restart. */
  readonly memoryFile: string;
  readonly stamp: () => Stamp;
  readonly clockDoubt: () => ClockDoubt | null;
  readonly guard: () => string | null;
  /** What is known of the trust lists in force. */
  readonly trust: () => TrustStateView;
  readonly batchOpeners: () => BatchOpenersState;
  readonly stick: () => GateStateView['stick'];
  readonly codeOpensKey: () => boolean;
  readonly suddenEnd: () => GateStateView['suddenEnd'];
  readonly choices: () => Pick<ChoicesView, 'purposes' | 'soundVolume' | 'showNames'>;
  /** What is known of the targets. */
  readonly targets: () => GateStateView['targets'];
  /** Code of what keeps batches from being signed, or null. */
  readonly signingProblem: () => string | null;
  /** What is known of deleting personal data. */
  readonly retention: () => GateStateView['retention'];
  /** Told where a choice could not be kept for the next start; until then it holds all the same. */
  readonly onForgotten: (error: GatelogError) => void;
}

/** What the kiosk holds beside its log: small, in memory, told to the page whole on every change. */
export interface KioskState {
  readonly view: () => GateStateView;
  readonly direction: (lane: string) => Direction;
  readonly openAskSeq: () => number | null;
  readonly undoSeq: () => number | null;
  readonly deliveryFolder: () => string | null;
  /** Code of the failure that keeps the log from being written, or null. */
  readonly logErrorCode: () => string | null;
  /**
   * An event of the guard's is on disk: it can be undone for a while, and the log is well.
   * @param undoable false for a repeat: there is nothing in it to take back, and what came before still can be
   */
  readonly wrote: (seq: number, openAskSeq: number | null, atMs: TimestampMs, undoable?: boolean) => void;
  readonly undone: () => void;
  readonly askClosed: () => void;
  readonly logFailed: (code: string | null) => void;
  readonly setScanners: (scanners: readonly ScannerView[]) => void;
  readonly setCamera: (state: ScannerView['state'], problem: string | null) => void;
  readonly camera: () => Settings['camera'];
  /** The gate reads with another camera from now on, or with none. */
  readonly chooseCamera: (camera: Settings['camera']) => void;
  readonly setLanguage: (language: 'vi' | 'en') => void;
  readonly setTyping: (method: GateStateView['typing']) => void;
  readonly turn: (lane: string, to: Direction) => void;
  readonly setDeliveryFolder: (folder: string) => void;
}

/** Opens the state with what is remembered from before; an ask that nobody answered yet is open again. */
export function createKioskState(parts: KioskStateParts): KioskState {
  const { settings, log, memoryFile } = parts;
  const memory = readMemory(memoryFile);
  const directions = new Map(Object.entries(memory.directions));
  let language = memory.language ?? settings.language;
  let deliveryFolder = memory.deliveryFolder;
  let typing = memory.typing;
  let scanners: readonly ScannerView[] = [];
  let camera = settings.camera;
  let cameraState: Pick<ScannerView, 'state' | 'problem'> = { state: 'opening', problem: null };
  let logErrorCode: string | null = null;
  let undo: { seq: number; untilMs: number } | null = null;
  let openAskSeq = unansweredAsk(log);

  const remember = (): void => {
    try {
      const turned = Object.fromEntries(directions);
      writeMemory(memoryFile, { language, directions: turned, deliveryFolder, typing });
    } catch (error) {
      // A full disk must not keep a guard from turning a lane or reading the screen in his language.
      parts.onForgotten(toGatelogError(error));
    }
  };
  const direction = (lane: string): Direction => {
    const turned = directions.get(lane);
    // What was remembered from when this was the only gate no longer holds where it is not.
    if (turned !== undefined && (turned !== 'auto' || settings.onlyGate)) return turned;
    return settings.lanes.find((one) => one.name === lane)?.direction ?? 'in';
  };
  const delivered = () => {
    try {
      return log.batches.state(settings.batches.profile);
    } catch {
      // Of a log that cannot be read nothing is claimed; its own chip says what is wrong.
      return { lastAtMs: null, owedEvents: 0, owedSinceMs: null };
    }
  };
  return {
    view: () => {
      const { lastAtMs, owedEvents, owedSinceMs } = delivered();
      const live = {
        language,
        typing,
        direction,
        scanners: [
          ...scanners,
          ...cameraView({ camera, lanes: settings.lanes }, cameraState.state, cameraState.problem),
        ],
        logErrorCode,
        keyProtected: false,
        codeOpensKey: parts.codeOpensKey(),
        lastDeliveryAtMs: lastAtMs,
        undeliveredEvents: owedEvents,
        undeliveredSinceMs: owedSinceMs,
        targets: parts.targets(),
        signingProblem: parts.signingProblem(),
        retention: parts.retention(),
        undo,
        openAskSeq,
        clockDoubt: parts.clockDoubt(),
        guard: parts.guard(),
        trust: parts.trust(),
        batchOpeners: parts.batchOpeners(),
        stick: parts.stick(),
        suddenEnd: parts.suddenEnd(),
        ...parts.choices(),
        camera,
      };
      return gateState(settings, log, live, parts.stamp());
    },
    direction,
    openAskSeq: () => openAskSeq,
    undoSeq: () => undo?.seq ?? null,
    deliveryFolder: () => deliveryFolder ?? settings.target,
    logErrorCode: () => logErrorCode,
    wrote: (seq, ask, atMs, undoable = true) => {
      logErrorCode = null;
      // What a repeat closed unanswered is not to be taken back behind its answer.
      const closedAsk = openAskSeq !== null && openAskSeq !== ask;
      openAskSeq = ask;
      if (undoable || closedAsk) undo = { seq, untilMs: atMs + UNDO_MS };
    },
    undone: () => {
      undo = null;
      openAskSeq = unansweredAsk(log);
    },
    askClosed: () => {
      // Closed unanswered, it is not to be taken back behind its answer.
      if (undo?.seq === openAskSeq) undo = null;
      openAskSeq = null;
    },
    logFailed: (code) => {
      logErrorCode = code;
    },
    setScanners: (all) => {
      scanners = all;
    },
    setCamera: (state, problem) => {
      cameraState = { state, problem };
    },
    camera: () => camera,
    chooseCamera: (chosen) => {
      camera = chosen;
      cameraState = { state: 'opening', problem: null };
    },
    setLanguage: (to) => {
      language = to;
      remember();
    },
    setTyping: (method) => {
      typing = method;
      remember();
    },
    turn: (lane, to) => {
      directions.set(lane, to);
      remember();
    },
    setDeliveryFolder: (folder) => {
      deliveryFolder = folder;
      remember();
    },
  };
}

/** So far back an ask can stand behind cards that were given up while it waited. */
const RECENT_ASKS = 8;

function unansweredAsk(log: Log): number | null {
  // A card that was given up while an ask waited, maybe on another lane, answered nothing.
  const newest = log.recent(RECENT_ASKS).find(({ reason }) => reason !== 'parts-missing');
  return newest?.kind === 'asked' && log.answerOf(newest.seq) === null && !newest.voided ? newest.seq : null;
}
