import type { Page } from 'playwright-core';

/**
 * Everything on the page that can be seen to be wrong without eyes: texts cut off or outside, scrolling, overlapping. What
 * may scroll says so itself (`data-scrolls`): it is looked at from its top to its end, and left at its top.
 */
export async function faultsOf(page: Page): Promise<string[]> {
  const found = new Set<string>();
  let more = true;
  for (let turn = 0; more; turn += 1) {
    for (const one of await faultsInSight(page)) found.add(one);
    more = turn < MOST_TURNS && (await scrollOn(page));
  }
  await page.evaluate((scrolls) => {
    for (const one of document.querySelectorAll(scrolls)) one.scrollTop = 0;
  }, SCROLLS);
  return [...found];
}

/** What may scroll: what says so, and while keys on the glass leave half the room a question of set-up and what is typed. */
const SCROLLS = [
  '[data-scrolls]',
  'body[data-touch-keys="true"] [data-testid="setup"] > section',
  'body[data-touch-keys="true"] [data-testid="type-fields"]',
].join();

/** A page that never comes to its end is a fault of its own, and shown as one by what is cut off. */
const MOST_TURNS = 12;

/** Scrolls everything that scrolls by most of its height; false where all of it is at its end. */
const scrollOn = (page: Page): Promise<boolean> =>
  page.evaluate((scrolls) => {
    let moved = false;
    for (const one of document.querySelectorAll(scrolls)) {
      const before = one.scrollTop;
      one.scrollTop += one.clientHeight * 0.8;
      moved ||= one.scrollTop > before + 1;
    }
    return moved;
  }, SCROLLS);

/** The same of what can be seen now. */
const faultsInSight = (page: Page): Promise<string[]> =>
  page.evaluate((scrolls) => {
    const found: string[] = [];
    const short = (text: string): string => text.trim().replace(/\s+/g, ' ').slice(0, 40);
    /** For those who listen to the screen: seen by nobody. */
    const isClipped = (one: Element | null): boolean =>
      one !== null && (getComputedStyle(one).clipPath !== 'none' || isClipped(one.parentElement));
    const isShown = (one: Element): boolean =>
      one.checkVisibility({ visibilityProperty: true, opacityProperty: true }) && !isClipped(one);
    /** What of the window a thing that scrolls leaves it, from where to where; null where nothing scrolls it. */
    const frameOf = (one: Element | null): { readonly top: number; readonly bottom: number } | null => {
      const scroller = one?.closest(scrolls) ?? null;
      if (scroller === null) return null;
      const { top, bottom } = scroller.getBoundingClientRect();
      const around = frameOf(scroller.parentElement);
      return around === null
        ? { top, bottom }
        : { top: Math.max(top, around.top), bottom: Math.min(bottom, around.bottom) };
    };
    /** A head that stays in sight while what it heads is scrolled under it. */
    const isHeadOf = (above: Element | null, below: Element): boolean => {
      // A list that scrolls may lie in a page that does: the head may be of either.
      let outer = below.closest(scrolls);
      for (let next = outer; next !== null; next = next.parentElement?.closest(scrolls) ?? null) outer = next;
      for (let one = above; one !== null && outer?.contains(one); one = one.parentElement)
        if (getComputedStyle(one).position === 'sticky') return !one.contains(below);
      return false;
    };
    // The list shows whole rows only and puts the others out of sight (renderer/gate/column.module.css).
    const list = document.querySelector('[data-testid="recent"]');

    const shown = [...document.querySelectorAll<HTMLElement>('body *')].filter(isShown);
    for (const one of shown) {
      const style = getComputedStyle(one);
      // A field scrolls to where its caret is.
      if (one instanceof HTMLInputElement) continue;
      if (list !== null && (list.contains(one) || one.contains(list))) continue;
      const words = short(one.textContent ?? '');
      const [over, across] = [one.scrollHeight - one.clientHeight, one.scrollWidth - one.clientWidth];
      if (one.matches(scrolls) && across <= 1) continue;
      if (/auto|scroll/.test(style.overflowY) && over > 1) found.push(`scrolls by ${over}px: ${words}`);
      else if (style.overflowX !== 'visible' && across > 1) found.push(`cut off by ${across}px: ${words}`);
      else if (style.overflowY !== 'visible' && over > 2) found.push(`cut off by ${over}px below: ${words}`);
      const box = one.getBoundingClientRect();
      if (
        one.childElementCount === 0 &&
        words !== '' &&
        (box.right > innerWidth + 1 || (box.bottom > innerHeight + 1 && frameOf(one) === null))
      )
        found.push(`outside the window: ${words}`);
    }

    /** A line of text as its letters fill it: the box of a line reaches above and below them. */
    interface Line {
      readonly words: string;
      readonly node: Node;
      readonly left: number;
      readonly right: number;
      readonly top: number;
      readonly bottom: number;
    }
    const lines: Line[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const { parentElement: parent } = node;
      const words = short(node.textContent ?? '');
      if (words === '' || parent === null || !isShown(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const rect of range.getClientRects()) {
        if (rect.width < 1 || rect.height < 1) continue;
        const line = {
          words,
          node,
          left: rect.left,
          right: rect.right,
          top: rect.top + rect.height * 0.2,
          bottom: rect.bottom - rect.height * 0.18,
        };
        const frame = list?.contains(node) ? list.getBoundingClientRect() : frameOf(parent);
        if (frame !== null && (line.bottom > frame.bottom || line.top < frame.top)) continue;
        const [x, y] = [(line.left + line.right) / 2, (line.top + line.bottom) / 2];
        const above = document.elementFromPoint(x, y);
        if (above === null) continue;
        if (above.contains(parent) || parent.contains(above)) {
          lines.push(line);
          continue;
        }
        // What lies above on purpose: a verdict, a dialog with all that it dims, keys on the glass.
        const layers =
          '[data-testid="verdict"], [data-testid="parts"], [data-leaving], [data-dialog], [data-touch-keys-box], [data-testid="notice"]';
        const layer = above.closest(layers) ?? above.querySelector('[data-dialog]');
        if (isHeadOf(above, parent)) continue;
        if (layer === null || layer.contains(parent)) {
          found.push(`covered: ${words} by ${above.tagName} ${short(above.textContent ?? '')}`);
        }
      }
    }
    for (const [index, one] of lines.entries()) {
      for (const other of lines.slice(index + 1)) {
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left);
        const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
        // Letters of a clock stand as close as their kerning has them.
        if (across > Math.max(1, 0.02 * (one.bottom - one.top)) && down > 1) {
          found.push(`overlap by ${Math.round(across)}x${Math.round(down)}px: ${one.words} | ${other.words}`);
        }
      }
    }
    return found;
  }, SCROLLS);
