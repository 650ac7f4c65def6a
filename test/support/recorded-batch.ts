import { CHAIN_START } from '../../core/batch/chain.ts';
import type { Profile } from '../../core/batch/profile.ts';
import type { RecordedRendition } from '../../main/delivery/batches.ts';
import type { Log } from '../../main/log/log.ts';

const FILES = [{ name: 'events.csv', sizeBytes: 1, sha256: '0'.repeat(64) }];

/** Records a batch of everything up to `lastSeq` that no batch holds, as sealing would, without any file. */
export function recordSealed(
  log: Log,
  lastSeq: number,
  { profile = 'full' }: { readonly profile?: Profile } = {},
): RecordedRendition {
  const firstSeq = log.batches.sealedUpTo() + 1;
  const hex = (bytes: Uint8Array | undefined): string => Buffer.from(bytes ?? CHAIN_START).toString('hex');
  const sealed = {
    name: `batch-${firstSeq}`,
    firstSeq,
    lastSeq,
    events: lastSeq - firstSeq + 1,
    counts: { in: lastSeq - firstSeq + 1 },
    chainBefore: hex(log.event(firstSeq - 1)?.chain),
    chainAfter: hex(log.event(lastSeq)?.chain),
  };
  return log.batches.record({
    sealed,
    rendition: {
      name: sealed.name,
      schemaVersion: 2,
      profile,
      headings: 'vi',
      encryption: null,
      passphraseTag: null,
      pseudonymKeyId: null,
      keyId: 'k'.repeat(32),
      files: FILES,
      plainFiles: FILES,
    },
  });
}
