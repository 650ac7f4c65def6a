import type { KeyObject } from 'node:crypto';
import { type ErrorCode, GatelogError, toGatelogError } from '../errors.ts';
import { canonicalEntries, compareText } from './entry.ts';
import { isTooLarge, LIST_LIMITS, listIdOf, NOT_SIGNED, type Skipped, type TrustList } from './list.ts';
import { certificateList } from './parse-certificates.ts';
import { type FileContent, type ParseOptions, readTrustFile, type TrustFile } from './parse-list.ts';
import { listNameOf } from './parse-text.ts';

/** A file that gave no list, and why: `why` is a stable word where there is one. */
export interface RefusedFile {
  readonly name: string;
  readonly code: ErrorCode;
  readonly why: string | null;
}

/** What a file or folder holds. */
export interface TrustReading {
  /** Each with an identity of its own. */
  readonly lists: readonly TrustList[];
  readonly refused: readonly RefusedFile[];
}

/** Endings of files that may hold a list; others in a folder are none of ours. */
const ENDINGS: ReadonlySet<string> = new Set(
  'json jwk jwks jwt jws txt pem crt cer der pub p7b p7c p7m p7s cms ml cbor'.split(' '),
);

/** True for the name of a file that is worth reading when a whole folder was chosen. */
export const isTrustFileName = (name: string): boolean => {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  // Names that begin with a dot are the system's own, such as `._list.json` of a Mac.
  return !last.startsWith('.') && ENDINGS.has(last.split('.').at(-1)?.toLowerCase() ?? '');
};

/**
 * Reads a file, or all files of a folder, as trust lists. Certificates in files of their own become one list that bears
 * the name of what was chosen, and so do revocation lists of one kind. Public keys are used for the signatures of the
 * lists beside them. Where two issues of one list lie there, the newer is taken. A file that cannot be read is named in
 * `refused` and stands in nobody's way.
 * @param chosen name of the file or folder
 * @throws GatelogError `trust/too-large` where all together are too many
 */
export function parseTrustFiles(
  chosen: string,
  files: readonly TrustFile[],
  options: ParseOptions = {},
): TrustReading {
  const sizeBytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
  if (files.length > LIST_LIMITS.files || sizeBytes > LIST_LIMITS.totalBytes) {
    throw new GatelogError('trust/too-large', 'more files, or larger ones, than may come at once', {
      files: files.length,
      sizeBytes,
    });
  }
  const sorted = [...files].sort((a, b) => compareText(a.name, b.name));
  const refused: RefusedFile[] = [];
  const reading = <T>(name: string, read: () => T): T | null => {
    try {
      return read();
    } catch (error) {
      const { code, context } = toGatelogError(error, 'trust/invalid');
      refused.push({ name, code, why: typeof context['why'] === 'string' ? context['why'] : null });
      return null;
    }
  };
  const beside = signingKeysIn(sorted);
  const signingKeys = [...(options.signingKeys ?? []), ...beside.keys];
  const name = listNameOf(chosen);
  const lists: { readonly file: string; readonly list: TrustList }[] = [];
  const certificates: Extract<FileContent, { type: 'certificates' }>['content'][] = [];
  for (const file of sorted) {
    const content = reading(file.name, () => readTrustFile(file, { ...options, signingKeys }));
    if (content?.type === 'list') lists.push({ file: file.name, list: content.list });
    if (content?.type === 'certificates') certificates.push(content.content);
    if (content?.type === 'keys' && !beside.files.has(file.name)) {
      refused.push({ name: file.name, code: 'trust/too-large', why: null });
    }
  }
  if (certificates.length > 0) {
    const list = reading(chosen, () => certificateList(name, certificates, NOT_SIGNED));
    if (list !== null) lists.push({ file: chosen, list });
  }
  const joined = (files.length === 1 ? lists : joinRevocations(name, lists)).filter(({ list }) => {
    if (!isTooLarge(list)) return true;
    refused.push({ name: chosen, code: 'trust/too-large', why: null });
    return false;
  });
  return { lists: newestOfEach(joined, refused), refused };
}

/** Public keys that lie beside lists. */
export interface SigningKeys {
  readonly keys: readonly KeyObject[];
  /** Names of the files that they come from. */
  readonly files: ReadonlySet<string>;
}

/**
 * Public keys in PEM files among these: whole files, as long as they are no more than LIST_LIMITS. A file that cannot be
 * read is refused later, in its turn.
 */
export function signingKeysIn(files: readonly TrustFile[]): SigningKeys {
  const keys: KeyObject[] = [];
  const from = new Set<string>();
  for (const file of files) {
    const found = keysOf(file);
    if (found.length === 0 || keys.length + found.length > LIST_LIMITS.signingKeys) continue;
    keys.push(...found);
    from.add(file.name);
  }
  return { keys, files: from };
}

function keysOf(file: TrustFile): readonly KeyObject[] {
  // Small files only: a list of 20 MB is not read twice for a key that is not there.
  if (file.bytes.length > 100_000) return [];
  try {
    const content = readTrustFile(file);
    return content.type === 'keys' ? content.keys : [];
  } catch {
    return [];
  }
}

/** Revocations come as a file per key or batch: those of one kind and one signer become one list. */
function joinRevocations(name: string, lists: readonly Named[]): readonly Named[] {
  const joined = new Map<string, Named>();
  const others: Named[] = [];
  for (const one of lists) {
    const { kind, signature } = one.list;
    const isRevocations = kind === 'hcert-revocations' || kind === 'shc-revocations';
    if (!isRevocations || signature.outcome === 'fail') {
      others.push(one);
      continue;
    }
    const by = signature.keyHash ?? (signature.why === 'not-signed' ? '' : signature.why);
    const group = `${kind} ${by}`;
    const known = joined.get(group)?.list;
    const list = {
      ...one.list,
      name: by === '' ? name : `${name} ${by.slice(0, 8)}`,
      entries:
        known === undefined ? one.list.entries : canonicalEntries([...known.entries, ...one.list.entries]),
      skipped: known === undefined ? one.list.skipped : sum(known.skipped, one.list.skipped),
    };
    joined.set(group, { file: one.file, list });
  }
  return [...others, ...joined.values()];
}

interface Named {
  readonly file: string;
  readonly list: TrustList;
}

function sum(a: Skipped, b: Skipped): Skipped {
  const counts: Record<string, number> = { ...a };
  for (const [reason, count] of Object.entries(b)) counts[reason] = (counts[reason] ?? 0) + count;
  return counts;
}

/** Of two issues of one list the one with the later date, or the later name where they say none. */
function newestOfEach(lists: readonly Named[], refused: RefusedFile[]): readonly TrustList[] {
  const kept = new Map<string, Named>();
  for (const one of lists) {
    const id = listIdOf(one.list);
    const other = kept.get(id);
    const isNewer = (one.list.listedAtMs ?? 0) >= (other?.list.listedAtMs ?? 0);
    const older = other === undefined ? null : isNewer ? other : one;
    if (older !== null) refused.push({ name: older.file, code: 'trust/invalid', why: 'older-issue' });
    if (isNewer) kept.set(id, one);
  }
  return [...kept.values()].map(({ list }) => list);
}
