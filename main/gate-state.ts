import { maskName } from '../core/person/mask.ts';
import { hours, seconds, timestampMs } from '../core/units.ts';
import type { GateStateView } from '../preload/contract/gate-views.ts';
import type { ScannerView } from '../preload/contract/scanner-views.ts';
import type { TrustStateView } from '../preload/contract/trust-views.ts';
import type { ClockDoubt } from './clock/trust.ts';
import type { Stamp } from './events.ts';
import type { Log } from './log/log.ts';
import type { Settings } from './settings/schema.ts';

/** How many last events the idle screen lists. */
const RECENT = 6;

/** The parts of the state that the kiosk keeps beside log and settings. */
export interface LiveState {
  readonly language: 'vi' | 'en';
  readonly typing: GateStateView['typing'];
  /** Direction by lane name, as the next read is decided by. */
  readonly direction: (lane: string) => 'in' | 'out' | 'auto';
  readonly scanners: readonly ScannerView[];
  readonly logErrorCode: string | null;
  readonly keyProtected: boolean;
  readonly codeOpensKey: boolean;
  readonly lastDeliveryAtMs: number | null;
  readonly undeliveredEvents: number;
  readonly undeliveredSinceMs: number | null;
  readonly targets: GateStateView['targets'];
  readonly signingProblem: string | null;
  readonly retention: GateStateView['retention'];
  readonly undo: { readonly seq: number; readonly untilMs: number } | null;
  readonly openAskSeq: number | null;
  readonly clockDoubt: ClockDoubt | null;
  readonly guard: string | null;
  readonly trust: TrustStateView;
  readonly purposes: readonly string[];
  readonly soundVolume: number;
  readonly showNames: boolean;
  readonly batchOpeners: GateStateView['batchOpeners'];
  readonly stick: GateStateView['stick'];
  readonly suddenEnd: GateStateView['suddenEnd'];
  readonly camera: Settings['camera'];
}

/** Local midnight before the stamp, by the offset that the stamp carries. */
export function startOfDayMs(stamp: Pick<Stamp, 'atMs' | 'offsetMin'>): number {
  const day = hours(24);
  const local = stamp.atMs + stamp.offsetMin * 60_000;
  return Math.floor(local / day) * day - stamp.offsetMin * 60_000;
}

/**
 * The last time that has passed at which the site closed, or null where it never closes.
 * @param closingTime local `HH:MM`
 */
export function lastClosingAtMs(
  stamp: Pick<Stamp, 'atMs' | 'offsetMin'>,
  closingTime: string | null,
): number | null {
  if (closingTime === null) return null;
  const [hour, minute] = closingTime.split(':').map(Number);
  const today = startOfDayMs(stamp) + ((hour ?? 0) * 60 + (minute ?? 0)) * 60_000;
  return today <= stamp.atMs ? today : today - hours(24);
}

/** The camera as one more scanner, or none where it is switched off. It lives in the page, which tells its state. */
export function cameraView(
  settings: Pick<Settings, 'camera' | 'lanes'>,
  state: ScannerView['state'],
  problem: string | null,
): readonly ScannerView[] {
  if (!settings.camera.enabled) return [];
  const lane = settings.camera.lane ?? settings.lanes[0]?.name ?? '';
  return [{ id: 'camera', kind: 'camera', lane, state, problem, baudRate: null }];
}

/** Everything the idle screen shows, already masked. A log that cannot be read leaves counts at zero and says so. */
export function gateState(settings: Settings, log: Log, live: LiveState, stamp: Stamp): GateStateView {
  const base = {
    siteName: settings.site.name,
    gateName: settings.gate.name,
    onlyGate: settings.onlyGate,
    language: live.language,
    typing: live.typing,
    lanes: settings.lanes.map(({ name }) => ({ name, direction: live.direction(name) })),
    autoOffered: settings.onlyGate,
    capacity: settings.capacity,
    scanners: live.scanners,
    clock: stamp.clock,
    clockDoubt: live.clockDoubt,
    keyProtected: live.keyProtected,
    codeOpensKey: live.codeOpensKey,
    trust: live.trust,
    purposes: live.purposes,
    soundVolume: live.soundVolume,
    batchOpeners: live.batchOpeners,
    stick: live.stick,
    suddenEnd: live.suddenEnd,
    lastDeliveryAtMs: live.lastDeliveryAtMs,
    undeliveredEvents: live.undeliveredEvents,
    undeliveredSinceMs: live.undeliveredSinceMs,
    deliveryWarnHours: settings.deliveryWarnHours,
    targets: live.targets,
    signingProblem: live.signingProblem,
    retention: live.retention,
    openAskSeq: live.openAskSeq,
    guard: live.guard,
    camera: {
      enabled: live.camera.enabled,
      device: live.camera.device ?? null,
      againAfterMs: seconds(settings.repeatWindowSeconds),
    },
    wedge: {
      lane: settings.wedge.lane ?? settings.lanes[0]?.name ?? '',
      prefixes: settings.wedge.prefixes,
      terminator: settings.wedge.terminator,
      silenceMs: settings.wedge.silenceMs,
      burstGapMs: settings.wedge.burstGapMs,
      burstMinKeys: settings.wedge.burstMinKeys,
    },
    nowMs: stamp.atMs,
  };
  try {
    const recent = log.recent(RECENT).map((event) => ({
      seq: event.seq,
      atMs: event.atMs,
      kind: event.kind,
      nameMasked: event.name === null || !live.showNames ? null : maskName(event.name),
      voided: event.voided,
    }));
    const counts = log.counts(stamp.atMs, timestampMs(startOfDayMs(stamp)), hours(settings.longestStayHours));
    const undo = live.undo && {
      ...live.undo,
      nameMasked: recent.find((event) => event.seq === live.undo?.seq)?.nameMasked ?? null,
    };
    return {
      ...base,
      counts,
      recent,
      undo,
      log: { ok: live.logErrorCode === null, errorCode: live.logErrorCode },
    };
  } catch {
    return {
      ...base,
      counts: { inside: 0, inToday: 0, outToday: 0 },
      recent: [],
      undo: null,
      log: { ok: false, errorCode: live.logErrorCode ?? 'log/append-failed' },
    };
  }
}
