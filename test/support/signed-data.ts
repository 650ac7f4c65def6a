import { createHash, sign } from 'node:crypto';
import { objectId, sequence, type TestCertificate, tagged } from './certificates.ts';

/*
 * Signed data (RFC 5652) put together by hand, because OpenSSL makes none that is odd. Signers are named by their key's
 * identifier, which is the first 20 bytes of the SHA-256 of their public key in every certificate of these tests.
 */

const SHA_256 = '2.16.840.1.101.3.4.2.1';
const ECDSA_WITH_SHA_256 = '1.2.840.10045.4.3.2';
export const DATA = '1.2.840.113549.1.7.1';
export const MASTER_LIST = '2.23.136.1.1.2';

export interface SignerWish {
  readonly by: TestCertificate;
  /** What is signed. */
  readonly content: Buffer;
  readonly contentType?: string;
  /** Digits of a UTCTime; absent: no time. */
  readonly signedAt?: string;
  /** Object identifier of the hash that is named; default SHA-256, which is what is made in any case. */
  readonly digest?: string;
  /** Attributes that stand there once more. */
  readonly more?: readonly Buffer[];
}

export const attribute = (type: string, ...values: readonly Buffer[]): Buffer =>
  sequence(objectId(type), tagged(0x31, ...values));

export const digestAttribute = (content: Buffer): Buffer =>
  attribute('1.2.840.113549.1.9.4', tagged(0x04, createHash('sha256').update(content).digest()));

/** One signature over attributes that name the content. */
export function signerInfo(wish: SignerWish): Buffer {
  const attributes = [
    attribute('1.2.840.113549.1.9.3', objectId(wish.contentType ?? DATA)),
    ...(wish.signedAt === undefined
      ? []
      : [attribute('1.2.840.113549.1.9.5', tagged(0x17, Buffer.from(wish.signedAt)))]),
    digestAttribute(wish.content),
    ...(wish.more ?? []),
  ];
  const signature = sign('sha256', tagged(0x31, ...attributes), wish.by.privateKey);
  return sequence(
    tagged(0x02, Buffer.of(3)),
    tagged(0x80, keyIdOf(wish.by)),
    sequence(objectId(wish.digest ?? SHA_256)),
    tagged(0xa0, ...attributes),
    sequence(objectId(ECDSA_WITH_SHA_256)),
    tagged(0x04, signature),
  );
}

/** Signed data with this content inside, whatever the signers signed. */
export const signedDataByHand = (parts: {
  readonly content: Buffer;
  readonly contentType?: string;
  readonly certificates: readonly Buffer[];
  readonly signers: readonly Buffer[];
}): Buffer =>
  sequence(
    objectId('1.2.840.113549.1.7.2'),
    tagged(
      0xa0,
      sequence(
        tagged(0x02, Buffer.of(3)),
        tagged(0x31, sequence(objectId(SHA_256))),
        sequence(objectId(parts.contentType ?? DATA), tagged(0xa0, tagged(0x04, parts.content))),
        tagged(0xa0, ...parts.certificates),
        tagged(0x31, ...parts.signers),
      ),
    ),
  );

const keyIdOf = (one: TestCertificate): Buffer =>
  createHash('sha256')
    .update(one.publicKey.export({ type: 'spki', format: 'der' }))
    .digest()
    .subarray(0, 20);
