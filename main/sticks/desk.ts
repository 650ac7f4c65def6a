import { type ErrorCode, GatelogError, toGatelogError } from '../../core/errors.ts';
import type { BatchOpenersState } from '../../preload/contract/opener-views.ts';
import type { GateStickView, StickOutcomeView, SticksView } from '../../preload/contract/stick-views.ts';
import { type Deliveries, STICK_NAME } from '../deliveries.ts';
import type { Target } from '../delivery/target.ts';
import type { AuditDetails } from '../log/audit.ts';
import type { LogSticks } from '../log/sticks.ts';
import { stickFault } from './fault.ts';
import type { Stick, StickSystem } from './stick.ts';
import { createStickTarget, type StickTarget } from './stick-target.ts';
import { type StickTold, sticksView } from './view.ts';
import { createStickWatch } from './watch.ts';

export interface StickDeskParts {
  readonly system: StickSystem;
  readonly deliveries: Pick<Deliveries, 'deliverTo' | 'plan' | 'busy'>;
  /** Does the file work on sticks, in a process of its own. */
  readonly target: Target;
  readonly log: LogSticks;
  readonly nowMs: () => number;
  readonly openers: () => BatchOpenersState;
  /** As the settings say it at the start. */
  readonly withoutAsking: boolean;
  /** Keeps it for the next start. Throws `settings/...`. */
  readonly keepWithoutAsking: (on: boolean) => void;
  readonly audit: (what: string, details: AuditDetails) => void;
  readonly onState: (view: SticksView) => void;
  /** Tells the gate's screen. */
  readonly pushState: () => void;
  readonly onProblem: (error: GatelogError) => void;
}

/** A stick that fails and vanishes within so much was pulled out, and is not broken. ms */
const PULLED_MS = 5000;
/** Faults that may be those of a stick that is being pulled out; a full one that is taken away was full. */
const OF_PULLING: ReadonlySet<string> = new Set<ErrorCode>([
  'delivery/gone',
  'delivery/damaged',
  'delivery/write-failed',
  'delivery/read-back-differs',
  'stick/not-mounted',
]);

/** A page that crashed, or whose session ended, no longer says that it goes. ms */
const LEASE_MS = 30_000;

/** The sticks of this kiosk: which are plugged in, which are known, and what is delivered to them. */
export interface StickDesk {
  /**
   * Looks for a page that is shown, for half a minute; a page that stays asks again. Answers what is found right now.
   * @param active false where the page goes
   */
  watch(active: boolean): Promise<SticksView>;
  /**
   * Delivers to a stick that was found: what is owed, or batches that were sealed before once more. Throws
   * `delivery/gone`, `delivery/busy`; how it went stands in the answer.
   */
  deliver(device: string, again: readonly number[] | null): Promise<SticksView>;
  /** Throws `stick/readable-by-all`, `settings/...`. */
  setWithoutAsking(on: boolean): SticksView;
  forget(id: string): SticksView;
  /** What whoever stands at the gate needs to know. */
  gateView(): GateStickView | null;
  start(): void;
  close(): void;
}

/**
 * Looks for sticks only while somebody wants to know: a page that is shown, or the setting that delivers without asking.
 * That one acts on sticks that come while it is on, never on what was plugged in already, and never where whoever holds
 * the stick could read what is on it.
 */
