import { GatelogError } from '../errors.ts';
import type { TimestampMs } from '../units.ts';
import { masterListCertificates } from './cms.ts';
import { gather } from './gather.ts';
import { authorityEntry, certificateOf } from './hcert-entry.ts';
import { LIST_LIMITS, type TrustList } from './list.ts';
import type { ListSource } from './parse-signers.ts';

/**
 * A country's master list: the authorities (CSCA) of all countries that it trusts (ICAO Doc 9303, part 12, section 9).
 * The certificates beside the list are those of its signer, and are not taken.
 * @param listedAtMs when its signer says that it signed
 * @throws GatelogError `trust/invalid`, `trust/empty`, `trust/too-large`
 */
export function parseMasterList(
  content: Buffer,
  source: ListSource,
  listedAtMs: TimestampMs | null,
): TrustList {
  const certificates = masterListCertificates(content);
  if (certificates === null) {
    throw new GatelogError('trust/invalid', 'a broken master list', { why: 'not-a-list' });
  }
  if (certificates.length > LIST_LIMITS.entries) {
    throw new GatelogError('trust/too-large', 'the list has too many entries', { most: LIST_LIMITS.entries });
  }
  const gathered = gather();
  for (const der of certificates) {
    const certificate = certificateOf(der);
    if (certificate === null) gathered.take('not-a-certificate');
    // A signer of documents has no place in it; taken, it would stand for itself.
    else gathered.take(certificate.ca ? authorityEntry(certificate) : 'other-use');
  }
  return gathered.list({ kind: 'master-list', listedAtMs, ...source });
}
