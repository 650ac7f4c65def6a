import { crc32, deflateRawSync } from 'node:zlib';

/*
 * DIVOC certificates for tests: a zip with certificate.json, everything in it invented. `divocText` gives what a camera
 * or a scanner delivers, `divocZip` the bytes.
 */

/** Any JSON that a test puts into a certificate. */
export type DivocJson = { [name: string]: unknown };

export const CERTIFICATE: DivocJson = {
  '@context': ['https://www.w3.org/2018/credentials/v1', 'https://chung-nhan.example.test/v1'],
  type: ['VerifiableCredential', 'ProofOfVaccinationCredential'],
  credentialSubject: {
    type: 'Person',
    id: 'did:giay-to:C0000001',
    name: 'Nguyễn Văn Thử',
    gender: 'Male',
    age: '26',
    nationality: 'Vietnamese',
    address: { district: 'Huyện B', countryName: 'VN' },
  },
  issuer: 'https://chung-nhan.example.test/',
  issuanceDate: '2026-01-10T03:00:00.000Z',
  evidence: [
    {
      id: 'https://chung-nhan.example.test/vaccine/1',
      certificateId: '10000000001',
      type: ['Vaccination'],
      batch: 'LO-1',
      vaccine: 'Vắc xin Thử',
      manufacturer: 'Nhà máy Thử',
      date: '2026-01-10T02:30:00.000Z',
      effectiveStart: '2026-01-10',
      effectiveUntil: '2027-01-10',
      dose: 1,
      totalDoses: 2,
      facility: { name: 'Trạm y tế Thử' },
      verifier: { name: 'Người Mẫu' },
    },
  ],
  proof: {
    type: 'Ed25519Signature2018',
    created: '2026-01-10T03:00:00Z',
    verificationMethod: 'did:chung-nhan:thu',
    proofPurpose: 'assertionMethod',
    jws: 'eyJhbGciOiJFZERTQSIsImI2NCI6ZmFsc2UsImNyaXQiOlsiYjY0Il19..AAAA',
  },
};

export interface ZipWish {
  readonly name?: string;
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  /** Sizes as the header lies about them. */
  readonly packedBytes?: number;
  readonly unpackedBytes?: number;
  readonly extra?: Buffer;
}

/** The local header of a file in a zip and its data. */
export function zipFile(content: Buffer, wish: ZipWish = {}): Buffer {
  const name = Buffer.from(wish.name ?? 'certificate.json', 'utf8');
  const method = wish.method ?? 8;
  const data = method === 8 ? deflateRawSync(content, { level: 9 }) : content;
  const extra = wish.extra ?? Buffer.alloc(0);
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  header.writeUInt16LE(20, 4);
  header.writeUInt16LE(wish.flags ?? 0, 6);
  header.writeUInt16LE(method, 8);
  header.writeUInt32LE(wish.crc ?? crc32(content), 14);
  header.writeUInt32LE(wish.packedBytes ?? data.length, 18);
  header.writeUInt32LE(wish.unpackedBytes ?? content.length, 22);
  header.writeUInt16LE(name.length, 26);
  header.writeUInt16LE(extra.length, 28);
  return Buffer.concat([header, name, extra, data]);
}

/** A whole zip of such files, with an empty directory at its end as nobody here reads it. */
export const zipOf = (...files: readonly Buffer[]): Buffer => {
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  return Buffer.concat([...files, end]);
};

/** A certificate as its zip. */
export const divocZip = (certificate: unknown = CERTIFICATE, wish: ZipWish = {}): Buffer =>
  zipOf(zipFile(Buffer.from(JSON.stringify(certificate), 'utf8'), wish));

/** The text of the code: each byte as the character of that number. */
export const divocText = (certificate: unknown = CERTIFICATE, wish: ZipWish = {}): string =>
  divocZip(certificate, wish).toString('latin1');
