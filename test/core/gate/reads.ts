import type { ControlCommand, Credential, Document } from '../../../core/credential/credential.ts';
import type { DecideInput, LastPassage } from '../../../core/gate/rules.ts';
import { hours, seconds, timestampMs } from '../../../core/units.ts';

/** What the tests of the gate decide on; everybody in it is invented. */
export const now = timestampMs(Date.UTC(2026, 10, 23, 1, 0, 0));

const bare = { fields: {}, name: null, birth: null, checks: [], notes: [] } as const;

export const card: Credential = {
  ...bare,
  kind: 'cccd',
  documents: [{ kind: 'cccd', number: '001099000001', masked: false }],
  name: 'Nguyễn Văn Thử',
  checks: [{ name: 'signature', outcome: 'notApplicable', why: 'unsigned' }],
};
export const of = (kind: Credential['kind'], ...documents: Document[]): Credential => ({
  ...bare,
  kind,
  documents,
});
export const control = (command: ControlCommand, authentic: boolean, argument: string | null = null) => ({
  ...of('control'),
  control: { command, authentic, argument },
});

/** A read of the card in AUTO at the only gate, of somebody never seen before, unless changed. */
export const input = (change: Partial<DecideInput> = {}): DecideInput => ({
  credential: card,
  damage: [],
  repaired: false,
  source: 'serial',
  direction: 'auto',
  history: { personKey: null, lastPassage: null },
  insideCount: 0,
  rules: {
    onlyGate: true,
    repeatWindowMs: seconds(60),
    longestStayMs: hours(16),
    capacity: null,
    lastClosingAtMs: null,
    policy: {},
  },
  nowMs: now,
  ...change,
});

/** The same of somebody whose newest passage, seq 7, was `agoMs` ago. */
export const passed = (
  kind: LastPassage['kind'],
  agoMs: number,
  change: Partial<DecideInput> = {},
  monotonic?: LastPassage['monotonic'],
): DecideInput =>
  input({
    history: {
      personKey: 'p',
      lastPassage: {
        seq: 7,
        kind,
        atMs: timestampMs((change.nowMs ?? now) - agoMs),
        ...(monotonic ? { monotonic } : {}),
      },
    },
    ...change,
  });
