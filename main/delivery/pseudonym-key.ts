import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { PSEUDONYM_SECRET_BYTES, type Pseudonyms, pseudonymsOf } from '../../core/batch/pseudonym.ts';
import { GatelogError } from '../../core/errors.ts';
import { createSecretFile } from '../secret-file.ts';

/** Name of the site's secret for pseudonyms, beside the other keys. */
export const PSEUDONYM_KEY_FILE = 'pseudonym.key';

/**
 * The site's pseudonyms by the secret in this file (64 hex characters). Gates that are given the same file give the
 * same person the same pseudonym.
 * @param make whether a missing secret is made (mode 0600); one that the settings name is waited for instead
 * Throws `key/missing` and `key/invalid`.
 */
export function openPseudonyms(path: string, make: boolean): Pseudonyms {
  try {
    if (make && !existsSync(path))
      createSecretFile(path, `${randomBytes(PSEUDONYM_SECRET_BYTES).toString('hex')}\n`);
  } catch (cause) {
    throw new GatelogError('key/invalid', 'the secret of pseudonyms cannot be written', {}, { cause });
  }
  let text: string;
  try {
    text = readFileSync(path, 'utf8').trim();
  } catch (cause) {
    throw new GatelogError('key/missing', 'no secret for pseudonyms', {}, { cause });
  }
  if (!new RegExp(`^[0-9a-f]{${2 * PSEUDONYM_SECRET_BYTES}}$`, 'i').test(text))
    throw new GatelogError('key/invalid', 'the secret of pseudonyms is not 64 hex characters');
  return pseudonymsOf(Buffer.from(text, 'hex'));
}
