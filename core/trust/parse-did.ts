import type { TrustEntry } from './entry.ts';
import { gather } from './gather.ts';
import { authorityEntry, certificateBytes, certificateOf, jwkEntry } from './hcert-entry.ts';
import type { SkipReason, TrustList } from './list.ts';
import type { ListSource } from './parse-signers.ts';
import { countryOf, isList, isObject, type JsonObject, momentOf, nameOf, textOf } from './parse-text.ts';
import { NOT_SUPPORTED } from './signed.ts';

/**
 * The WHO's trust list of GDHCN as a DID document: `verificationMethod[].publicKeyJwk` with `kid` and `x5c`; country
 * and use of a key stand in its id, `did:web:<host>:…:trustlist:<domain>:<country>:<use>#<kid>`. Null where the JSON
 * has no such shape. Its proof is over canonical JSON-LD and is not checked.
 * @throws GatelogError `trust/empty`, `trust/too-large`
 */
export function parseDid(json: unknown, source: ListSource): TrustList | null {
  const methods = isObject(json) ? json['verificationMethod'] : null;
  if (!isObject(json) || !isList(methods)) return null;
  const gathered = gather();
  for (const method of methods) gathered.take(methodEntry(method));
  const proof = isObject(json['proof']) ? json['proof'] : null;
  return gathered.list({
    kind: 'gdhcn-did',
    name: nameOf(json['id'], 300) ?? source.name,
    listedAtMs: momentOf(proof?.['created'] ?? null),
    signature: proof === null || source.signature.why !== 'not-signed' ? source.signature : NOT_SUPPORTED,
  });
}

function methodEntry(method: unknown): TrustEntry | SkipReason {
  const jwk = isObject(method) ? method['publicKeyJwk'] : null;
  if (!isObject(method) || !isObject(jwk)) return 'bad-shape';
  const id = textOf(method['id'], 500) ?? '';
  const { country, use } = placeOf(id, textOf(method['controller'], 500) ?? '');
  if (use === 'SCA') return authority(jwk);
  if (use !== null && use !== 'DSC') return 'other-use';
  return jwkEntry(jwk, { kid: jwk['kid'] ?? fragmentOf(id), country });
}

/** An authority is taken by its certificate alone. */
function authority(jwk: JsonObject): TrustEntry | SkipReason {
  const chain = jwk['x5c'];
  const der = isList(chain) ? certificateBytes(chain[0]) : null;
  const certificate = der === null ? null : certificateOf(der);
  return certificate === null ? 'not-a-certificate' : authorityEntry(certificate);
}

/** Uses of a key that the trust lists of GDHCN name in their paths. */
const USES: ReadonlySet<string> = new Set(['DSC', 'SCA', 'TLS', 'UP', 'AUTH', 'ENC']);

/** Country and use from the path of an id: the country is the part before the use, or the last part. */
function placeOf(
  id: string,
  controller: string,
): { readonly country: string | null; readonly use: string | null } {
  for (const path of [id.split('#', 1)[0] ?? '', controller.split('#', 1)[0] ?? '']) {
    const parts = path.split(':').slice(3);
    const at = parts.findLastIndex((part) => USES.has(part));
    const country = countryOf(at < 0 ? parts.at(-1) : parts[at - 1]);
    // "-" stands for "all uses" in combined lists.
    if (country !== null) return { country, use: at < 0 ? null : (parts[at] ?? null) };
  }
  return { country: null, use: null };
}

function fragmentOf(id: string): string | null {
  const fragment = id.split('#')[1];
  if (fragment === undefined) return null;
  try {
    return decodeURIComponent(fragment);
  } catch {
    return null;
  }
}
