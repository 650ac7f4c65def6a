import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

const report = z.object({
  diagnostics: z.array(
    z.object({
      category: z.string(),
      severity: z.string(),
      location: z.object({ path: z.union([z.string(), z.object({ file: z.string() })]) }),
    }),
  ),
});

/** Files by path from the project's root, with their text. */
export type Tree = Readonly<Record<string, string>>;

/**
 * Writes a tree that has the project's folder names into a temporary folder, lints it with a copy of the project's
 * own biome.json and plugins, and answers the rules that each file broke. A file that broke none is not in the map.
 */
export async function rulesBroken(tree: Tree): Promise<ReadonlyMap<string, readonly string[]>> {
  const folder = await mkdtemp(join(tmpdir(), 'gatelog-walls-'));
  try {
    await cp(join(ROOT, 'biome.json'), join(folder, 'biome.json'));
    await cp(join(ROOT, 'test/walls'), join(folder, 'test/walls'), {
      recursive: true,
      filter: (path) => !path.endsWith('.ts'),
    });
    for (const [path, text] of Object.entries(tree)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    const broken = new Map<string, string[]>();
    for (const { category, location } of report.parse(await lint(folder)).diagnostics) {
      const path = typeof location.path === 'string' ? location.path : location.path.file;
      const name = relative(folder, join(folder, relative(folder, join(folder, path))));
      broken.set(name, [...(broken.get(name) ?? []), category]);
    }
    return broken;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function lint(folder: string): Promise<unknown> {
  const biome = join(ROOT, 'node_modules/.bin/biome');
  // The temporary folder is no repository, so the ignore file of one is not asked for.
  const args = ['lint', '--vcs-enabled=false', '--reporter=json', '--max-diagnostics=none', '.'];
  return new Promise((resolve, reject) => {
    execFile(biome, args, { cwd: folder, maxBuffer: 32 << 20 }, (error, stdout, stderr) => {
      try {
        resolve(JSON.parse(stdout));
      } catch {
        reject(error ?? new Error(stderr));
      }
    });
  });
}
