/** One element of DER: its tag and its content. */
export interface Element {
  readonly tag: number;
  readonly content: Buffer;
}

const TAGS = { printable: 0x13, utf8: 0x0c, octets: 0x04, set: 0x31, extensions: 0xa3 } as const;

/** Extensions that Node does not read, by the content of their identifier in DER. */
export const EXTENSIONS = {
  /** 2.5.29.14 and 2.5.29.35: which key a certificate is for, and which one signed it (RFC 5280, section 4.2.1). */
  subjectKeyId: Buffer.from([0x55, 0x1d, 0x0e]),
  authorityKeyId: Buffer.from([0x55, 0x1d, 0x23]),
  /** 2.23.136.1.1.6.2: which types of document a key may sign (ICAO Doc 9303-12, section 7.1). */
  documentTypes: Buffer.from([0x67, 0x81, 0x08, 0x01, 0x01, 0x06, 0x02]),
} as const;

/** The value of an extension, without the octet string around it; null where a certificate does not have it. */
export function extensionOf(certificate: Buffer, extension: keyof typeof EXTENSIONS): Buffer | null {
  const [whole] = elementsOf(certificate);
  const [body] = elementsOf(whole?.content);
  const list = elementsOf(body?.content).find(({ tag }) => tag === TAGS.extensions);
  const [extensions] = elementsOf(list?.content);
  const found = elementsOf(extensions?.content)
    .map(({ content }) => elementsOf(content))
    .find(([id]) => id?.content.equals(EXTENSIONS[extension]) === true);
  return found?.find(({ tag }) => tag === TAGS.octets)?.content ?? null;
}

/**
 * Document types that a certificate names, such as `NV` for vaccinations and `NT` for tests on visible digital seals.
 * Null where it has no list; empty where the list cannot be read.
 */
export function documentTypesOf(certificate: Buffer): readonly string[] | null {
  const value = extensionOf(certificate, 'documentTypes');
  if (value === null) return null;
  const [list] = elementsOf(value);
  const types = elementsOf(list?.content).find(({ tag }) => tag === TAGS.set);
  return elementsOf(types?.content)
    .filter(({ tag }) => tag === TAGS.printable || tag === TAGS.utf8)
    .map(({ content }) => content.toString('latin1'));
}

/** The elements that stand one after the other in these bytes; those before the first that is none. */
function elementsOf(bytes: Buffer | undefined): readonly Element[] {
  const elements: Element[] = [];
  let at = 0;
  while (bytes !== undefined && at + 2 <= bytes.length) {
    const tag = bytes.readUInt8(at);
    const first = bytes.readUInt8(at + 1);
    const more = first < 0x80 ? 0 : first & 0x7f;
    const start = at + 2 + more;
    // 0x80 alone is the length of BER that is not stated, which DER does not have.
    if (more > 3 || first === 0x80 || start > bytes.length) break;
    const end = start + (more === 0 ? first : bytes.readUIntBE(at + 2, more));
    if (end > bytes.length) break;
    elements.push({ tag, content: bytes.subarray(start, end) });
    at = end;
  }
  return elements;
}
