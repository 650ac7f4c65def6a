import { type Dirent, existsSync } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, join, relative } from 'node:path';
import type { GatelogError } from '../core/errors.ts';
import { LIST_LIMITS, type TrustList } from '../core/trust/list.ts';
import {
  isTrustFileName,
  parseTrustFiles,
  type RefusedFile,
  signingKeysIn,
} from '../core/trust/parse-files.ts';
import type { TrustFile } from '../core/trust/parse-list.ts';
import type { Words } from './command.ts';
import { readNamedFile } from './read-file.ts';
import { readError, refusedWords, spoken } from './read-words.ts';

/** Lists of all that `--trust` named, and what was passed over in folders, in words. */
export interface TrustGiven {
  readonly lists: readonly TrustList[];
  readonly warnings: readonly Words[];
}

/** One `--trust`, its files read. */
interface Source {
  readonly path: string;
  readonly folder: boolean;
  readonly iss: string | null;
  readonly files: readonly TrustFile[];
}

/** How deep in a folder files are looked for, and most names that are looked at. */
const DEEPEST = 6;
const MOST_NAMES = 20_000;

/**
 * Reads trust lists: each argument a file, a folder of files, or `ISS=FILE` for the bare keys of an issuer of SMART
 * Health Cards. Public keys among them are for the signatures of the lists. A file that was named has to hold a list (or
 * keys); in a folder what is none is passed over with a warning, as long as there is one.
 * @throws GatelogError `file/unreadable` and `trust/...` with the name of the file and what is wrong with it
 */
export async function readTrust(given: readonly string[]): Promise<TrustGiven> {
  const sources: Source[] = [];
  for (const one of given) sources.push(await readSource(one));
  const signingKeys = signingKeysIn(sources.flatMap(({ files }) => files)).keys;
  const lists: TrustList[] = [];
  const warnings: Words[] = [];
  for (const { path, folder, iss, files } of sources) {
    const options = { signingKeys, ...(iss === null ? {} : { iss }) };
    const reading = parseTrustFiles(basename(path), files, options);
    const altered = reading.lists.filter(({ signature }) => signature.outcome === 'fail');
    const refused = [
      ...reading.refused,
      ...altered.map(({ name }) => ({ name, code: 'trust/bad-signature' as const, why: null })),
    ];
    const good = reading.lists.filter((list) => !altered.includes(list));
    const first = refused.find(({ why }) => why === 'issuer-missing') ?? refused[0];
    if (!folder && first !== undefined) throw refusal(path, first);
    if (folder && good.length === 0 && signingKeysIn(files).files.size === 0) {
      throw readError('no-list', path, first === undefined ? {} : { more: refusedWords(first.name, first) });
    }
    lists.push(...good);
    warnings.push(...refused.map((one) => refusedWords(join(path, one.name), one)));
  }
  return { lists, warnings };
}

async function readSource(given: string): Promise<Source> {
  const { path, iss } = splitIssuer(given);
  const found = await stat(path).catch((cause: unknown) => {
    throw readError('cannot-read', path, { cause });
  });
  if (!found.isDirectory()) return { path, iss, folder: false, files: [await readOne(path, basename(path))] };
  if (iss !== null) throw readError('folder-of-issuer', path);
  const names = await namesIn(path);
  const files: TrustFile[] = [];
  let sizeBytes = 0;
  for (const name of names.filter(isTrustFileName).sort()) {
    const file = await readOne(join(path, name), name);
    sizeBytes += file.bytes.length;
    if (files.length >= LIST_LIMITS.files || sizeBytes > LIST_LIMITS.totalBytes) {
      throw readError('lists-too-large', path);
    }
    files.push(file);
  }
  return { path, iss, folder: true, files };
}

/** `https://issuer=FILE`, unless a file has that very name. */
function splitIssuer(given: string): { readonly path: string; readonly iss: string | null } {
  const at = /^https?:\/\/[^=]*=/.exec(given)?.[0].length;
  if (at === undefined || existsSync(given)) return { path: given, iss: null };
  return { path: given.slice(at), iss: given.slice(0, at - 1) };
}

async function readOne(path: string, name: string): Promise<TrustFile> {
  const bytes = await readNamedFile(path, LIST_LIMITS.fileBytes);
  if (bytes === null) throw readError('list-too-large', path);
  return { name, bytes };
}

/** Regular files in a folder and below; no link is followed. */
async function namesIn(folder: string): Promise<readonly string[]> {
  const names: string[] = [];
  let seen = 0;
  const walk = async (path: string, depth: number): Promise<void> => {
    const entries: Dirent[] = await readdir(path, { withFileTypes: true });
    seen += entries.length;
    if (seen > MOST_NAMES) {
      throw readError('too-many-files', folder);
    }
    for (const entry of entries) {
      const inside = join(path, entry.name);
      if (entry.isFile()) names.push(relative(folder, inside));
      else if (entry.isDirectory() && depth < DEEPEST) await walk(inside, depth + 1);
    }
  };
  await walk(folder, 0);
  return names;
}

const refusal = (path: string, refused: RefusedFile): GatelogError =>
  spoken(refused.code, refusedWords(path, refused));
