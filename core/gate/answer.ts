import type { EventPublic } from '../batch/event.ts';
import { GatelogError } from '../errors.ts';
import type { LastPassage } from './rules.ts';

/** What the guard's answer to an ask becomes: the event to append with `answers_seq`, and what to show. */
export interface AnswerOutcome {
  readonly event: 'in' | 'out' | 'refused';
  readonly verdict: 'welcome' | 'goodbye' | 'stop';
  readonly reason: 'guard-admitted' | 'guard-refused';
  /** The person's open visit that this entry shows to be over unseen, or null. */
  readonly inferVisitOfSeq: number | null;
}

/**
 * An answer is a second event with `answers_seq`. An ask is answered once; one that the next read closed, or that
 * was undone, takes no answer any more.
 * @param input.lastPassage the person's newest standing passage; left out or null where the ask names nobody
 * @throws GatelogError `answer/not-open` unless the ask stands open
 */
export function answerAsk(input: {
  readonly ask: Pick<EventPublic, 'kind'> | null;
  readonly answered: boolean;
  readonly voided: boolean;
  readonly answer: 'admit' | 'refuse';
  readonly direction: 'in' | 'out';
  readonly lastPassage?: LastPassage | null;
}): AnswerOutcome {
  if (input.ask?.kind !== 'asked' || input.answered || input.voided) {
    throw new GatelogError('answer/not-open', 'this ask is not open any more');
  }
  if (input.answer === 'refuse') {
    return { event: 'refused', verdict: 'stop', reason: 'guard-refused', inferVisitOfSeq: null };
  }
  const open = input.lastPassage?.kind === 'in' ? input.lastPassage.seq : null;
  return {
    event: input.direction,
    verdict: input.direction === 'in' ? 'welcome' : 'goodbye',
    reason: 'guard-admitted',
    inferVisitOfSeq: input.direction === 'in' ? open : null,
  };
}
