import type { DecideInput, Decision, LastPassage } from './rules.ts';

/**
 * The rules of the gate: what this read means, from what is known and the time passed in. Pure and total.
 * Order matters: what cannot be understood or trusted is settled before any direction is.
 */
export function decide(input: DecideInput): Decision {
  const { credential, source } = input;
  if (credential.kind === 'control') {
    return stop(input, source === 'camera' ? 'control-from-camera' : 'control-foreign');
  }
  const document = credential.documents[0];
  if (document === undefined) {
    return { ...plain(input), verdict: 'unreadable', event: 'unreadable', reason: 'empty-read' };
  }
  const passage = passageOf(input);
  const asked = passage.repeat ? null : passage.direction;
  // A repaired or damaged text may name somebody else: never welcome (FORMATS.md, section 6).
  if (input.repaired || input.damage.length > 0) return ask(input, 'damaged-text', asked ?? 'in');
  // A repeat is noted before anything is asked anew: a double read never toggles and never nags.
  if (passage.repeat) {
    return {
      ...plain(input),
      verdict: 'again',
      event: 'repeat',
      reason: passage.repeat.kind === 'in' ? 'already-in' : 'already-out',
      sinceMs: passage.repeat.atMs,
    };
  }
  if (document.masked) return ask(input, 'masked-document', passage.direction);
  if (credential.kind === 'unknown-text') return ask(input, 'unknown-text', passage.direction);
  if (passage.direction === 'in') return enter(input, passage.open);
  return {
    ...plain(input),
    verdict: 'goodbye',
    event: 'out',
    reason: passage.open === null ? 'left-without-entry' : 'left',
  };
}

interface Passage {
  /** The passage inside the repeat window that this read repeats. */
  readonly repeat: LastPassage | null;
  readonly direction: 'in' | 'out';
  /** The person's open visit, whether or not it still counts. */
  readonly open: LastPassage | null;
}

function passageOf(input: DecideInput): Passage {
  const { history, rules, direction, nowMs } = input;
  const last = history.lastPassage;
  const open = last?.kind === 'in' ? last : null;
  // A clock set back leaves the last passage in the future: that is still "just now", never a new passage.
  const withinWindow = last !== null && nowMs - last.atMs < rules.repeatWindowMs;
  // On a lane with a fixed direction the other direction is a real passage, however soon.
  const repeats = withinWindow && (direction === 'auto' || direction === last.kind);
  if (direction !== 'auto') return { repeat: repeats ? last : null, direction, open };
  const counts =
    open !== null &&
    nowMs - open.atMs <= rules.longestStayMs &&
    (rules.lastClosingAtMs === null || open.atMs > rules.lastClosingAtMs);
  return { repeat: repeats ? last : null, direction: counts ? 'out' : 'in', open };
}

function enter(input: DecideInput, open: LastPassage | null): Decision {
  const { rules, insideCount } = input;
  // Somebody whose open visit ends by this entry takes the place that he already has.
  const others = open === null ? insideCount : Math.max(0, insideCount - 1);
  if (rules.capacity !== null && others >= rules.capacity) return ask(input, 'full', 'in');
  return {
    ...plain(input),
    verdict: 'welcome',
    event: 'in',
    reason: open === null ? 'entered' : 'entered-open-visit-inferred',
    inferVisitOfSeq: open?.seq ?? null,
  };
}

function plain(input: DecideInput): Omit<Decision, 'verdict' | 'event' | 'reason'> {
  return { sinceMs: null, inferVisitOfSeq: null, askedDirection: null, checks: input.credential.checks };
}

function ask(input: DecideInput, reason: Decision['reason'], askedDirection: 'in' | 'out'): Decision {
  return { ...plain(input), verdict: 'ask', event: 'asked', reason, askedDirection };
}

function stop(input: DecideInput, reason: Decision['reason']): Decision {
  return { ...plain(input), verdict: 'stop', event: 'refused', reason };
}
