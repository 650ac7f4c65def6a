import { existsSync } from 'node:fs';
import { GatelogError } from '../../core/errors.ts';
import { openDuckDbStore } from './duckdb.ts';
import type { Store } from './store.ts';

/** A store that is open, and the folder in which records lie for a moment on their way into it. */
export interface OpenStore {
  readonly store: Store;
  /** Beside the database: what comes out of envelopes goes nowhere that the database itself is not. */
  readonly scratch: string;
}

/**
 * Opens the store that `--into` names, a file of DuckDB, and makes it where it is not there.
 * @throws GatelogError `store/unavailable`, `store/unknown`
 */
export async function openStore(into: string): Promise<OpenStore> {
  return { store: await openDuckDbStore(into), scratch: `${into}.importing` };
}

/** Opens the store that `--from` names; one that is not there is not made. Throws as `openStore`. */
export async function openStoreToRead(from: string): Promise<Store> {
  if (!existsSync(from)) throw new GatelogError('store/unavailable', `there is no ${from}`);
  return openDuckDbStore(from);
}
