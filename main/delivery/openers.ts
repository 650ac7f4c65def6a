import { z } from 'zod';
import { parsePassphrase, REASON_FEWEST, REASON_MOST } from '../../core/batch/encryption.ts';
import { parseRecipient, parseRecipients, tidyRecipients } from '../../core/batch/recipient.ts';
import { GatelogError, isGatelogError } from '../../core/errors.ts';
import { readNamedFile } from '../named-file.ts';
import type { BatchSettings } from '../settings/batches.ts';

/** A file of keys is far smaller. */
const KEY_FILE_BYTES = 64 << 10;

/** Who can open the batches: holders of these public keys' secret halves, whoever knows a passphrase, or everybody. */
export const openersSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('recipients'), recipients: z.array(z.string()).min(1) }),
  z.strictObject({ kind: z.literal('passphrase'), passphrase: z.string() }),
  z.strictObject({ kind: z.literal('plain'), reason: z.string() }),
]);
export type Openers = z.infer<typeof openersSchema>;

/**
 * The same, checked in full and tidy: keys sorted and each once. Throws `openers/bad-key`, `openers/bad-passphrase`,
 * and `openers/bad-reason` for one of fewer than 10 or more than 300 characters.
 */
export function checkedOpeners(given: Openers): Openers {
  switch (given.kind) {
    case 'recipients':
      return as('openers/bad-key', () => ({
        kind: 'recipients' as const,
        recipients: [...tidyRecipients(given.recipients.map(parseRecipient))],
      }));
    case 'passphrase':
      return as('openers/bad-passphrase', () => ({
        kind: 'passphrase' as const,
        passphrase: parsePassphrase(given.passphrase),
      }));
    case 'plain': {
      const reason = given.reason.trim();
      if (reason.length < REASON_FEWEST || reason.length > REASON_MOST)
        throw new GatelogError(
          'openers/bad-reason',
          `a reason has ${REASON_FEWEST} to ${REASON_MOST} characters`,
        );
      return { kind: 'plain', reason };
    }
  }
}

/** What the settings file decides, its key files read; null where it leaves it to the screen. Throws `openers/...`. */
export function openersOfSettings({ encryption }: Pick<BatchSettings, 'encryption'>): Openers | null {
  if (encryption === undefined) return null;
  const { plain, passphraseFile, recipientsFile, recipients = [] } = encryption;
  if (plain !== undefined) return { kind: 'plain', reason: plain.reason };
  if (passphraseFile !== undefined)
    return checkedOpeners({ kind: 'passphrase', passphrase: textOf(passphraseFile) });
  const fromFile =
    recipientsFile === undefined ? [] : as('openers/bad-key', () => parseRecipients(textOf(recipientsFile)));
  return checkedOpeners({ kind: 'recipients', recipients: [...recipients, ...fromFile] });
}

/** Runs a check of `core` and says its failure under the code that the screen has words for. */
function as<T>(code: 'openers/bad-key' | 'openers/bad-passphrase', work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!isGatelogError(error, 'key/invalid')) throw error;
    const why = error.message.replace(`${error.code}: `, '');
    throw new GatelogError(code, why, { ...error.context }, { cause: error });
  }
}

function textOf(path: string): string {
  try {
    return readNamedFile(path, KEY_FILE_BYTES).toString('utf8');
  } catch (cause) {
    throw new GatelogError('openers/unreadable', 'a key file cannot be read', {}, { cause });
  }
}
