import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ErrorCode, toGatelogError } from '../core/errors.ts';
import {
  createSigningKey,
  loadSigningKey,
  openSigningKey,
  PRIVATE_KEY_FILE,
  PUBLIC_KEY_FILE,
  publicKeyIdAt,
  type Signer,
} from './delivery/signing-key.ts';
import type { AuditDetails } from './log/audit.ts';
import type { Log } from './log/log.ts';
import { setAside } from './set-aside.ts';

/** The act that stands in the audit for a key that was made in place of one that was lost. */
const MADE_ANEW = 'key/made-anew';

export interface GateKeyParts {
  readonly log: Pick<Log, 'batches' | 'rows' | 'audit'>;
  /** Folder of the keys. */
  readonly dataFolder: string;
  /** Writes one act down. */
  readonly audit: (what: string, details: AuditDetails) => void;
  /** Writes an event that says nothing but that the kiosk runs: an act is in the batch of the event after it. */
  readonly alive: () => void;
}

/** The key that signs this gate's batches. Without it nothing can be sealed; the gate goes on. */
export interface GateKey {
  /** Throws `key/signing-...`. A file that was put back is taken without a start. */
  signer(): Signer;
  /** Code of what keeps the key from being used, or null. */
  problem(): ErrorCode | null;
  /**
   * Makes a key in place of one that is missing or damaged; the office has to enrol it. One that is there after all
   * stays. Throws `key/signing-unwritable`.
   */
  makeAnew(): Signer;
}

/**
 * The gate's signing key, made at the first start. One that a gate had and lost is never made anew by itself: the office
 * knows the gate by it, and a copy of the file that somebody keeps is worth more than a new key. Another gate's in its
 * place is not taken: the office would be shown batches of this gate under the key of another.
 */
export function createGateKey({ log, dataFolder, audit, alive }: GateKeyParts): GateKey {
  const file = join(dataFolder, PRIVATE_KEY_FILE);
  const publicFile = join(dataFolder, PUBLIC_KEY_FILE);
  const hadOne = existsSync(publicFile) || hasBeenUsed(log);
  let signer: Signer | null = null;
  let wrong: ErrorCode | null = null;
  // Asked at every scan while such a file lies there, and in a long log it is a long look.
  const others = new Set<string>();
  const isOurs = (keyId: string): boolean => {
    if (!others.has(keyId) && !isOfGate(log, publicFile, keyId)) others.add(keyId);
    return !others.has(keyId);
  };
  const open = (): Signer => {
    try {
      signer ??= hadOne ? loadSigningKey(file, publicFile, isOurs) : openSigningKey(file, publicFile);
      wrong = null;
      return signer;
    } catch (error) {
      wrong = toGatelogError(error, 'key/signing-invalid').code;
      throw error;
    }
  };
  const look = (): void => {
    try {
      open();
    } catch {
      // Said wherever somebody asks what is wrong, and by whatever needs the key.
    }
  };
  // The office can be given its public half from the first start on.
  look();
  const problem = (): ErrorCode | null => {
    // Asked at every scan: a file that may be put back is looked for, one that cannot be written is not tried again.
    if (signer === null && hadOne) look();
    return wrong;
  };
  return {
    signer: open,
    problem,
    makeAnew: () => {
      look();
      if (signer !== null) return signer;
      // A good key that cannot be written down beside its public half is none to make another for.
      if (wrong === 'key/signing-unwritable') return open();
      try {
        setAside(file);
      } catch (error) {
        throw toGatelogError(error, 'key/signing-unwritable');
      }
      // The office knows this gate by the key before: the very next batch tells why it is signed by another. Told first:
      // a key that was made and not told of, by a kill in between say, would be used without a word at the next start.
      signer = createSigningKey(file, publicFile, ({ keyId }) => {
        audit(MADE_ANEW, { keyId, batches: log.batches.list().length });
        alive();
      });
      wrong = null;
      return signer;
    },
  };
}

/**
 * Whether this is a key of the gate: one that signed a batch of its log, or that an administrator had made since. Where
 * nothing is signed yet its public half tells, and where that is gone too there is nothing to tell it by.
 */
function isOfGate(log: GateKeyParts['log'], publicFile: string, keyId: string): boolean {
  try {
    const signed = log.batches.areSignedBy(keyId);
    const known = signed === null ? publicKeyIdAt(publicFile) : null;
    if (signed ?? (known === null || known === keyId)) return true;
    return log.audit.details(MADE_ANEW).some((made) => made['keyId'] === keyId);
  } catch {
    // A log that cannot be read says nothing against it.
    return true;
  }
}

/** Whether a gate has been open with this log: it makes its key before its first event, which says that it opened. */
function hasBeenUsed(log: GateKeyParts['log']): boolean {
  try {
    for (const { kind } of log.rows(1, 1)) if (kind === 'opened') return true;
    return log.batches.list().length > 0;
  } catch {
    // Of a log that cannot be read nobody knows; a key too many cannot be taken back.
    return true;
  }
}
