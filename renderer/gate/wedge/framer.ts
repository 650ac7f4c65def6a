import type { WedgeConfigView } from '../../../preload/contract/views.ts';
import type { KeyFramer, KeyInput, KeyOutput } from './listen.ts';
import { altCharacter, controlCharacter, usCharacter } from './us-keyboard.ts';

/** Longest read that is sent on, in UTF-16 units; the limit of `gate.read`. Further keys are swallowed. */
const MOST_UNITS = 120_000;
/** Fewest quick keys that a configured prefix needs to prove a scanner. */
const PREFIX_MIN_KEYS = 3;

interface HeldKey {
  readonly text: string;
  readonly timeMs: number;
}

const MODIFIER = /^(Shift|Control|Alt|Meta)(Left|Right)$|^(CapsLock|NumLock|ScrollLock|AltGraph)$/;
const TERMINATORS: Readonly<Record<string, 'enter' | 'tab'>> = {
  Enter: 'enter',
  NumpadEnter: 'enter',
  Tab: 'tab',
};

/**
 * Tells a keyboard scanner from a hand by its speed: at least `burstMinKeys` keys with a median gap of at most
 * `burstGapMs`, or a configured prefix, make a read; it ends with its terminator or after `silenceMs` without a key.
 * Times come in with the keys; nothing here looks at a clock.
 */
export function createKeyFramer(config: WedgeConfigView): KeyFramer {
  const { burstGapMs, burstMinKeys, silenceMs, prefixes } = config;
  let held: HeldKey[] = [];
  let units = 0;
  let burst = false;
  let lastMs = Number.NEGATIVE_INFINITY;
  let altDigits = '';

  const clear = (): void => {
    held = [];
    units = 0;
    burst = false;
  };
  const finish = (terminator: 'enter' | 'tab' | 'silence'): KeyOutput[] => {
    if (held.length === 0 && !burst) return [];
    const whole = held.map((key) => key.text).join('');
    const prefix = prefixes.find((one) => whole.startsWith(one)) ?? '';
    const wasBurst = burst;
    clear();
    return wasBurst
      ? [{ kind: 'read', text: whole.slice(prefix.length), prefix, terminator }]
      : [{ kind: 'typed' }];
  };
  /** Index of the first key of the quick run at the end: slower keys before it were a hand's. */
  const runStart = (): number => {
    let start = held.length - 1;
    while (start > 0 && (held[start]?.timeMs ?? 0) - (held[start - 1]?.timeMs ?? 0) <= 2 * burstGapMs)
      start -= 1;
    return Math.max(0, start);
  };
  /** True where the run from `start` on, and `atMs` if a terminator follows, is quicker than a hand. */
  const quick = (start: number, atMs: number | null): boolean => {
    const times = held.slice(start).map((key) => key.timeMs);
    if (atMs !== null) times.push(atMs);
    const gaps = times.slice(1).map((time, index) => time - (times[index] ?? time));
    const median = gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? Number.POSITIVE_INFINITY;
    if (median > burstGapMs) return false;
    if (times.length >= burstMinKeys) return true;
    const text = held
      .slice(start)
      .map((key) => key.text)
      .join('');
    return times.length >= PREFIX_MIN_KEYS && prefixes.some((one) => text.startsWith(one));
  };
  /** Turns what is held into a burst if it has become one. */
  const judge = (atMs: number | null): KeyOutput[] => {
    if (burst || held.length === 0) return [];
    const start = runStart();
    if (!quick(start, atMs)) return [];
    held = held.slice(start);
    burst = true;
    return [{ kind: 'burst-started', sinceMs: held[0]?.timeMs ?? 0 }];
  };
  const hold = (text: string, timeMs: number): KeyOutput[] => {
    if (units + text.length <= MOST_UNITS && held.length < MOST_UNITS) {
      held.push({ text, timeMs });
      units += text.length;
    }
    return judge(null);
  };

  return {
    key: (input) => {
      const altEnds = input.type === 'up' && /^Alt/.test(input.code) && altDigits !== '';
      if (input.repeat || (input.type === 'up' && !altEnds)) return [];
      if (altEnds) {
        const text = altCharacter(altDigits);
        altDigits = '';
        lastMs = input.timeMs;
        return hold(text, input.timeMs);
      }
      if (MODIFIER.test(input.code)) {
        if (/^Alt/.test(input.code)) altDigits = '';
        return [];
      }
      const outputs = input.timeMs - lastMs > silenceMs ? finish('silence') : [];
      lastMs = input.timeMs;
      const keypad = /^Numpad(\d)$/.exec(input.code)?.[1];
      if (input.alt && !input.ctrl && keypad !== undefined) {
        altDigits = (altDigits + keypad).slice(-8);
        return outputs;
      }
      const terminator = TERMINATORS[input.code];
      if (terminator !== undefined && (terminator === config.terminator || terminator === 'enter')) {
        outputs.push(...judge(input.timeMs));
        return [...outputs, ...finish(terminator)];
      }
      return [...outputs, ...hold(textOf(input), input.timeMs)];
    },
    pass: (timeMs) => (held.length > 0 && timeMs - lastMs > silenceMs ? finish('silence') : []),
    wakeAtMs: () => (held.length > 0 ? lastMs + silenceMs : null),
    reset: () => {
      clear();
      altDigits = '';
      lastMs = Number.NEGATIVE_INFINITY;
    },
  };
}

/** Text of one key: by position, so that layouts and input methods cannot change it. A key without text is still a key. */
function textOf(input: KeyInput): string {
  if (input.altGraph && input.key.length === 1) return input.key;
  if (input.ctrl && !input.alt) return controlCharacter(input.code);
  if (input.alt || input.meta) return '';
  if (input.code === 'Tab') return '\t';
  if (input.code === '' || input.code === 'Unidentified') return input.key.length === 1 ? input.key : '';
  return usCharacter(input.code, input.shift);
}
