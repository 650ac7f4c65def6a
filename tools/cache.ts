import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Gatelog's own folder for what can be fetched again: outside node_modules, so that `npm ci` keeps it. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  const base = env.XDG_CACHE_HOME;
  return join(base?.startsWith('/') ? base : join(homedir(), '.cache'), 'gatelog');
}

const HOUR_MS = 3_600_000;

/** What a failed download leaves behind, so that the next command does not wait for it again. */
export interface RememberedFailure {
  readonly atMs: number;
  readonly version: string;
  readonly reason: string;
}

const failureFile = (cache: string): string => join(cache, 'electron-download-failed.json');

/** Remembers for an hour that this version of Electron could not be downloaded. */
export function rememberFailure(cache: string, failure: RememberedFailure): void {
  mkdirSync(cache, { recursive: true });
  writeFileSync(failureFile(cache), `${JSON.stringify(failure)}\n`);
}

/** Forgets a remembered failure: the next look for Electron tries the download again. */
export function forgetFailure(cache: string): void {
  rmSync(failureFile(cache), { force: true });
}

/**
 * The failure of the last hour for this version, if there was one. A file that does not parse, or that claims
 * a time still to come (the clock was set back), counts as none.
 */
export function recentFailure(cache: string, version: string, nowMs: number): RememberedFailure | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(failureFile(cache), 'utf8'));
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const { atMs, version: failed, reason } = parsed as Record<string, unknown>;
  if (typeof atMs !== 'number' || failed !== version || typeof reason !== 'string') return undefined;
  const ageMs = nowMs - atMs;
  return ageMs >= 0 && ageMs < HOUR_MS ? { atMs, version, reason } : undefined;
}
