import { type KeyPart, MOST_ALT_DIGITS } from './alt.ts';
import { type KeyInput, keypadDigit } from './keys.ts';
import { READ_LIMIT_BYTES } from './read.ts';

/** A key that turned out to be typed by hand. */
export interface TypedKey {
  readonly code: string;
  readonly shift: boolean;
  readonly timeMs: number;
}

/** Newest first, so that a step costs the same however long the read is. */
export interface Link<T> {
  readonly value: T;
  readonly before: Link<T> | null;
}

/** Keys with less than `silenceMs` between them. */
export interface Segment {
  readonly parts: Link<KeyPart> | null;
  readonly partCount: number;
  readonly typed: Link<TypedKey> | null;
  /** Keys pressed, keypad digits under ALT included, modifiers not. */
  readonly keyCount: number;
  readonly fastGaps: number;
  readonly firstMs: number;
  readonly lastKeyMs: number;
  /** Last sign of life, releases of ALT and modifiers included. */
  readonly lastMs: number;
  readonly inField: boolean;
  readonly burst: boolean;
}

/** Everything the framer remembers between two inputs. Plain data; opaque to callers. */
export interface WedgeState {
  readonly segment: Segment | null;
  /** Digits of the ALT sequence under way, or null. */
  readonly alt: string | null;
}

/** Nothing pressed yet; also the state to go back to when keys were lost (blur). */
export const WEDGE_START: WedgeState = { segment: null, alt: null };

/** Keys kept of one read: one more than cleaning looks at, so that it sees the cut. */
const MOST_PARTS = READ_LIMIT_BYTES + 1;
/** Keys kept of typing; a hand does not press more without a pause. */
const MOST_TYPED = 64;
/** The links of a list, oldest first. */
export const toArray = <T>(link: Link<T> | null): T[] => {
  const items: T[] = [];
  for (let at = link; at !== null; at = at.before) items.push(at.value);
  return items.reverse();
};

/** The digits of an ALT sequence with the next one. */
export const withDigit = (alt: string | null, digit: string): string =>
  `${alt ?? ''}${digit}`.slice(0, MOST_ALT_DIGITS);

/** The digit that this key adds to an ALT sequence, or null where it is none. */
export function altDigit(state: WedgeState, input: KeyInput): string | null {
  if (!input.alt || input.ctrl) return null;
  if (input.code === 'NumpadAdd' && state.alt === null) return '+';
  if (state.alt?.startsWith('+')) {
    const hex = /^(?:Key|Digit)([0-9A-F])$/.exec(input.code)?.[1];
    if (hex !== undefined) return hex;
  }
  return keypadDigit(input.code);
}

/** Turns the digits of a finished ALT sequence into a part of the read. */
export function closeAlt(state: WedgeState): WedgeState {
  const { segment, alt } = state;
  if (alt === null || segment === null) return { segment, alt: null };
  const part: KeyPart = alt === '+' ? { kind: 'char', text: '+' } : { kind: 'alt', digits: alt };
  return { segment: withPart(segment, part), alt: null };
}

const withPart = (segment: Segment, value: KeyPart): Segment =>
  segment.partCount >= MOST_PARTS
    ? segment
    : { ...segment, parts: { value, before: segment.parts }, partCount: segment.partCount + 1 };

/** A modifier or a release shows that the keys go on; it is no key of its own. */
export const alive = (state: WedgeState, timeMs: number): WedgeState =>
  state.segment === null ? state : { ...state, segment: { ...state.segment, lastMs: timeMs } };

/** One more key in a segment, or the first of a new one. `part` is what it writes, null where that is not known yet. */
export function pressed(
  before: Segment | null,
  input: KeyInput,
  key: TypedKey,
  part: KeyPart | null,
  burstGapMs: number,
): Segment {
  const { timeMs } = input;
  const base: Segment = before ?? {
    parts: null,
    partCount: 0,
    typed: null,
    keyCount: 0,
    fastGaps: 0,
    firstMs: timeMs,
    lastKeyMs: timeMs,
    lastMs: timeMs,
    inField: input.inField,
    burst: false,
  };
  const isFastGap = before !== null && timeMs - base.lastKeyMs < burstGapMs;
  const keepsTyped = !base.burst && base.keyCount < MOST_TYPED;
  const segment: Segment = {
    ...base,
    typed: keepsTyped ? { value: key, before: base.typed } : base.typed,
    keyCount: base.keyCount + 1,
    fastGaps: base.fastGaps + (isFastGap ? 1 : 0),
    lastKeyMs: timeMs,
    lastMs: timeMs,
    inField: base.inField || input.inField,
  };
  return part === null ? segment : withPart(segment, part);
}
