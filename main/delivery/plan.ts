import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parsePassphrase } from '../../core/batch/encryption.ts';
import { parseRecipients } from '../../core/batch/recipient.ts';
import { GatelogError } from '../../core/errors.ts';
import type { BatchSettings } from '../settings/batches.ts';
import { type Envelope, passphraseEnvelope, recipientsEnvelope } from './envelope.ts';
import { openPseudonyms, PSEUDONYM_KEY_FILE } from './pseudonym-key.ts';
import type { RenditionPlan } from './rendition.ts';

/**
 * How the next renditions are made, by the settings.
 * @param spoolKey a secret of this kiosk; tells one passphrase from another
 * Throws `key/missing` and `key/invalid` of the secret for pseudonyms, of the office's keys and of the passphrase.
 */
export function renditionPlan(settings: BatchSettings, dataFolder: string, spoolKey: string): RenditionPlan {
  const { profile, headings, pseudonymKeyFile } = settings;
  return {
    schemaVersion: 2,
    profile,
    headings,
    envelope: envelopeOf(settings, spoolKey),
    pseudonyms:
      profile === 'pseudonymous'
        ? openPseudonyms(
            pseudonymKeyFile ?? join(dataFolder, PSEUDONYM_KEY_FILE),
            pseudonymKeyFile === undefined,
          )
        : null,
  };
}

function envelopeOf({ encryption }: BatchSettings, spoolKey: string): Envelope | null {
  if (encryption === undefined || encryption.plain !== undefined) return null;
  if (encryption.passphraseFile !== undefined)
    return passphraseEnvelope(parsePassphrase(textOf(encryption.passphraseFile)), spoolKey);
  const fromFile =
    encryption.recipientsFile === undefined ? [] : parseRecipients(textOf(encryption.recipientsFile));
  return recipientsEnvelope([...(encryption.recipients ?? []), ...fromFile]);
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new GatelogError('key/missing', 'a key file cannot be read', {}, { cause });
  }
}
