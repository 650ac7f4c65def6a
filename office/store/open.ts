import { openDuckDbStore } from './duckdb.ts';
import type { Store } from './store.ts';

/** A store that is open, and the folder in which records lie for a moment on their way into it. */
export interface OpenStore {
  readonly store: Store;
  /** Beside the database: what comes out of envelopes goes nowhere that the database itself is not. */
  readonly scratch: string;
}

/**
 * Opens the store that `--into` names: a file of DuckDB.
 * @throws GatelogError `store/unavailable`, `store/unknown`
 */
export async function openStore(into: string): Promise<OpenStore> {
  return { store: await openDuckDbStore(into), scratch: `${into}.importing` };
}
