import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECK_NAMES } from '../../../core/credential/credential.ts';
import { decide } from '../../../core/gate/decide.ts';
import {
  CHECK_OUTCOMES,
  NO_PASS_KINDS,
  POLICY_ACTS,
  POLICY_KINDS,
  type Policy,
} from '../../../core/gate/policy.ts';
import type { DecideInput, Decision, LastPassage } from '../../../core/gate/rules.ts';
import { durationMs, hours, timestampMs } from '../../../core/units.ts';
import { card, control, input, now, of, passed } from './reads.ts';

const kind = fc.constantFrom('in' as const, 'out' as const);
const direction = fc.constantFrom('in' as const, 'out' as const, 'auto' as const);
const checks = fc.array(
  fc.record({
    name: fc.constantFrom(...CHECK_NAMES),
    outcome: fc.constantFrom(...CHECK_OUTCOMES),
    why: fc.constant('w'),
  }),
  { maxLength: 6 },
);
const bare = fc.constantFrom(
  card,
  of('unknown-text'),
  of('unknown-text', { kind: 'text', number: 'x', masked: false }),
  of('pc-covid', { kind: 'cccd', number: '******029317', masked: true }),
  of('badge', { kind: 'badge', number: 'B1', masked: false }),
  of('control'),
  control('AUTO', true),
  control('UNDO', false),
  of('hcert-dcc', { kind: 'certificate', number: 'URN:UVCI:01:VN:1', masked: false }),
  of('shc-part'),
  ...NO_PASS_KINDS.map((kind) => of(kind, { kind: 'text', number: 'y', masked: false })),
);
const credential = fc.tuple(bare, checks).map(([one, facts]) => ({ ...one, checks: facts }));
const act = fc.constantFrom(...POLICY_ACTS);
const partial = <K extends string, V>(keys: readonly K[], value: fc.Arbitrary<V>) =>
  fc
    .dictionary(fc.constantFrom(...keys), value, { maxKeys: 4, noNullPrototype: true })
    .map((one) => one as Partial<Record<K, V>>);
const policy: fc.Arbitrary<Policy> = partial(
  ['*', ...POLICY_KINDS] as const,
  partial(CHECK_NAMES, partial(CHECK_OUTCOMES, act)),
);
const time = fc.integer({ min: 0, max: 4e12 }).map(timestampMs);
const moment = fc.record({ bootId: fc.constantFrom('a', 'b'), uptimeMs: fc.nat() });
const passage = fc.record(
  { seq: fc.nat(), kind, atMs: time, monotonic: moment },
  { requiredKeys: ['seq', 'kind', 'atMs'] },
);
const anyInput: fc.Arbitrary<DecideInput> = fc.record(
  {
    credential,
    damage: fc.constantFrom([], ['layout' as const]),
    repaired: fc.boolean(),
    source: fc.constantFrom('serial' as const, 'wedge' as const, 'camera' as const, 'manual' as const),
    direction,
    history: fc.record({
      personKey: fc.constantFrom(null, 'p'),
      lastPassage: fc.option(passage),
    }),
    insideCount: fc.nat(5),
    rules: fc.record({
      onlyGate: fc.boolean(),
      repeatWindowMs: fc.integer({ min: 2_000, max: 900_000 }).map(durationMs),
      longestStayMs: fc.integer({ min: 3_600_000, max: 864_000_000 }).map(durationMs),
      capacity: fc.option(fc.integer({ min: 1, max: 5 })),
      lastClosingAtMs: fc.option(time),
      policy,
    }),
    nowMs: time,
    monotonic: moment,
  },
  {
    requiredKeys: [
      'credential',
      'damage',
      'repaired',
      'source',
      'direction',
      'history',
      'insideCount',
      'rules',
      'nowMs',
    ],
  },
);

const EVENT_OF = {
  welcome: 'in',
  goodbye: 'out',
  stop: 'refused',
  again: 'repeat',
  unreadable: 'unreadable',
  ask: 'asked',
} as const;