export function createStickDesk(parts: StickDeskParts): StickDesk {
  const { deliveries, log } = parts;
  let withoutAsking = parts.withoutAsking;
  let lease: NodeJS.Timeout | null = null;
  let delivering: string | null = null;
  let toldGate = 'null';
  const outcomes = new Map<string, StickTold>();

  const allowed = (): boolean => ['recipients', 'passphrase', 'nobody'].includes(parts.openers());
  const view = (): SticksView =>
    sticksView({
      found: watch.found(),
      known: log.list(),
      outcomes,
      delivering,
      withoutAsking: { on: withoutAsking, allowed: allowed() },
    });
  const gateView = (): GateStickView | null => {
    if (delivering !== null) return { state: 'delivering', code: null };
    const newest = [...outcomes.values()].at(-1)?.outcome;
    if (newest === undefined) return null;
    return { state: newest.kind, code: newest.kind === 'failed' ? newest.code : null };
  };
  const push = (): void => {
    parts.onState(view());
    const now = JSON.stringify(gateView());
    if (now === toldGate) return;
    toldGate = now;
    parts.pushState();
  };
  const watch = createStickWatch(parts.system.finder, {
    onChange: push,
    onGone: (device) => {
      const told = outcomes.get(device);
      outcomes.delete(device);
      // Its errors came before the system noticed that it was pulled out.
      if (told !== undefined && isOfPulling(told, parts.nowMs()))
        outcomes.set(device, {
          ...told,
          outcome: { kind: 'failed', code: 'delivery/gone', safeToPull: false },
        });
    },
    onProblem: (error) => parts.onProblem(toGatelogError(error)),
    onCame: (stick) => {
      // Another stick that got the name of one that was pulled out in the middle.
      if (outcomes.get(stick.device)?.id !== stick.id) outcomes.delete(stick.device);
      if (!withoutAsking || !allowed() || delivering !== null || deliveries.busy()) return;
      if (stick.readOnly || stick.fileSystem === '' || deliveries.plan().events === 0) return;
      run(stick, true, null).catch((error: unknown) => parts.onProblem(toGatelogError(error)));
    },
  });
  const followWish = (): void => {
    const wanted = lease !== null || withoutAsking;
    // Nobody saw whether what was there has been pulled out since.
    if (!wanted && delivering === null && outcomes.size > 0) {
      outcomes.clear();
      push();
    }
    watch.want(wanted);
  };
  const letGo = (): void => {
    if (lease !== null) clearTimeout(lease);
    lease = null;
    followWish();
  };

  const run = async (
    stick: Stick,
    byItself: boolean,
    again: readonly number[] | null,
  ): Promise<SticksView> => {
    const target = createStickTarget({ target: parts.target, stick, mounts: parts.system.mounts });
    delivering = stick.device;
    // Whoever goes on has read what became of one that is gone.
    const there = new Set(watch.found()?.map(({ device }) => device));
    for (const device of outcomes.keys())
      if (device === stick.device || !there.has(device)) outcomes.delete(device);
    push();
    try {
      const outcome = await deliverOn(stick, target, byItself, again).catch((error: unknown) =>
        failedOn(stick, target, toGatelogError(error)),
      );
      outcomes.set(stick.device, { id: stick.id, label: stick.label, outcome, atMs: parts.nowMs() });
    } finally {
      delivering = null;
    }
    await watch.look();
    push();
    return view();
  };

  const deliverOn = async (
    stick: Stick,
    target: StickTarget,
    byItself: boolean,
    again: readonly number[] | null,
  ): Promise<StickOutcomeView> => {
    const folder = await target.open();
    const { batches, checked } = await deliveries.deliverTo({
      name: nameOf(stick),
      target,
      folder,
      facts: { stick: stick.id, fileSystem: stick.fileSystem, byItself },
      again,
    });
    const events = batches.reduce((sum, batch) => sum + batch.events, 0);
    if (stick.id !== null)
      log.delivered({ id: stick.id, label: stick.label, sizeBytes: stick.sizeBytes }, events, parts.nowMs());
    const released = await target.release();
    const kind = checked === 'medium' && released ? 'safe' : 'written';
    return { kind, events, batches: batches.length };
  };

  const failedOn = async (
    stick: Stick,
    target: StickTarget,
    error: GatelogError,
  ): Promise<StickOutcomeView> => {
    const now = (await watch.look()).find((one) => one.device === stick.device) ?? null;
    const { code } = stickFault(error, now);
    parts.onProblem(error);
    // What was pulled out stays mounted, dead, until somebody takes it away.
    if (code === 'delivery/gone') await parts.system.mounts?.takeAway(stick);
    const safeToPull = code !== 'delivery/gone' && (await target.release());
    return { kind: 'failed', code, safeToPull };
  };

  return {
    watch: async (active) => {
      if (!active) {
        letGo();
        return view();
      }
      if (lease !== null) clearTimeout(lease);
      lease = setTimeout(letGo, LEASE_MS);
      followWish();
      await watch.look();
      return view();
    },
    deliver: async (device, again) => {
      if (delivering !== null || deliveries.busy())
        throw new GatelogError('delivery/busy', 'a delivery is under way');
      // Held already, so that two presses are one delivery.
      delivering = device;
      let stick: Stick | undefined;
      try {
        stick = (await watch.look()).find((one) => one.device === device);
      } finally {
        delivering = null;
      }
      if (stick === undefined) throw new GatelogError('delivery/gone', 'no such stick is plugged in');
      return run(stick, false, again);
    },
    setWithoutAsking: (on) => {
      if (on && !allowed())
        throw new GatelogError('stick/readable-by-all', 'whoever holds the stick could read the batches');
      parts.keepWithoutAsking(on);
      withoutAsking = on;
      parts.audit('sticks/without-asking', { on });
      followWish();
      return view();
    },
    forget: (id) => {
      log.forget(id);
      parts.audit('sticks/forgotten', { stick: id });
      return view();
    },
    gateView,
    start: followWish,
    close: () => {
      withoutAsking = false;
      if (lease !== null) clearTimeout(lease);
      lease = null;
      watch.want(false);
      parts.target.close();
    },
  };
}

const isOfPulling = ({ outcome, atMs }: StickTold, nowMs: number): boolean =>
  outcome.kind === 'failed' && OF_PULLING.has(outcome.code) && Math.abs(nowMs - atMs) < PULLED_MS;

/** How log and audit name a stick. */
const nameOf = (stick: Stick): string => `${STICK_NAME}${stick.label || stick.id || stick.device}`;
