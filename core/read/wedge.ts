import { assembleKeys, type KeyPart } from './alt.ts';
import { characterOf, isAltKey, isModifier, type KeyInput } from './keys.ts';
import {
  alive,
  altDigit,
  closeAlt,
  pressed,
  type Segment,
  type TypedKey,
  toArray,
  WEDGE_START,
  type WedgeState,
  withDigit,
} from './segment.ts';

export { type TypedKey, WEDGE_START, type WedgeState } from './segment.ts';

/** How keyboard reads are told from typing. Times in ms. */
export interface WedgeConfig {
  /** What the scanners were programmed to send first, to tell them apart; may be empty. */
  readonly prefixes: readonly string[];
  /** Key that ends a read. A read also ends after silence, whatever this says, so that none is ever lost. */
  readonly terminator: 'enter' | 'tab' | 'silence';
  /** So long without a key, and the keys before belong to nothing that comes after. */
  readonly silenceMs: number;
  /** Median gap below which keys come from a machine; 35 by default. */
  readonly burstGapMs: number;
  /** Keys that make a burst; 6 by default. */
  readonly burstMinKeys: number;
}

/** What a key or the passing of time brought. */
export type WedgeOutput =
  | {
      readonly kind: 'read';
      /** Without prefix and terminator; ALT sequences put together; not yet cleaned. */
      readonly text: string;
      readonly prefix: string;
      /** What really ended it, which may differ from the configured one. */
      readonly terminator: 'enter' | 'tab' | 'silence';
      readonly keyCount: number;
      readonly startedAtMs: number;
    }
  /** Not a read: keys of a hand, given back for shortcuts and navigation. In a field they are already there. */
  | { readonly kind: 'typed'; readonly keys: readonly TypedKey[] }
  /** The keys from `sinceMs` on belong to a read: put the field back to its value before them. */
  | { readonly kind: 'burst-started'; readonly sinceMs: number };

/** State and outputs after one input. */
export interface WedgeStep {
  readonly state: WedgeState;
  readonly outputs: readonly WedgeOutput[];
}

/** The framer for one configuration. Pure: time comes in with each input, timers live outside. */
export interface WedgeFramer {
  /** One keydown or keyup. */
  key(state: WedgeState, input: KeyInput): WedgeStep;
  /** Time passed. Any number of ticks at any time gives the same reads. */
  tick(state: WedgeState, timeMs: number): WedgeStep;
  /** When a tick is due, or null while nothing waits. */
  nextTickMs(state: WedgeState): number | null;
}

/** A gap of so many burst gaps is a hand's. */
const HAND_GAPS = 4;
/** Pieces at the start of a read that can hold a prefix. */
const PREFIX_PARTS = 64;

