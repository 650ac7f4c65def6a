import { readFileSync, statSync } from 'node:fs';
import { identityToRecipient } from 'age-encryption';
import { parsePassphrase } from '../core/batch/encryption.ts';
import { GatelogError, isGatelogError } from '../core/errors.ts';
import { whyUnreadable } from './key-words.ts';

/** What the office opens encrypted batches with. */
export interface OpeningKeys {
  /** age X25519 identities, `AGE-SECRET-KEY-1…`, with the public key that belongs to each. */
  readonly identities: readonly { readonly identity: string; readonly recipient: string }[];
  readonly passphrases: readonly string[];
}

export const NO_KEYS: OpeningKeys = { identities: [], passphrases: [] };

const MAX_BYTES = 64 * 1024;
const IDENTITY = /^AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}$/;

/**
 * Reads age identity files (as `age-keygen` writes them: one key a line, `#` begins a comment) and passphrase files
 * (one line). Throws `key/missing` and `key/invalid`; no message quotes what a file holds.
 */
export async function readOpeningKeys(
  identityFiles: readonly string[],
  passphraseFiles: readonly string[],
): Promise<OpeningKeys> {
  const identities: { identity: string; recipient: string }[] = [];
  for (const path of identityFiles) {
    for (const identity of identitiesIn(readText(path), path)) {
      try {
        identities.push({ identity, recipient: await identityToRecipient(identity) });
      } catch (cause) {
        throw new GatelogError(
          'key/invalid',
          `${path} holds a damaged identity`,
          { why: 'damaged-identity', path },
          { cause },
        );
      }
    }
  }
  return { identities, passphrases: passphraseFiles.map(passphraseIn) };
}

function passphraseIn(path: string): string {
  const text = readText(path);
  try {
    return parsePassphrase(text);
  } catch (cause) {
    if (!isGatelogError(cause, 'key/invalid')) throw cause;
    const message = 'the passphrase file holds no passphrase';
    throw new GatelogError('key/invalid', message, { ...cause.context, path }, { cause });
  }
}

function identitiesIn(text: string, path: string): string[] {
  const invalid = (message: string, why: string): GatelogError =>
    new GatelogError('key/invalid', message, { why, path });
  if (/^(age-encryption\.org\/|-----BEGIN AGE ENCRYPTED FILE)/.test(text))
    throw invalid('the identity file is itself encrypted: decrypt it with age first', 'encrypted-identity');
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
  if (lines.length === 0) throw invalid('the identity file holds no identity', 'no-identity');
  for (const line of lines) {
    if (/^age1/i.test(line))
      throw invalid('this is a public key: the identity file holds the secret one', 'public-key');
    if (!IDENTITY.test(line.trim()))
      throw invalid('the identity file holds a line that is no X25519 identity of age', 'no-identity');
  }
  return lines.map((line) => line.trim());
}

function readText(path: string): string {
  try {
    if (statSync(path).size > MAX_BYTES)
      throw new GatelogError('key/invalid', 'the key file is too large', { why: 'too-large', path });
    return readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch (cause) {
    if (cause instanceof GatelogError) throw cause;
    throw new GatelogError(
      'key/missing',
      `${path} cannot be read`,
      { why: whyUnreadable(cause), path },
      { cause },
    );
  }
}
