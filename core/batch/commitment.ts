import { createHash } from 'node:crypto';

/** SHA-256(salt ‖ payload), 32 bytes: binds a public row to its personal snapshot without revealing it (DESIGN.md, The log). */
export function commitmentOf(salt: Uint8Array, payload: Uint8Array): Uint8Array {
  return createHash('sha256').update(salt).update(payload).digest();
}
