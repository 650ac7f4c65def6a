import type { ControlCommand, Credential } from '../credential/credential.ts';
import { assertNever } from '../errors.ts';
import type { SourceKind } from '../read/read.ts';
import type { Direction, Reason } from './rules.ts';

/** Why a control code is not obeyed. */
export type ControlStop = Extract<
  Reason,
  'control-foreign' | 'control-from-camera' | 'control-not-signed-in'
>;

/** What a control code comes to: an act for the kiosk to do and log, or a stop with its reason. */
export type ControlOutcome =
  /** Turn this lane. */
  | { readonly kind: 'turn'; readonly direction: Direction }
  /** Undo the guard's own last event, by the rules of undo.ts. */
  | { readonly kind: 'undo' }
  /** Sign the guard in whose name the card carries. */
  | { readonly kind: 'sign-in'; readonly guard: string }
  | { readonly kind: 'stop'; readonly reason: ControlStop };

export interface ControlInput {
  readonly credential: Pick<Credential, 'control'>;
  readonly source: SourceKind;
  /** True while a guard is signed in or shortly after a hand touched the kiosk (main/staff). */
  readonly allowed: boolean;
  /** True where set-up says that this is the site's only gate; AUTO is offered nowhere else. */
  readonly onlyGate: boolean;
}

/**
 * What a control code does (DESIGN.md, Direction). Never from a camera: a visitor must not be able to hold up a
 * photo of UNDO. Never from another site or an old card. Never unless a guard is at the kiosk, the sign-in card
 * included: a hand touches the kiosk first.
 */
export function obeyControl(input: ControlInput): ControlOutcome {
  const { control } = input.credential;
  const reason = controlStop(input);
  if (control === undefined || !control.authentic || input.source === 'camera') {
    return { kind: 'stop', reason };
  }
  if (!input.allowed) return { kind: 'stop', reason };
  return actOf(control.command, control.argument, input.onlyGate);
}

/** The reason for which a control code that nobody obeys is a stop; also what decide() says of one. */
export function controlStop(input: Pick<ControlInput, 'credential' | 'source'>): ControlStop {
  if (input.source === 'camera') return 'control-from-camera';
  return input.credential.control?.authentic === true ? 'control-not-signed-in' : 'control-foreign';
}

function actOf(command: ControlCommand, argument: string | null, onlyGate: boolean): ControlOutcome {
  switch (command) {
    case 'IN':
      return { kind: 'turn', direction: 'in' };
    case 'OUT':
      return { kind: 'turn', direction: 'out' };
    case 'AUTO':
      // A card printed when this was the only gate is out of date once there is a second one.
      return onlyGate ? { kind: 'turn', direction: 'auto' } : { kind: 'stop', reason: 'control-foreign' };
    case 'UNDO':
      return { kind: 'undo' };
    case 'GUARD':
      // A sign-in card without a name signs nobody in.
      return argument === null || argument === ''
        ? { kind: 'stop', reason: 'control-foreign' }
        : { kind: 'sign-in', guard: argument };
    default:
      return assertNever(command);
  }
}
