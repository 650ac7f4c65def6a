import { generateIdentity, identityToRecipient } from 'age-encryption';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encryptionSchema, parsePassphrase } from '../../../core/batch/encryption.ts';
import { unwrapFileKey, wrapFileKey } from '../../../core/batch/passphrase.ts';

describe('a passphrase', () => {
  it('is the one line of a file', () => {
    expect(
      ['con meo treo len cay cau', 'twelve chars\n', '\uFEFFtwelve chars\r\n'].map(parsePassphrase),
    ).toEqual(['con meo treo len cay cau', 'twelve chars', 'twelve chars']);
  });

  it('is refused where it is short, has marks, spaces around it, or more lines', () => {
    for (const text of [
      '',
      'short',
      'con mèo trèo cây',
      ' twelve chars',
      'twelve chars ',
      'twelve\nchars both',
    ])
      expect(() => parsePassphrase(text), JSON.stringify(text)).toThrow('key/invalid');
  });

  it('opens what it closed and nothing else does', async () => {
    const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
    const passphrase = fc.string({ minLength: 1 });
    await fc.assert(
      fc.asyncProperty(bytes(16), bytes(16), passphrase, passphrase, async (fileKey, salt, one, other) => {
        // A low work factor: the formula is the same.
        const wrapped = await wrapFileKey(fileKey, one, salt, 4);
        expect(await unwrapFileKey(wrapped, one, salt, 4)).toEqual(fileKey);
        if (Buffer.from(one).equals(Buffer.from(other))) return;
        expect(await unwrapFileKey(wrapped, other, salt, 4)).toBe(null);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the encryption that a manifest names', () => {
  it('is recipients, sorted and each once, or a passphrase', async () => {
    const keys = await Promise.all([1, 2].map(async () => identityToRecipient(await generateIdentity())));
    const recipients = keys.toSorted();
    const holds = (value: unknown) => encryptionSchema.safeParse(value).success;
    const x25519 = (list: readonly unknown[]) => holds({ type: 'age-x25519', recipients: list });
    expect([
      x25519(recipients),
      x25519(recipients.toReversed()),
      x25519([recipients[0], recipients[0]]),
      x25519([]),
      x25519(['age1hello']),
      holds({ type: 'age-scrypt', work_factor: 18 }),
      holds({ type: 'age-scrypt', work_factor: 40 }),
    ]).toEqual([true, false, false, false, false, true, false]);
  });
});
