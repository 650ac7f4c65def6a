import { describe, expect, it } from 'vitest';
import { signatureHolds } from '../../office/signature.ts';
import { testFolder } from '../support/folder.ts';
import { sampleSigner } from '../support/sample-batch.ts';

describe('the detached signature', () => {
  it('holds for its bytes and key, and for no other bytes, key or key id', async () => {
    const signer = sampleSigner(testFolder());
    const other = sampleSigner(testFolder());
    const bytes = Buffer.from('manifest');
    const text = await signer.sign(bytes);
    const holds = [
      await signatureHolds(bytes, text, signer.publicKey, signer.keyId),
      await signatureHolds(Buffer.from('Manifest'), text, signer.publicKey, signer.keyId),
      await signatureHolds(bytes, text, other.publicKey, signer.keyId),
      await signatureHolds(bytes, text, signer.publicKey, other.keyId),
      await signatureHolds(bytes, `${text}\n`, signer.publicKey, signer.keyId),
      await signatureHolds(bytes, '', signer.publicKey, signer.keyId),
      await signatureHolds(bytes, '..', signer.publicKey, signer.keyId),
    ];
    expect(holds).toEqual([true, false, false, false, false, false, false]);
  });

  it('no longer holds when any one bit of it is flipped', async () => {
    const signer = sampleSigner(testFolder());
    const bytes = Buffer.from('manifest');
    const text = Buffer.from(await signer.sign(bytes));
    const held: number[] = [];
    for (let bit = 0; bit < text.length * 8; bit += 1) {
      const changed = Buffer.from(text);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (await signatureHolds(bytes, changed.toString('latin1'), signer.publicKey, signer.keyId))
        held.push(bit);
    }
    expect(held).toEqual([]);
  });

  it('signed with no algorithm or another one does not hold', async () => {
    const signer = sampleSigner(testFolder());
    const bytes = Buffer.from('manifest');
    const [, , value] = (await signer.sign(bytes)).split('.');
    const header = (alg: string): string =>
      Buffer.from(JSON.stringify({ alg, kid: signer.keyId })).toString('base64url');
    for (const alg of ['none', 'HS256', 'Ed25519']) {
      expect(await signatureHolds(bytes, `${header(alg)}..${value}`, signer.publicKey, signer.keyId)).toBe(
        false,
      );
    }
  });
});
