import type { DurationMs } from '../core/units.ts';
import type { PartsView } from '../preload/contract/verdict-views.ts';

export interface PartsShownOptions {
  /** So long without a new code, and the set is due to be given up. */
  readonly afterMs: DurationMs;
  readonly due: (lane: string) => void;
  readonly tell: (view: PartsView | null) => void;
}

/** Which cards in several codes the screen shows as being read, and the timers that end them. */
export interface PartsShown {
  /** Shows the progress of its lane; the time of the set begins anew unless `again`. */
  show(view: PartsView, again: boolean): void;
  /** Id under which the lane's set was shown last, or null. */
  idOf(lane: string): number | null;
  /** The lane's set could not be given up yet: its time begins anew. */
  later(lane: string): void;
  over(lane: string): void;
  /** Tells a page that started anew. */
  tellAgain(): void;
  close(): void;
}

/** A timer is a little late on purpose, so that the set is over by the machine's clock as well. ms */
const LATE_MS = 50;

export function createPartsShown({ afterMs, due, tell }: PartsShownOptions): PartsShown {
  /** By lane, the one shown last at the end. */
  const views = new Map<string, PartsView>();
  const timers = new Map<string, NodeJS.Timeout>();
  const newest = (): PartsView | null => [...views.values()].at(-1) ?? null;
  const stop = (lane: string): void => {
    clearTimeout(timers.get(lane));
    timers.delete(lane);
  };
  const start = (lane: string): void => {
    stop(lane);
    timers.set(
      lane,
      setTimeout(() => due(lane), afterMs + LATE_MS),
    );
  };
  return {
    show: (view, again) => {
      views.delete(view.lane);
      views.set(view.lane, view);
      if (!again) start(view.lane);
      tell(view);
    },
    idOf: (lane) => views.get(lane)?.id ?? null,
    later: (lane) => {
      if (views.has(lane)) start(lane);
    },
    over: (lane) => {
      stop(lane);
      if (views.delete(lane)) tell(newest());
    },
    tellAgain: () => {
      const view = newest();
      if (view !== null) tell(view);
    },
    close: () => {
      for (const lane of [...timers.keys()]) stop(lane);
      views.clear();
    },
  };
}
