import type { Check, CheckName, CredentialContext } from '../../../../core/credential/credential.ts';
import { timestampMs } from '../../../../core/units.ts';
import type { TestCertificate } from '../../../support/certificates.ts';
import { EMPTY_SITE, readText } from '../people.ts';
import { trusting } from './make-hc1.ts';

/** A day on which the certificates of `makeHc1` hold. */
const IN_TIME = timestampMs(Date.UTC(2022, 0, 15));

/** A gate with these signers on its list, in January 2022. */
export const gate = (
  certificates: readonly TestCertificate[],
  more: Partial<CredentialContext> = {},
): CredentialContext => ({
  ...EMPTY_SITE,
  nowMs: IN_TIME,
  trust: trusting(certificates),
  ...more,
});

/** Outcome of every check of what is read. */
export const outcomes = (
  text: string,
  context: CredentialContext,
): Partial<Record<CheckName, Check['outcome']>> =>
  Object.fromEntries(readText(text, context).checks.map(({ name, outcome }) => [name, outcome]));

/** One check of what is read. */
export const check = (name: CheckName, text: string, context: CredentialContext): Check | undefined =>
  readText(text, context).checks.find((one) => one.name === name);
