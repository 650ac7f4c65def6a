import type { CleanRead } from '../read/read.ts';
import { badgeReader, readGs1Badge } from './badge.ts';
import { bhytReader } from './bhyt.ts';
import { cccdReader } from './cccd.ts';
import { contactReader } from './contact.ts';
import { controlReader } from './control.ts';
import type { Credential, CredentialContext, CredentialReader } from './credential.ts';
import { divocReader } from './divoc/divoc.ts';
import { dccReader, whoReader } from './hcert/hcert.ts';
import { linkReader } from './link.ts';
import { paymentReader } from './payment.ts';
import { pcCovidReader } from './pc-covid.ts';
import { shcReader } from './shc/shc.ts';
import { readUnknown } from './unknown.ts';
import { vdsNcReader } from './vds-nc/vds-nc.ts';
import { wifiReader } from './wifi.ts';

/**
 * Every kind that is understood, asked in this order; the first that answers is right. A new kind is one file and
 * one line here (docs/howto-credential.md). Control codes come first so that no roster can hold one; badges stand
 * before the kinds that are declined, since a site may print what it likes on its own badges.
 */
export const READERS: readonly CredentialReader[] = [
  controlReader,
  dccReader,
  whoReader,
  cccdReader,
  pcCovidReader,
  bhytReader,
  shcReader,
  vdsNcReader,
  divocReader,
  badgeReader,
  paymentReader,
  linkReader,
  contactReader,
  wifiReader,
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
  const badge = clean.elements === undefined ? null : readGs1Badge(clean.elements, context);
  return badge ?? readUnknown(clean.text, clean);
}
