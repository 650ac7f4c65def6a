import { createHash, type KeyObject } from 'node:crypto';

/**
 * SHA-256 thumbprint of a P-256 key (RFC 7638), base64url: the only `kid` that a SMART Health Card key may have. Null
 * for every other kind of key. Asked when a card is read, so that a list with wrong ids opens no gate whatever
 * imported it.
 */
export function thumbprintOf(key: KeyObject): string | null {
  if (key.asymmetricKeyType !== 'ec' || key.asymmetricKeyDetails?.namedCurve !== 'prime256v1') return null;
  const { x, y } = key.export({ format: 'jwk' });
  return createHash('sha256').update(`{"crv":"P-256","kty":"EC","x":"${x}","y":"${y}"}`).digest('base64url');
}
