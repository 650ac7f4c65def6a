import { describe, expect, test } from 'vitest';
import type { ErrorCode } from '../../../core/errors.ts';
import { GatelogError } from '../../../core/errors.ts';
import { listIdOf, NOT_SIGNED, type TrustList } from '../../../core/trust/list.ts';
import { parseTrustFile } from '../../../core/trust/parse-list.ts';
import { OIDS, testKey } from '../../support/certificates.ts';
import * as make from '../../support/trust-lists.ts';

const file = (name: string, bytes: Uint8Array) => ({ name, bytes });
const read = (value: unknown, name = 'list.json'): TrustList =>
  parseTrustFile(file(name, make.jsonBytes(value)));

/** Code and reason with which a file is refused. */
function refusal(bytes: Uint8Array, name = 'list.json'): readonly [ErrorCode, unknown] {
  try {
    parseTrustFile(file(name, bytes));
  } catch (error) {
    if (error instanceof GatelogError) return [error.code, error.context['why']];
    throw error;
  }
  throw new Error('the file was taken');
}

/** One line per entry, without its bytes. */
const lines = (list: TrustList) =>
  list.entries.map((entry) =>
    'certificate' in entry || entry.type === 'hcert-key'
      ? [entry.type, 'kid' in entry ? entry.kid : '', entry.country, 'usages' in entry ? entry.usages : null]
      : [entry.type],
  );

