import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { FlattenedSign } from 'jose';
import { keyIdOf, type PublicKey, publicKeySchema } from '../../core/batch/manifest.ts';
import { GatelogError } from '../../core/errors.ts';
import { createSecretFile } from '../secret-file.ts';

/** What sealing needs of the gate's key; the private half stays where it was made. */
export interface Signer {
  readonly keyId: string;
  readonly publicKey: PublicKey;
  /** Detached JWS over these bytes: `<header>..<signature>` (RFC 7515, appendix F). */
  sign(bytes: Uint8Array): Promise<string>;
}

/** File names beside the log: private key (mode 0600), and what the office is given to enrol the gate. */
export const PRIVATE_KEY_FILE = 'gate-key.pem';
export const PUBLIC_KEY_FILE = 'gate-key.pub.json';

/**
 * Makes the gate's Ed25519 key at set-up: PKCS #8 PEM in `privatePath` (mode 0600), public key with its key id
 * in `publicPath`. Never overwrites: throws `key/signing-invalid` if the private file exists, and
 * `key/signing-unwritable`.
 * @param beforeWriting told of the key before any of it is on disk
 */
export function createSigningKey(
  privatePath: string,
  publicPath: string,
  beforeWriting: (signer: Signer) => void = () => undefined,
): Signer {
  const { privateKey } = generateKeyPairSync('ed25519');
  const signer = signerOf(privateKey);
  beforeWriting(signer);
  let made: boolean;
  try {
    made = createSecretFile(privatePath, privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  } catch (cause) {
    throw new GatelogError('key/signing-unwritable', 'the signing key cannot be written', {}, { cause });
  }
  if (!made) throw new GatelogError('key/signing-invalid', 'there is a signing key already');
  writePublicKey(signer, publicPath);
  return signer;
}

/**
 * Reads the gate's key. Throws `key/signing-missing` where there is no such file and `key/signing-invalid` where it
 * cannot be read or is no Ed25519 key in PEM. The public file is written again if it is gone or another's; throws
 * `key/signing-unwritable`.
 * @param isOurs what is not ours throws `key/signing-other` before anything is written
 */
export function loadSigningKey(
  privatePath: string,
  publicPath?: string,
  isOurs: (keyId: string) => boolean = () => true,
): Signer {
  let pem: string;
  try {
    pem = readFileSync(privatePath, 'utf8');
  } catch (cause) {
    if (existsSync(privatePath))
      throw new GatelogError('key/signing-invalid', 'the signing key cannot be read', {}, { cause });
    throw new GatelogError('key/signing-missing', 'no signing key', {}, { cause });
  }
  const signer = signerOf(parsePem(pem));
  if (!isOurs(signer.keyId)) {
    const { keyId } = signer;
    throw new GatelogError('key/signing-other', 'the signing key is not of this gate', { keyId });
  }
  if (publicPath !== undefined) writePublicKey(signer, publicPath);
  return signer;
}

/** Loads the key, or makes it where this gate has none yet. Throws as the two above. */
export function openSigningKey(privatePath: string, publicPath: string): Signer {
  try {
    return loadSigningKey(privatePath, publicPath);
  } catch (error) {
    if (error instanceof GatelogError && error.code === 'key/signing-missing') {
      return createSigningKey(privatePath, publicPath);
    }
    throw error;
  }
}

function parsePem(pem: string): KeyObject {
  try {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch (cause) {
    throw new GatelogError('key/signing-invalid', 'the signing key cannot be read', {}, { cause });
  }
  throw new GatelogError('key/signing-invalid', 'the signing key is not an Ed25519 key');
}

function signerOf(privateKey: KeyObject): Signer {
  const jwk = createPublicKey(privateKey).export({ format: 'jwk' });
  const publicKey = publicKeySchema.parse({ kty: jwk.kty, crv: jwk.crv, x: jwk.x });
  const keyId = keyIdOf(publicKey);
  return {
    keyId,
    publicKey,
    sign: async (bytes) => {
      const jws = await new FlattenedSign(bytes)
        .setProtectedHeader({ alg: 'EdDSA', kid: keyId })
        .sign(privateKey);
      return `${jws.protected ?? ''}..${jws.signature}`;
    },
  };
}

/** Id of the key whose public half stands there, or null where there is none that can be read. */
export function publicKeyIdAt(path: string): string | null {
  try {
    const { kty, crv, x } = JSON.parse(readFileSync(path, 'utf8'));
    return keyIdOf(publicKeySchema.parse({ kty, crv, x }));
  } catch {
    // It is made of the private half: nothing is lost with it.
    return null;
  }
}

function writePublicKey(signer: Signer, path: string): void {
  const text = `${JSON.stringify({ ...signer.publicKey, kid: signer.keyId }, null, 2)}\n`;
  try {
    if (existsSync(path) && readFileSync(path, 'utf8') === text) return;
    const file = openSync(path, 'w', 0o644);
    try {
      writeFileSync(file, text);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw new GatelogError('key/signing-unwritable', 'the public key cannot be written', {}, { cause });
  }
}
