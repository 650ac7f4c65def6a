import { readdir, readFile } from 'node:fs/promises';
import { basename, extname, join, relative, sep } from 'node:path';
import { parse } from 'csv-parse/sync';
import { ToolError } from '../tools/tool-error.ts';

/** A picture to be read, and what it holds where somebody said so. */
export interface Picture {
  readonly path: string;
  readonly truth: string | null;
}

/** Where the texts of the pictures stand, besides `<name>.txt` beside a picture. */
export interface Texts {
  /** A CSV (RFC 4180) with the columns `file` and `text`; a file is named from the folder, or by its name alone. */
  readonly csv?: string;
  /** The name of a picture, without its end, is its text. */
  readonly names?: boolean;
}

/**
 * Every PNG and JPEG in a folder and below, in the order of their paths. Throws ToolError where the CSV is none, or
 * names a picture twice.
 */
export async function findPictures(
  folder: string,
  { csv, names = false }: Texts = {},
): Promise<readonly Picture[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => {
    throw new ToolError(`${folder} cannot be read, or is no folder.`);
  });
  const files = entries.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name));
  const all = new Set(files);
  const listed = csv === undefined ? new Map<string, string>() : await readTexts(csv);
  const pictures: Picture[] = [];
  for (const path of files.filter((one) => /\.(png|jpe?g)$/i.test(one)).sort()) {
    const within = relative(folder, path).split(sep).join('/');
    const stem = path.slice(0, -extname(path).length);
    const beside = `${stem}.txt`;
    const truth =
      listed.get(within) ??
      listed.get(basename(path)) ??
      (all.has(beside) ? (await readFile(beside, 'utf8')).replace(/\r?\n$/, '') : null) ??
      (names ? basename(stem) : null);
    pictures.push({ path, truth });
  }
  return pictures;
}

async function readTexts(csv: string): Promise<ReadonlyMap<string, string>> {
  let rows: readonly Record<string, string>[];
  try {
    rows = parse(await readFile(csv), { bom: true, columns: true, skip_empty_lines: true });
  } catch (error) {
    throw new ToolError(`${csv}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const texts = new Map<string, string>();
  for (const { file, text } of rows) {
    if (file === undefined || text === undefined)
      throw new ToolError(`${csv}: the columns are file and text`);
    const name = file.replaceAll('\\', '/');
    if (texts.has(name)) throw new ToolError(`${csv}: ${name} stands there twice`);
    texts.set(name, text);
  }
  return texts;
}
