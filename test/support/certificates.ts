import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  X509Certificate,
} from 'node:crypto';

/*
 * X.509 certificates for tests (RFC 5280, DER of X.690), because node:crypto reads them and makes none. Every
 * certificate here is made anew with keys of the test's own and says nothing about anybody.
 */

/** Object identifiers that tests ask for by name. */
export const OIDS = {
  test: '1.3.6.1.4.1.1847.2021.1.1',
  vaccination: '1.3.6.1.4.1.1847.2021.1.2',
  recovery: '1.3.6.1.4.1.1847.2021.1.3',
  misprintedTest: '1.3.6.1.4.1.0.1847.2021.1.1',
  misprintedVaccination: '1.3.6.1.4.1.0.1847.2021.1.2',
  misprintedRecovery: '1.3.6.1.4.1.0.1847.2021.1.3',
  clientAuth: '1.3.6.1.5.5.7.3.2',
} as const;

export interface TestKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** A certificate with the key that signs as it. */
export interface TestCertificate extends TestKey {
  readonly der: Buffer;
  readonly pem: string;
  readonly certificate: X509Certificate;
}

export interface CertificateWish {
  /** Attributes in this order; a name may stand twice. */
  readonly subject: readonly (readonly [attribute: keyof typeof ATTRIBUTES, value: string])[];
  /** Made anew where absent: P-256. */
  readonly key?: TestKey;
  /** Signs itself where absent. */
  readonly issuer?: TestCertificate;
  /** ISO times. */
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly serial?: number;
  /** True for an authority: basicConstraints CA and keyCertSign. */
  readonly authority?: boolean;
  /** Object identifiers; an empty list writes an empty extension, absent none. */
  readonly extendedKeyUsage?: readonly string[];
  /** Any further extension: its value is DER, without the octet string around it. */
  readonly extensions?: readonly {
    readonly oid: string;
    readonly critical?: boolean;
    readonly value: Buffer;
  }[];
}

const ATTRIBUTES = { C: '2.5.4.6', O: '2.5.4.10', OU: '2.5.4.11', CN: '2.5.4.3' } as const;

/** A new key: `P-256`, `P-384`, `P-521`, or RSA with so many bits. */
export function testKey(kind: 'P-256' | 'P-384' | 'P-521' | number = 'P-256'): TestKey {
  return typeof kind === 'number'
    ? generateKeyPairSync('rsa', { modulusLength: kind })
    : generateKeyPairSync('ec', { namedCurve: kind });
}

/** A key from its private half in PEM form. */
export function keyFromPem(pem: string): TestKey {
  return { privateKey: createPrivateKey(pem), publicKey: createPublicKey(pem) };
}

/** Makes a certificate, valid from 2020 to 2040 if not told otherwise. */
export function makeCertificate(wish: CertificateWish): TestCertificate {
  const key = wish.key ?? testKey();
  const signer = wish.issuer ?? key;
  const algorithm = signatureOf(signer.privateKey);
  const subject = nameOf(wish.subject);
  const body = sequence(
    tagged(0xa0, integer(2)),
    integer(wish.serial ?? 1),
    algorithm.identifier,
    wish.issuer === undefined ? subject : subjectOf(wish.issuer.der),
    sequence(time(wish.notBefore ?? '2020-01-01T00:00:00Z'), time(wish.notAfter ?? '2040-01-01T00:00:00Z')),
    subject,
    publicKeyOf(key),
    tagged(0xa3, sequence(...extensionsOf(wish, key, signer))),
  );
  const signature = sign(algorithm.hash, body, { key: signer.privateKey });
  const der = sequence(body, algorithm.identifier, bitString(signature));
  const certificate = new X509Certificate(der);
  return { ...key, der, pem: certificate.toString(), certificate };
}

function extensionsOf(wish: CertificateWish, key: TestKey, signer: TestKey): readonly Buffer[] {
  const authority = wish.authority === true;
  return [
    extension('2.5.29.19', true, sequence(...(authority ? [tagged(0x01, Buffer.of(0xff))] : []))),
    // keyCertSign and cRLSign are bits 5 and 6, digitalSignature is bit 0.
    extension('2.5.29.15', true, tagged(0x03, authority ? Buffer.of(1, 0x06) : Buffer.of(7, 0x80))),
    extension('2.5.29.14', false, tagged(0x04, keyId(key))),
    extension('2.5.29.35', false, sequence(tagged(0x80, keyId(signer)))),
    ...(wish.extendedKeyUsage === undefined
      ? []
      : [extension('2.5.29.37', false, sequence(...wish.extendedKeyUsage.map(objectId)))]),
    ...(wish.extensions ?? []).map((one) => extension(one.oid, one.critical ?? false, one.value)),
  ];
}

