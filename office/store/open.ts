import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Store } from './store.ts';
import { storeError } from './store-error.ts';

/** A store that is open, and the folder in which records lie for a moment on their way into it. */
export interface OpenStore {
  readonly store: Store;
  /**
   * Beside the database where it is a file: what comes out of envelopes goes nowhere that the database itself is not. On
   * a server's client in the folder for temporary files. One name for one store, so that the next import clears away
   * what a killed one left.
   */
  readonly scratch: string;
}

const isServer = (name: string): boolean => /^postgres(ql)?:\/\//.test(name);
/** An address of something else, or one of a server that was mistyped: no file is made of it, password and all. */
const isOtherAddress = (name: string): boolean =>
  /^([a-z][a-z0-9+.-]+:\/\/|postgre\w*:)/i.test(name) && !isServer(name);

/**
 * Opens the store that `--into` names, a file of DuckDB or `postgres://…`, and makes it where it is not there.
 * @throws GatelogError `store/unavailable`, `store/unknown`
 */
export async function openStore(into: string): Promise<OpenStore> {
  if (!isServer(into)) {
    mustBeFile(into);
    keepToOwner(into);
    const { openDuckDbStore } = await import('./duckdb.ts');
    return { store: await openDuckDbStore(resolve(into)), scratch: `${into}.importing` };
  }
  const { openPostgresStore } = await import('./postgres.ts');
  return {
    store: await openPostgresStore(into, 'import'),
    scratch: join(tmpdir(), `gatelog-importing-${serverName(into)}`),
  };
}

/** One name for one server and database, whatever the password: whoever sees it must have nothing to guess that from. */
export function serverName(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : null;
  const where = url === null ? '' : [url.username, url.host, url.pathname].join('\n');
  // Where a socket or a name stands behind the question mark instead.
  const also = ['host', 'port', 'user', 'dbname'].map((key) => url?.searchParams.get(key) ?? '').join('\n');
  return createHash('sha256').update(`${where}\n${also}`).digest('hex').slice(0, 16);
}

/** Opens the store that `--from` names; one that is not there is not made. Throws as `openStore`. */
export async function openStoreToRead(from: string): Promise<Store> {
  if (isServer(from)) return (await import('./postgres.ts')).openPostgresStore(from, 'read');
  mustBeFile(from);
  if (!existsSync(from)) throw storeError('absent');
  keepToOwner(from);
  return (await import('./duckdb.ts')).openDuckDbStore(resolve(from));
}

/**
 * A new database, with names in it, is for nobody but the account that makes it. Its journal, which comes and goes, is
 * for those whom the database is for; the modes of files that are there stay. DuckDB takes no mode, so the mask says it,
 * which is the whole process's: a command opens one store. Systems without modes pass it over.
 */
function keepToOwner(path: string): void {
  const mode = statSync(path, { throwIfNoEntry: false })?.mode ?? 0o600;
  process.umask(0o077 & ~mode);
}

/** What DuckDB would say of these names helps nobody. (Whole paths it takes for files; `:memory:` it would not.) */
function mustBeFile(path: string): void {
  if (isOtherAddress(path)) throw storeError('other-address');
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) throw storeError('folder');
  if (path.includes('?')) throw storeError('question-mark');
}
