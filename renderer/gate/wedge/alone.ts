/** A key pressed by a hand: nothing came just before it and nothing came just after. */
export interface AloneKey {
  readonly code: string;
  readonly shift: boolean;
}

export interface AloneKeys {
  /** Every keydown, in order. `timeMs` is the event's own time. */
  key(key: AloneKey & { readonly repeat: boolean; readonly timeMs: number }): void;
  /** Throws away a key that still waits: it turned out to belong to a read. */
  cancel(): void;
}

export interface AloneOptions {
  /** Told of each key that stood alone. */
  readonly onAlone: (key: AloneKey) => void;
  /** Silence before and after a key that makes it a hand's, in ms. */
  readonly quietMs: (code: string) => number;
  readonly setTimer: (run: () => void, ms: number) => number;
  readonly clearTimer: (timer: number) => void;
}

/**
 * Lets a key act only if it stood alone. A code on a visitor's phone can make a scanner type anything, also slower
 * than a burst; what it types must not press a button or answer a question.
 */
export function createAloneKeys(options: AloneOptions): AloneKeys {
  let lastMs = Number.NEGATIVE_INFINITY;
  let timer: number | null = null;
  const cancel = (): void => {
    if (timer !== null) options.clearTimer(timer);
    timer = null;
  };
  return {
    key: ({ code, shift, repeat, timeMs }) => {
      cancel();
      const quietMs = options.quietMs(code);
      const afterQuiet = timeMs - lastMs >= quietMs;
      lastMs = timeMs;
      if (repeat || !afterQuiet) return;
      timer = options.setTimer(() => {
        timer = null;
        options.onAlone({ code, shift });
      }, quietMs);
    },
    cancel,
  };
}
