import { describe, expect, it } from 'vitest';
import type { Credential, CredentialContext } from '../../../core/credential/credential.ts';
import { decide } from '../../../core/gate/decide.ts';
import { timestampMs } from '../../../core/units.ts';
import { makeCertificate, testKey } from '../../support/certificates.ts';
import { input } from '../gate/reads.ts';
import { outcome, why } from './checks-of.ts';
import { CERTIFICATE, divocText } from './divoc/certificates.ts';
import { kidBytes, makeHc1, trusting } from './hcert/make-hc1.ts';
import { EMPTY_SITE, readText } from './people.ts';
import { makeShcIssuer, shcJws, shcText, trustOf } from './shc/cards.ts';
import { makeAuthority, makeSeal, makeSealSigner, sealText, trustInAuthorities } from './vds-nc/seals.ts';

/*
 * One rule for every kind that carries a signature. What could not be read was not checked: `unknown`. What is there
 * and cannot be checked here is `unknown` too. Only a signature that was checked and is wrong, or one that is not
 * there at all, is `fail`.
 */
const signer = makeCertificate({ subject: [['C', 'VN']] });
const issuer = makeShcIssuer();
const authority = makeAuthority();
const sealSigner = makeSealSigner(authority);
const site: CredentialContext = {
  ...EMPTY_SITE,
  nowMs: timestampMs(Date.UTC(2022, 0, 15)),
  trust: {
    ...trusting([signer]),
    shcIssuer: trustOf(issuer).shcIssuer,
    cscas: trustInAuthorities(authority).cscas,
  },
};
const signatures = (texts: readonly string[], context = site): readonly (string | undefined)[] =>
  texts.map((text) => outcome(readText(text, context), 'signature'));

const hc1 = makeHc1({ signer });
const shc = shcText(shcJws(issuer));
const seal = sealText(sealSigner);
const divoc = divocText(CERTIFICATE);
const [head = '', body = '', tail = ''] = shcJws(issuer).split('.');
const hc1Of = (header: readonly (readonly [number, unknown])[]): string =>
  makeHc1({ signer, protectedHeader: new Map<number, unknown>([...header, [4, kidBytes(signer.der)]]) });
/** A seal with other words in its part for the signature; those that are undefined are left out. */
const sealWith = (change: Record<string, unknown>): string => {
  const { data, sig } = makeSeal(sealSigner);
  return JSON.stringify({ data, sig: { ...sig, ...change } });
};

describe('a certificate that cannot be taken apart', () => {
  it.each<[string, string]>([
    ['hcert-dcc', hc1.slice(0, 100)],
    ['shc', shc.slice(0, 100)],
    ['vds-nc', seal.slice(0, 200)],
    ['divoc', divoc.slice(0, 60)],
  ])('as %s was not checked, and its form is what fails', (kind, text) => {
    const credential: Credential = readText(text, site);
    expect({ ...credential, fields: {}, healthFields: [], documents: [] }).toEqual({
      kind,
      fields: {},
      healthFields: [],
      documents: [],
      name: null,
      birth: null,
      checks: [
        {
          name: 'signature',
          outcome: 'unknown',
          why: 'the certificate could not be read, so its signature was not checked',
        },
        { name: 'wellFormed', outcome: 'fail', why: why(credential, 'wellFormed') },
      ],
      notes: ['certificate-damaged'],
    });
    // Whatever the outcome is called, a gate never lets it pass by itself.
    const { verdict, reason } = decide(input({ credential, direction: 'in' }));
    expect([verdict, reason]).toEqual(['unreadable', 'certificate-unreadable']);
  });
});

