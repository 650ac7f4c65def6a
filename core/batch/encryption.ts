import { z } from 'zod';
import { GatelogError } from '../errors.ts';
import { MOST_RECIPIENTS, parseRecipient } from './recipient.ts';

/** What each file of an encrypted rendition ends with. */
export const ENVELOPE_SUFFIX = '.age';
/** Base-2 logarithm of scrypt's N for a passphrase, as `age` itself takes it: about a second and 256 MiB. */
export const SCRYPT_WORK_FACTOR = 18;
/** Highest that is opened: a stranger's file does not choose our memory (2^20 takes 1 GiB). */
export const SCRYPT_MOST_WORK = 20;

const recipient = z.string().refine((text) => {
  try {
    return parseRecipient(text) === text;
  } catch {
    return false;
  }
}, 'not an age X25519 recipient');

/**
 * How the files of a rendition are encrypted, as its manifest says it: to these public keys, sorted, or to a
 * passphrase. Public keys name no person; who they are is what an office is asked to compare.
 */
export const encryptionSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('age-x25519'),
    recipients: z
      .array(recipient)
      .min(1)
      .max(MOST_RECIPIENTS)
      .refine((all) => all.every((one, i) => i === 0 || (all[i - 1] ?? '') < one), 'not sorted'),
  }),
  z.strictObject({
    type: z.literal('age-scrypt'),
    work_factor: z.int().min(1).max(SCRYPT_MOST_WORK),
  }),
]);
export type Encryption = z.infer<typeof encryptionSchema>;

/** Fewest and most characters of the reason for leaving batches open: one word explains nothing. */
export const REASON_FEWEST = 10;
export const REASON_MOST = 300;

/** Fewest and most characters of a passphrase. */
export const PASSPHRASE_FEWEST = 12;
const PASSPHRASE_MOST = 200;

/**
 * The passphrase of a file: its one line. Throws `key/invalid` where it is shorter than 12 characters, begins or ends
 * with a space, or holds anything but printable ASCII: a letter with marks is other bytes on another keyboard.
 */
export function parsePassphrase(text: string): string {
  const [first = '', ...more] = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  const wrong = (message: string, why: string): GatelogError =>
    new GatelogError('key/invalid', message, { why });
  if (more.some((line) => line !== '')) throw wrong('the passphrase is one line', 'passphrase-lines');
  if (!/^[\x20-\x7e]*$/.test(first))
    throw wrong('the passphrase has letters with marks: use plain ones', 'passphrase-marks');
  if (first !== first.trim()) throw wrong('the passphrase begins or ends with a space', 'passphrase-space');
  if (first.length < PASSPHRASE_FEWEST || first.length > PASSPHRASE_MOST)
    throw wrong(
      `the passphrase has ${PASSPHRASE_FEWEST} to ${PASSPHRASE_MOST} characters`,
      'passphrase-length',
    );
  return first;
}
