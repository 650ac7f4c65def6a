import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { openDisplay } from './display.ts';
import { findElectron } from './electron-runtime.ts';
import { GUIDE, GUIDE_PAGES, pagesOf, printPdf } from './guide/pdf.ts';
import { PROJECT } from './project.ts';
import { runTool, ToolError } from './tool-error.ts';

/** `npm run guide [-- FILE.pdf]`: the guard's guide as a PDF to print, `dist/guard-guide.vi.pdf` unless named. */
async function guide(): Promise<number> {
  const to = resolve(process.argv[2] ?? join(PROJECT, 'dist', 'guard-guide.vi.pdf'));
  const electron = await findElectron({ say: (line) => console.log(line) });
  const display = await openDisplay();
  try {
    const pdf = await printPdf(GUIDE, electron, display);
    const pages = pagesOf(pdf);
    if (pages !== GUIDE_PAGES)
      throw new ToolError(`The guide has ${pages} pages in place of ${GUIDE_PAGES}.`);
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, pdf);
    console.log(`${relative(process.cwd(), to)}: ${pages} pages of A4`);
    return 0;
  } finally {
    await display.stop();
  }
}

await runTool(guide, 'npm run guide [-- FILE.pdf]: the guard’s guide as a PDF to print');
