import {
  type BaseBlock,
  Constructed,
  fromBER,
  GeneralizedTime,
  Integer,
  ObjectIdentifier,
  OctetString,
  Sequence,
  Set as SetOf,
  UTCTime,
} from 'asn1js';
import { type TimestampMs, timestampMs } from '../units.ts';
import { LIST_LIMITS } from './list.ts';

/** Object identifiers of CMS (RFC 5652) and of what lists put into it. */
export const CMS_OIDS = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  subjectKeyId: '2.5.29.14',
  /** CSCA master list (ICAO Doc 9303, part 12, section 9). */
  masterList: '2.23.136.1.1.2',
} as const;

/** Signed data as a file carries it: RFC 5652, section 5. PKCS #7 is its older name. */
export interface SignedData {
  readonly contentType: string;
  /** What is signed, where it lies inside; null where it is elsewhere, or where only certificates are carried. */
  readonly content: Buffer | null;
  readonly certificates: readonly CarriedCertificate[];
  readonly signers: readonly SignerInfo[];
}

/** A certificate that came along, with what signers name it by; null where it is no certificate or has none. */
export interface CarriedCertificate {
  readonly der: Buffer;
  readonly issuer: Buffer | null;
  readonly serial: Buffer | null;
  readonly subjectKeyId: Buffer | null;
}

/** One signature over the content. */
export interface SignerInfo {
  /** DER of issuer and serial number, or the subject key identifier: by one of them the certificate is named. */
  readonly issuer: Buffer | null;
  readonly serial: Buffer | null;
  readonly subjectKeyId: Buffer | null;
  readonly digest: string;
  readonly algorithm: string;
  readonly signature: Buffer;
  /** Null: the signature is over the content itself. */
  readonly attributes: SignedAttributes | null;
}

/** What is signed in place of the content, the content's hash among it. */
export interface SignedAttributes {
  /** The bytes that the signature is over: a SET in DER (section 5.4). */
  readonly bytes: Buffer;
  readonly contentType: string | null;
  readonly messageDigest: Buffer | null;
  readonly signingTimeMs: TimestampMs | null;
}

/** A certificate has about a hundred elements; a country's largest master list has some 600 certificates. */
const LIMITS = {
  maxDepth: 40,
  maxNodes: 400_000,
  maxContentLength: LIST_LIMITS.fileBytes,
  parseEmbedded: false,
};

/** Signed data from BER or DER; null where the bytes are anything else. Never throws. */
export function readSignedData(bytes: Uint8Array): SignedData | null {
  try {
    const [type, holder] = parts(parsed(bytes));
    if (oid(type) !== CMS_OIDS.signedData) return null;
    return signedData(parts(parts(holder)[0]));
  } catch {
    return null;
  }
}

/** Elements of a set of certificates as a master list has it: version and SET OF Certificate. Null where it is none. */
export function masterListCertificates(content: Uint8Array): readonly Buffer[] | null {
  try {
    const [version, list] = parts(parsed(content));
    if (!(version instanceof Integer) || !(list instanceof SetOf)) return null;
    return parts(list).map(raw);
  } catch {
    return null;
  }
}

/** Whether a signer means this certificate: by its issuer and serial number, or by its key's identifier. */
export const namesCertificate = (
  signer: SignerInfo,
  { issuer, serial, subjectKeyId }: CarriedCertificate,
): boolean =>
  signer.issuer !== null
    ? issuer?.equals(signer.issuer) === true &&
      signer.serial !== null &&
      serial?.equals(signer.serial) === true
    : signer.subjectKeyId !== null && subjectKeyId?.equals(signer.subjectKeyId) === true;

function signedData([, , encapsulated, ...rest]: readonly BaseBlock[]): SignedData {
  const [contentType, holder] = parts(encapsulated);
  const inside = holder === undefined ? undefined : parts(holder)[0];
  return {
    contentType: oid(contentType),
    content: inside === undefined ? null : octets(inside),
    // [0] certificates, [1] revocation lists, then the signers.
    certificates: parts(rest.find((one) => contextTag(one) === 0) ?? new SetOf()).map(carriedCertificate),
    signers: parts(rest.find((one) => one instanceof SetOf)).map(signerInfo),
  };
}

