import { describe, expect } from 'vitest';
import type { Credential } from '../../../../core/credential/credential.ts';
import { decodeBytes } from '../../../../core/read/clean.ts';
import { certificateList } from '../../../../core/trust/parse-certificates.ts';
import { createTrustStore } from '../../../../core/trust/store.ts';
import { itWithVectors, vector } from '../../../support/vectors.ts';
import { EMPTY_SITE, readText } from '../people.ts';

const it = itWithVectors('vds-nc');

const sample = () => vector('vds-nc/ICAOAUQR1Contents.txt');
const outcomes = (card: Credential) => Object.fromEntries(card.checks.map((one) => [one.name, one.outcome]));

/** A site that has imported the signer's own certificate: that of its authority is not among the vectors. */
const siteOf = (text: string) => {
  const { sig }: { sig: { cer: string } } = JSON.parse(text);
  const file = { ders: [Buffer.from(sig.cer, 'base64url')] };
  const signature = { outcome: 'notApplicable', why: 'not-signed', by: null, keyHash: null } as const;
  return { ...EMPTY_SITE, trust: createTrustStore([certificateList('signer.der', [file], signature)]) };
};

describe('the public sample of a visible digital seal', () => {
  it('passes where its signer is trusted', () => {
    const card = readText(sample(), siteOf(sample()));
    expect(outcomes(card)).toEqual({
      signature: 'pass',
      issuerKnown: 'pass',
      notBefore: 'pass',
      notExpired: 'pass',
      keyUsage: 'pass',
      schema: 'pass',
      wellFormed: 'pass',
    });
    expect([card.name, card.birth, card.documents]).toEqual([
      'CITIZEN JANE SUE',
      '1961-05-15',
      [
        { kind: 'passport', number: 'PA0941262', masked: false },
        { kind: 'certificate', number: 'VB0009990012', masked: false },
      ],
    ]);
  });

  it('is not called verified where nobody knows who issued its certificate', () => {
    expect(outcomes(readText(sample()))).toMatchObject({
      signature: 'unknown',
      issuerKnown: 'unknown',
      wellFormed: 'pass',
    });
  });

  it('says the same with space between its members', () => {
    const unpacked = readText(vector('vds-nc/ICAOAUQR1Unpacked.json'), siteOf(sample()));
    expect(outcomes(unpacked)['signature']).toBe('pass');
  });

  it('never passes after any one byte was changed', () => {
    const bytes = Buffer.from(sample(), 'utf8');
    const site = siteOf(sample());
    const passed: string[] = [];
    for (let at = 0; at < bytes.length; at += 1) {
      for (const mask of [0x01, 0x20, 0x80]) {
        const changed = Buffer.from(bytes);
        changed.writeUInt8(changed.readUInt8(at) ^ mask, at);
        if (outcomes(readText(decodeBytes(changed).text, site))['signature'] === 'pass')
          passed.push(`${at}:${mask}`);
      }
    }
    // No change leaves the canonical data, the certificate and the signature as they were.
    expect(passed).toEqual([]);
  });
});
