import { type CredentialContext, NOTHING_KNOWN } from '../core/credential/credential.ts';
import { badgeLookup, parseRoster } from '../core/credential/roster.ts';
import { decodeRoster } from '../core/credential/roster-text.ts';
import { GatelogError, toGatelogError } from '../core/errors.ts';
import { readNamedFile } from './named-file.ts';
import type { Settings } from './settings/schema.ts';

/** Largest roster that is read: 200,000 lines of a name and a department. */
const ROSTER_BYTES = 64 << 20;
const SECRET_BYTES = 4096;

/** Reads roster and site secret as the settings name them. Throws `settings/unreadable`, `roster/invalid`, `key/invalid`. */
export function readContext(settings: Settings): Omit<CredentialContext, 'nowMs' | 'trust'> {
  const secretText =
    settings.siteSecretFile === undefined
      ? null
      : bytes(settings.siteSecretFile, SECRET_BYTES).toString('utf8').trim();
  if (secretText !== null && !/^[0-9a-f]{64}$/i.test(secretText)) {
    throw new GatelogError('key/invalid', 'the site secret is not 64 hex characters');
  }
  return {
    siteSecret: secretText === null ? null : Buffer.from(secretText, 'hex'),
    badge:
      settings.rosterFile === undefined
        ? NOTHING_KNOWN.badge
        : badgeLookup(
            parseRoster(decodeRoster(bytes(settings.rosterFile, ROSTER_BYTES)), settings.rosterColumns),
          ),
  };
}

function bytes(path: string, mostBytes: number): Buffer {
  try {
    return readNamedFile(path, mostBytes);
  } catch (cause) {
    const why = toGatelogError(cause, 'settings/unreadable');
    if (why.code === 'settings/unreadable') throw why;
    // The settings name it: these words say where to look.
    throw new GatelogError('settings/unreadable', `${path}: ${why.message}`, {}, { cause });
  }
}
