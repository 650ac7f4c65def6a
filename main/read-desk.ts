import { assertNever, type GatelogError, isGatelogError, toGatelogError } from '../core/errors.ts';
import type { Direction } from '../core/gate/rules.ts';
import { birthYear, maskDocument } from '../core/person/mask.ts';
import type { Read } from '../core/read/read.ts';
import { type DurationMs, type TimestampMs, timestampMs } from '../core/units.ts';
import type { CallArgs, Pushes, PushName } from '../preload/contract/channels.ts';
import type { NoticeView, VerdictView } from '../preload/contract/verdict-views.ts';
import type { Admitted, ControlAct } from './admit.ts';
import type { FindScanner, HowRead } from './find-scanner.ts';
import type { ActDone, GuardActs } from './guard-acts.ts';
import type { KioskState } from './kiosk-state.ts';
import type { LaneParts } from './lane-parts.ts';
import { createPartsDesk } from './parts-desk.ts';
import type { Session } from './staff/session.ts';
import { checksOfText, notRecordedVerdict, recordedVerdict, withoutName } from './verdict.ts';
import { createVerdictsShown } from './verdicts-shown.ts';

export interface ReadDeskParts {
  readonly admit: (read: Read) => Admitted;
  readonly acts: GuardActs;
  readonly parts: Pick<LaneParts, 'giveUp' | 'collecting'>;
  readonly session: Session;
  readonly state: Pick<KioskState, 'undoSeq' | 'openAskSeq' | 'turn' | 'wrote' | 'undone' | 'askClosed'>;
  readonly find: FindScanner;
  /** True for a read that is a credential: somebody stands at the gate with it, whatever a set-up page waits for. */
  readonly known: (read: Read) => boolean;
  readonly nowMs: () => TimestampMs;
  readonly hideAfterMs: DurationMs;
  /** False where the gate's screen names nobody. */
  readonly showNames: () => boolean;
  /** Somebody is at the gate: nothing that can wait happens now. */
  readonly touched: () => void;
  /** Told how long after its commit a verdict was painted, ms. */
  readonly painted: (afterMs: number) => void;
  readonly failed: (error: GatelogError) => void;
  readonly push: <N extends PushName>(name: N, value: Pushes[N]) => void;
  readonly pushState: () => void;
}

/** Where every read and every act of the guard becomes a row and then, never before, a verdict on the screen. */
export interface ReadDesk {
  read(read: Read, how: HowRead): void;
  answer(args: CallArgs<'gate.answer'>): void;
  undo(seq: number): void;
  manual(args: CallArgs<'gate.manual'>, lane: string): void;
  turn(lane: string, to: Direction): void;
  /** A page that starts is given what it has to show: see `VerdictsShown`. */
  pageStarted(): void;
  /** The page painted a verdict at this time (ms since epoch, fractions allowed). */
  painted(id: number, atMs: number): void;
  /** The guard on duty signs out; nothing where nobody is. */
  offDuty(): void;
  findStart(): string;
  findStop(): void;
  /** Nothing is shown or written any more. */
  close(): void;
}

