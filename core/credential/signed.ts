import type { Check } from './credential.ts';

/*
 * One rule for all kinds that carry a signature (docs/decisions/health-cards.md): `fail` is said of a signature that
 * was checked and is wrong, or that is not there at all. What could not be read, or cannot be checked here, is `unknown`.
 */

/** A signature that is there and was not checked. @param why without personal data */
export const uncheckedSignature = (why: string): Check => ({ name: 'signature', outcome: 'unknown', why });

/** The place of the signature is empty, or the text says itself that there is none (`alg` `none`). */
export const NO_SIGNATURE: Check = { name: 'signature', outcome: 'fail', why: 'it carries no signature' };

/**
 * All that is known of a certificate that cannot be taken apart: its form is what fails, and a gate asks to see it
 * again. @param why what of it is broken, without personal data
 */
export const unreadChecks = (why: string): readonly Check[] => [
  uncheckedSignature('the certificate could not be read, so its signature was not checked'),
  { name: 'wellFormed', outcome: 'fail', why },
];