describe('laws of the gate', () => {
  it('answers every read, gives each verdict its own event, and says in and out only on clean text', () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        const made = decide(given);
        expect(made.event).toBe(EVENT_OF[made.verdict]);
        expect(made.askedDirection !== null).toBe(made.verdict === 'ask');
        if (made.verdict === 'again') expect(made.sinceMs).not.toBeNull();
        if (made.inferVisitOfSeq !== null) expect(made.verdict).toBe('welcome');
        if (made.event === 'in' || made.event === 'out') {
          expect([given.damage.length, given.repaired]).toEqual([0, false]);
          if (given.direction !== 'auto') expect(made.event).toBe(given.direction);
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it('is never made milder by a policy, and never asks or stops on its account anybody who leaves or repeats', () => {
    const severity = ({ verdict }: Decision) => ['welcome', 'ask', 'stop'].indexOf(verdict);
    const everything: Policy = {
      '*': Object.fromEntries(
        CHECK_NAMES.map((name) => [name, Object.fromEntries(CHECK_OUTCOMES.map((one) => [one, 'admit']))]),
      ),
    };
    fc.assert(
      fc.property(anyInput, (given) => {
        const made = decide(given);
        const mild = decide({ ...given, rules: { ...given.rules, policy: everything } });
        if (severity(mild) === -1) expect(made).toEqual(mild);
        else expect(severity(made)).toBeGreaterThanOrEqual(severity(mild));
        expect(made.decidedBy !== null).toBe(made.reason === 'check-asks' || made.reason === 'check-stops');
        if (given.direction === 'out') expect(made).toEqual(mild);
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes what is no pass for no passage and no question, whatever else is known', () => {
    fc.assert(
      fc.property(anyInput, fc.constantFrom(...NO_PASS_KINDS), (given, noPass) => {
        const { verdict, reason } = decide({ ...given, credential: { ...given.credential, kind: noPass } });
        expect([verdict, reason]).toEqual(['unreadable', 'not-a-pass']);
      }),
    );
  });

  it('answers the same read the same way', () => {
    fc.assert(
      fc.property(anyInput, (given) => {
        expect(decide(given)).toEqual(decide(given));
      }),
    );
  });

  it('never turns IN into OUT inside the repeat window, whatever the window is', () => {
    const window = fc.integer({ min: 2_000, max: 900_000 });
    fc.assert(
      fc.property(window, fc.nat(), kind, (windowMs, part, last) => {
        const rules = { ...input().rules, repeatWindowMs: durationMs(windowMs) };
        const { verdict, event } = decide(passed(last, part % windowMs, { rules }));
        expect([verdict, event]).toEqual(['again', 'repeat']);
      }),
    );
  });

  it('decides alike whatever the wall clock was set to, as long as the machine did not start anew', () => {
    fc.assert(
      fc.property(
        kind,
        direction,
        fc.integer({ min: 0, max: hours(40) }),
        fc.integer({ min: -hours(9_000), max: hours(9_000) }),
        (last, lane, elapsedMs, setByMs) => {
          const change = { direction: lane, monotonic: { bootId: 'a', uptimeMs: elapsedMs } };
          const then = { bootId: 'a', uptimeMs: 0 };
          const right = decide(passed(last, elapsedMs, change, then));
          const wrong = decide(passed(last, elapsedMs + setByMs, change, then));
          expect({ ...wrong, sinceMs: null }).toEqual({ ...right, sinceMs: null });
        },
      ),
    );
  });

  it('alternates in AUTO for reads outside the window and within the longest stay', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 60_000, max: hours(16) }), { maxLength: 30 }), (gaps) => {
        let last: LastPassage | null = null;
        let atMs: number = now;
        const seen: string[] = [];
        for (const [index, gap] of gaps.entries()) {
          atMs += gap;
          const history = { personKey: 'p', lastPassage: last };
          const { event } = decide(input({ nowMs: timestampMs(atMs), history }));
          seen.push(event);
          last = { seq: index + 1, kind: event === 'in' ? 'in' : 'out', atMs: timestampMs(atMs) };
        }
        expect(seen).toEqual(gaps.map((_gap, index) => (index % 2 === 0 ? 'in' : 'out')));
      }),
    );
  });

  it('never lets more people in than the house holds without asking', () => {
    const step = fc.record({
      person: fc.nat(7),
      gapMs: fc.oneof(fc.integer({ min: 0, max: 90_000 }), fc.integer({ min: 0, max: hours(20) })),
      direction,
    });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4 }), fc.array(step, { maxLength: 60 }), (capacity, steps) => {
        const rules = { ...input().rules, capacity };
        const passages = new Map<number, LastPassage>();
        let atMs: number = now;
        const inside = () =>
          [...passages.values()].filter((one) => one.kind === 'in' && atMs - one.atMs <= rules.longestStayMs)
            .length;
        for (const [index, { person, gapMs, direction: lane }] of steps.entries()) {
          atMs += gapMs;
          const history = {
            personKey: `${person}`,
            lastPassage: passages.get(person) ?? null,
          };
          const nowMs = timestampMs(atMs);
          const { event } = decide(input({ direction: lane, rules, history, nowMs, insideCount: inside() }));
          if (event === 'in' || event === 'out')
            passages.set(person, { seq: index, kind: event, atMs: nowMs });
          expect(inside()).toBeLessThanOrEqual(capacity);
        }
      }),
    );
  });
});
