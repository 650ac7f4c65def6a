import { PART_TIMEOUT } from '../core/credential/parts.ts';
import { type GatelogError, toGatelogError } from '../core/errors.ts';
import type { Read } from '../core/read/read.ts';
import type { NoticeView, PartsView, VerdictView } from '../preload/contract/verdict-views.ts';
import type { Admitted } from './admit.ts';
import type { KioskState } from './kiosk-state.ts';
import type { LaneParts } from './lane-parts.ts';
import { createPartsShown } from './parts-shown.ts';
import { partsMissingVerdict, type VerdictInput } from './verdict.ts';

type PartAdmitted = Extract<Admitted, { kind: 'part' }>;

export interface PartsDeskOptions {
  readonly parts: Pick<LaneParts, 'giveUp' | 'collecting'>;
  readonly state: Pick<KioskState, 'openAskSeq' | 'wrote' | 'askClosed'>;
  /** What every verdict of this lane and time begins with. */
  readonly face: (
    read: Pick<VerdictInput, 'lane' | 'atMs'>,
  ) => Omit<VerdictInput, 'credential' | 'clean' | 'parts'>;
  /** Number of the next thing that the screen shows. */
  readonly nextId: () => number;
  readonly show: (verdict: VerdictView) => void;
  readonly tell: (view: PartsView | null) => void;
  readonly notice: (what: NoticeView['what'], lane: string) => void;
  readonly failed: (error: GatelogError) => void;
  readonly pushState: () => void;
}

/** Cards in several codes as the guard sees them: how far each has come, and what became of it. */
export interface PartsDesk {
  /** A code that is one of several was read. */
  read(read: Read, part: Pick<PartAdmitted, 'progress' | 'again' | 'dropped' | 'closedAsk'>): void;
  /** A read of this lane has its verdict: where it ended a set or was the last of it, no progress is left to show. */
  decided(lane: string): void;
  /** The guard typed the visitor in: the lane's set is given up. */
  typed(lane: string): void;
  pageStarted(): void;
  close(): void;
}

export function createPartsDesk(options: PartsDeskOptions): PartsDesk {
  const { parts, state, pushState } = options;
  const shown = createPartsShown({
    afterMs: PART_TIMEOUT,
    due: (lane) => giveUp(lane, true),
    tell: options.tell,
  });
  /**
   * A set is over before it was whole: its row is written. Nobody stands waiting for it, so an ask that is open, maybe
   * of another lane, stays open and in view.
   */
  function giveUp(lane: string, onlyDue: boolean): void {
    try {
      const given = parts.giveUp(lane, onlyDue);
      if (given === null) return shown.later(lane);
      const { atMs, seq } = given.event;
      const open = state.openAskSeq();
      state.wrote(seq, open, atMs, false);
      if (open === null && onlyDue) {
        const face = { ...options.face({ lane, atMs }), credential: null, clean: null };
        options.show(partsMissingVerdict(face, seq, given.unfinished));
      }
      shown.over(lane);
    } catch (error) {
      // The set is kept: the lane's next read or the next round of its timer writes the row.
      options.failed(toGatelogError(error, 'log/append-failed'));
      shown.later(lane);
    }
    pushState();
  }
  return {
    read: (read, { progress, again, dropped, closedAsk }) => {
      if (closedAsk) state.askClosed();
      const { lane } = read;
      if (progress.have.length < progress.count) {
        const id = (again ? shown.idOf(lane) : null) ?? options.nextId();
        const { have, count } = progress;
        const before = dropped && { have: dropped.have, count: dropped.count };
        shown.show({ have, count, lane, again, before, id }, again);
      } else if (read.source.kind !== 'camera') {
        // A phone that turns its codes over before the camera shows all of them again and again: no second card.
        options.notice('card-just-read', lane);
      }
      pushState();
    },
    decided: (lane) => {
      if (!parts.collecting(lane)) shown.over(lane);
    },
    typed: (lane) => giveUp(lane, false),
    pageStarted: () => shown.tellAgain(),
    close: () => shown.close(),
  };
}
