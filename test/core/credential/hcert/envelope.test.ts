import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { encode } from 'cbor2';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { LARGEST_CERTIFICATE_BYTES } from '../../../../core/credential/hcert/envelope.ts';
import { makeCertificate, type TestCertificate } from '../../../support/certificates.ts';
import { readText } from '../people.ts';
import { check, gate, outcomes } from './gate.ts';
import { type CoseParts, encodeCose, makeCose, makeHc1, pack } from './make-hc1.ts';

let signer: TestCertificate;
let text: string;
beforeAll(() => {
  signer = makeCertificate({ subject: [['C', 'VN']] });
  text = makeHc1({ signer });
});

const zipped = (bytes: Uint8Array): string => pack(deflateSync(bytes, { level: 9 }));
const cose = (change: Partial<CoseParts> = {}): Uint8Array =>
  encodeCose({ ...makeCose({ signer }), ...change }, [18]);

describe('a certificate that is damaged', () => {
  const damaged: readonly (readonly [what: string, why: string, text: () => string])[] = [
    ['small letters', 'base45', () => `HC1:${text.slice(4).toLowerCase()}`],
    [
      'one character cut off',
      'base45',
      () => (text.length % 3 === 2 ? `${text}00` : `${text.slice(0, -1)}:`),
    ],
    ['nothing behind the prefix', 'base45', () => 'HC1:'],
    ['three that say more than two bytes hold', 'base45', () => `HC1::::${text.slice(7)}`],
    ['a keyboard that put ă in', 'base45', () => text.replace('C1:', 'C1:ă')],
    ['half of it gone', 'compressed content is broken', () => text.slice(0, 4 + 3 * 60)],
    ['a bomb', 'more than any certificate holds', () => zipped(new Uint8Array(5_000_000))],
    ['one byte too many', 'more than', () => zipped(new Uint8Array(LARGEST_CERTIFICATE_BYTES + 1))],
    ['gzip', 'no signed message', () => pack(gzipSync(cose()))],
    ['deflate without its head', 'no signed message', () => pack(deflateRawSync(cose()))],
    ['random bytes', 'no signed message', () => zipped(Uint8Array.of(0xff, 0xff, 0x49))],
    ['JSON', 'no signed message', () => zipped(Buffer.from('{"data":{}}'))],
    ['deep CBOR', 'no signed message', () => zipped(new Uint8Array(30_000).fill(0x81))],
    [
      'three parts',
      'no signed message',
      () => zipped(encode([new Uint8Array(), new Map(), new Uint8Array()])),
    ],
    ['a signature of many', 'no signed message', () => zipped(encodeCose(makeCose({ signer }), [98]))],
    [
      'tags the wrong way round',
      'no signed message',
      () => zipped(encodeCose(makeCose({ signer }), [18, 61])),
    ],
    [
      'a protected header that is no map',
      'no signed message',
      () => zipped(cose({ protectedBytes: encode([1]) })),
    ],
    ['a payload that is no CBOR', 'no set of claims', () => zipped(cose({ payload: Uint8Array.of(0xff) }))],
    ['a payload that is a list', 'no set of claims', () => zipped(cose({ payload: encode([1, 2]) }))],
    [
      'something behind the message',
      'no signed message',
      () => zipped(Buffer.concat([cose(), Buffer.of(0)])),
    ],
  ];

  it.each(damaged)('by %s is still a certificate, which asks for another scan', (_what, why, make) => {
    const credential = readText(make(), gate([signer]));
    expect(credential).toEqual({
      kind: 'hcert-dcc',
      fields: {},
      documents: [{ kind: 'certificate', number: expect.stringMatching(/^[0-9a-f]{32}$/), masked: false }],
      name: null,
      birth: null,
      checks: [
        {
          name: 'signature',
          outcome: 'unknown',
          why: 'the certificate could not be read, so its signature was not checked',
        },
        { name: 'wellFormed', outcome: 'fail', why: expect.stringContaining(why) },
      ],
      notes: ['certificate-damaged'],
    });
  });

  it('is one thing as long as it is the same text', () => {
    const [one, again, other] = ['HC1:6BF', 'HC1:6BF\r\n', 'HC1:6BG'].map((raw) => readText(raw).documents);
    expect(again).toEqual(one);
    expect(other).not.toEqual(one);
  });

  it.each(['HC2:6BF', 'HL0:6BF', 'hc1:6BF', 'HC16BF', '6BF', 'NZCP:/1/2KCEVIQ'])(
    'is not what %s is',
    (raw) => {
      expect(readText(raw).kind).toBe('unknown-text');
    },
  );
});

describe('a certificate that is not compressed', () => {
  it('is read and verified, and its form is not as it should be', () => {
    const plain = makeHc1({ signer, compressed: false });
    expect(readText(plain, gate([signer]))).toMatchObject({
      name: 'Nguyễn Văn Thử',
      notes: ['certificate-not-compressed'],
    });
    expect(outcomes(plain, gate([signer]))).toMatchObject({ signature: 'pass', wellFormed: 'fail' });
  });
});

describe('spaces', () => {
  it('that a scanner puts behind a certificate do not matter, and those inside do', () => {
    expect(readText(`\r\n${text}  \r\n`, gate([signer]))).toEqual(readText(text, gate([signer])));
    const inside = `${text.slice(0, 40)} ${text.slice(41)}`;
    expect(check('signature', inside, gate([signer]))?.outcome).not.toBe('pass');
  });
});

describe('whatever comes as HC1', () => {
  const anyBytes = fc.uint8Array({ maxLength: 300 });
  const anyCbor = fc
    .anything({ withBigInt: true, withMap: true, withTypedArray: false, maxDepth: 4, key: fc.string() })
    .map((value) => {
      try {
        return encode(value);
      } catch {
        return new Uint8Array();
      }
    });
  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }).map((body) => `HC1:${body}`),
    anyBytes.map(pack),
    fc.oneof(anyBytes, anyCbor).map(zipped),
    fc.oneof(anyBytes, anyCbor).map((payload) => zipped(cose({ payload }))),
    anyCbor.map((health) =>
      zipped(cose({ payload: Buffer.concat([Buffer.from('a1390103a101', 'hex'), health]) })),
    ),
    anyCbor.map((health) =>
      zipped(cose({ payload: Buffer.concat([Buffer.from('a1390103a103', 'hex'), health]) })),
    ),
  );

  it('never throws, always answers with one document and the two first facts, and is never verified', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const credential = readText(raw, gate([signer]));
        expect(['hcert-dcc', 'hcert-who']).toContain(credential.kind);
        expect(credential.documents).toHaveLength(1);
        const said = outcomes(raw, gate([signer]));
        expect(said.signature).not.toBe('pass');
        expect(said.wellFormed).toBeDefined();
      }),
      { numRuns: 400 },
    );
  });

  it('and differs in one character from a genuine one is never verified with another content', () => {
    const genuine = readText(text, gate([signer]));
    const character = fc.constantFrom(...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:');
    fc.assert(
      fc.property(fc.integer({ min: 4, max: text.length - 1 }), character, (where, other) => {
        const changed = readText(`${text.slice(0, where)}${other}${text.slice(where + 1)}`, gate([signer]));
        const isVerified = changed.checks.some((one) => one.name === 'signature' && one.outcome === 'pass');
        if (isVerified) expect(changed).toEqual(genuine);
      }),
      { numRuns: 400 },
    );
  });
});
