import { type CredentialContext, NOTHING_KNOWN } from '../core/credential/credential.ts';
import { badgeLookup, parseRoster } from '../core/credential/roster.ts';
import { decodeRoster } from '../core/credential/roster-text.ts';
import { createTrustStore } from '../core/trust/store.ts';
import type { TimestampMs } from '../core/units.ts';
import type { Words } from './command.ts';
import { readNamedFile } from './read-file.ts';
import { readTrust } from './read-trust.ts';
import { readError } from './read-words.ts';

/** What the command line says that a gate would know: lists of trust and badges. */
export interface SiteFiles {
  /** Each as `readTrust` takes it. */
  readonly trust: readonly string[];
  readonly roster: string | null;
}

/** A site made of files. */
export interface Site {
  /** What readers may know at a moment. */
  readonly context: (nowMs: TimestampMs) => CredentialContext;
  /** What was passed over in folders of trust lists, in words. */
  readonly warnings: readonly Words[];
}

/** Largest roster that is read: 200,000 lines of a name and a department. */
const ROSTER_BYTES = 64 << 20;

/**
 * Reads the files.
 * @throws GatelogError `file/unreadable` with the name of the file, `roster/invalid` with the line that is wrong,
 * `trust/...`
 */
export async function readSite(files: SiteFiles): Promise<Site> {
  const badge = files.roster === null ? NOTHING_KNOWN.badge : badgeLookup(await readRoster(files.roster));
  const { lists, warnings } = await readTrust(files.trust);
  const trust = createTrustStore(lists);
  return { context: (nowMs) => ({ ...NOTHING_KNOWN, badge, trust, nowMs }), warnings };
}

async function readRoster(path: string): Promise<ReturnType<typeof parseRoster>> {
  const bytes = await readNamedFile(path, ROSTER_BYTES);
  if (bytes === null) throw readError('too-large', path);
  return parseRoster(decodeRoster(bytes));
}
