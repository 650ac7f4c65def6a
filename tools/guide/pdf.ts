import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Display } from '../display.ts';
import type { FoundElectron } from '../electron-runtime.ts';
import { PROJECT } from '../project.ts';
import { runProgram } from '../run-program.ts';
import { testArguments } from '../sandbox.ts';
import { ToolError } from '../tool-error.ts';

/** Pages that the guard's guide has to have: one sheet of paper, both sides. */
export const GUIDE_PAGES = 2;
export const GUIDE = join(PROJECT, 'docs', 'guard-guide.vi.html');

const PRINT_MS = 60_000;

/** Prints a page of HTML as its own print rules have it. @returns the PDF */
export async function printPdf(html: string, electron: FoundElectron, display: Display): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'gatelog-guide-'));
  const pdf = join(folder, 'guide.pdf');
  try {
    const ended = await runProgram(
      electron.path,
      [
        ...testArguments(electron.dir),
        `--user-data-dir=${join(folder, 'browser')}`,
        join(PROJECT, 'tools', 'guide', 'print.cjs'),
        html,
        pdf,
      ],
      { env: { ...process.env, DISPLAY: display.display }, timeoutMs: PRINT_MS },
    );
    if (ended.code !== 0) throw new ToolError(`The guide could not be printed: ${ended.output.trim()}`);
    return readFileSync(pdf);
  } finally {
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
}

/** How many pages a PDF of Chromium's has: each is an object of its own (ISO 32000-1, section 7.7.3.3). */
export const pagesOf = (pdf: Buffer): number =>
  pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length ?? 0;
