import type { CleanRead } from '../read/read.ts';
import { badgeReader } from './badge.ts';
import { cccdReader } from './cccd.ts';
import { controlReader } from './control.ts';
import type { Credential, CredentialContext, CredentialReader } from './credential.ts';
import { dccReader, whoReader } from './hcert/hcert.ts';
import { pcCovidReader } from './pc-covid.ts';
import { shcReader } from './shc/shc.ts';
import { readUnknown } from './unknown.ts';

/**
 * Every kind that is understood, asked in this order; the first that answers is right. A new kind is one file and
 * one line here (docs/howto-credential.md). Control codes come first so that no roster can hold one.
 */
export const READERS: readonly CredentialReader[] = [
  controlReader,
  dccReader,
  whoReader,
  cccdReader,
  pcCovidReader,
  shcReader,
  badgeReader,
];

/**
 * Clean text to credential. Text of no known kind, the empty one included, is `unknown-text`; so there is always
 * an answer, and it never throws.
 */
export function readCredential(clean: CleanRead, context: CredentialContext): Credential {
  for (const reader of READERS) {
    const credential = reader.read(clean.text, context);
    if (credential !== null) return credential;
  }
  return readUnknown(clean.text);
}
