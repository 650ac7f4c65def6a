import type { EventPublic } from '../batch/event.ts';
import { GatelogError } from '../errors.ts';

/** What the guard's answer to an ask becomes. */
export interface AnswerOutcome {
  readonly event: 'in' | 'out' | 'refused';
  readonly verdict: 'welcome' | 'goodbye' | 'stop';
  readonly reason: 'guard-admitted' | 'guard-refused';
}

/** An answer is a second event with `answers_seq`. Throws `answer/not-open` unless the ask stands open. */
export function answerAsk(input: {
  readonly ask: Pick<EventPublic, 'kind'> | null;
  readonly answered: boolean;
  readonly voided: boolean;
  readonly answer: 'admit' | 'refuse';
  readonly direction: 'in' | 'out';
}): AnswerOutcome {
  if (input.ask?.kind !== 'asked' || input.answered || input.voided) {
    throw new GatelogError('answer/not-open', 'this ask is not open any more');
  }
  if (input.answer === 'refuse') return { event: 'refused', verdict: 'stop', reason: 'guard-refused' };
  return {
    event: input.direction,
    verdict: input.direction === 'in' ? 'welcome' : 'goodbye',
    reason: 'guard-admitted',
  };
}