const extension = (oid: string, critical: boolean, value: Buffer): Buffer =>
  sequence(objectId(oid), ...(critical ? [tagged(0x01, Buffer.of(0xff))] : []), tagged(0x04, value));

function signatureOf(key: KeyObject): { readonly hash: 'sha256' | 'sha384'; readonly identifier: Buffer } {
  if (key.asymmetricKeyType !== 'ec') {
    return { hash: 'sha256', identifier: sequence(objectId('1.2.840.113549.1.1.11'), tagged(0x05)) };
  }
  return key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
    ? { hash: 'sha256', identifier: sequence(objectId('1.2.840.10045.4.3.2')) }
    : { hash: 'sha384', identifier: sequence(objectId('1.2.840.10045.4.3.3')) };
}

const publicKeyOf = (key: TestKey): Buffer => key.publicKey.export({ type: 'spki', format: 'der' });

/** Any id that differs from key to key serves (RFC 5280, section 4.2.1.2). */
const keyId = (key: TestKey): Buffer =>
  createHash('sha256').update(publicKeyOf(key)).digest().subarray(0, 20);

const nameOf = (subject: CertificateWish['subject']): Buffer =>
  sequence(
    ...subject.map(([attribute, value]) =>
      tagged(
        0x31,
        sequence(
          objectId(ATTRIBUTES[attribute]),
          tagged(attribute === 'C' ? 0x13 : 0x0c, Buffer.from(value, 'utf8')),
        ),
      ),
    ),
  );

/** The subject's bytes as they stand in a certificate that was made here: the issuer's name must equal them. */
function subjectOf(der: Buffer): Buffer {
  let at = contentStart(der, contentStart(der, 0));
  // version, serial, algorithm, issuer, validity
  for (let skipped = 0; skipped < 5; skipped += 1) at = elementEnd(der, at);
  return der.subarray(at, elementEnd(der, at));
}

const lengthBytes = (der: Buffer, at: number): number => {
  const first = der.readUInt8(at + 1);
  return first < 0x80 ? 0 : first & 0x7f;
};
const contentStart = (der: Buffer, at: number): number => at + 2 + lengthBytes(der, at);
const elementEnd = (der: Buffer, at: number): number => {
  const more = lengthBytes(der, at);
  return contentStart(der, at) + (more === 0 ? der.readUInt8(at + 1) : der.readUIntBE(at + 2, more));
};

/** One DER element: tag, length, content. */
export function tagged(tag: number, ...content: readonly Buffer[]): Buffer {
  const body = Buffer.concat(content);
  if (body.length < 0x80) return Buffer.concat([Buffer.of(tag, body.length), body]);
  const length = Buffer.alloc(body.length < 0x100 ? 1 : 2);
  length.writeUIntBE(body.length, 0, length.length);
  return Buffer.concat([Buffer.of(tag, 0x80 | length.length), length, body]);
}

export const sequence = (...content: readonly Buffer[]): Buffer => tagged(0x30, ...content);

export function objectId(oid: string): Buffer {
  const [first = 0, second = 0, ...rest] = oid.split('.').map(Number);
  const base128 = (value: number): number[] => {
    const groups = [value & 0x7f];
    for (let left = Math.floor(value / 128); left > 0; left = Math.floor(left / 128)) {
      groups.unshift((left & 0x7f) | 0x80);
    }
    return groups;
  };
  return tagged(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

function integer(value: number): Buffer {
  const hex = value.toString(16);
  const bytes = Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex');
  return tagged(0x02, bytes.readUInt8(0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

const bitString = (bytes: Buffer): Buffer => tagged(0x03, Buffer.of(0), bytes);

/** UTCTime to 2049, GeneralizedTime after (RFC 5280, section 4.1.2.5). */
function time(iso: string): Buffer {
  const digits = `${new Date(iso).toISOString().replace(/\.\d{3}|[-:T]/g, '')}`;
  return digits < '2050' ? tagged(0x17, Buffer.from(digits.slice(2))) : tagged(0x18, Buffer.from(digits));
}