/** Frames key events into reads (issue "Keyboard wedge"): see WedgeConfig and WedgeOutput for the rules. */
export function createWedgeFramer(config: WedgeConfig): WedgeFramer {
  const prefixes = [...config.prefixes].filter((prefix) => prefix !== '').sort((a, b) => b.length - a.length);
  const prefixOf = (text: string): string => prefixes.find((prefix) => text.startsWith(prefix)) ?? '';
  const terminatorKey = { enter: '\r', tab: '\t', silence: null }[config.terminator];

  /** A line feed that comes after Enter belongs to the read before. */
  const wholeText = (segment: Segment): string =>
    assembleKeys(toArray(segment.parts)).replace(/^[\r\n]+/, '');

  /** More than half of the gaps are short: the median is below the limit. */
  const isFast = (segment: Segment): boolean => segment.fastGaps * 2 > segment.keyCount - 1;
  const startsWithPrefix = (segment: Segment): boolean => {
    if (prefixes.length === 0 || segment.partCount > PREFIX_PARTS) return false;
    const whole = wholeText(segment);
    const prefix = prefixOf(whole);
    return prefix !== '' && whole.length > prefix.length;
  };
  const isBurst = (segment: Segment): boolean =>
    segment.burst ||
    (segment.keyCount >= 2 &&
      isFast(segment) &&
      (segment.keyCount >= config.burstMinKeys || startsWithPrefix(segment)));

  /** Whether a segment that ended is a read. */
  const isRead = (segment: Segment, ending: 'key' | 'silence'): boolean => {
    if (isBurst(segment)) return true;
    // In a field a slow or short run is typing, whatever ended it.
    if (segment.inField) return false;
    // Outside every key is a scanner's: a short code ended by its key, or a slow scanner's long one.
    if (ending === 'key')
      return (segment.keyCount >= 2 && isFast(segment)) || segment.keyCount > config.burstMinKeys;
    return config.terminator === 'silence' && segment.keyCount >= 3 && isFast(segment);
  };

  const readOf = (segment: Segment, ended: 'key' | 'silence'): WedgeOutput => {
    const whole = wholeText(segment);
    const prefix = prefixOf(whole);
    const body = whole.slice(prefix.length);
    const last = body.at(-1);
    const key = last === '\r' ? 'enter' : last === '\t' ? 'tab' : null;
    // A terminator other than the configured one is a scanner set up differently: taken off and named.
    const text = key === null || ended === 'key' ? body : body.slice(0, -1);
    return {
      kind: 'read',
      text,
      prefix,
      terminator: ended === 'key' ? config.terminator : (key ?? 'silence'),
      keyCount: segment.keyCount,
      startedAtMs: segment.firstMs,
    };
  };

  const end = (segment: Segment, ended: 'key' | 'silence'): readonly WedgeOutput[] => {
    if (isRead(segment, ended)) return [readOf(segment, ended)];
    return segment.typed === null ? [] : [{ kind: 'typed', keys: toArray(segment.typed) }];
  };

  /** Keys in a field that may be a hand's wait no longer than a hand's pause, so that typing never joins a scan. */
  const dueMs = (segment: Segment): number =>
    segment.lastMs +
    (segment.inField && !segment.burst
      ? Math.min(config.silenceMs, HAND_GAPS * config.burstGapMs)
      : config.silenceMs);

  const tick = (state: WedgeState, timeMs: number): WedgeStep => {
    const { segment } = state;
    if (segment === null || timeMs < dueMs(segment)) return { state, outputs: [] };
    // A sequence whose ALT was never let go still counts; a hand that holds ALT is only typing.
    const closed = isBurst(segment) ? closeAlt(state) : state;
    return { state: WEDGE_START, outputs: end(closed.segment ?? segment, 'silence') };
  };

  const press = (state: WedgeState, input: KeyInput): WedgeStep => {
    const digit = altDigit(state, input);
    const closed = digit === null ? closeAlt(state) : state;
    const character = characterOf(input);
    const key: TypedKey = { code: input.code, shift: input.shift, timeMs: input.timeMs };
    const before = closed.segment;
    if (digit === null && terminatorKey !== null && character === terminatorKey) {
      return {
        state: WEDGE_START,
        outputs: end(pressed(before, input, key, null, config.burstGapMs), 'key'),
      };
    }
    const part: KeyPart | null = digit === null ? { kind: 'char', text: character } : null;
    const segment = pressed(before, input, key, part, config.burstGapMs);
    const alt = digit === null ? null : withDigit(state.alt, digit);
    return started({ segment, alt });
  };

  /** Says once that a run of keys has proved to be a read. */
  const started = (state: WedgeState): WedgeStep => {
    const { segment } = state;
    if (segment === null || segment.burst || !isBurst(segment)) return { state, outputs: [] };
    return {
      state: { ...state, segment: { ...segment, burst: true, typed: null } },
      outputs: [{ kind: 'burst-started', sinceMs: segment.firstMs }],
    };
  };

  const key = (state: WedgeState, input: KeyInput): WedgeStep => {
    const waited = tick(state, input.timeMs);
    const after = (step: WedgeStep): WedgeStep => ({
      state: step.state,
      outputs: [...waited.outputs, ...step.outputs],
    });
    if (input.type === 'up') {
      return after(
        isAltKey(input.code)
          ? started(closeAlt(alive(waited.state, input.timeMs)))
          : { state: waited.state, outputs: [] },
      );
    }
    // A key held down by a hand repeats faster than a scanner types; scanners press anew for every character.
    if (input.repeat) return after({ state: waited.state, outputs: [] });
    if (isModifier(input.code)) return after({ state: alive(waited.state, input.timeMs), outputs: [] });
    return after(press(waited.state, input));
  };

  return {
    key,
    tick,
    nextTickMs: ({ segment }) => (segment === null ? null : dueMs(segment)),
  };
}
