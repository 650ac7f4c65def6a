import type { z } from 'zod';
import { type DeliveryResults, deliveryCalls } from './delivery-calls.ts';
import type { DeliveryProgressView } from './delivery-views.ts';
import { type GateResults, gateCalls } from './gate-calls.ts';
import type { GateStateView } from './gate-views.ts';
import { type OpenerResults, openerCalls } from './opener-calls.ts';
import { type PeopleResults, peopleCalls } from './people-calls.ts';
import { type RetentionResults, retentionCalls } from './retention-calls.ts';
import type { FoundScannerView } from './scanner-views.ts';
import { type StaffResults, staffCalls } from './staff-calls.ts';
import { type StartResults, startCalls } from './start-calls.ts';
import type { StartView } from './start-views.ts';
import type { SticksView } from './stick-views.ts';
import { type TargetResults, targetCalls } from './target-calls.ts';
import type { SealingView, TargetCheckStep, TargetProgressView } from './target-views.ts';
import { type TrustResults, trustCalls } from './trust-calls.ts';
import type { TrustProgressView } from './trust-views.ts';
import type { NoticeView, PartsView, VerdictView } from './verdict-views.ts';

/**
 * Every call the page may make: its arguments (parsed in main before anything else) and the role it needs.
 * Both sides derive their types from this one map; results are typed in `CallResults`.
 */
export const calls = {
  ...gateCalls,
  ...staffCalls,
  ...retentionCalls,
  ...deliveryCalls,
  ...targetCalls,
  ...openerCalls,
  ...trustCalls,
  ...peopleCalls,
  ...startCalls,
} as const;

export type CallName = keyof typeof calls;
export type CallArgs<N extends CallName> = z.infer<(typeof calls)[N]['args']>;

/** What each call answers. */
export interface CallResults
  extends GateResults,
    StaffResults,
    RetentionResults,
    DeliveryResults,
    TargetResults,
    OpenerResults,
    TrustResults,
    PeopleResults,
    StartResults {}

/** What main pushes to the page. */
export interface Pushes {
  'gate.state': GateStateView;
  'start.state': StartView;
  'gate.verdict': VerdictView;
  'gate.notice': NoticeView;
  /** Null: no card in several codes is being read. */
  'gate.parts': PartsView | null;
  'scanner.found': FoundScannerView;
  'delivery.progress': DeliveryProgressView;
  'sticks.state': SticksView;
  'trust.progress': TrustProgressView;
  /** Something about the targets is not as it was: whoever shows them asks anew. */
  'targets.changed': null;
  'targets.progress': TargetProgressView;
  'targets.sealing': SealingView | null;
  /** A step of trying out a folder begins. */
  'targets.step': TargetCheckStep;
}
export type PushName = keyof Pushes;

/** The IPC answer: a value, or a GatelogError's code and message; never a bare undefined. */
export type CallAnswer<N extends CallName> =
  | { readonly ok: true; readonly value: CallResults[N] }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** The two channel names that really cross; the page never sees them. */
export const CALL_CHANNEL = 'gatelog:call';
export const PUSH_CHANNEL = 'gatelog:push';
export const pushNames = [
  'gate.state',
  'start.state',
  'gate.verdict',
  'gate.notice',
  'gate.parts',
  'scanner.found',
  'delivery.progress',
  'sticks.state',
  'trust.progress',
  'targets.changed',
  'targets.progress',
  'targets.sealing',
  'targets.step',
] as const satisfies readonly PushName[];
