import { assertNever } from '../errors.ts';
import { controlStop } from './control.ts';
import { passageOf } from './passage.ts';
import { isBroken, isCertificate, isNoPass, judge, type PolicyJudgement } from './policy.ts';
import type { DecideInput, Decision, LastPassage, Reason } from './rules.ts';

/**
 * The rules of the gate: what this read means, from what is known and the time passed in. Pure and total.
 * Order matters: what cannot be understood or trusted is settled before any direction is. The reasons behind each
 * rule are in docs/decisions/gate-rules.md.
 */
export function decide(input: DecideInput): Decision {
  const { credential } = input;
  if (credential.kind === 'control') return decision(input, 'stop', 'refused', controlStop(input));
  // Known for what it is and no pass: never a passage, however it came.
  if (isNoPass(credential.kind)) return decision(input, 'unreadable', 'unreadable', 'not-a-pass');
  if (credential.kind === 'shc-part') return decision(input, 'unreadable', 'unreadable', 'parts-missing');
  if (isBroken(credential)) return decision(input, 'unreadable', 'unreadable', 'certificate-unreadable');
  const document = credential.documents[0];
  if (document === undefined) return decision(input, 'unreadable', 'unreadable', 'empty-read');

  const passage = passageOf(input);
  // Who wants to leave leaves, and who is in already is in: a policy speaks of coming in alone.
  const judged = passage.kind === 'enter' ? judge(credential, input.rules.policy) : NOTHING_AGAINST;
  if (judged.act === 'stop') {
    return { ...decision(input, 'stop', 'refused', 'check-stops'), decidedBy: judged.check };
  }
  const asked = passage.kind === 'repeat' ? passage.of.kind : passage.kind === 'enter' ? 'in' : 'out';
  // A repaired or damaged text may name somebody else: never welcome and never again (FORMATS.md, section 6).
  if (input.repaired || input.damage.length > 0) return ask(input, 'damaged-text', asked);
  // A repeat is noted before anything is asked anew: somebody the guard just admitted is not asked about twice.
  if (passage.kind === 'repeat') return again(input, passage.of);
  if (document.masked) return ask(input, 'masked-document', asked);
  if (credential.kind === 'unknown-text') return ask(input, 'unknown-text', asked);
  if (isCertificate(credential.kind) && credential.name === null) return ask(input, 'names-nobody', asked);

  switch (passage.kind) {
    case 'enter':
      return enter(input, passage, judged);
    case 'leave':
      return decision(input, 'goodbye', 'out', passage.open === null ? 'left-without-entry' : 'left');
    case 'unclear':
      return { ...ask(input, 'already-in', 'out'), sinceMs: passage.open.atMs };
    default:
      return assertNever(passage);
  }
}

const NOTHING_AGAINST: PolicyJudgement = { act: 'admit', check: null };

function enter(
  input: DecideInput,
  passage: { open: LastPassage | null; openIsCounted: boolean },
  judged: PolicyJudgement,
): Decision {
  const { rules, insideCount } = input;
  // Somebody whose open visit ends by this entry takes the place that he already has, if he is counted as having it.
  const others = Math.max(0, insideCount - (passage.openIsCounted ? 1 : 0));
  if (rules.capacity !== null && others >= rules.capacity) return ask(input, 'full', 'in');
  // Named last: the marks on the card show it beside every other question, which only the sentence can ask.
  if (judged.act === 'ask') return { ...ask(input, 'check-asks', 'in'), decidedBy: judged.check };
  if (passage.open === null) return decision(input, 'welcome', 'in', 'entered');
  return {
    ...decision(input, 'welcome', 'in', 'entered-open-visit-inferred'),
    inferVisitOfSeq: passage.open.seq,
  };
}

const again = (input: DecideInput, of: LastPassage): Decision => ({
  ...decision(input, 'again', 'repeat', of.kind === 'in' ? 'already-in' : 'already-out'),
  sinceMs: of.atMs,
});

const ask = (input: DecideInput, reason: Reason, askedDirection: 'in' | 'out'): Decision => ({
  ...decision(input, 'ask', 'asked', reason),
  askedDirection,
});

const decision = (
  input: DecideInput,
  verdict: Decision['verdict'],
  event: Decision['event'],
  reason: Reason,
): Decision => ({
  verdict,
  event,
  reason,
  sinceMs: null,
  inferVisitOfSeq: null,
  askedDirection: null,
  checks: input.credential.checks,
  decidedBy: null,
});
