import { join } from 'node:path';
import { GatelogError } from '../../core/errors.ts';
import type { BatchSettings } from '../settings/batches.ts';
import { type Envelope, passphraseEnvelope, recipientsEnvelope } from './envelope.ts';
import type { Openers } from './openers.ts';
import { openPseudonyms, PSEUDONYM_KEY_FILE } from './pseudonym-key.ts';
import type { RenditionPlan } from './rendition.ts';

/**
 * How the next renditions are made, by the settings and for those who can open them.
 * @param openers null where nobody has decided yet; only counts, which tell of nobody, go out then
 * @param spoolKey a secret of this kiosk; tells one passphrase from another
 * Throws `openers/undecided`, and `key/missing` and `key/invalid` of the secret for pseudonyms.
 */
export function renditionPlan(
  settings: Pick<BatchSettings, 'profile' | 'headings' | 'pseudonymKeyFile'>,
  openers: Openers | null,
  dataFolder: string,
  spoolKey: string,
): RenditionPlan {
  const { profile, headings, pseudonymKeyFile } = settings;
  if (openers === null && profile !== 'counts')
    throw new GatelogError('openers/undecided', 'nobody said who can open the batches');
  return {
    schemaVersion: 2,
    profile,
    headings,
    envelope: envelopeOf(openers, spoolKey),
    pseudonyms:
      profile === 'pseudonymous'
        ? openPseudonyms(
            pseudonymKeyFile ?? join(dataFolder, PSEUDONYM_KEY_FILE),
            pseudonymKeyFile === undefined,
          )
        : null,
  };
}

function envelopeOf(openers: Openers | null, spoolKey: string): Envelope | null {
  if (openers === null || openers.kind === 'plain') return null;
  return openers.kind === 'passphrase'
    ? passphraseEnvelope(openers.passphrase, spoolKey)
    : recipientsEnvelope(openers.recipients);
}
