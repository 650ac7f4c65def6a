import { expect, it } from 'vitest';
import { type ErrorCode, GatelogError } from '../../../core/errors.ts';
import { stickFault } from '../../../main/sticks/fault.ts';
import type { Stick } from '../../../main/sticks/stick.ts';

const STICK: Stick = {
  device: '/dev/sdb1',
  id: null,
  label: '',
  fileSystem: 'exfat',
  sizeBytes: 1,
  freeBytes: 1,
  dead: false,
  readOnly: false,
  place: '/media/x',
};

it.each<[ErrorCode, string, string, string, string]>([
  // What was said, with errno; then the name where it is still there, read-only now, and gone.
  ['delivery/write-failed', 'EIO', 'delivery/damaged', 'delivery/read-only', 'delivery/gone'],
  ['delivery/write-failed', 'EMFILE', 'delivery/write-failed', 'delivery/read-only', 'delivery/gone'],
  ['delivery/gone', 'ENOTCONN', 'delivery/gone', 'delivery/read-only', 'delivery/gone'],
  ['delivery/damaged', 'EUCLEAN', 'delivery/damaged', 'delivery/read-only', 'delivery/gone'],
  [
    'delivery/read-back-differs',
    '',
    'delivery/read-back-differs',
    'delivery/read-back-differs',
    'delivery/gone',
  ],
  ['stick/not-mounted', '', 'stick/not-mounted', 'stick/not-mounted', 'delivery/gone'],
  ['delivery/no-space', 'ENOSPC', 'delivery/no-space', 'delivery/no-space', 'delivery/no-space'],
  ['delivery/cancelled', '', 'delivery/cancelled', 'delivery/cancelled', 'delivery/cancelled'],
  ['batch/empty', '', 'batch/empty', 'batch/empty', 'batch/empty'],
])(
  '%s (%s) of a stick is named by what is known of the stick afterwards',
  (said, errno, there, locked, gone) => {
    const error = new GatelogError(said, 'x', errno === '' ? {} : { errno });
    expect([
      stickFault(error, STICK).code,
      stickFault(error, { ...STICK, readOnly: true }).code,
      stickFault(error, null).code,
    ]).toEqual([there, locked, gone]);
  },
);
