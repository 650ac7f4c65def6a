import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECK_NAMES, type Check, CREDENTIAL_KINDS } from '../../../core/credential/credential.ts';
import {
  CHECK_OUTCOMES,
  DEFAULT_POLICY,
  judge,
  POLICY_ACTS,
  POLICY_KINDS,
} from '../../../core/gate/policy.ts';

const facts = fc.array(
  fc.record({
    name: fc.constantFrom(...CHECK_NAMES),
    outcome: fc.constantFrom(...CHECK_OUTCOMES),
    why: fc.constant('w'),
  }),
);
const kind = fc.constantFrom(...CREDENTIAL_KINDS);

/** Every `kind check=outcome` that is not simply admitted where a site says nothing. */
const defaults = (): string[] =>
  CREDENTIAL_KINDS.flatMap((one) =>
    CHECK_NAMES.flatMap((name) =>
      CHECK_OUTCOMES.flatMap((outcome) => {
        const { act } = judge({ kind: one, checks: [{ name, outcome, why: 'w' }] }, {});
        return act === 'admit' ? [] : [`${one} ${name}=${outcome}: ${act}`];
      }),
    ),
  );

describe('the policy of a site that says nothing', () => {
  it('asks about a paper that contradicts itself and a badge that does not hold, and stops nobody', () => {
    const signed = ['hcert-dcc', 'hcert-who', 'shc', 'vds-nc', 'divoc'].flatMap((one) => [
      `${one} signature=fail: ask`,
      `${one} notRevoked=fail: ask`,
      `${one} keyUsage=fail: ask`,
    ]);
    const bhyt = ['bhyt wellFormed=fail: ask'];
    const badge = ['badge cardInDate=fail: ask', 'badge roster=fail: ask'];
    expect(defaults().sort()).toEqual([...signed, ...bhyt, ...badge].sort());
  });

  it('speaks of kinds that a policy can speak of alone', () => {
    expect(Object.keys(DEFAULT_POLICY).filter((one) => !POLICY_KINDS.some((known) => known === one))).toEqual(
      [],
    );
  });
});

describe('judging by a policy', () => {
  it('answers alike in whatever order the checks stand', () => {
    fc.assert(
      fc.property(kind, facts, (one, checks) => {
        const policy = { '*': { signature: { fail: 'stop' }, schema: { unknown: 'ask' } } } as const;
        const distinct = checks.filter((a, i) => checks.findIndex((b) => b.name === a.name) === i);
        expect(judge({ kind: one, checks: [...distinct].reverse() }, policy)).toEqual(
          judge({ kind: one, checks: distinct }, policy),
        );
      }),
    );
  });

  it('is as strict as its strictest check and names one that says so', () => {
    fc.assert(
      fc.property(fc.constantFrom(...POLICY_KINDS), facts, (one, checks) => {
        const alone = (check: Check) => judge({ kind: one, checks: [check] }, {}).act;
        const { act, check } = judge({ kind: one, checks }, {});
        const ranks = checks.map((each) => POLICY_ACTS.indexOf(alone(each)));
        expect(POLICY_ACTS.indexOf(act)).toBe(Math.max(0, ...ranks));
        expect(check === null).toBe(act === 'admit');
        if (check !== null) expect(alone(check)).toBe(act);
      }),
    );
  });
});
