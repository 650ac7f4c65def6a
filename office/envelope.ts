import { open } from 'node:fs/promises';
import { Decrypter, type Identity } from 'age-encryption';
import { type Encryption, SCRYPT_MOST_WORK } from '../core/batch/encryption.ts';
import { SCRYPT_SALT_BYTES, unwrapFileKey } from '../core/batch/passphrase.ts';
import { GatelogError } from '../core/errors.ts';
import type { OpeningKeys } from './opening-keys.ts';

/** Longest header that is read: twenty recipients take 2 KiB. Bytes. */
const HEADER_LIMIT_BYTES = 16 * 1024;

/**
 * The file key of an age file (age-encryption.org/v1), or null where none of the keys opens it. Only its header is
 * read. Throws `batch/invalid` where it is no age file, or is not encrypted the way the manifest says.
 */
export async function openEnvelope(
  path: string,
  encryption: Encryption,
  keys: OpeningKeys,
): Promise<Uint8Array | null> {
  const header = await readHeader(path);
  checkRecipients(header, encryption);
  const decrypter = new Decrypter();
  for (const { identity } of keys.identities) decrypter.addIdentity(identity);
  for (const passphrase of keys.passphrases) decrypter.addIdentity(passphraseIdentity(passphrase));
  // A key that does not fit is an everyday thing and no error; the library throws for both alike.
  decrypter.addIdentity({
    unwrapFileKey: () => {
      throw new NoKeyFits();
    },
  });
  try {
    return await decrypter.decryptHeader(header);
  } catch (cause) {
    if (cause instanceof NoKeyFits) return null;
    throw new GatelogError('batch/invalid', 'the envelope cannot be opened', {}, { cause });
  }
}

class NoKeyFits extends Error {}

async function readHeader(path: string): Promise<Uint8Array> {
  const file = await open(path, 'r');
  try {
    const bytes = Buffer.alloc(HEADER_LIMIT_BYTES);
    const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
    const text = bytes.subarray(0, bytesRead).toString('latin1');
    const last = text.indexOf('\n--- ');
    const end = last < 0 ? -1 : text.indexOf('\n', last + 1);
    if (!text.startsWith('age-encryption.org/v1\n') || end < 0)
      throw new GatelogError('batch/invalid', 'this is no age file');
    return bytes.subarray(0, end + 1);
  } finally {
    await file.close();
  }
}

/** As many stanzas of that type as the manifest names recipients, and no other. */
function checkRecipients(header: Uint8Array, encryption: Encryption): void {
  const types = [
    ...Buffer.from(header)
      .toString('latin1')
      .matchAll(/^-> (\S+)/gm),
  ].map(([, type]) => type);
  const [type, count] =
    encryption.type === 'age-scrypt' ? ['scrypt', 1] : ['X25519', encryption.recipients.length];
  if (types.length !== count || types.some((one) => one !== type))
    throw new GatelogError('batch/invalid', 'the envelope has other recipients than the manifest says');
}

/** A passphrase as an identity, with scrypt off the main thread; the library's own would hold everything up. */
function passphraseIdentity(passphrase: string): Identity {
  return {
    unwrapFileKey: async (stanzas) => {
      const [stanza, ...more] = stanzas;
      if (stanza === undefined || stanza.args[0] !== 'scrypt') return null;
      const [, saltText = '', work = ''] = stanza.args;
      const salt = Buffer.from(saltText, 'base64');
      const workFactor = /^[1-9]\d?$/.test(work) ? Number(work) : Number.NaN;
      const wellFormed = more.length === 0 && stanza.args.length === 3 && salt.length === SCRYPT_SALT_BYTES;
      if (!wellFormed || !(workFactor <= SCRYPT_MOST_WORK))
        throw new GatelogError('batch/invalid', 'a passphrase stanza that is none, or takes too much');
      return unwrapFileKey(stanza.body, passphrase, salt, workFactor);
    },
  };
}
