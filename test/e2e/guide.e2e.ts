import { expect } from 'vitest';
import { openDisplay } from '../../tools/display.ts';
import { findElectron } from '../../tools/electron-runtime.ts';
import { GUIDE, GUIDE_PAGES, pagesOf, printPdf } from '../../tools/guide/pdf.ts';
import { itNeeding } from '../support/device.ts';

const it = itNeeding('electron', 'display');

it('prints the guard’s guide on one sheet of A4, both sides, with every picture in it', async () => {
  const display = await openDisplay();
  try {
    const pdf = await printPdf(GUIDE, await findElectron(), display);
    expect(pagesOf(pdf)).toBe(GUIDE_PAGES);
    const text = pdf.toString('latin1');
    // 210 by 297 mm in points.
    const boxes = [...text.matchAll(/\/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]/g)];
    expect(boxes.map(([, width, height]) => [Math.round(Number(width)), Math.round(Number(height))])).toEqual(
      [
        [595, 842],
        [595, 842],
      ],
    );
    expect(text.match(/\/Subtype\s*\/Image/g)?.length).toBeGreaterThanOrEqual(8);
  } finally {
    await display.stop();
  }
});
