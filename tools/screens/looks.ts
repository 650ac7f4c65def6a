import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Language } from '../../preload/contract/gate-views.ts';
import '../../preload/contract/window.ts';
import type { LaunchedKiosk } from '../devices/kiosk.ts';
import { faultsOf } from './faults.ts';
import { smallPng } from './small-png.ts';

/** One way of looking at a screen. Sizes in CSS pixels. */
export interface Look {
  readonly language: Language;
  readonly scheme: 'light' | 'dark';
  readonly width: number;
  readonly height: number;
}

/** What the README shows: the language of the guards, the screen of a small kiosk PC, by day. */
export const DOCS_LOOK: Look = { language: 'vi', scheme: 'light', width: 1366, height: 768 };

/** `vi-light-1366x768`: a look in one word, as files are named and `--look` takes it. */
export const lookWord = ({ language, scheme, width, height }: Look): string =>
  `${language}-${scheme}-${width}x${height}`;

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

/** The window of a kiosk. */
export type Shown = Pick<LaunchedKiosk, 'app' | 'page'>;

/**
 * Gives the kiosk's window another look and waits until it has it. False where main would not change the language.
 * @param before the look that it has for sure: what is the same in both is left as it is
 */
export async function putOn(kiosk: Shown, look: Look, before: Look | null = null): Promise<boolean> {
  const { app, page } = kiosk;
  const { scheme } = look;
  if (before === null || !hasSize(before, look)) await resize(app, look);
  if (before?.scheme !== scheme) await page.emulateMedia({ colorScheme: scheme });
  if (before?.language !== look.language && !(await speak(page, look.language))) return false;
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

const hasSize = (one: Look, other: Look): boolean => one.width === other.width && one.height === other.height;

const resize = (app: Shown['app'], { width, height }: Look): Promise<void> =>
  app.evaluate(
    ({ BrowserWindow }, size) => {
      const [window] = BrowserWindow.getAllWindows();
      // In the corner: a tall window would else reach below the display, where no mouse can.
      window?.setPosition(0, 0);
      window?.setContentSize(size.width, size.height);
    },
    { width, height },
  );

/** Asks main for a language; false where it has not been given, as in the middle of set-up. */
async function speak(page: Shown['page'], language: Language): Promise<boolean> {
  const answer = await page.evaluate(
    (wanted) => window.gatelog.call('screen.language', { language: wanted }),
    language,
  );
  return answer.ok || (await page.evaluate(() => document.documentElement.lang)) === language;
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

/**
 * Pictures are named `<screen>-<language>-<scheme>-<size>`, or just `<screen>` in the look that goes without saying.
 * @param looksAt the looks in which a screen is wanted; none for one that is not
 */
export function makePhotographer(
  folder: string,
  looksAt: (screen: string) => readonly Look[],
  plain: Look | null = null,
): Photographer {
  mkdirSync(folder, { recursive: true });
  const taken: string[] = [];
  const faults: Fault[] = [];
  return {
    taken,
    faults,
    take: async (kiosk, screen) => {
      const looks = looksAt(screen);
      if (looks.length === 0) return;
      // The verdict before is still fading.
      await kiosk.page.locator('[data-leaving="true"]').waitFor({ state: 'detached' });
      for (const look of looks) {
        const name = look === plain ? screen : `${screen}-${lookWord(look)}`;
        if (!(await putOn(kiosk, look))) continue;
        const path = join(folder, `${name}.png`);
        writeFileSync(path, smallPng(await kiosk.page.screenshot()));
        taken.push(path);
        faults.push(...(await faultsOf(kiosk.page)).map((words) => ({ picture: name, words })));
      }
    },
  };
}
