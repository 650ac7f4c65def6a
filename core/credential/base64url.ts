/**
 * Decodes base64url (RFC 4648, section 5) in its one canonical form; null for anything else. Strict, because the last
 * letter can carry bits that mean nothing: a lenient reader would take two different texts for one signature.
 * @param padding `none` where the format writes none (JWS), `optional` where it may stand or not, but then whole
 */
export function decodeBase64url(text: string, padding: 'none' | 'optional' = 'none'): Buffer | null {
  const unpadded = padding === 'optional' && text.length % 4 === 0 ? text.replace(/={1,2}$/, '') : text;
  if (!/^[\w-]*$/.test(unpadded)) return null;
  const bytes = Buffer.from(unpadded, 'base64url');
  return bytes.toString('base64url') === unpadded ? bytes : null;
}