describe('a list of signers of HC1', () => {
  const a = make.signer('XA');
  const b = make.testSigner('XB');
  const kid = make.kidOfDer(a.der);

  test('is read in the form of the EU gateway, with its date, and without keys for other uses', () => {
    const list = read(
      {
        certificates: [
          make.gatewayEntry(a),
          make.gatewayEntry(b, { country: 'XB', timestamp: '2026-04-20T08:00:00+02:00' }),
          make.gatewayEntry(b, { certificateType: 'UPLOAD' }),
          make.gatewayEntry(b, { rawData: 'AAAA' }),
          'no entry',
        ],
      },
      'DSC_2026-05-01 (2).json',
    );
    expect({ ...list, entries: [] }).toEqual({
      kind: 'hcert-list',
      name: 'DSC',
      entries: [],
      listedAtMs: Date.parse('2026-04-20T06:00:00Z'),
      signature: NOT_SIGNED,
      skipped: { 'other-use': 1, 'not-a-certificate': 1, 'bad-shape': 1 },
    });
    expect(lines(list).sort()).toEqual(
      [
        ['hcert-certificate', kid, 'XA', null],
        ['hcert-certificate', make.kidOfDer(b.der), 'XB', null],
      ].sort(),
    );
  });

  test.each([
    ['a map of kid to certificate', { [kid]: make.base64(a) }],
    ['a map of kid to certificates', { [kid]: [make.base64(a), make.base64(b)] }],
    ['the French map, of PEM in base64', { certificatesDCC: { [kid]: make.utf8(a.pem).toString('base64') } }],
    ['an array of kid and certificate', [{ kid, certificate: make.base64(a) }]],
    ['an array of kid and PEM', [{ kid, certificate: a.pem }]],
    ['an array of kid and chain', [{ kid, x5c: [make.base64(a), make.base64(b)] }]],
    [
      'a kid in the alphabet of web addresses',
      [
        {
          kid: kid.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, ''),
          certificate: make.base64(a),
        },
      ],
    ],
  ])('is read as %s', (_, json) => {
    const list = read(json);
    expect([list.kind, list.skipped]).toEqual(['hcert-list', {}]);
    expect(lines(list)[0]).toEqual(['hcert-certificate', kid, expect.any(String), null]);
  });

  test('keeps the kid that the list names, and every certificate that shares it', () => {
    const list = read({ AAAAAAAAAAE: [make.base64(a), make.base64(b)] });
    expect(list.entries.map((entry) => 'kid' in entry && entry.kid)).toEqual([
      'AAAAAAAAAAE=',
      'AAAAAAAAAAE=',
    ]);
  });

  test('is read as bare keys of the United Kingdom', () => {
    expect(lines(read([{ kid, publicKey: make.spki(a) }]))).toEqual([['hcert-key', kid, null, null]]);
  });

  test('is read as the Dutch keys, with what each may sign, none meaning all', () => {
    const list = read({
      eu_keys: {
        AAAAAAAAAAE: [{ subjectPk: make.spki(a), keyUsage: ['t', 'r'] }],
        AAAAAAAAAAI: [{ subjectPk: make.spki(b), keyUsage: [] }, { subjectPk: '!' }],
      },
    });
    expect(lines(list)).toEqual([
      ['hcert-key', 'AAAAAAAAAAE=', null, ['test', 'recovery']],
      ['hcert-key', 'AAAAAAAAAAI=', null, null],
    ]);
    expect(list.skipped).toEqual({ 'bad-shape': 1 });
  });

  test('is read inside the Dutch wrapping, also where its signature is of a kind that is not checked', () => {
    const inner = { eu_keys: { AAAAAAAAAAE: [{ subjectPk: make.spki(a), keyUsage: [] }] } };
    const list = read({ payload: make.jsonBytes(inner).toString('base64'), signature: 'MIIB' });
    expect(list.signature).toEqual({ outcome: 'unknown', why: 'not-supported', by: null, keyHash: null });
    const twice = {
      payload: make.jsonBytes({ payload: 'e30', signature: '' }).toString('base64'),
      signature: '',
    };
    expect(refusal(make.jsonBytes(twice))).toEqual(['trust/invalid', 'not-a-list']);
  });

  test('is read in the Swiss form, RSA and elliptic curve', () => {
    const rsa = testKey(2048).publicKey.export({ format: 'jwk' });
    const { x, y } = a.publicKey.export({ format: 'jwk' });
    const standard = (text: string | undefined) => Buffer.from(text ?? '', 'base64url').toString('base64');
    const list = read({
      certs: [
        { keyId: 'AAAAAAAAAAE=', use: 'tv', alg: 'ES256', crv: 'P-256', x: standard(x), y: standard(y) },
        { keyId: 'AAAAAAAAAAI=', use: 'sig', alg: 'RS256', n: standard(rsa.n), e: standard(rsa.e) },
        { keyId: 'AAAAAAAAAAM=', use: 'sig', alg: 'ES256', subjectPublicKeyInfo: make.spki(b) },
        { keyId: 'AAAAAAAAAAQ=', use: 'sig', alg: 'ES256', crv: 'P-256', x: standard(y), y: standard(x) },
      ],
    });
    expect(lines(list)).toEqual([
      ['hcert-key', 'AAAAAAAAAAE=', null, ['test', 'vaccination']],
      ['hcert-key', 'AAAAAAAAAAI=', null, null],
      ['hcert-key', 'AAAAAAAAAAM=', null, null],
    ]);
    expect(list.skipped).toEqual({ 'bad-shape': 1 });
  });

  test('is read in the Swedish form, with identifiers of what each key may sign', () => {
    const list = read({
      iat: 1_777_000_000,
      dsc_trust_list: {
        XA: { keys: [{ kty: 'EC', kid, x5c: [make.base64(a)] }], eku: { [kid]: [OIDS.recovery] } },
        XB: { keys: [{ kty: 'EC', kid: make.kidOfDer(b.der), x5c: [make.base64(b)] }, null], eku: {} },
        XC: 'nothing',
      },
    });
    expect(list.listedAtMs).toBe(1_777_000_000_000);
    expect(new Set(lines(list))).toEqual(
      new Set([
        ['hcert-certificate', kid, 'XA', ['recovery']],
        ['hcert-certificate', make.kidOfDer(b.der), 'XB', null],
      ]),
    );
    expect(list.skipped).toEqual({ 'bad-shape': 2 });
  });

  test('leaves out a curve that nobody may sign with, and says so', () => {
    const odd = make.didDocument([{ place: 'DCC:XAA:DSC', by: a }]);
    expect(read(odd).skipped).toEqual({});
    expect(refusal(make.jsonBytes([{ kid, publicKey: `MCowBQYDK2VwAyEA${'A'.repeat(43)}=` }]))[0]).toBe(
      'trust/empty',
    );
  });
});

describe('the list of the WHO', () => {
  test('names country and kid in its ids; authorities stand apart, other uses are left out', () => {
    const [dsc, sca, tls] = [make.signer('XA'), make.authority('XA'), make.signer('XA')];
    const list = read(
      make.didDocument(
        [
          { place: 'DCC:XAA:DSC', by: dsc },
          { place: 'DCC:XAA:SCA', by: sca },
          { place: 'DCC:XAA:TLS', by: tls },
        ],
        { proof: { created: '2026-03-02T01:00:00Z', jws: 'eyJ..x' } },
      ),
    );
    expect({ ...list, entries: lines(list) }).toEqual({
      kind: 'gdhcn-did',
      name: 'did:web:lists.example:v2:trustlist',
      listedAtMs: Date.parse('2026-03-02T01:00:00Z'),
      signature: { outcome: 'unknown', why: 'not-supported', by: null, keyHash: null },
      skipped: { 'other-use': 1 },
      entries: [
        ['csca', '', 'XA', null],
        ['hcert-certificate', make.kidOfDer(dsc.der), 'XAA', null],
      ],
    });
  });
});