/** Names are read here, once, however many signers ask for them. */
function carriedCertificate(block: BaseBlock): CarriedCertificate {
  const der = raw(block);
  try {
    const elements = parts(parts(block)[0]);
    // The version stands first, under [0], in every certificate that has extensions (RFC 5280, section 4.1).
    const [serial, , issuer, , , , ...rest] = contextTag(elements[0]) === 0 ? elements.slice(1) : elements;
    const value = rest
      .filter((one) => contextTag(one) === 3)
      .flatMap((one) => parts(parts(one)[0]))
      .map(parts)
      .find(([type]) => oid(type) === CMS_OIDS.subjectKeyId)
      ?.at(-1);
    return {
      der,
      issuer: issuer === undefined ? null : raw(issuer),
      serial: serial instanceof Integer ? Buffer.from(serial.valueBlock.valueHexView) : null,
      subjectKeyId: value === undefined ? null : octets(parsed(octets(value))),
    };
  } catch {
    return { der, issuer: null, serial: null, subjectKeyId: null };
  }
}

function signerInfo(block: BaseBlock): SignerInfo {
  const [, named, digest, ...rest] = parts(block);
  const attributes = rest.find((one) => contextTag(one) === 0);
  const [algorithm, signature] = rest.filter((one) => contextTag(one) === null);
  const [issuer, serial] = named instanceof Sequence ? parts(named) : [];
  return {
    issuer: issuer === undefined ? null : raw(issuer),
    serial: serial instanceof Integer ? Buffer.from(serial.valueBlock.valueHexView) : null,
    subjectKeyId: named !== undefined && contextTag(named) === 0 ? contextBytes(named) : null,
    digest: oid(parts(digest)[0]),
    algorithm: oid(parts(algorithm)[0]),
    signature: octets(signature),
    attributes: attributes === undefined ? null : signedAttributes(attributes),
  };
}

function signedAttributes(block: BaseBlock): SignedAttributes {
  const values = new Map<string, BaseBlock | undefined>();
  for (const attribute of parts(block)) {
    const [type, set] = parts(attribute);
    const found = parts(set);
    // One value each, once: a second one would be a choice between two truths (RFC 5652, section 11).
    if (values.has(oid(type)) || found.length !== 1) throw new TypeError('an attribute is not single');
    values.set(oid(type), found[0]);
  }
  const bytes = Buffer.from(raw(block));
  // Signed as the SET that it is, though it stands under [0].
  bytes[0] = SET_TAG;
  const type = values.get(CMS_OIDS.contentType);
  const digest = values.get(CMS_OIDS.messageDigest);
  const time = values.get(CMS_OIDS.signingTime);
  return {
    bytes,
    contentType: type === undefined ? null : oid(type),
    messageDigest: digest === undefined ? null : octets(digest),
    signingTimeMs:
      time instanceof UTCTime || time instanceof GeneralizedTime ? momentOf(time.toDate()) : null,
  };
}

const SET_TAG = 0x31;
/** Class of context-specific tags in asn1js. */
const CONTEXT_CLASS = 3;

function momentOf(date: Date): TimestampMs | null {
  const ms = date.getTime();
  return Number.isNaN(ms) || ms < 0 ? null : timestampMs(ms);
}

function parsed(bytes: Uint8Array): BaseBlock {
  const { offset, result } = fromBER(bytes, LIMITS);
  // Bytes behind the end would be something that was not looked at.
  if (offset !== bytes.length) throw new TypeError('not one element of BER');
  return result;
}

/** Elements of a sequence, a set or a tag around them. */
function parts(block: BaseBlock | undefined): readonly BaseBlock[] {
  if (!(block instanceof Constructed)) throw new TypeError('not made of elements');
  return block.valueBlock.value as readonly BaseBlock[];
}

function oid(block: BaseBlock | undefined): string {
  if (!(block instanceof ObjectIdentifier)) throw new TypeError('no object identifier');
  return block.getValue();
}

/** An octet string in one piece, also where a writer streamed it in many. */
function octets(block: BaseBlock | undefined): Buffer {
  if (!(block instanceof OctetString)) throw new TypeError('no octet string');
  return Buffer.from(block.getValue());
}

const contextTag = (block: BaseBlock | undefined): number | null =>
  block?.idBlock.tagClass === CONTEXT_CLASS ? block.idBlock.tagNumber : null;

const contextBytes = (block: BaseBlock): Buffer | null =>
  'valueHexView' in block.valueBlock && block.valueBlock.valueHexView instanceof Uint8Array
    ? Buffer.from(block.valueBlock.valueHexView)
    : null;

const raw = (block: BaseBlock): Buffer => Buffer.from(block.valueBeforeDecodeView);
