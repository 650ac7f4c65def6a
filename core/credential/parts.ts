import { assertNever } from '../errors.ts';
import { type DurationMs, seconds, type TimestampMs } from '../units.ts';
import type { Part } from './credential.ts';

/*
 * A card can come in several codes, shown one after the other and in any order (SMART Health Cards Framework,
 * "Chunking"). What a code says of its set is its place and how many there are, nothing about whose card it is: two
 * cards of three codes each can be told apart only where they contradict each other. A set that was mixed of two
 * cards is therefore found out when the whole is read, by its form or its signature.
 */

/** A set is given up when no new code of it came for so long. */
export const PART_TIMEOUT: DurationMs = seconds(20);
/** Most codes that one card may have. Real cards have two to six. */
export const PART_LIMIT = 50;
/** Longest set that is held, in characters of all its codes; fifty full codes of version 22 fit. */
export const PARTS_LENGTH_LIMIT = 128 * 1024;

/** One code that was collected. `text` is what was cleaned, `raw` what was delivered and goes into the log. */
export interface CollectedPart {
  readonly index: number;
  readonly text: string;
  readonly raw: string;
}

/** The codes of one set so far, by index. A whole set is kept for a while, so that its codes shown again are known. */
export interface Parts {
  readonly count: number;
  readonly collected: readonly CollectedPart[];
  /** When the newest code came; of a whole set, when one of its codes was last seen. */
  readonly lastNewAtMs: TimestampMs;
}

/** A code that a reader took for part of a card: its `part`, its clean text, what was delivered, and when. */
export interface PartRead {
  readonly part: Part;
  readonly text: string;
  readonly raw: string;
  readonly nowMs: TimestampMs;
}

/** Why the codes of an unfinished set were dropped. */
export type DropReason =
  /** The new code belongs to a set of another size. */
  | 'other-count'
  /** There was another code with this index. */
  | 'contradiction'
  /** The rest did not come within PART_TIMEOUT. */
  | 'timed-out'
  /** All codes together would be longer than any card. */
  | 'too-long';

/** Why a code can be part of nothing. */
export type PartRefusal = 'too-many' | 'bad-index' | 'too-long';

/** Indexes that are there, ascending from 1, and how many there have to be. */
export interface PartProgress {
  readonly have: readonly number[];
  readonly count: number;
}

/** What a code came to. */
export type PartOutcome =
  /** It is new, and others are missing. */
  | ({ readonly kind: 'progress' } & PartProgress)
  /** It was there already. Of a whole set `have` names all: the card was just read. */
  | ({ readonly kind: 'again' } & PartProgress)
  /** It was the last: `text` is for `readCredential`, all codes by index with one space between. */
  | { readonly kind: 'complete'; readonly text: string; readonly raws: readonly string[] }
  /** It can be part of nothing: too many codes, an index outside its set, too long. Nothing changed. */
  | { readonly kind: 'refused'; readonly why: PartRefusal };

/** Codes of an unfinished set that this one put an end to: what was delivered, by index, for the log. */
export interface DroppedParts {
  readonly why: DropReason;
  readonly raws: readonly string[];
}

/** The next state and what to tell. `dropped` is set where an unfinished set was given up and a new one began. */
export interface PartStep {
  readonly parts: Parts | null;
  readonly outcome: PartOutcome;
  readonly dropped: DroppedParts | null;
}

/** Where the set stands. */
export const progressOf = (parts: Parts): PartProgress => ({
  have: parts.collected.map((one) => one.index),
  count: parts.count,
});

/** True where every code is there: it was read as a whole, and is kept only to know its codes again. */
export const isWhole = (parts: Parts): boolean => parts.collected.length === parts.count;

/**
 * Whether the set is to be given up. A clock that went back by as much says the same: nobody knows how long it was.
 * @param timeoutMs default PART_TIMEOUT
 */
export function timedOut(parts: Parts | null, nowMs: TimestampMs, timeoutMs = PART_TIMEOUT): boolean {
  return parts !== null && Math.abs(nowMs - parts.lastNewAtMs) >= timeoutMs;
}

/**
 * Takes one code of a set. Pure: the caller keeps `parts` of the answer for the next code, and asks `timedOut` when
 * nothing comes. Codes of one card may come from any scanner and in any order.
 * @param parts null where nothing is collected
 */
export function collectPart(parts: Parts | null, read: PartRead, timeoutMs = PART_TIMEOUT): PartStep {
  const refusal = refusalOf(read);
  if (refusal !== null) return { parts, outcome: { kind: 'refused', why: refusal }, dropped: null };
  if (parts === null) return begin(read, null);
  const found = compare(parts, read, timeoutMs);
  switch (found) {
    case 'same':
      return {
        parts: isWhole(parts) ? { ...parts, lastNewAtMs: read.nowMs } : parts,
        outcome: { kind: 'again', ...progressOf(parts) },
        dropped: null,
      };
    case 'new':
      return settle({
        count: parts.count,
        collected: [...parts.collected, collected(read)].sort((one, other) => one.index - other.index),
        lastNewAtMs: read.nowMs,
      });
    case 'other-count':
    case 'contradiction':
    case 'timed-out':
    case 'too-long':
      // A whole set was read and is logged: nothing is lost when the next card begins.
      return begin(read, isWhole(parts) ? null : { why: found, raws: rawsOf(parts) });
    default:
      return assertNever(found);
  }
}

function refusalOf({ part, text }: PartRead): PartRefusal | null {
  const { index, count } = part;
  if (!Number.isInteger(count) || count > PART_LIMIT) return 'too-many';
  if (!Number.isInteger(index) || index < 1 || index > count) return 'bad-index';
  return text.length > PARTS_LENGTH_LIMIT ? 'too-long' : null;
}

function compare(
  parts: Parts,
  { part, text, nowMs }: PartRead,
  timeoutMs: DurationMs,
): DropReason | 'same' | 'new' {
  if (timedOut(parts, nowMs, timeoutMs)) return 'timed-out';
  if (part.count !== parts.count) return 'other-count';
  const held = parts.collected.find((one) => one.index === part.index);
  if (held !== undefined) return held.text === text ? 'same' : 'contradiction';
  const length = parts.collected.reduce((sum, one) => sum + one.text.length, text.length);
  return length > PARTS_LENGTH_LIMIT ? 'too-long' : 'new';
}

const collected = ({ part, text, raw }: PartRead): CollectedPart => ({ index: part.index, text, raw });

const rawsOf = (parts: Parts): readonly string[] => parts.collected.map((one) => one.raw);

function begin(read: PartRead, dropped: DroppedParts | null): PartStep {
  return settle({ count: read.part.count, collected: [collected(read)], lastNewAtMs: read.nowMs }, dropped);
}

function settle(parts: Parts, dropped: DroppedParts | null = null): PartStep {
  const outcome: PartOutcome = isWhole(parts)
    ? { kind: 'complete', text: parts.collected.map((one) => one.text).join(' '), raws: rawsOf(parts) }
    : { kind: 'progress', ...progressOf(parts) };
  return { parts, outcome, dropped };
}