describe('issuers of SMART Health Cards', () => {
  const iss = 'https://shc.example/one';

  test('are read from a directory snapshot; what does not participate is left out', () => {
    const [one, two] = [make.shcJwk(), make.shcJwk()];
    const json = make.vciSnapshot([{ iss, name: 'Phòng khám\nThử', keys: [one] }]);
    const infos = json['issuerInfo'] as unknown[];
    infos.push({ issuer: { iss: 'https://shc.example/gone', name: 'Gone' }, keys: [two] }, { issuer: 7 });
    const list = read(json);
    expect(list).toEqual({
      kind: 'vci-snapshot',
      name: 'https://directory.example/vci-issuers.json',
      entries: [
        {
          type: 'shc-issuer',
          iss,
          name: 'Phòng khám Thử',
          keys: [{ kid: one['kid'], x: one['x'], y: one['y'] }],
        },
      ],
      listedAtMs: Date.parse('2026-05-01T06:00:00Z'),
      signature: NOT_SIGNED,
      skipped: { 'not-participating': 1, 'bad-shape': 1 },
    });
  });

  test('bring the revoked cards of their own keys, and of nobody else', () => {
    const [one, two] = [make.shcJwk(), make.shcJwk()];
    const crl = (kid: unknown, rids: readonly string[]) => make.shcRevocations(String(kid), rids, 4);
    const list = read({
      directory: 'https://directory.example/',
      issuerInfo: [
        {
          issuer: { iss, name: 'One' },
          keys: [one],
          crls: [crl(one['kid'], ['b', 'a']), crl(two['kid'], ['c'])],
        },
        { issuer: { iss: `${iss}2`, name: 'Two' }, keys: [two], crls: 'none' },
      ],
    });
    expect(list.entries.filter((entry) => entry.type === 'shc-revoked')).toEqual([
      { type: 'shc-revoked', kid: one['kid'], ctr: 4, rids: ['a', 'b'] },
    ]);
    expect([list.entries.length, list.skipped]).toEqual([3, { 'bad-kid': 1 }]);
  });

  test('are refused without their keys, and a JWK set without its issuer', () => {
    expect(refusal(make.jsonBytes({ participatingIssuers: [{ iss, name: 'One' }] }))).toEqual([
      'trust/invalid',
      'issuers-without-keys',
    ]);
    expect(refusal(make.jsonBytes({ keys: [make.shcJwk()] }))).toEqual(['trust/invalid', 'issuer-missing']);
  });

  test.each([
    ['iss', (keys: unknown[]) => ({ iss, keys })],
    ['issuer', (keys: unknown[]) => ({ issuer: iss, keys })],
    ['issuer with a name', (keys: unknown[]) => ({ issuer: { iss, name: 'One' }, keys })],
  ])('are read from a JWK set that names its %s', (_, wrap) => {
    expect(listIdOf(read(wrap([make.shcJwk()])))).toBe(`shc-keys:${iss}`);
  });

  test('are read from a bare JWK set whose issuer is given', () => {
    const list = parseTrustFile(file('jwks.json', make.jsonBytes({ keys: [make.shcJwk()] })), { iss });
    expect(listIdOf(list)).toBe(`shc-keys:${iss}`);
  });

  test('lose a key whose name is not its thumbprint, of another use or curve, or private', () => {
    const good = make.shcJwk();
    const list = read({
      iss,
      keys: [
        good,
        { ...good },
        { ...make.shcJwk(), kid: good['kid'] },
        { ...make.shcJwk(), use: 'enc' },
        { ...make.shcJwk(), d: 'AAAA' },
        { ...make.shcJwk(), crv: 'P-384' },
        { ...make.shcJwk(), x: 'A'.repeat(43) },
      ],
    });
    expect(list.entries).toHaveLength(1);
    expect(list.skipped).toEqual({
      'not-thumbprint': 1,
      'other-use': 1,
      'private-key': 1,
      'unusable-key': 2,
    });
  });
});

describe('certificates as files', () => {
  test('are signers, or authorities where they say so; any number in one PEM, private keys named', () => {
    const [one, two, root] = [make.signer('XA'), make.signer('XB'), make.authority('XC')];
    const secret = one.privateKey.export({ type: 'pkcs8', format: 'pem' });
    const text = `Ghi chú\n${one.pem}\n${two.pem}${root.pem}${secret}-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----`;
    const list = parseTrustFile(file('D:\\ky\\XA signers.pem', make.utf8(text)));
    expect([list.kind, list.name, list.skipped]).toEqual([
      'certificates',
      'XA signers',
      { 'private-key': 1, 'not-a-certificate': 1 },
    ]);
    expect(lines(list)).toEqual([
      ['csca', '', 'XC', null],
      ...[one, two]
        .map((by) => ['hcert-certificate', make.kidOfDer(by.der), by === one ? 'XA' : 'XB', null] as const)
        .sort((x, y) => (x[1] < y[1] ? -1 : 1)),
    ]);
  });

  test('are read as DER', () => {
    const one = make.signer('XA');
    expect(lines(parseTrustFile(file('a.der', one.der)))).toEqual([
      ['hcert-certificate', make.kidOfDer(one.der), 'XA', null],
    ]);
  });
});

