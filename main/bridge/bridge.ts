import { GatelogError, toGatelogError } from '../../core/errors.ts';
import {
  type CallAnswer,
  type CallArgs,
  type CallName,
  type CallResults,
  calls,
} from '../../preload/contract/channels.ts';
import type { Role } from '../staff/session.ts';

/** One function a call; main/kiosk.ts gives them all. */
export type CallHandlers = {
  readonly [N in CallName]: (args: CallArgs<N>) => CallResults[N] | Promise<CallResults[N]>;
};

export interface BridgeParts {
  /** A call without one is unknown: set-up takes others than the gate. */
  readonly handlers: Partial<CallHandlers>;
  readonly role: () => Role;
  /** Told of every refused or failed call, by code; for diagnostics. */
  readonly onProblem: (error: GatelogError, channel: string) => void;
}

/** What arrives over IPC: nothing of it is trusted. */
export interface IncomingCall {
  /** True only for the kiosk page's own top frame. */
  readonly trustedSender: boolean;
  readonly name: unknown;
  readonly args: unknown;
}

const isCallName = (name: unknown): name is CallName =>
  typeof name === 'string' && Object.hasOwn(calls, name);

/**
 * The one gate for every call of the page: sender, channel, role, arguments, then the handler. Always answers a
 * value or a code with a message; never throws.
 */
export function createBridge(parts: BridgeParts): (call: IncomingCall) => Promise<CallAnswer<CallName>> {
  return async ({ trustedSender, name, args }) => {
    // A name of the page's own making could be a text that somebody scanned: diagnostics hold none.
    const channel = isCallName(name) ? name : 'unknown';
    try {
      if (!trustedSender)
        throw new GatelogError('bridge/bad-sender', 'the call did not come from the kiosk page');
      if (!isCallName(name)) throw new GatelogError('bridge/unknown-channel', 'no such channel');
      const { role, args: schema } = calls[name];
      if (role === 'admin' && parts.role() !== 'admin') {
        throw new GatelogError('bridge/not-allowed', 'an administrator must sign in first');
      }
      const parsed = schema.safeParse(args);
      if (!parsed.success) {
        // Paths and issue codes only: the values may be personal.
        const where = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.code}`).join(', ');
        throw new GatelogError('bridge/bad-arguments', where);
      }
      const handler = parts.handlers[name] as ((value: unknown) => unknown) | undefined;
      if (handler === undefined) throw new GatelogError('bridge/unknown-channel', 'not to be called now');
      const value = (await handler(parsed.data)) as CallResults[CallName];
      return { ok: true, value };
    } catch (error) {
      const known = toGatelogError(error);
      parts.onProblem(known, channel);
      return { ok: false, code: known.code, message: known.message };
    }
  };
}
