import { isList, type Json } from '../json.ts';

/**
 * The one written form of a JSON value (RFC 8785, JSON Canonicalization Scheme): no space, members sorted by the UTF-16
 * units of their names, numbers and strings as ECMAScript writes them. Null where there is none: a number that is not
 * finite, or half a surrogate pair in a name or text (RFC 7493). The depth is bounded by `parseJson`.
 */
export function canonicalJson(value: Json): string | null {
  if (value === null || typeof value === 'boolean') return String(value);
  // Shortest digits that give the number back, and -0 is 0: what section 3.2.2.3 asks for.
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : null;
  if (typeof value === 'string') return quoted(value);
  if (isList(value)) return joined(value.map(canonicalJson), '[', ']');
  // sort() without a function goes by UTF-16 units (ECMAScript, CompareArrayElements).
  const members = Object.keys(value)
    .sort()
    .map((name) => {
      const [label, written] = [quoted(name), canonicalJson(value[name] ?? null)];
      return label === null || written === null ? null : `${label}:${written}`;
    });
  return joined(members, '{', '}');
}

function joined(parts: readonly (string | null)[], open: string, close: string): string | null {
  return parts.includes(null) ? null : `${open}${parts.join(',')}${close}`;
}

/** Two-letter escapes where JSON has them, \u00xx in small letters for other controls, everything else as it is. */
const quoted = (text: string): string | null => (text.isWellFormed() ? JSON.stringify(text) : null);
