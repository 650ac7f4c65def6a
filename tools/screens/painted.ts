import type { Page } from 'playwright-core';
import { PNG } from 'pngjs';

/** Red, green, blue, each 0 to 255. */
export type Colour = readonly [number, number, number];

/** What a text is painted in, as its pixels say. */
export interface PaintedText {
  /** Its test id. */
  readonly name: string;
  readonly ground: Colour;
  readonly ink: Colour;
  /** Of the two, as WCAG 2.2 has it (success criterion 1.4.3). */
  readonly contrast: number;
}

/** Pixels of one colour below which it is an edge between two others. */
const FEWEST = 4;

/**
 * Reads the colours of texts out of one screenshot: the ground is what most pixels of a text's box have, the ink what
 * stands out most against that. No style is asked: what counts is what the screen shows. The window is drawn pixel by
 * pixel (a scale of 1).
 * @param selector of the texts; each has a test id
 */
export async function paintedTexts(page: Page, selector: string): Promise<readonly PaintedText[]> {
  const boxes = await page.locator(selector).evaluateAll((texts) =>
    texts.flatMap((text) => {
      const { left, top, right, bottom } = text.getBoundingClientRect();
      const isSeen =
        text.checkVisibility({ visibilityProperty: true }) && right - left > 1 && bottom - top > 1;
      return isSeen ? [{ name: text.getAttribute('data-testid') ?? '', left, top, right, bottom }] : [];
    }),
  );
  return coloursOf(page, boxes);
}

/** A line of text with the least contrast that it may have. */
export interface PaintedLine extends PaintedText {
  /** 4.5, or 3 where its letters are large (WCAG 2.2, success criterion 1.4.3). */
  readonly least: number;
}

/**
 * The same of every line of text in sight, by its first words. What is switched off may be pale, and so may signs
 * without a letter.
 */
export async function paintedLines(page: Page): Promise<readonly PaintedLine[]> {
  const lines = await page.evaluate(() => {
    const found: { name: string; least: number; left: number; top: number; right: number; bottom: number }[] =
      [];
    /** For those who listen to the screen: seen by nobody. */
    const isClipped = (one: Element | null): boolean =>
      one !== null && (getComputedStyle(one).clipPath !== 'none' || isClipped(one.parentElement));
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const { parentElement: parent } = node;
      const words = (node.textContent ?? '').trim();
      if (parent === null || !/\p{L}{2}|\d{2}/u.test(words)) continue;
      if (!parent.checkVisibility({ visibilityProperty: true, opacityProperty: true })) continue;
      if (isClipped(parent)) continue;
      if (parent.closest(':disabled, [aria-disabled="true"]') !== null) continue;
      const { fontSize, fontWeight } = getComputedStyle(parent);
      const [size, weight] = [Number.parseFloat(fontSize), Number(fontWeight)];
      const least = size >= 24 || (size >= 18.66 && weight >= 700) ? 3 : 4.5;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const { left, top, right, bottom } of range.getClientRects()) {
        const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2);
        if (right - left < 2 || above === null || !(above.contains(parent) || parent.contains(above)))
          continue;
        // The middle of it lies open; its edges may reach beyond what scrolls.
        const frame = parent.closest('[data-scrolls]')?.getBoundingClientRect();
        if (frame !== undefined && (top < frame.top || bottom > frame.bottom)) continue;
        found.push({ name: words.slice(0, 40), least, left, top, right, bottom });
      }
    }
    return found;
  });
  const painted = await coloursOf(page, lines);
  return painted.map((one, index) => ({ ...one, least: lines[index]?.least ?? 0 }));
}

/** Reads what lies in these parts of the window out of one screenshot. */
async function coloursOf(
  page: Page,
  boxes: readonly (Box & { readonly name: string })[],
): Promise<readonly PaintedText[]> {
  if (boxes.length === 0) return [];
  const picture = PNG.sync.read(await page.screenshot());
  return boxes.map(({ name, ...box }) => ({ name, ...coloursIn(picture, box) }));
}

/** A part of a picture, in pixels. */
interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

function coloursIn({ data, width, height }: PNG, box: Box): Omit<PaintedText, 'name'> {
  const counts = new Map<number, number>();
  for (let y = Math.max(0, Math.ceil(box.top)); y < Math.min(height, Math.floor(box.bottom)); y += 1) {
    for (let x = Math.max(0, Math.ceil(box.left)); x < Math.min(width, Math.floor(box.right)); x += 1) {
      const at = (y * width + x) * 4;
      const colour = ((data[at] ?? 0) << 16) | ((data[at + 1] ?? 0) << 8) | (data[at + 2] ?? 0);
      counts.set(colour, (counts.get(colour) ?? 0) + 1);
    }
  }
  const colours = [...counts].filter(([, count]) => count >= FEWEST).sort(([, a], [, b]) => b - a);
  const ground = parts(colours[0]?.[0] ?? 0);
  const inks = colours.map(([colour]) => parts(colour));
  const ink = inks.reduce(
    (best, one) => (contrast(one, ground) > contrast(best, ground) ? one : best),
    ground,
  );
  return { ground, ink, contrast: contrast(ink, ground) };
}

const parts = (colour: number): Colour => [colour >> 16, (colour >> 8) & 255, colour & 255];

/** Relative luminance (WCAG 2.2). */
function luminance(colour: Colour): number {
  const [r = 0, g = 0, b = 0] = colour.map((channel) => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

/** From 1 (the same) to 21 (black and white). */
function contrast(one: Colour, other: Colour): number {
  const [a, b] = [luminance(one), luminance(other)];
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
}
