import type { KeyInput } from '../../../core/read/keys.ts';
import {
  createWedgeFramer,
  WEDGE_START,
  type WedgeOutput,
  type WedgeState,
} from '../../../core/read/wedge.ts';
import type { WedgeConfigView } from '../../../preload/contract/scanner-views.ts';

/** The pure framer of core/read with its state kept. Times on the clock of performance.now(), in ms. */
export interface KeyFramer {
  /** One keydown or keyup. */
  key(input: KeyInput): readonly WedgeOutput[];
  /** Time passed without a key. */
  pass(timeMs: number): readonly WedgeOutput[];
  /** When to call `pass`, or null while nothing waits. */
  wakeAtMs(): number | null;
  /** Keys no longer reach this window: what waits will never be whole. */
  reset(): void;
}

/** @param config how main's settings tell scanners from hands */
export function createKeyFramer(config: WedgeConfigView): KeyFramer {
  const framer = createWedgeFramer(config);
  let state: WedgeState = WEDGE_START;
  return {
    key: (input) => {
      const step = framer.key(state, input);
      state = step.state;
      return step.outputs;
    },
    pass: (timeMs) => {
      const step = framer.tick(state, timeMs);
      state = step.state;
      return step.outputs;
    },
    wakeAtMs: () => framer.nextTickMs(state),
    reset: () => {
      state = WEDGE_START;
    },
  };
}