export function createReadDesk(parts: ReadDeskParts): ReadDesk {
  const { state } = parts;
  let id = 0;
  /** Direction that an open ask's "yes" would record. */
  const asked = new Map<number, 'in' | 'out'>();
  /** Ms since epoch with fractions: main's clock for what is measured. */
  const preciseMs = (): number => performance.timeOrigin + performance.now();
  const shown = createVerdictsShown({
    push: (verdict) => parts.push('gate.verdict', parts.showNames() ? verdict : withoutName(verdict)),
    openAskSeq: () => state.openAskSeq(),
    nowMs: preciseMs,
    painted: parts.painted,
  });
  const show = (verdict: VerdictView): void => {
    shown.show(verdict);
    parts.pushState();
  };
  const nextId = (): number => {
    id += 1;
    return id;
  };
  const face = (read: { lane: string; atMs: number }, readAtMs = preciseMs()) => {
    return {
      id: nextId(),
      lane: read.lane,
      atMs: read.atMs,
      readAtMs,
      committedAtMs: preciseMs(),
      hideAfterMs: parts.hideAfterMs,
    };
  };

  const showAct = (done: ActDone, lane: string, answered: number | null = null): void => {
    state.wrote(done.seq, null, timestampMs(done.atMs));
    const { verdict, reason } = done;
    const view = recordedVerdict(
      { ...face({ lane, atMs: done.atMs }), credential: null, clean: null },
      done.seq,
      {
        verdict,
        reason,
        sinceMs: null,
        askedDirection: null,
        decidedBy: null,
      },
    );
    show({
      ...view,
      // The guard sees what he decided on; days are known as long as the ask is remembered.
      checks: (answered === null ? null : shown.askOf(answered)?.checks) ?? checksOfText(done.checks),
      name: done.name,
      birthYear: done.birth === null ? null : birthYear(done.birth),
      documentMasked: done.document === null ? null : maskDocument(done.document),
      credentialKind: done.credentialKind,
      // The guard has just decided: nothing is left to act on.
      hideAfterMs: parts.hideAfterMs,
    });
  };
  /** A guard's act that could not be written turns the log's state, then reaches the page as its error. */
  const acting = <T>(act: () => T): T => {
    parts.touched();
    try {
      return act();
    } catch (error) {
      const known = toGatelogError(error, 'log/append-failed');
      if (known.code.startsWith('log/')) {
        parts.failed(known);
        parts.pushState();
      }
      throw known;
    }
  };
  const turn = (lane: string, to: Direction, by: 'guard' | 'control'): void => {
    acting(() => parts.acts.turned(lane, to, by));
    state.turn(lane, to);
    if (by === 'control') state.askClosed();
    parts.pushState();
  };
  const undo = (seq: number): void => {
    acting(() => parts.acts.undo(seq));
    state.undone();
    parts.pushState();
  };
  const notice = (what: NoticeView['what'], over: Partial<NoticeView> = {}): void =>
    parts.push('gate.notice', { what, lane: '', direction: null, guard: null, ...over });

  /** Undoing by card follows the rules of the button; where there is nothing to undo, that too is written. */
  const undoByCard = (lane: string): void => {
    try {
      undo(state.undoSeq() ?? 0);
      notice('undone');
    } catch (error) {
      if (!isGatelogError(error, 'undo/nothing', 'undo/too-late')) throw error;
      parts.acts.nothingToUndo(lane);
      state.askClosed();
      notice('nothing-to-undo');
    }
  };
  const obey = (act: ControlAct, lane: string): void => {
    switch (act.kind) {
      case 'turn':
        turn(lane, act.direction, 'control');
        notice('turned', { lane, direction: act.direction });
        break;
      case 'undo':
        undoByCard(lane);
        break;
      case 'sign-in':
        parts.acts.signedIn(lane, act.guard);
        state.askClosed();
        parts.session.signInGuard(act.guard);
        notice('signed-in', { guard: act.guard });
        break;
      default:
        assertNever(act);
    }
    parts.pushState();
  };
  const partsDesk = createPartsDesk({
    parts: parts.parts,
    state,
    face,
    nextId,
    show,
    tell: (view) => parts.push('gate.parts', view),
    notice: (what, lane) => notice(what, { lane }),
    failed: parts.failed,
    pushState: parts.pushState,
  });
  const notRecorded = (
    read: Read,
    seen: Pick<Admitted, 'credential' | 'clean'>,
    error: GatelogError,
  ): void => {
    parts.failed(error);
    show(notRecordedVerdict({ ...face(read), credential: seen.credential, clean: seen.clean }, error));
  };

  return {
    read: (read, how) => {
      const readAtMs = preciseMs();
      parts.touched();
      if (parts.find.active(read.atMs)) {
        const found = parts.find.explain(read, how, parts.known(read));
        if (found !== null) {
          parts.push('scanner.found', found);
          return;
        }
      }
      const admitted = parts.admit(read);
      if (admitted.kind === 'failed') return notRecorded(read, admitted, admitted.error);
      if (admitted.kind === 'part') return partsDesk.read(read, admitted);
      if (admitted.kind === 'control') {
        try {
          obey(admitted.act, read.lane);
        } catch (error) {
          notRecorded(read, admitted, toGatelogError(error, 'log/append-failed'));
        }
        return;
      }
      const { event, decision, dropped, credential, clean } = admitted;
      const input = { ...face(read, readAtMs), credential, clean, parts: dropped };
      asked.clear();
      if (decision.askedDirection !== null) asked.set(event.seq, decision.askedDirection);
      state.wrote(
        event.seq,
        decision.verdict === 'ask' ? event.seq : null,
        event.atMs,
        decision.verdict !== 'again',
      );
      show(recordedVerdict(input, event.seq, decision));
      partsDesk.decided(read.lane);
    },
    answer: ({ askSeq, answer }) =>
      showAct(
        acting(() => parts.acts.answer(askSeq, answer, asked.get(askSeq) ?? null)),
        '',
        askSeq,
      ),
    undo,
    manual: (args, lane) => {
      showAct(
        acting(() => parts.acts.manual(args, lane)),
        args.answers === null ? lane : '',
        args.answers,
      );
      // Typed in because the rest of the codes did not come.
      if (args.answers === null) partsDesk.typed(lane);
    },
    turn: (lane, to) => turn(lane, to, 'guard'),
    pageStarted: () => {
      shown.pageStarted();
      partsDesk.pageStarted();
    },
    painted: shown.painted,
    offDuty: () => {
      const guard = parts.session.guard();
      if (guard === null) return;
      acting(() => parts.acts.signedOut(guard));
      parts.session.signOutGuard();
      parts.pushState();
    },
    findStart: () => parts.find.start(parts.nowMs()),
    findStop: () => parts.find.stop(),
    close: () => partsDesk.close(),
  };
}