describe('revocations', () => {
  const hash = (byte: number) => Buffer.alloc(16, byte).toString('base64');

  test('of HC1 are gathered by signer and kind of hash, sorted', () => {
    const batch = { country: 'XA', expires: '2027-01-01T00:00:00Z', kid: 'AAAAAAAAAAE=', hashType: 'UCI' };
    const list = read({
      batches: [
        { ...batch, entries: [{ hash: hash(9) }, { hash: hash(3) }, { hash: 'AA' }] },
        { ...batch, entries: [{ hash: hash(3) }, { hash: hash(1) }] },
        { ...batch, hashType: 'ODD', entries: [] },
      ],
    });
    expect([list.kind, list.skipped]).toEqual(['hcert-revocations', { 'bad-shape': 2 }]);
    expect(list.entries).toEqual([
      {
        type: 'hcert-revoked',
        kid: 'AAAAAAAAAAE=',
        hashType: 'UCI',
        country: 'XA',
        hashes: Buffer.concat([1, 3, 9].map((byte) => Buffer.alloc(16, byte))).toString('base64'),
      },
    ]);
  });

  test('of SMART Health Cards keep the later issue for a key', () => {
    const list = read([
      { kid: 'k1', method: 'rid', ctr: 3, rids: ['b', 'a.1600000000', '!'] },
      { kid: 'k1', method: 'rid', ctr: 2, rids: ['z'] },
      { kid: 'k2', method: 'other', ctr: 1, rids: [] },
    ]);
    expect([list.kind, list.skipped]).toEqual(['shc-revocations', { 'bad-shape': 2 }]);
    expect(list.entries).toEqual([{ type: 'shc-revoked', kid: 'k1', ctr: 3, rids: ['a.1600000000', 'b'] }]);
  });
});

describe('what is no list', () => {
  test.each<[string, Uint8Array, ErrorCode, string | undefined]>([
    ['nothing', make.utf8(''), 'trust/invalid', undefined],
    ['prose', make.utf8('Xin chào'), 'trust/invalid', undefined],
    ['half a list', make.utf8('{"certificates":[{'), 'trust/invalid', undefined],
    ['other JSON', make.utf8('{"name":"x"}'), 'trust/invalid', 'not-a-list'],
    ['an empty object', make.utf8('{}'), 'trust/invalid', 'not-a-list'],
    ['a number', make.utf8('7'), 'trust/invalid', 'not-a-list'],
    ['a list without entries', make.utf8('{"certificates":[]}'), 'trust/empty', undefined],
    ['CBOR of the Austrian form', Buffer.from('a2616301', 'hex'), 'trust/invalid', undefined],
    ['a public key alone', make.utf8(make.publicPem(testKey())), 'trust/empty', 'keys-alone'],
    [
      'kids of revocations for apps',
      make.jsonBytes([{ kid: 'AAAAAAAAAAE=', settings: { mode: 'POINT', hashTypes: ['UCI'] } }]),
      'trust/unsupported',
      'revocations-in-slices',
    ],
    [
      'partitions of revocations for apps',
      make.jsonBytes([{ kid: 'AAAAAAAAAAE=', id: null, chunks: { 0: { '2027': { type: 'BLOOMFILTER' } } } }]),
      'trust/unsupported',
      'revocations-in-slices',
    ],
    [
      'slices of revocations for apps',
      make.jsonBytes({ kid: 'AAAAAAAAAAE=', slices: { '2027': { type: 'VARHASHLIST' } } }),
      'trust/unsupported',
      'revocations-in-slices',
    ],
    ['broken DER', Buffer.from('3082010030', 'hex'), 'trust/invalid', 'not-a-list'],
  ])('is refused: %s', (_, bytes, code, why) => {
    expect(refusal(bytes)).toEqual([code, why]);
  });

  test('is refused where it is larger than a list may be', () => {
    expect(refusal(Buffer.alloc(20 * 1024 * 1024 + 1, 0x20))[0]).toBe('trust/too-large');
    const many = Array.from({ length: 20_001 }, (_, index) => ({
      kid: `kid${String(index).padStart(5, '0')}`,
      method: 'rid',
      ctr: 1,
      rids: [],
    }));
    expect(refusal(make.jsonBytes(many))[0]).toBe('trust/too-large');
  });
});
