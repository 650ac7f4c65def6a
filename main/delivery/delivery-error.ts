import { type ErrorCode, GatelogError } from '../../core/errors.ts';

/** errno words (POSIX; errno(3)) that a target speaks, and what they mean to the person at the screen. */
const MEANINGS: Readonly<Record<string, ErrorCode>> = {
  ENOSPC: 'delivery/no-space',
  EDQUOT: 'delivery/no-space',
  EFBIG: 'delivery/file-too-large',
  EROFS: 'delivery/read-only',
  EACCES: 'delivery/read-only',
  EPERM: 'delivery/read-only',
  ENOENT: 'delivery/gone',
  ENOTDIR: 'delivery/gone',
  ENODEV: 'delivery/gone',
  ENXIO: 'delivery/gone',
  ENOTCONN: 'delivery/gone',
  ESTALE: 'delivery/gone',
  EHOSTDOWN: 'delivery/gone',
  EHOSTUNREACH: 'delivery/gone',
  ECONNRESET: 'delivery/gone',
  ECONNABORTED: 'delivery/gone',
  // What the medium holds contradicts itself. EIO is not among them: a share that is off says that too.
  EUCLEAN: 'delivery/damaged',
  EBADMSG: 'delivery/damaged',
  EILSEQ: 'delivery/damaged',
};

/** Turns what a file call threw into a `delivery/*` error; anything unknown (EIO among it) is `delivery/write-failed`. */
export function deliveryError(error: unknown): GatelogError {
  if (error instanceof GatelogError) return error;
  const errno = error instanceof Error && 'code' in error ? String(error.code) : '';
  const code = MEANINGS[errno] ?? 'delivery/write-failed';
  return new GatelogError(code, `the target answered ${errno || 'an error'}`, { errno }, { cause: error });
}
