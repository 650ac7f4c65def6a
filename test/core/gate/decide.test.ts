import { describe, expect, it } from 'vitest';
import type { Check, Credential } from '../../../core/credential/credential.ts';
import { decide } from '../../../core/gate/decide.ts';
import { NO_PASS_KINDS, type Policy } from '../../../core/gate/policy.ts';
import type { DecideInput, Decision } from '../../../core/gate/rules.ts';
import { hours, minutes, seconds, timestampMs } from '../../../core/units.ts';
import { card, control, input, now, of, passed } from './reads.ts';

const whole = (
  [verdict, event, reason]: readonly [Decision['verdict'], Decision['event'], Decision['reason']],
  given: DecideInput,
  rest: Partial<Decision> = {},
): Decision => ({
  verdict,
  event,
  reason,
  sinceMs: null,
  inferVisitOfSeq: null,
  askedDirection: null,
  checks: given.credential.checks,
  decidedBy: null,
  ...rest,
});
const rules = (change: Partial<DecideInput['rules']>) => ({ rules: { ...input().rules, ...change } });
const text = of('unknown-text', { kind: 'text', number: 'hello', masked: false });
const masked = of('pc-covid', { kind: 'cccd', number: '******029317', masked: true });

const entered = ['welcome', 'in', 'entered'] as const;
const inferred = ['welcome', 'in', 'entered-open-visit-inferred'] as const;
const left = ['goodbye', 'out', 'left'] as const;
const unseen = ['goodbye', 'out', 'left-without-entry'] as const;
const stillIn = ['again', 'repeat', 'already-in'] as const;
const stillOut = ['again', 'repeat', 'already-out'] as const;
const full = ['ask', 'asked', 'full'] as const;
const damaged = ['ask', 'asked', 'damaged-text'] as const;

type Row = readonly [string, DecideInput, Parameters<typeof whole>[0], Partial<Decision>?];
const rows = (list: readonly Row[]) =>
  list.map(([title, given, expected, rest]) => ({ title, given, expected: whole(expected, given, rest) }));
const ago = (ms: number) => timestampMs(now - ms);

const directions: readonly Row[] = [
  ['AUTO welcomes somebody never seen', input(), entered],
  ['AUTO says goodbye to somebody who is in', passed('in', hours(2)), left],
  ['AUTO welcomes somebody who left', passed('out', hours(2)), entered],
  ['AUTO says goodbye at the longest stay', passed('in', hours(16)), left],
  [
    'AUTO infers the exit after the longest stay',
    passed('in', hours(16) + 1),
    inferred,
    { inferVisitOfSeq: 7 },
  ],
  [
    'AUTO infers the exit of a visit from before closing time',
    passed('in', hours(2), rules({ lastClosingAtMs: ago(hours(1)) })),
    inferred,
    { inferVisitOfSeq: 7 },
  ],
  [
    'AUTO keeps a visit from after closing time',
    passed('in', hours(2), rules({ lastClosingAtMs: ago(hours(3)) })),
    left,
  ],
  ['an IN lane welcomes somebody never seen', input({ direction: 'in' }), entered],
  [
    'an IN lane infers the exit that nobody saw',
    passed('in', hours(2), { direction: 'in' }),
    inferred,
    { inferVisitOfSeq: 7 },
  ],
  ['an OUT lane says goodbye to somebody who is in', passed('in', hours(2), { direction: 'out' }), left],
  ['an OUT lane ends a visit of any length', passed('in', hours(90), { direction: 'out' }), left],
  ['an OUT lane marks an exit without an entry', input({ direction: 'out' }), unseen],
  ['an OUT lane marks a second exit', passed('out', hours(1), { direction: 'out' }), unseen],
];

