import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { it } from 'vitest';

/** Public test vectors lie beside the project, never in it. */
const FOLDER = resolve(import.meta.dirname, '../../../shared/vectors');

/** A vector's text, such as `shc/jwks.json`, without the space and line ends around it. */
export const vector = (name: string): string => readFileSync(resolve(FOLDER, name), 'utf8').trim();

/** `it` for a test that reads vectors of one folder; skipped with the reason in its name where they are absent. */
export function itWithVectors(folder: string): (name: string, test: () => void) => void {
  return (name, test) => {
    if (existsSync(resolve(FOLDER, folder))) it(name, test);
    else it.skip(`${name} [skipped: no ../shared/vectors/${folder}]`, test);
  };
}
