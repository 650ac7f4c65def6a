import { createHash } from 'node:crypto';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FetchPackage, PinnedCopy } from '../../tools/registry-copy.ts';
import { runProgram } from '../../tools/run-program.ts';

/** A package of the registry copy's shape, a few bytes large, with the pins that fit it. */
export interface SmallCopy {
  readonly file: string;
  readonly pinned: PinnedCopy;
  readonly fetch: FetchPackage;
  readonly fetches: () => number;
}

/** Packs a real tar.gz with `package/bin/electron` in it, without run bits, as npm would deliver it. */
export async function makePackage(root: string): Promise<SmallCopy> {
  const bin = join(root, 'source', 'package', 'bin');
  mkdirSync(bin, { recursive: true });
  const binary = '#!/bin/sh\necho v42.0.0\n';
  writeFileSync(join(bin, 'electron'), binary, { mode: 0o644 });
  writeFileSync(join(bin, 'chrome_crashpad_handler'), '', { mode: 0o644 });
  writeFileSync(join(bin, 'version'), '42.0.0');
  const file = join(root, 'small-42.0.0.tgz');
  const tar = await runProgram('tar', ['-czf', file, '-C', join(root, 'source'), 'package']);
  if (tar.code !== 0) throw new Error(tar.output);
  let fetches = 0;
  return {
    file,
    pinned: {
      packageName: 'small',
      version: '42.0.0',
      integrity: `sha512-${createHash('sha512').update(readFileSync(file)).digest('base64')}`,
      binarySha256: createHash('sha256').update(binary).digest('hex'),
    },
    fetch: async (_copy, folder) => {
      fetches += 1;
      const place = join(folder, 'small-42.0.0.tgz');
      copyFileSync(file, place);
      return place;
    },
    fetches: () => fetches,
  };
}
