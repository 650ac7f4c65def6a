import { describe, expect, it } from 'vitest';
import type { CheckView } from '../../../preload/contract/verdict-views.ts';
import { checkWord, dayShort, isVerified, marksOf } from '../../../renderer/gate/marks.ts';
import { verdictView } from '../views.ts';

const check = (name: string, outcome: CheckView['outcome'], date: string | null = null): CheckView => ({
  name,
  outcome,
  date,
});
const NOW = Date.UTC(2026, 10, 24, 1);
const words = (over: Parameters<typeof verdictView>[0]) =>
  marksOf(verdictView({ atMs: NOW, ...over })).map(({ tone, word }) => `${tone} ${word}`);

describe('the marks of a verdict', () => {
  it('stand by weight: what happened on the way, what fails, what to look at, what is not known, what was only read, what is well', () => {
    expect(
      words({
        checks: [
          check('signature', 'pass'),
          check('issuerKnown', 'unknown'),
          check('notExpired', 'fail', '2023-05-01'),
          check('schema', 'pass'),
          check('wellFormed', 'fail'),
        ],
        notes: ['not-a-date'],
        damage: ['truncated'],
      }),
    ).toEqual([
      'warning truncated',
      'bad notExpired-fail-dated',
      'bad wellFormed-fail',
      'warning not-a-date',
      'unknown issuerKnown-unknown',
      'good signature-pass',
    ]);
  });

  it('say of an unsigned card once that it was read and not verified, and of a badge of the roster not at all', () => {
    const unsigned = check('signature', 'notApplicable');
    expect(words({ checks: [unsigned, check('numberConsistent', 'pass')] })).toEqual([
      'read signature-notApplicable',
    ]);
    expect(words({ checks: [unsigned, check('roster', 'pass')] })).toEqual(['good roster-pass']);
  });

  it('say once that a number is odd: in the words of the note where there is one', () => {
    const odd = check('numberConsistent', 'fail');
    expect(words({ checks: [odd] })).toEqual(['bad numberConsistent-fail']);
    expect(words({ checks: [odd], notes: ['number-does-not-match-birth'] })).toEqual([
      'warning number-does-not-match-birth',
    ]);
  });

  it('leave to the sentence what it says already', () => {
    expect(words({ reason: 'not-a-pass', notes: ['wifi-code'] })).toEqual([]);
    const notes = ['certificate-damaged', 'parts-do-not-fit'];
    expect(words({ reason: 'certificate-unreadable', notes })).toEqual(['warning parts-do-not-fit']);
  });

  it('explain without warning what is nobody’s fault', () => {
    expect(words({ notes: ['certificate-vietnam-keys-not-public'] })).toEqual([
      'read certificate-vietnam-keys-not-public',
    ]);
  });

  it('name the card before that was not read to its end, but not this one, whose sentence says so', () => {
    const parts = { have: [1], count: 3 };
    expect([words({ parts }), words({ parts, reason: 'parts-missing' })]).toEqual([['warning before'], []]);
  });

  it('tell a card that does not hold yet from one that holds no more', () => {
    const on = (date: string | null) => checkWord(check('cardInDate', 'fail', date), NOW);
    expect(['2026-11-25', '2026-11-23', null].map(on)).toEqual([
      'cardInDate-fail-early',
      'cardInDate-fail-dated',
      'cardInDate-fail',
    ]);
  });

  it('name a near day whole, a far one by its month, and what is no date as it came', () => {
    expect(
      ['2023-05-31', '2026-11-23', '2027-01-20', '2027-12-01', 'mai'].map((day) => dayShort(day, NOW)),
    ).toEqual(['05/2023', '23/11/2026', '20/01/2027', '12/2027', 'mai']);
  });
});

describe('verified', () => {
  const signed = [check('signature', 'pass'), check('issuerKnown', 'pass'), check('notExpired', 'fail')];
  it.each([
    ['a right signature of a known issuer, expired or not', signed, true],
    [
      'a right signature of an unknown issuer',
      [check('signature', 'pass'), check('issuerKnown', 'unknown')],
      false,
    ],
    ['a right signature alone', [check('signature', 'pass')], false],
    [
      'a wrong signature of a known issuer',
      [check('signature', 'fail'), check('issuerKnown', 'pass')],
      false,
    ],
    ['a key that may not sign this', [...signed, check('keyUsage', 'fail')], false],
    ['a limited key under content that is not known', [...signed, check('keyUsage', 'unknown')], false],
    ['a revoked certificate', [...signed, check('notRevoked', 'fail')], false],
    [
      'a card of which nobody knows whether it was revoked',
      [...signed, check('notRevoked', 'unknown')],
      true,
    ],
    ['a card longer than its code may hold', [...signed, check('wellFormed', 'fail')], false],
    ['a card with content that its kind must not have', [...signed, check('schema', 'fail')], false],
    ['a card that does not say whose it is', [...signed, check('schema', 'unknown')], true],
    ['an unsigned card', [check('signature', 'notApplicable'), check('issuerKnown', 'pass')], false],
    ['nothing', [], false],
  ])('is said of %s: %#', (_title, checks, expected) => {
    expect(isVerified(checks)).toBe(expected);
  });
});
