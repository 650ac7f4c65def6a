import { GatelogError, isGatelogError } from '../../core/errors.ts';
import type { Stick } from './stick.ts';

/**
 * Names what went wrong with a stick by what is known of it now: a medium that answers with errors is damaged where it
 * is still plugged in, and gone where it is not. What is not about the stick stays as it is.
 * @param now the same stick as it is found after the failure, or null where it is not
 */
export function stickFault(error: GatelogError, now: Stick | null): GatelogError {
  const told = isGatelogError(
    error,
    'delivery/write-failed',
    'delivery/damaged',
    'delivery/gone',
    'delivery/read-only',
    'delivery/read-back-differs',
    'stick/not-mounted',
  );
  if (!told) return error;
  const named = (code: GatelogError['code']): GatelogError =>
    error.code === code
      ? error
      : new GatelogError(code, 'the stick as it is found now', { said: error.code }, { cause: error });
  if (now === null) return named('delivery/gone');
  // A medium with errors is often mounted read-only by the system in the middle of a delivery.
  const aboutWriting = !isGatelogError(error, 'delivery/read-back-differs', 'stick/not-mounted');
  if (now.readOnly && aboutWriting) return named('delivery/read-only');
  return error.context['errno'] === 'EIO' ? named('delivery/damaged') : error;
}
