import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { kidOf } from '../../../../core/trust/signer.ts';
import type { Revocation } from '../../../../core/trust/trust.ts';
import { makeCertificate, type TestCertificate, testKey } from '../../../support/certificates.ts';
import { check, gate } from './gate.ts';
import { makeCose, makeHc1, trusting, VACCINATION } from './make-hc1.ts';

let curve: TestCertificate;
let rsa: TestCertificate;
beforeAll(() => {
  curve = makeCertificate({ subject: [['C', 'VN']] });
  rsa = makeCertificate({ subject: [['C', 'VN']], key: testKey(2048) });
});

const UVCI = 'URN:UVCI:01:VN:THU1234567890#A';
const hash = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest().subarray(0, 16).toString('hex');

/** What a list is asked for one certificate, and what the check makes of its answer. */
function asked(text: string, signer: TestCertificate, answer: Revocation) {
  const questions: { kid: string; hashes: readonly string[] }[] = [];
  const trust = trusting([signer], {
    hcertRevoked: (kid, hashes) => {
      questions.push({ kid, hashes });
      return answer;
    },
  });
  return { outcome: check('notRevoked', text, gate([], { trust }))?.outcome, questions };
}

describe('revocation', () => {
  it.each([
    ['revoked', 'fail'],
    ['unlisted', 'pass'],
    ['no-list', 'unknown'],
  ] as const)('a list that says %s makes it %s', (answer, outcome) => {
    expect(asked(makeHc1({ signer: curve }), curve, answer).outcome).toBe(outcome);
  });

  it('asks by identifier, by country and identifier, and by the first half of an ECDSA signature', () => {
    let signature = new Uint8Array();
    const text = makeHc1({
      signer: curve,
      change: (parts) => {
        signature = Uint8Array.from(parts.signature);
        return parts;
      },
    });
    expect(asked(text, curve, 'no-list').questions[0]).toEqual({
      kid: kidOf(curve.der),
      hashes: [hash(UVCI), hash(`VN${UVCI}`), hash(signature.subarray(0, 32))],
    });
  });

  it('asks by both countries where issuer and statement name two', () => {
    const dcc = { ...VACCINATION, v: [{ ...VACCINATION.v[0], co: 'LA' }] };
    const { questions } = asked(makeHc1({ signer: curve, dcc }), curve, 'no-list');
    expect(questions[0]?.hashes.slice(0, 3)).toEqual([hash(UVCI), hash(`VN${UVCI}`), hash(`LA${UVCI}`)]);
  });

  it('asks by the whole of an RSA signature, which is the same each time it is written here', () => {
    let signature = new Uint8Array();
    const text = makeHc1({
      signer: rsa,
      algorithm: 'PS256',
      change: (parts) => {
        signature = Uint8Array.from(parts.signature);
        return parts;
      },
    });
    expect(asked(text, rsa, 'no-list').questions[0]?.hashes.at(-1)).toBe(hash(signature));
  });

  it('asks by the signature alone where there is no identifier, and nothing where there is no kid', () => {
    const dcc = { ...VACCINATION, v: [{ ...VACCINATION.v[0], ci: null }] };
    expect(asked(makeHc1({ signer: curve, dcc }), curve, 'no-list').questions[0]?.hashes).toHaveLength(1);
    const without = makeHc1({ signer: curve, protectedHeader: new Map([[1, -7]]) });
    expect(asked(without, curve, 'revoked')).toEqual({ outcome: 'unknown', questions: [] });
  });

  it('does not depend on the signature being right: a list may name what nobody here can check', () => {
    const text = makeHc1({ signer: curve, change: () => makeCose({ signer: rsa, algorithm: 'PS256' }) });
    expect(asked(text, rsa, 'revoked').outcome).toBe('fail');
  });
});
