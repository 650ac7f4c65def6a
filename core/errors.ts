/**
 * The one error class of Gatelog. `code` is a stable word that the screens translate and tests compare;
 * `context` holds facts for diagnostics and never personal data (no names, numbers or payloads).
 */
export class GatelogError extends Error {
  readonly code: ErrorCode;
  readonly context: Readonly<Record<string, string | number | boolean | null>>;

  constructor(
    code: ErrorCode,
    message: string,
    context: Record<string, string | number | boolean | null> = {},
    options?: { cause?: unknown },
  ) {
    super(`${code}: ${message}`, options);
    this.name = 'GatelogError';
    this.code = code;
    this.context = context;
  }
}

/** Every code, `<part>/<what>`. A new one is added here and to the `errors` texts of renderer/locales. */
export type ErrorCode =
  | 'settings/unreadable'
  | 'settings/invalid'
  | 'settings/unwritable'
  | 'setup/incomplete'
  | 'key/missing'
  | 'key/invalid'
  | 'key/unwritable'
  | 'key/wrap-damaged'
  | 'key/wrong-code'
  | 'key/wait'
  | 'key/signing-missing'
  | 'key/signing-invalid'
  | 'key/signing-other'
  | 'key/signing-unwritable'
  | 'staff/wrong-password'
  | 'log/open-failed'
  | 'log/wrong-key'
  | 'log/from-the-future'
  | 'log/corrupt'
  | 'log/append-failed'
  | 'log/disk-full'
  | 'log/closed'
  | 'log/not-found'
  | 'log/gone'
  | 'log/exists'
  | 'scanner/list-failed'
  | 'scanner/open-failed'
  | 'bridge/bad-arguments'
  | 'bridge/unknown-channel'
  | 'bridge/bad-sender'
  | 'bridge/not-allowed'
  | 'undo/too-late'
  | 'undo/nothing'
  | 'answer/not-open'
  | 'batch/empty'
  | 'batch/invalid'
  | 'batch/unknown-profile'
  | 'openers/undecided'
  | 'openers/in-settings'
  | 'openers/unreadable'
  | 'openers/bad-key'
  | 'openers/bad-passphrase'
  | 'openers/bad-reason'
  | 'delivery/no-target'
  | 'delivery/busy'
  | 'delivery/no-space'
  | 'delivery/file-too-large'
  | 'delivery/read-only'
  | 'delivery/gone'
  | 'delivery/damaged'
  | 'delivery/cancelled'
  | 'delivery/write-failed'
  | 'delivery/read-back-differs'
  | 'delivery/exists-differs'
  | 'delivery/hung'
  | 'spool/no-space'
  | 'spool/write-failed'
  | 'delivery/past-retention'
  | 'stick/no-file-system'
  | 'stick/hung'
  | 'stick/not-mounted'
  | 'stick/readable-by-all'
  | 'targets/unknown'
  | 'targets/too-many'
  | 'targets/same-folder'
  | 'targets/same-name'
  | 'targets/not-whole'
  | 'roster/invalid'
  | 'file/unreadable'
  | 'trust/invalid'
  | 'trust/unsupported'
  | 'trust/too-large'
  | 'trust/empty'
  | 'trust/bad-signature'
  | 'trust/gone'
  | 'trust/hung'
  | 'trust/read-failed'
  | 'trust/busy'
  | 'trust/not-previewed'
  | 'trust/no-earlier'
  | 'person/unknown'
  | 'store/unavailable'
  | 'store/unknown'
  | 'store/failed'
  | 'internal';

/** True for a GatelogError, optionally one of the given codes. */
export function isGatelogError(error: unknown, ...codes: ErrorCode[]): error is GatelogError {
  return error instanceof GatelogError && (codes.length === 0 || codes.includes(error.code));
}

/** Turns anything thrown into a GatelogError; an unknown thing becomes `internal` with its message kept as cause only. */
export function toGatelogError(error: unknown, code: ErrorCode = 'internal'): GatelogError {
  if (error instanceof GatelogError) return error;
  const message = error instanceof Error ? error.message : String(error);
  return new GatelogError(code, message, {}, { cause: error });
}

/** Closes a switch over a union: the compiler proves it is never reached. */
export function assertNever(value: never): never {
  throw new GatelogError('internal', `unexpected case ${JSON.stringify(value)}`);
}
