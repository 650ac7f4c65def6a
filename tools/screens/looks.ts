import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PNG } from 'pngjs';
import type { Language } from '../../preload/contract/views.ts';
import '../../preload/contract/window.ts';
import type { LaunchedKiosk } from '../devices/kiosk.ts';

/** One way of looking at a screen. Sizes in CSS pixels. */
export interface Look {
  readonly language: Language;
  readonly scheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
}

/** What the README shows: the language of the guards, the screen of a small kiosk PC, by day. */
export const DOCS_LOOK: Look = { language: 'vi', scheme: 'light', width: 1366, height: 768 };

/** The sizes of SCREEN.md: a small kiosk PC, a large screen, a large screen stood on end. */
export const SIZES = ['1366x768', '1920x1080', '1080x1920'] as const;

/** Every look at these sizes, in both languages and both colour schemes, in an order that changes little at a time. */
export function allLooks(sizes: readonly string[] = SIZES): Look[] {
  return sizes.flatMap((size) => {
    const [width = 0, height = 0] = size.split('x').map(Number);
    return (['vi', 'en'] as const).flatMap((language) =>
      (['light', 'dark'] as const).map((scheme): Look => ({ language, scheme, width, height })),
    );
  });
}

/** A display that every look fits on. */
export const DISPLAY_SIZE = '1920x1920x24';

/** Gives the kiosk's window another look and waits until it has it. False where main would not change the language. */
async function putOn(kiosk: LaunchedKiosk, look: Look): Promise<boolean> {
  const { app, page } = kiosk;
  const { language, scheme, width, height } = look;
  await app.evaluate(
    ({ BrowserWindow }, size) => {
      const [window] = BrowserWindow.getAllWindows();
      // In the corner: a tall window would else reach below the display, where no mouse can.
      window?.setPosition(0, 0);
      window?.setContentSize(size.width, size.height);
    },
    { width, height },
  );
  await page.emulateMedia({ colorScheme: scheme });
  const answer = await page.evaluate(
    (wanted) => window.gatelog.call('screen.language', { language: wanted }),
    language,
  );
  if (!answer.ok && (await page.evaluate(() => document.documentElement.lang)) !== language) return false;
  await page.waitForFunction(
    (wanted) =>
      window.innerWidth === wanted.width &&
      window.innerHeight === wanted.height &&
      document.documentElement.lang === wanted.language,
    look,
  );
  // Two frames: one that lays out, one that paints.
  await page.evaluate(
    () => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))),
  );
  return true;
}

/** Something in a picture that should not be there. */
export interface Fault {
  readonly picture: string;
  readonly words: string;
}

/** What takes pictures of a kiosk: each screen in every look, with the faults that can be seen without eyes. */
export interface Photographer {
  take(kiosk: LaunchedKiosk, name: string): Promise<void>;
  readonly taken: readonly string[];
  readonly faults: readonly Fault[];
}

/** @param names of the pictures: `<screen>-<language>-<scheme>-<size>`, or just `<screen>` where there is one look */
export function makePhotographer(
  folder: string,
  looks: readonly Look[],
  wanted: (screen: string) => boolean,
): Photographer {
  mkdirSync(folder, { recursive: true });
  const taken: string[] = [];
  const faults: Fault[] = [];
  return {
    taken,
    faults,
    take: async (kiosk, screen) => {
      if (!wanted(screen)) return;
      for (const look of looks) {
        const { language, scheme, width, height } = look;
        const name = looks.length === 1 ? screen : `${screen}-${language}-${scheme}-${width}x${height}`;
        if (!(await putOn(kiosk, look))) continue;
        const path = join(folder, `${name}.png`);
        writeFileSync(path, small(await kiosk.page.screenshot()));
        taken.push(path);
        faults.push(...(await cutOff(kiosk)).map((words) => ({ picture: name, words })));
      }
    },
  };
}

/** The same picture in fewer bytes where packing it harder helps: Chromium packs for speed. */
function small(png: Buffer): Buffer {
  const picture = PNG.sync.read(png);
  const harder = PNG.sync.write(picture, { colorType: 2, inputHasAlpha: true, deflateLevel: 9 });
  return harder.length < png.length ? harder : png;
}

/** Texts that do not fit their box and boxes that scroll. */
const cutOff = ({ page }: LaunchedKiosk): Promise<string[]> =>
  page.evaluate(() => {
    const found: string[] = [];
    const shown = [...document.querySelectorAll<HTMLElement>('body *')].filter(
      (one) => one.checkVisibility({ visibilityProperty: true }) && one.closest('.visually-hidden') === null,
    );
    for (const one of shown) {
      const style = getComputedStyle(one);
      // A field scrolls to where its caret is.
      if (style.clipPath !== 'none' || one instanceof HTMLInputElement) continue;
      // The list shows whole rows only and puts the others out of sight (renderer/gate/column.module.css).
      if (
        one.closest('[data-testid="recent"]') !== null ||
        one.querySelector('[data-testid="recent"]') !== null
      )
        continue;
      const words = (one.textContent ?? '').trim().slice(0, 40);
      const [over, across] = [one.scrollHeight - one.clientHeight, one.scrollWidth - one.clientWidth];
      if (/auto|scroll/.test(style.overflowY) && over > 1) found.push(`scrolls by ${over}px: ${words}`);
      else if (style.overflowX !== 'visible' && across > 1) found.push(`cut off by ${across}px: ${words}`);
      else if (style.overflowY !== 'visible' && over > 2) found.push(`cut off by ${over}px below: ${words}`);
      const box = one.getBoundingClientRect();
      if (
        one.childElementCount === 0 &&
        words !== '' &&
        (box.right > innerWidth + 1 || box.bottom > innerHeight + 1)
      )
        found.push(`outside the window: ${words}`);
    }
    return found;
  });
