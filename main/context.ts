import { readFileSync } from 'node:fs';
import { type CredentialContext, NOTHING_KNOWN } from '../core/credential/credential.ts';
import { badgeLookup, parseRoster } from '../core/credential/roster.ts';
import { decodeRoster } from '../core/credential/roster-text.ts';
import { GatelogError, toGatelogError } from '../core/errors.ts';
import type { Settings } from './settings/schema.ts';

/** Reads roster and site secret as the settings name them. Throws `settings/unreadable`, `roster/invalid`, `key/invalid`. */
export function readContext(settings: Settings): Omit<CredentialContext, 'nowMs' | 'trust'> {
  const secretText =
    settings.siteSecretFile === undefined ? null : bytes(settings.siteSecretFile).toString('utf8').trim();
  if (secretText !== null && !/^[0-9a-f]{64}$/i.test(secretText)) {
    throw new GatelogError('key/invalid', 'the site secret is not 64 hex characters');
  }
  return {
    siteSecret: secretText === null ? null : Buffer.from(secretText, 'hex'),
    badge:
      settings.rosterFile === undefined
        ? NOTHING_KNOWN.badge
        : badgeLookup(parseRoster(decodeRoster(bytes(settings.rosterFile)), settings.rosterColumns)),
  };
}

function bytes(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw toGatelogError(error, 'settings/unreadable');
  }
}
