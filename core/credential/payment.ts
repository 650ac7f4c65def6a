import type { Check, CredentialReader } from './credential.ts';
import { type EmvObject, readEmv, readObjects } from './emv.ts';
import { textKey } from './unknown.ts';

/** Application identifier of NAPAS, which makes a payment code a VietQR (Decision 1928/QĐ-NHNN of 2018). */
const NAPAS = 'A000000727';

const valueIn = (objects: readonly EmvObject[] | null, id: string): string | null =>
  objects?.find((one) => one.id === id)?.value ?? null;

/**
 * Payment code by EMVCo, VietQR among them: somebody shows the wrong code. Recognised so that the guard can be told
 * what to ask for. The log has no use for whose account it is: of tags 38 (account), 54 (amount), 59 and 60
 * (merchant) and 62 (purpose) nothing is kept, and the bank's number, currency and country say no person.
 */
export const paymentReader: CredentialReader = {
  kind: 'payment',
  read: (text) => {
    const code = readEmv(text);
    if (code === null) return null;
    const { objects, checksumIsRight } = code;
    const account = readObjects(valueIn(objects, '38') ?? '');
    const isVietQr = valueIn(account, '00') === NAPAS;
    const beneficiary = isVietQr ? readObjects(valueIn(account, '01') ?? '') : null;
    const bank = valueIn(beneficiary, '00');
    const isWhole = account !== null && (!isVietQr || beneficiary !== null);
    return {
      kind: 'payment',
      fields: {
        scheme: isVietQr ? 'vietqr' : 'emv',
        bankBin: bank !== null && /^\d{6}$/.test(bank) ? bank : null,
        currency: digits(valueIn(objects, '53'), 3),
        country: /^[A-Z]{2}$/.exec(valueIn(objects, '58') ?? '')?.[0] ?? null,
      },
      documents: [{ kind: 'text', number: textKey(text), masked: false }],
      name: null,
      birth: null,
      checks: [wellFormed(isWhole), checksum(checksumIsRight)],
      notes: ['payment-code'],
    };
  },
};

/** A value that is exactly so many digits: a hostile code gets no text of its own into the log. */
const digits = (value: string | null, count: number): string | null =>
  value !== null && value.length === count && /^\d+$/.test(value) ? value : null;

const wellFormed = (isWhole: boolean): Check =>
  isWhole
    ? { name: 'wellFormed', outcome: 'pass', why: 'every length in the code is right' }
    : { name: 'wellFormed', outcome: 'fail', why: 'a length inside the account part is wrong' };

const checksum = (isRight: boolean): Check =>
  isRight
    ? { name: 'checksum', outcome: 'pass', why: 'the check sum is that of the code' }
    : { name: 'checksum', outcome: 'fail', why: 'the check sum is not that of the code' };
