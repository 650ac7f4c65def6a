import { createHmac, timingSafeEqual } from 'node:crypto';
import { GatelogError } from '../errors.ts';
import type { ControlCommand, Credential, CredentialContext, CredentialReader } from './credential.ts';

/** Commands that a printed control card can carry. */
export const CONTROL_COMMANDS: readonly ControlCommand[] = ['IN', 'OUT', 'AUTO', 'UNDO', 'GUARD'];

const VERSION = '1';
/** 128 bits of the HMAC: nobody guesses that at a gate, and the code stays small on a card. */
const MAC_BYTES = 16;
/** RFC 4648 base32: capitals and digits, which every keyboard layout leaves alone. */
const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Arguments name a guard or a lane; no `:`, so that command and argument cannot be shifted against each other. */
const ARGUMENT = /^[A-Za-z0-9._-]{1,64}$/;

function base32(bytes: Uint8Array): string {
  let bits = 0;
  let held = 0;
  let text = '';
  for (const byte of bytes) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32[(held >>> bits) & 31] ?? '';
      held &= (1 << bits) - 1;
    }
  }
  return bits === 0 ? text : text + (BASE32[(held << (5 - bits)) & 31] ?? '');
}

function macOf(secret: Uint8Array, said: string): string {
  return base32(createHmac('sha256', secret).update(said, 'utf8').digest().subarray(0, MAC_BYTES));
}

/** What the HMAC covers: version, command and argument, joined by `:`. */
const saidBy = (command: ControlCommand, argument: string | null): string =>
  [VERSION, command, ...(argument === null ? [] : [argument])].join(':');

/**
 * Text of a control card, `GATELOG:1:<cmd>[:<argument>]:<HMAC>`. Re-issued by changing the site secret: the old
 * cards are then foreign.
 * @param argument 1 to 64 of `A-Z a-z 0-9 . _ -`, such as a guard's sign-in name; null for none
 * @throws GatelogError `bridge/bad-arguments` where the argument has other characters
 */
export function makeControlCode(
  secret: Uint8Array,
  command: ControlCommand,
  argument: string | null = null,
): string {
  if (argument !== null && !ARGUMENT.test(argument)) {
    throw new GatelogError(
      'bridge/bad-arguments',
      'argument of a control code has other characters than A-Z a-z 0-9 . _ -',
    );
  }
  const said = saidBy(command, argument);
  return `GATELOG:${said}:${macOf(secret, said)}`;
}

const isSame = (one: string, other: string): boolean => {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
};

/**
 * Control codes of any site. Only one of this site's present secret is `authentic`; a foreign, old or misspelt one
 * is still a control code, so that the gate says stop and not "unknown".
 */
export const controlReader: CredentialReader = {
  kind: 'control',
  read: (text, context) => {
    const parts = text.split(':');
    const command = CONTROL_COMMANDS.find((one) => one === parts[2]);
    if (parts[0] !== 'GATELOG' || command === undefined || parts.length > 8) return null;
    const argument = parts.length >= 5 ? (parts[3] ?? null) : null;
    return controlCredential(command, argument, verify(parts, command, argument, context));
  },
};

type Finding = 'authentic' | 'no-secret' | 'foreign';

function verify(
  parts: readonly string[],
  command: ControlCommand,
  argument: string | null,
  context: CredentialContext,
): Finding {
  if (context.siteSecret === null || context.siteSecret.length === 0) return 'no-secret';
  const isFormed =
    parts[1] === VERSION && (parts.length === 4 || (parts.length === 5 && ARGUMENT.test(argument ?? '')));
  const mac = macOf(context.siteSecret, saidBy(command, argument));
  return isSame(parts.at(-1) ?? '', mac) && isFormed ? 'authentic' : 'foreign';
}

const WHY: Readonly<Record<Finding, string>> = {
  authentic: 'made with the secret of this site',
  'no-secret': 'this site has no secret for control codes',
  foreign: 'not made with the present secret of this site',
};

function controlCredential(command: ControlCommand, argument: string | null, finding: Finding): Credential {
  return {
    kind: 'control',
    fields: { command, argument },
    documents: [],
    name: null,
    birth: null,
    checks: [
      {
        name: 'controlCode',
        outcome: finding === 'authentic' ? 'pass' : finding === 'foreign' ? 'fail' : 'unknown',
        why: WHY[finding],
      },
    ],
    notes: [],
    control: { command, argument, authentic: finding === 'authentic' },
  };
}