const repeats: readonly Row[] = [
  ['AUTO repeats an entry', passed('in', 59_999), stillIn, { sinceMs: ago(59_999) }],
  ['AUTO repeats an exit', passed('out', 0), stillOut, { sinceMs: now }],
  ['AUTO toggles once the window is over', passed('in', 60_000), left],
  ['an IN lane repeats an entry', passed('in', 5_000, { direction: 'in' }), stillIn, { sinceMs: ago(5_000) }],
  [
    'an OUT lane repeats an exit',
    passed('out', 5_000, { direction: 'out' }),
    stillOut,
    { sinceMs: ago(5_000) },
  ],
  ['an OUT lane takes somebody who came in seconds ago', passed('in', 5_000, { direction: 'out' }), left],
  ['an IN lane takes somebody who went out seconds ago', passed('out', 5_000, { direction: 'in' }), entered],
  [
    'the window is the one that is set',
    passed('in', minutes(14), rules({ repeatWindowMs: minutes(15) })),
    stillIn,
    { sinceMs: ago(minutes(14)) },
  ],
  [
    'a text that the guard admitted is not asked about again at once',
    passed('in', 5_000, { credential: text }),
    stillIn,
    { sinceMs: ago(5_000) },
  ],
];

const asks: readonly Row[] = [
  ['full house', input({ insideCount: 3, ...rules({ capacity: 3 }) }), full, { askedDirection: 'in' }],
  ['one place left', input({ insideCount: 2, ...rules({ capacity: 3 }) }), entered],
  [
    'a full house lets people out',
    passed('in', hours(1), { insideCount: 3, ...rules({ capacity: 3 }) }),
    left,
  ],
  [
    'a full house counts somebody whose open visit ends by this entry once',
    passed('in', hours(1), { direction: 'in', insideCount: 3, ...rules({ capacity: 3 }) }),
    inferred,
    { inferVisitOfSeq: 7 },
  ],
  [
    'a full house has no place for somebody whose visit is too old to be counted',
    passed('in', hours(17), { insideCount: 3, ...rules({ capacity: 3 }) }),
    full,
    { askedDirection: 'in' },
  ],
  ['repaired text', input({ repaired: true }), damaged, { askedDirection: 'in' }],
  [
    'damaged text',
    passed('in', hours(1), { damage: ['cp437-ambiguous'] }),
    damaged,
    { askedDirection: 'out' },
  ],
  [
    'damaged text inside the window asks for the same passage',
    passed('out', 5_000, { direction: 'out', damage: ['layout'] }),
    damaged,
    { askedDirection: 'out' },
  ],
  [
    'damage before everything that is known of the text',
    input({ repaired: true, credential: text }),
    damaged,
    { askedDirection: 'in' },
  ],
  [
    'a masked document names nobody',
    input({ credential: masked }),
    ['ask', 'asked', 'masked-document'],
    { askedDirection: 'in' },
  ],
  [
    'a masked document on an OUT lane',
    input({ credential: masked, direction: 'out' }),
    ['ask', 'asked', 'masked-document'],
    { askedDirection: 'out' },
  ],
  ['unknown text', input({ credential: text }), ['ask', 'asked', 'unknown-text'], { askedDirection: 'in' }],
];

const others: readonly Row[] = [
  ['an empty read', input({ credential: of('unknown-text') }), ['unreadable', 'unreadable', 'empty-read']],
  [
    'an empty read of damaged bytes',
    input({ credential: of('unknown-text'), damage: ['invalid-utf8'] }),
    ['unreadable', 'unreadable', 'empty-read'],
  ],
  [
    'a foreign control code',
    input({ credential: control('UNDO', false) }),
    ['stop', 'refused', 'control-foreign'],
  ],
  [
    'an authentic control code before the camera',
    input({ credential: control('UNDO', true), source: 'camera' }),
    ['stop', 'refused', 'control-from-camera'],
  ],
  [
    'an authentic control code that nobody obeyed',
    input({ credential: control('IN', true) }),
    ['stop', 'refused', 'control-not-signed-in'],
  ],
];

const fact = (name: Check['name'], outcome: Check['outcome'], date?: string): Check => ({
  name,
  outcome,
  why: 'w',
  ...(date === undefined ? {} : { date }),
});
const pass = (kind: Credential['kind'], ...checks: Check[]): Credential => ({
  ...of(kind, { kind: 'certificate', number: 'URN:UVCI:01:VN:1', masked: false }),
  name: 'Nguyễn Văn Thử',
  checks,
});
const bad = fact('signature', 'fail');
const expired = fact('notExpired', 'fail', '2023-05-01');
const revoked = fact('notRevoked', 'fail');
const unknownIssuer = [fact('signature', 'unknown'), fact('issuerKnown', 'unknown')];
const checkAsks = ['ask', 'asked', 'check-asks'] as const;
const checkStops = ['stop', 'refused', 'check-stops'] as const;
const site = (policy: Policy) => rules({ policy });
const forged = pass('hcert-dcc', bad, expired);
const strict = site({ 'hcert-dcc': { signature: { fail: 'stop' } } });