describe('a signature that was checked', () => {
  it('passes in each kind that can be checked here', () => {
    expect(signatures([hc1, shc, seal])).toEqual(['pass', 'pass', 'pass']);
  });

  it('and is wrong fails in each of them', () => {
    const other = makeShcIssuer();
    const zeros = Buffer.alloc(64);
    const wrong = [
      makeHc1({ signer, change: (parts) => ({ ...parts, signature: new Uint8Array(64) }) }),
      shcText(shcJws({ ...other, iss: issuer.iss, kid: issuer.kid })),
      shcText(`${head}.${body}.${zeros.toString('base64url')}`),
      sealWith({ sigvl: zeros.toString('base64url') }),
    ];
    expect(signatures(wrong)).toEqual(['fail', 'fail', 'fail', 'fail']);
  });

  it('and has another length than its algorithm makes fails', () => {
    const short = Buffer.alloc(48, 7);
    expect(
      signatures([
        makeHc1({ signer, change: (parts) => ({ ...parts, signature: Uint8Array.from(short) }) }),
        shcText(`${head}.${body}.${short.toString('base64url')}`),
        sealWith({ sigvl: short.toString('base64url') }),
      ]),
    ).toEqual(['fail', 'fail', 'fail']);
  });
});

describe('no signature at all', () => {
  const unsigned = [
    makeHc1({ signer, change: (parts) => ({ ...parts, signature: new Uint8Array() }) }),
    shcText(`${head}.${body}.`),
    shcText(shcJws(issuer, { header: { alg: 'none' } })),
    sealWith({ sigvl: undefined }),
    sealWith({ sigvl: '' }),
    sealWith({ alg: 'none' }),
    JSON.stringify({ data: makeSeal(sealSigner).data }),
    divocText({ ...CERTIFICATE, proof: {} }),
  ].filter((text) => text !== '');

  it('fails in every kind, whether its issuer is known or not', () => {
    const all = unsigned.map(() => 'fail');
    expect([signatures(unsigned), signatures(unsigned, EMPTY_SITE)]).toEqual([all, all]);
    expect(unsigned.map((text) => why(readText(text, site), 'signature'))).toEqual(
      unsigned.map(() => 'it carries no signature'),
    );
  });
});

describe('a signature that cannot be checked here', () => {
  const lastLetter = (text: string): string => `${text.slice(0, -1)}B`;
  const uncheckable: readonly (readonly [string, string])[] = [
    ['HC1 of an algorithm that is not known', hc1Of([[1, -8]])],
    [
      'HC1 with a rule that must be understood',
      hc1Of([
        [1, -7],
        [2, [99]],
      ]),
    ],
    ['SHC of another algorithm', shcText(shcJws(issuer, { header: { alg: 'ES384' } }))],
    [
      'SHC with a rule that must be understood',
      shcText(shcJws(issuer, { header: { crit: ['b64'], b64: false } })),
    ],
    // 64 bytes end in the letters A, Q, g or w; any other says the same in a second way.
    ['SHC whose signature is not in its one form', shcText(`${head}.${body}.${lastLetter(tail)}`)],
    ['a seal of another algorithm', sealWith({ alg: 'EdDSA' })],
    ['a seal that names no algorithm', sealWith({ alg: undefined })],
    ['a seal without its certificate', sealWith({ cer: undefined })],
    [
      'a seal whose certificate is cut',
      sealWith({ cer: sealSigner.der.subarray(0, 200).toString('base64url') }),
    ],
    ['a seal whose signature is in other letters', sealWith({ sigvl: '+++/' })],
    [
      'a seal of a kind of key that seals do not have',
      sealText(makeSealSigner(authority, { key: testKey(2048) })),
    ],
    ['a seal whose data have no canonical form', seal.replace('"v":1', '"v":1e999')],
    ['DIVOC', divoc],
  ];

  it.each(uncheckable)('is not known: %s', (_what, text) => {
    const known = readText(text, site);
    expect([outcome(known, 'signature'), outcome(readText(text), 'signature')]).toEqual([
      'unknown',
      'unknown',
    ]);
    // Naming a listed issuer proves nothing.
    expect(outcome(known, 'issuerKnown')).not.toBe('pass');
  });
});
