import { type GatelogError, toGatelogError } from '../core/errors.ts';
import type { Direction } from '../core/gate/rules.ts';
import { birthYear, maskDocument } from '../core/person/mask.ts';
import type { Read } from '../core/read/read.ts';
import type { DurationMs, TimestampMs } from '../core/units.ts';
import type { CallArgs, Pushes, PushName } from '../preload/contract/channels.ts';
import type { VerdictView } from '../preload/contract/views.ts';
import type { Admitted } from './admit.ts';
import type { FindScanner, HowRead } from './find-scanner.ts';
import type { ActDone, GuardActs } from './guard-acts.ts';
import type { Session } from './staff/session.ts';
import { notRecordedVerdict, recordedVerdict } from './verdict.ts';

export interface ReadDeskParts {
  readonly admit: (read: Read) => Admitted;
  readonly acts: GuardActs;
  readonly session: Session;
  readonly find: FindScanner;
  readonly nowMs: () => TimestampMs;
  readonly hideAfterMs: DurationMs;
  readonly openAskSeq: () => number | null;
  readonly undoSeq: () => number | null;
  readonly direction: (lane: string) => Direction;
  readonly turn: (lane: string, to: Direction) => void;
  readonly wrote: (seq: number, openAskSeq: number | null) => void;
  readonly undone: () => void;
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
  findStart(): string;
  findStop(): void;
}

export function createReadDesk(parts: ReadDeskParts): ReadDesk {
  let id = 0;
  /** Direction that an open ask's "yes" would record. */
  const asked = new Map<number, 'in' | 'out'>();
  const committed = (): number => performance.timeOrigin + performance.now();
  const show = (verdict: VerdictView): void => {
    parts.push('gate.verdict', verdict);
    parts.pushState();
  };
  const face = (read: { lane: string; atMs: number }) => {
    id += 1;
    return {
      id,
      lane: read.lane,
      atMs: read.atMs,
      committedAtMs: committed(),
      hideAfterMs: parts.hideAfterMs,
    };
  };

  const showAct = (done: ActDone, lane: string): void => {
    parts.wrote(done.seq, null);
    const { verdict, reason } = done;
    const view = recordedVerdict(
      { ...face({ lane, atMs: done.atMs }), credential: null, clean: null },
      done.seq,
      {
        verdict,
        reason,
        sinceMs: null,
        askedDirection: null,
      },
    );
    show({
      ...view,
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
    try {
      return act();
    } catch (error) {
      const known = toGatelogError(error, 'log/append-failed');
      if (known.code === 'log/append-failed' || known.code === 'log/disk-full') {
        parts.failed(known);
        parts.pushState();
      }
      throw known;
    }
  };
  const turn = (lane: string, to: Direction, reason: string): void => {
    acting(() => parts.acts.turned(lane, to, reason));
    parts.turn(lane, to);
    parts.pushState();
  };
  const undo = (seq: number): void => {
    acting(() => parts.acts.undo(seq));
    parts.undone();
    parts.pushState();
  };

  const control = (read: Read, admitted: Extract<Admitted, { kind: 'control' }>): void => {
    const command = admitted.credential.control;
    if (command === undefined || !parts.session.controlAllowed(read.atMs)) return;
    if (command.command === 'GUARD') {
      parts.session.signInGuard(command.argument ?? '');
      parts.pushState();
    } else if (command.command === 'UNDO') {
      const seq = parts.undoSeq();
      if (seq !== null) undo(seq);
    } else {
      turn(
        read.lane,
        command.command === 'IN' ? 'in' : command.command === 'OUT' ? 'out' : 'auto',
        'control',
      );
    }
  };

  return {
    read: (read, how) => {
      if (parts.find.active(read.atMs)) {
        const found = parts.find.explain(read, how, /^\d{12}\|/.test(read.raw));
        if (found !== null) {
          parts.push('scanner.found', found);
          return;
        }
      }
      const admitted = parts.admit(read);
      if (admitted.kind === 'control') {
        try {
          control(read, admitted);
        } catch (error) {
          parts.failed(toGatelogError(error));
        }
        return;
      }
      const input = { ...face(read), credential: admitted.credential, clean: admitted.clean };
      if (admitted.kind === 'failed') {
        parts.failed(admitted.error);
        show(notRecordedVerdict(input, admitted.error));
        return;
      }
      const { event, decision } = admitted;
      asked.clear();
      if (decision.askedDirection !== null) asked.set(event.seq, decision.askedDirection);
      parts.wrote(event.seq, decision.verdict === 'ask' ? event.seq : null);
      show(recordedVerdict(input, event.seq, decision));
    },
    answer: ({ askSeq, answer }) =>
      showAct(
        acting(() => parts.acts.answer(askSeq, answer, asked.get(askSeq) ?? null)),
        '',
      ),
    undo,
    manual: (args, lane) =>
      showAct(
        acting(() => parts.acts.manual(args, lane)),
        lane,
      ),
    turn: (lane, to) => turn(lane, to, 'guard'),
    findStart: () => parts.find.start(parts.nowMs()),
    findStop: () => parts.find.stop(),
  };
}
