import type { EventPublic } from '../core/batch/event.ts';
import type { Credential } from '../core/credential/credential.ts';
import {
  collectPart,
  isWhole,
  type PartProgress,
  type Parts,
  progressOf,
  timedOut,
} from '../core/credential/parts.ts';
import { isBroken, isNoPass } from '../core/gate/policy.ts';
import type { CleanRead, Damage, Read, ReadSource } from '../core/read/read.ts';
import { timestampMs } from '../core/units.ts';
import { newEvent, type Stamp } from './events.ts';
import type { Log, NewEvent } from './log/log.ts';

/** A set of codes that was given up before it was whole. */
export interface Unfinished extends PartProgress {
  /** Where the newest of its codes came from. */
  readonly source: ReadSource;
}

/**
 * What a read means for the codes that its lane has collected. Nothing is changed until `commit`: a code whose row
 * could not be written is not held, so that showing it once more tries again.
 */
export type PartsLook = { readonly dropped: Unfinished | null; readonly commit: () => void } & (
  | { readonly kind: 'none' }
  /** One of several; the others are missing. `again`: it was there already and nothing changes. */
  | { readonly kind: 'part'; readonly progress: PartProgress; readonly again: boolean }
  /** The last of them: the card as one text. */
  | { readonly kind: 'whole'; readonly clean: CleanRead }
);

/** The cards in several codes that are being read, one on each lane. They do not outlive the kiosk: no verdict was shown. */
export interface LaneParts {
  look(
    read: Read,
    seen: { readonly clean: CleanRead; readonly credential: Credential },
    now: Stamp,
  ): PartsLook;
  /** True while a card in several codes is being read on this lane. */
  collecting(lane: string): boolean;
  /**
   * Gives the lane's unfinished set up and writes its row; null where there is none.
   * @param onlyDue true: only where its time is over
   * @throws `log/...` and keeps the set
   */
  giveUp(
    lane: string,
    onlyDue: boolean,
  ): { readonly event: EventPublic; readonly unfinished: Unfinished } | null;
}

interface Held {
  readonly parts: Parts;
  readonly damage: ReadonlySet<Damage>;
  readonly repaired: boolean;
  readonly source: ReadSource;
}

export interface LanePartsOptions {
  readonly log: Pick<Log, 'append'>;
  readonly stamp: () => Stamp;
  readonly guard: () => string | null;
}

export function createLaneParts({ log, stamp, guard }: LanePartsOptions): LaneParts {
  const lanes = new Map<string, Held>();
  /** Sets age by the machine's own clock: setting the time neither keeps nor ends one. */
  const monotonic = (now: Stamp) => timestampMs(now.uptimeMs);
  const unfinished = (held: Held | undefined): Unfinished | null =>
    held === undefined || isWhole(held.parts) ? null : { ...progressOf(held.parts), source: held.source };

  const notPart = (lane: string, credential: Credential, now: Stamp): PartsLook => {
    const held = lanes.get(lane);
    const ends = namesSomebody(credential) || timedOut(held?.parts ?? null, monotonic(now));
    return {
      kind: 'none',
      dropped: ends ? unfinished(held) : null,
      commit: () => {
        if (ends) lanes.delete(lane);
      },
    };
  };

  return {
    look: (read, { clean, credential }, now) => {
      const { part } = credential;
      if (part === undefined) return notPart(read.lane, credential, now);
      const held = lanes.get(read.lane);
      const step = collectPart(held?.parts ?? null, {
        part,
        text: clean.text,
        raw: clean.raw,
        nowMs: monotonic(now),
      });
      const { outcome, parts } = step;
      const goesOn = held !== undefined && parts !== null && continues(held.parts, parts);
      const next: Held | null = parts && {
        parts,
        damage: new Set([...(goesOn ? held.damage : []), ...clean.damage]),
        repaired: (goesOn && held.repaired) || clean.repaired,
        source: read.source,
      };
      const both = {
        dropped: step.dropped === null ? null : unfinished(held),
        commit: () => {
          if (next !== null) lanes.set(read.lane, next);
        },
      };
      switch (outcome.kind) {
        case 'progress':
        case 'again':
          return { ...both, kind: 'part', progress: outcome, again: outcome.kind === 'again' };
        case 'complete':
          return {
            ...both,
            kind: 'whole',
            clean: {
              text: outcome.text,
              raw: outcome.raws.join(' '),
              aim: clean.aim,
              damage: [...(next?.damage ?? [])],
              repaired: next?.repaired ?? false,
            },
          };
        case 'refused':
          // It says of itself what cannot be; it is told like any code that cannot be read.
          return { kind: 'none', dropped: null, commit: () => undefined };
      }
    },
    collecting: (lane) => unfinished(lanes.get(lane)) !== null,
    giveUp: (lane, onlyDue) => {
      const held = lanes.get(lane);
      const now = stamp();
      if (onlyDue && !timedOut(held?.parts ?? null, monotonic(now))) return null;
      const left = unfinished(held);
      if (left === null) return null;
      const [event] = log.append([partsMissing(now, lane, left, guard())]);
      lanes.delete(lane);
      return event === undefined ? null : { event, unfinished: left };
    },
  };
}

/** The same set with one code more, or seen again. */
const continues = (before: Parts, after: Parts): boolean =>
  before.count === after.count &&
  before.collected.every((one) => after.collected.some((other) => other.text === one.text));

/**
 * Another card ends a set: whoever showed its codes has gone. What names nobody does not: a code held up by mistake or
 * read badly would cost the visitor all that was read of his card.
 */
const namesSomebody = (credential: Credential): boolean =>
  credential.documents.length > 0 &&
  credential.kind !== 'unknown-text' &&
  !isNoPass(credential.kind) &&
  !isBroken(credential);

/** The row of a set that was given up. What was read of it names nobody, and its text is not kept. */
export function partsMissing(
  stamp: Stamp,
  lane: string,
  { have, count, source }: Unfinished,
  guard: string | null,
): NewEvent {
  return newEvent({
    stamp,
    lane,
    kind: 'unreadable',
    reason: 'parts-missing',
    source,
    guard,
    credential: {
      kind: 'shc-part',
      fields: { partsRead: have.join(' '), partsCount: String(count) },
      documents: [],
      name: null,
      birth: null,
      checks: [],
      notes: [],
    },
  });
}
