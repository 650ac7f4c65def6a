import { createHmac, randomBytes } from 'node:crypto';
import { Encrypter, type Recipient, Stanza } from 'age-encryption';
import { z } from 'zod';
import { type Encryption, SCRYPT_WORK_FACTOR } from '../../core/batch/encryption.ts';
import { SCRYPT_SALT_BYTES, wrapFileKey } from '../../core/batch/passphrase.ts';
import { tidyRecipients } from '../../core/batch/recipient.ts';

/** What the files of a rendition are encrypted in. Each file gets a new key of its own. */
export interface Envelope {
  readonly encryption: Encryption;
  /** Tells one passphrase from another without telling it; null for recipients. */
  readonly passphraseTag: string | null;
  /** What it takes to make the same envelope in another process. */
  readonly recipe: EnvelopeRecipe;
  /** For one file. */
  encrypter(): Encrypter;
}

/** As plain data: for whom, or under which passphrase. It crosses to the process that seals and is never kept. */
export const envelopeRecipeSchema = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('recipients'), recipients: z.array(z.string()).readonly() }),
  z.strictObject({
    type: z.literal('passphrase'),
    passphrase: z.string(),
    tagKey: z.string(),
    workFactor: z.int().min(1).max(22),
  }),
]);
export type EnvelopeRecipe = z.infer<typeof envelopeRecipeSchema>;

/** Throws as `recipientsEnvelope`. */
export const envelopeOf = (recipe: EnvelopeRecipe): Envelope =>
  recipe.type === 'recipients'
    ? recipientsEnvelope(recipe.recipients)
    : passphraseEnvelope(recipe.passphrase, recipe.tagKey, recipe.workFactor);

/** To the public keys of an office (age X25519, checked by `parseRecipient`). Throws `key/invalid` for none or too many. */
export function recipientsEnvelope(recipients: readonly string[]): Envelope {
  const to = [...tidyRecipients(recipients)];
  return {
    encryption: { type: 'age-x25519', recipients: to },
    passphraseTag: null,
    recipe: { type: 'recipients', recipients: to },
    encrypter: () => {
      const encrypter = new Encrypter();
      for (const one of to) encrypter.addRecipient(one);
      return encrypter;
    },
  };
}

/**
 * To a passphrase. `tagKey` is a secret of this kiosk: under it the log remembers which passphrase a rendition was made
 * with, in 4 bytes that help nobody to guess it.
 */
export function passphraseEnvelope(
  passphrase: string,
  tagKey: string,
  workFactor = SCRYPT_WORK_FACTOR,
): Envelope {
  // One at a time: each takes 256 MiB.
  let before: Promise<unknown> = Promise.resolve();
  const recipient: Recipient = {
    wrapFileKey: async (fileKey) => {
      const salt = randomBytes(SCRYPT_SALT_BYTES);
      const wrapping = before.then(() => wrapFileKey(fileKey, passphrase, salt, workFactor));
      before = wrapping.catch(() => undefined);
      const saltText = salt.toString('base64').replace(/=+$/, '');
      return [new Stanza(['scrypt', saltText, String(workFactor)], await wrapping)];
    },
  };
  return {
    encryption: { type: 'age-scrypt', work_factor: workFactor },
    passphraseTag: createHmac('sha256', tagKey).update(passphrase).digest('hex').slice(0, 8),
    recipe: { type: 'passphrase', passphrase, tagKey, workFactor },
    encrypter: () => {
      const encrypter = new Encrypter();
      encrypter.addRecipient(recipient);
      return encrypter;
    },
  };
}