const policies: readonly Row[] = [
  [
    'an unknown issuer and an expired certificate are marks',
    input({ credential: pass('hcert-dcc', ...unknownIssuer, expired) }),
    entered,
  ],
  [
    'a signature that fails is asked about, of every signed kind',
    input({ credential: pass('shc', expired, bad) }),
    checkAsks,
    { askedDirection: 'in', decidedBy: bad },
  ],
  [
    'a badge out of its dates is asked about',
    input({ credential: pass('badge', fact('roster', 'pass'), fact('cardInDate', 'fail', '2026-01-01')) }),
    checkAsks,
    { askedDirection: 'in', decidedBy: fact('cardInDate', 'fail', '2026-01-01') },
  ],
  [
    'a health-insurance card out of date is a mark',
    input({ credential: pass('bhyt', fact('cardInDate', 'fail', '2025-12-31')) }),
    entered,
  ],
  [
    'an odd number on a CCCD is a mark',
    input({ credential: pass('cccd', fact('numberConsistent', 'fail')) }),
    entered,
  ],
  ['a site stops what it says', input({ credential: forged, ...strict }), checkStops, { decidedBy: bad }],
  [
    'a site admits what the default asks about',
    input({ credential: forged, ...site({ '*': { signature: { fail: 'admit' } } }) }),
    entered,
  ],
  [
    'the rule of a kind goes before that of all',
    input({
      credential: forged,
      ...site({
        '*': { signature: { fail: 'stop' } },
        'hcert-dcc': { signature: { fail: 'admit' }, notExpired: { fail: 'ask' } },
      }),
    }),
    checkAsks,
    { askedDirection: 'in', decidedBy: expired },
  ],
  [
    'the strictest of several wins, whatever their order',
    input({
      credential: pass('hcert-dcc', bad, revoked, expired),
      ...site({ 'hcert-dcc': { notExpired: { fail: 'stop' } } }),
    }),
    checkStops,
    { decidedBy: expired },
  ],
  [
    'a site may ask about every unsigned card',
    input({ ...site({ '*': { signature: { notApplicable: 'ask' } } }) }),
    checkAsks,
    { askedDirection: 'in', decidedBy: card.checks[0] ?? null },
  ],
  ['who leaves is not asked', passed('in', hours(2), { credential: forged, direction: 'out' }), left],
  ['nor stopped', input({ credential: forged, direction: 'out', ...strict }), unseen],
  ['nor in AUTO', passed('in', hours(2), { credential: forged, ...strict }), left],
  [
    'somebody whom the guard just admitted is not asked about twice',
    passed('in', 5_000, { credential: forged }),
    stillIn,
    { sinceMs: ago(5_000) },
  ],
  [
    'a stop goes before a question about damage',
    input({ credential: forged, damage: ['layout'], ...strict }),
    checkStops,
    { decidedBy: bad },
  ],
  [
    'a full house is asked about before a fact that the marks show',
    input({ credential: forged, insideCount: 3, ...rules({ capacity: 3 }) }),
    full,
    { askedDirection: 'in' },
  ],
  [
    'a question about damage goes before one about a fact',
    input({ credential: forged, repaired: true }),
    damaged,
    { askedDirection: 'in' },
  ],
];

