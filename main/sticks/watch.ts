import type { Stick, StickFinder } from './stick.ts';

export interface StickWatchHooks {
  /** Something is not as it was at the look before. */
  readonly onChange: () => void;
  /** A stick that was not there at the look before; not told of those that the first look finds. */
  readonly onCame: (stick: Stick) => void;
  readonly onGone: (device: string) => void;
  /** A look that nobody asked for failed. */
  readonly onProblem: (error: unknown) => void;
}

/** The sticks as they were found last, and whether somebody wants to be told of new ones. */
export interface StickWatch {
  /** Null until the first look. */
  found(): readonly Stick[] | null;
  /** Looks now. Looks that are asked for while one is under way share the one after it. */
  look(): Promise<readonly Stick[]>;
  /** Begins or ends looking by itself. What was found is forgotten at the end: it would only grow old. */
  want(active: boolean): void;
}

export function createStickWatch(finder: StickFinder, hooks: StickWatchHooks): StickWatch {
  let found: readonly Stick[] | null = null;
  let stop: (() => void) | null = null;
  let looking: Promise<readonly Stick[]> | null = null;
  let next: Promise<readonly Stick[]> | null = null;

  const lookOnce = async (): Promise<readonly Stick[]> => {
    const now = await finder.look();
    // Without anybody watching, what is found grows old at once.
    if (stop === null) return now;
    const before = found;
    found = now;
    if (JSON.stringify(before) !== JSON.stringify(now)) {
      for (const { device } of before ?? []) if (!isStillThere(device, before, now)) hooks.onGone(device);
      hooks.onChange();
      if (before !== null)
        for (const stick of now) if (!isStillThere(stick.device, before, now)) hooks.onCame(stick);
    }
    return now;
  };
  const look = (): Promise<readonly Stick[]> => {
    if (looking === null) {
      looking = lookOnce().finally(() => {
        looking = null;
      });
      return looking;
    }
    // The one under way may have asked before what is asked about now happened.
    next ??= looking
      .catch(() => undefined)
      .then(() => {
        next = null;
        return look();
      });
    return next;
  };

  const lookByItself = (): void => {
    look().catch(hooks.onProblem);
  };

  return {
    found: () => found,
    look,
    want: (active) => {
      if (active === (stop !== null)) return;
      if (active) {
        stop = finder.watch(lookByItself);
        lookByItself();
      } else {
        stop?.();
        stop = null;
        found = null;
      }
    },
  };
}

/** A stick that took the place of another between two looks, as in a card reader, is not that one. One without an id may be. */
function isStillThere(device: string, before: readonly Stick[] | null, now: readonly Stick[]): boolean {
  const [old, fresh] = [before, now].map((sticks) => sticks?.find((one) => one.device === device));
  if (old === undefined || fresh === undefined) return false;
  return old.id === null || fresh.id === null || old.id === fresh.id;
}
