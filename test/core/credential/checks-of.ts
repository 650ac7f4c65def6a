import type { Credential } from '../../../core/credential/credential.ts';

const found = (credential: Credential, name: string) => credential.checks.find((one) => one.name === name);

/** Outcome of one check; undefined where the credential does not have it. */
export const outcome = (credential: Credential, name: string): string | undefined =>
  found(credential, name)?.outcome;

/** Its reason. */
export const why = (credential: Credential, name: string): string | undefined => found(credential, name)?.why;

/** Both, as `outcome: why`. */
export const checkOf = (credential: Credential, name: string): string =>
  `${outcome(credential, name) ?? 'none'}: ${why(credential, name) ?? ''}`;
