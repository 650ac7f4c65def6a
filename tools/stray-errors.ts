import { writeFileSync } from 'node:fs';
import type { SerializedError } from 'vitest';
import type { Reporter } from 'vitest/node';

/** Environment variable that names the file for {@link StrayErrors}. */
export const STRAY_ERRORS_FILE = 'GATELOG_STRAY_ERRORS_FILE';

/**
 * A reporter for Vitest that writes what failed beside every test (a rejection nobody awaited, a worker that
 * did not start) as a JSON array of lines. Vitest's own JSON report leaves these out, and a run that ends badly
 * without a reason cannot be mended.
 */
export default class StrayErrors implements Reporter {
  onTestRunEnd(_files: unknown, errors: readonly SerializedError[]): void {
    const file = process.env[STRAY_ERRORS_FILE];
    if (file !== undefined) writeFileSync(file, JSON.stringify(errors.map(errorLine)));
  }
}

/** One line for an error: its name, what it says, and the first place in the project that its stack names. */
export function errorLine(error: Pick<SerializedError, 'name' | 'message' | 'stack'>): string {
  const place = error.stack
    ?.split('\n')
    .find((line) => line.trimStart().startsWith('at ') && !line.includes('node_modules'))
    ?.trim();
  const text = `${error.name ?? 'Error'}: ${error.message.replace(/\s+/g, ' ').trim()}`;
  return place === undefined ? text : `${text} (${place})`;
}
