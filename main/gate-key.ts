import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openSigningKey, PRIVATE_KEY_FILE, PUBLIC_KEY_FILE, type Signer } from './delivery/signing-key.ts';
import type { AuditDetails } from './log/audit.ts';
import type { Log } from './log/log.ts';

export interface GateKeyParts {
  readonly log: Pick<Log, 'batches'>;
  /** Folder of the keys. */
  readonly dataFolder: string;
  /** Writes one act down. */
  readonly audit: (what: string, details: AuditDetails) => void;
}

/**
 * The gate's signing key, made at the first start and opened once. What it gives throws `key/...` as long as the key
 * cannot be read: that stops deliveries, not the gate.
 */
export function createGateKey({ log, dataFolder, audit }: GateKeyParts): () => Signer {
  let signer: Signer | null = null;
  const open = (): Signer => {
    if (signer !== null) return signer;
    const file = join(dataFolder, PRIVATE_KEY_FILE);
    const publicFile = join(dataFolder, PUBLIC_KEY_FILE);
    const isMissing = !existsSync(file);
    // Its public half may have been given to the office before the first batch.
    const wasGiven = existsSync(publicFile);
    signer = openSigningKey(file, publicFile);
    // The office knows this gate by the key that is gone: its next batch tells why it is signed by another.
    const batches = isMissing ? log.batches.list().length : 0;
    if (isMissing && (wasGiven || batches > 0)) audit('key/made-anew', { keyId: signer.keyId, batches });
    return signer;
  };
  try {
    open();
  } catch {
    // Said again, with its reason, when somebody delivers.
  }
  return open;
}
