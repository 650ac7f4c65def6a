import { createPublicKey, type KeyObject } from 'node:crypto';
import { CERTIFICATE_MAX_BYTES } from './entry.ts';
import { type Gathered, gather } from './gather.ts';
import { authorityEntry, certificateEntry, certificateOf } from './hcert-entry.ts';
import type { TrustList } from './list.ts';
import { bytesOf } from './parse-text.ts';

/** Blocks of one PEM file (RFC 7468): label and DER, in order. A broken block has null. */
export interface PemBlock {
  readonly label: string;
  readonly der: Buffer | null;
}

/** True for a file that holds PEM blocks, whatever text stands before them. */
export const looksLikePem = (text: string): boolean => /^-----BEGIN [A-Z0-9 ]{1,40}-----/m.test(text);

/** Reads all blocks, without going back over the text. */
export function pemBlocks(text: string): readonly PemBlock[] {
  const blocks: PemBlock[] = [];
  let at = 0;
  for (;;) {
    const begin = text.indexOf('-----BEGIN ', at);
    if (begin < 0) return blocks;
    const labelEnd = text.indexOf('-----', begin + 11);
    if (labelEnd < 0) return blocks;
    const label = text.slice(begin + 11, labelEnd);
    const end = text.indexOf('-----END ', labelEnd + 5);
    if (end < 0) return [...blocks, { label, der: null }];
    blocks.push({ label, der: bytesOf(text.slice(labelEnd + 5, end), CERTIFICATE_MAX_BYTES) });
    at = end + 9;
  }
}

/** Certificates of one file: PEM with any number, or each in DER. */
export type CertificatesContent = { readonly pem: string } | { readonly ders: readonly Uint8Array[] };

/** A file with certificates, taken into one list of files. */
export function takeCertificates(content: CertificatesContent, into: Gathered): void {
  const blocks =
    'pem' in content
      ? pemBlocks(content.pem)
      : content.ders.map((der) => ({ label: 'CERTIFICATE', der: Buffer.from(der) }));
  for (const { label, der } of blocks) {
    // Public keys are no issuers: they are for checking the signatures of lists beside them.
    if (label === 'PUBLIC KEY') continue;
    if (label.endsWith('PRIVATE KEY')) into.take('private-key');
    else if (der === null || !/^(X509 |TRUSTED )?CERTIFICATE$/.test(label)) into.take('not-a-certificate');
    else takeCertificate(der, into);
  }
}

/** An authority (basicConstraints CA) stands for what it signs; any other certificate signs HC1 by itself. */
function takeCertificate(der: Buffer, into: Gathered): void {
  const certificate = certificateOf(der);
  if (certificate === null) into.take('not-a-certificate');
  else into.take(certificate.ca ? authorityEntry(certificate) : certificateEntry(certificate.raw));
}

/** Public keys that lie beside lists as PEM: signatures of lists are checked with them. */
export function publicKeysOf(text: string): readonly KeyObject[] {
  if (!looksLikePem(text)) return [];
  return pemBlocks(text).flatMap(({ label, der }) => {
    if (label !== 'PUBLIC KEY' || der === null) return [];
    try {
      return [createPublicKey({ key: der, type: 'spki', format: 'der' })];
    } catch {
      return [];
    }
  });
}

/**
 * All certificates of some files as one list.
 * @throws GatelogError `trust/empty`, `trust/too-large`
 */
export function certificateList(
  name: string,
  contents: readonly CertificatesContent[],
  signature: TrustList['signature'],
): TrustList {
  const gathered = gather();
  for (const content of contents) takeCertificates(content, gathered);
  return gathered.list({ kind: 'certificates', name, listedAtMs: null, signature });
}
