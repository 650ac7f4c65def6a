import { confirmedOffset, JUMP_MS } from '../gate/clock.ts';
import { minutes } from '../units.ts';
import type { EventPublic } from './event.ts';
import type { SeqRange } from './history.ts';
import { type RestoredFrom, restoredFrom } from './restored.ts';

/** A kiosk that runs writes at least every 5 minutes; without two of its signs in a row it was off. */
export const OFF_MS = minutes(10);
/** Most of one sort that one batch tells; a stranger's record does not choose our memory. */
const MOST_TOLD = 500;

/** One event as a sign of the kiosk that wrote it. */
export type Sign = Pick<
  EventPublic,
  'seq' | 'atMs' | 'offsetMin' | 'bootId' | 'uptimeMs' | 'kind' | 'clock' | 'reason'
>;

/**
 * A time without events: the kiosk had been closed, went off without closing (a power cut, a kill), or was silent
 * though it was not started anew (asleep, or held up).
 */
export interface Off {
  readonly how: 'closed' | 'cut' | 'silent';
  /** Last event before and first event after. */
  readonly beforeSeq: number;
  readonly seq: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** Minutes east of UTC at its end. */
  readonly offsetMin: number;
  /** False where a suspect clock says when and how long. */
  readonly certain: boolean;
}

/** The wall clock ran back between two events. */
export interface ClockBack {
  readonly beforeSeq: number;
  readonly seq: number;
  readonly beforeMs: number;
  readonly atMs: number;
  /** Minutes east of UTC; null where no event around was seen. */
  readonly offsetMin: number | null;
  /** True where the kiosk itself marked one side `suspect`; it marks every step back that it sees. */
  readonly marked: boolean;
}

/** Events in a row whose time the kiosk did not trust. */
export interface SuspectRun extends SeqRange {
  /** What an administrator said behind it: add these ms to its times. Null where nobody did. */
  readonly confirmedMs: number | null;
}

/** What the events of a range tell of the kiosk itself. */
export interface Story {
  readonly first: Sign;
  readonly last: Sign;
  readonly offs: readonly Off[];
  readonly backs: readonly ClockBack[];
  readonly suspects: readonly SuspectRun[];
  /** The latest time that a trusted clock says, or null where there is none. */
  readonly latest: Pick<Sign, 'seq' | 'atMs' | 'offsetMin'> | null;
  /** The log that this one continues, where the range begins with seq 1 and says so. */
  readonly restored: RestoredFrom | null;
}

/** Time without events between two that follow each other; null where the kiosk was on. */
export function offBetween(before: Sign, after: Sign): Off | null {
  const sameBoot = before.bootId === after.bootId;
  const lengthMs = sameBoot ? after.uptimeMs - before.uptimeMs : after.atMs - before.atMs;
  const certain = before.clock === 'ok' && after.clock === 'ok';
  // A wall clock that ran back over a restart hides how long it was.
  if (lengthMs < OFF_MS) return null;
  const opened = after.kind === 'opened';
  return {
    how: opened ? (before.kind === 'closed' ? 'closed' : 'cut') : 'silent',
    beforeSeq: before.seq,
    seq: after.seq,
    fromMs: before.atMs,
    toMs: after.atMs,
    offsetMin: after.offsetMin,
    certain,
  };
}

/** A step back of the clock by more than the kiosk lets pass; null where there is none. */
export function backBetween(before: Sign, after: Sign): ClockBack | null {
  if (before.atMs - after.atMs <= JUMP_MS) return null;
  return {
    beforeSeq: before.seq,
    seq: after.seq,
    beforeMs: before.atMs,
    atMs: after.atMs,
    offsetMin: after.offsetMin,
    marked: before.clock === 'suspect' || after.clock === 'suspect' || after.kind === 'clock',
  };
}

/** Runs that touch are one; the word of the last counts. */
function joinSuspects(runs: readonly SuspectRun[]): readonly SuspectRun[] {
  const joined: SuspectRun[] = [];
  for (const run of runs) {
    const last = joined.at(-1);
    const touches = last !== undefined && last.confirmedMs === null && last.lastSeq + 1 === run.firstSeq;
    if (touches) joined[joined.length - 1] = { ...run, firstSeq: last.firstSeq };
    else joined.push(run);
  }
  return joined;
}

/**
 * Suspect runs of stories that follow each other, in order: a run that goes on in the next batch is one, and the word of
 * an administrator with which a batch begins belongs to the run before it.
 */
export function suspectsAcross(stories: readonly Story[]): readonly SuspectRun[] {
  const runs: SuspectRun[] = [];
  for (const { first, suspects } of stories) {
    const last = runs.at(-1);
    const said = first.kind === 'clock' && first.clock === 'ok' ? confirmedOffset(first.reason) : null;
    if (said !== null && last?.confirmedMs === null && last.lastSeq + 1 === first.seq)
      runs[runs.length - 1] = { ...last, confirmedMs: said };
    runs.push(...suspects);
  }
  return joinSuspects(runs);
}

/** Listens to events as they pass, in order, and keeps their story. */
export class StoryTable {
  #first: Sign | null = null;
  #last: Sign | null = null;
  #latest: Sign | null = null;
  #restored: RestoredFrom | null = null;
  #suspect: { firstSeq: number; lastSeq: number } | null = null;
  readonly #offs: Off[] = [];
  readonly #backs: ClockBack[] = [];
  readonly #suspects: SuspectRun[] = [];

  add(sign: Sign): void {
    if (this.#first === null && sign.seq === 1) this.#restored = restoredFrom(sign.reason);
    this.#first ??= sign;
    if (this.#last !== null) {
      keep(this.#offs, offBetween(this.#last, sign));
      keep(this.#backs, backBetween(this.#last, sign));
    }
    this.#last = sign;
    if (sign.clock === 'ok' && sign.atMs > (this.#latest?.atMs ?? -1)) this.#latest = sign;
    this.#listenToClock(sign);
  }

  /** Null where no event passed. */
  story(): Story | null {
    if (this.#first === null || this.#last === null) return null;
    const open = this.#suspect === null ? [] : [{ ...this.#suspect, confirmedMs: null }];
    return {
      first: this.#first,
      last: this.#last,
      offs: this.#offs,
      backs: this.#backs,
      suspects: joinSuspects([...this.#suspects, ...open]),
      latest: this.#latest,
      restored: this.#restored,
    };
  }

  #listenToClock({ seq, kind, clock, reason }: Sign): void {
    if (clock === 'suspect') {
      if (this.#suspect === null) this.#suspect = { firstSeq: seq, lastSeq: seq };
      else this.#suspect.lastSeq = seq;
    } else if (this.#suspect !== null) {
      const confirmedMs = kind === 'clock' ? confirmedOffset(reason) : null;
      keep(this.#suspects, { ...this.#suspect, confirmedMs });
      this.#suspect = null;
    }
  }
}

function keep<T>(list: T[], one: T | null): void {
  if (one !== null && list.length < MOST_TOLD) list.push(one);
}