const nameless = (kind: Credential['kind'], ...checks: Check[]) => ({ ...pass(kind, ...checks), name: null });
const broken = ['unreadable', 'unreadable', 'certificate-unreadable'] as const;
const certificates: readonly Row[] = [
  [
    'one that is broken is shown again, on any lane',
    input({ credential: nameless('hcert-dcc', fact('wellFormed', 'fail')), direction: 'out' }),
    broken,
  ],
  [
    'also where a keyboard broke it',
    input({ credential: nameless('shc', fact('wellFormed', 'fail'), bad), damage: ['ime'] }),
    broken,
  ],
  [
    'one that is badly made and names somebody is not broken',
    input({ credential: pass('hcert-dcc', fact('wellFormed', 'fail')) }),
    entered,
  ],
  [
    'one that names nobody is asked about',
    input({ credential: nameless('hcert-who', fact('signature', 'pass')) }),
    ['ask', 'asked', 'names-nobody'],
    { askedDirection: 'in' },
  ],
  [
    'a health-insurance card that came altered is asked about',
    input({ credential: pass('bhyt', fact('wellFormed', 'fail')) }),
    checkAsks,
    { askedDirection: 'in', decidedBy: fact('wellFormed', 'fail') },
  ],
];

const noPasses: readonly Row[] = NO_PASS_KINDS.map(
  (kind): Row => [
    `a ${kind} code on any lane`,
    input({
      credential: of(kind, { kind: 'text', number: 'x', masked: false }),
      direction: 'out',
      damage: ['layout'],
    }),
    ['unreadable', 'unreadable', 'not-a-pass'],
  ],
);

const boot = (uptimeMs: number, bootId = 'boot-a') => ({ bootId, uptimeMs });
const clocks: readonly Row[] = [
  [
    'a wall clock set back two hours after the entry does not hide a double read',
    passed('in', -hours(2), { monotonic: boot(9_000) }, boot(4_000)),
    stillIn,
    { sinceMs: timestampMs(now + hours(2)) },
  ],
  [
    'a wall clock set back does not keep anybody in',
    passed('in', -hours(2), { monotonic: boot(hours(3)) }, boot(0)),
    left,
  ],
  [
    'a wall clock set forward does not turn a double read into an exit',
    passed('in', hours(2), { monotonic: boot(9_000) }, boot(4_000)),
    stillIn,
    { sinceMs: ago(hours(2)) },
  ],
  [
    'another boot: seconds ahead is just now',
    passed('in', -seconds(5), { monotonic: boot(9_000, 'boot-b') }, boot(4_000)),
    stillIn,
    { sinceMs: timestampMs(now + 5_000) },
  ],
  [
    'another boot: far ahead is of unknown age, so AUTO asks',
    passed('in', -hours(2)),
    ['ask', 'asked', 'already-in'],
    { askedDirection: 'out', sinceMs: timestampMs(now + hours(2)) },
  ],
  ['another boot: an exit far ahead is no repeat', passed('out', -hours(2)), entered],
  [
    'another boot: an IN lane goes on',
    passed('in', -hours(2), { direction: 'in' }),
    inferred,
    { inferVisitOfSeq: 7 },
  ],
  ['another boot: an OUT lane goes on', passed('in', -hours(2), { direction: 'out' }), left],
];

describe('deciding on a read', () => {
  it.each(rows(directions))('goes by the direction of the lane: $title', ({ given, expected }) => {
    expect(decide(given)).toEqual(expected);
  });

  it.each(rows(repeats))('never turns a double read into another passage: $title', ({ given, expected }) => {
    expect(decide(given)).toEqual(expected);
  });

  it.each(rows(asks))('asks where the guard has to say: $title', ({ given, expected }) => {
    expect(decide(given)).toEqual(expected);
  });

  it.each(rows(others))(
    'stops what may not act and names what cannot be read: $title',
    ({ given, expected }) => {
      expect(decide(given)).toEqual(expected);
    },
  );

  it.each(rows(policies))('goes by what the site says of each fact: $title', ({ given, expected }) => {
    expect(decide(given)).toEqual(expected);
  });

  it.each(rows(certificates))('makes nobody of a paper that names nobody: $title', ({ given, expected }) => {
    expect(decide(given)).toEqual(expected);
  });

  it.each(rows(noPasses))(
    'declines what is no pass and makes no passage of it: $title',
    ({ given, expected }) => {
      expect(decide(given)).toEqual(expected);
    },
  );

  it.each(rows(clocks))('goes on when the wall clock was set: $title', ({ given, expected }) => {
    expect(decide(given)).toEqual(expected);
  });

  it('carries the checks of the credential into the decision', () => {
    expect(decide(input()).checks).toBe(card.checks);
  });
});
