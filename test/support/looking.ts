import type { Language } from '../../preload/contract/gate-views.ts';
import { faultsOf } from '../../tools/screens/faults.ts';
import { allLooks, type Look, type Photographer, putOn, type Shown } from '../../tools/screens/looks.ts';
import { paintedLines } from '../../tools/screens/painted.ts';
import { axeFindings } from './axe.ts';

/** For screens of which there are many: every size in both languages, by day or by night, and the first by both. */
export const stepLooks = (): readonly Look[] =>
  allLooks().filter(
    ({ width, height, language, scheme }) =>
      isForColours({ width, language }) || (scheme === 'light') === (width > height === (language === 'vi')),
  );

/** Colours are the same at every size and in every language: they are looked at where the least has to be drawn. */
const isForColours = ({ width, language }: Pick<Look, 'width' | 'language'>): boolean =>
  width === 1366 && language === 'vi';

/** Its rules read the page, whatever its size: once in each language, by day and by night. */
const isForAxe = ({ width, language, scheme }: Look): boolean =>
  width === 1366 && (language === 'vi') === (scheme === 'light');

/** Looks at screens in every size, both languages, by day and by night, and keeps what is wrong with them. */
export interface Onlooker {
  /** Every fault, each with the screen and the look that show it. */
  readonly faults: string[];
  /** The looks that were really had, over all screens. */
  readonly looked: () => number;
  /** Looks at the screen as it is, in every look. */
  look(kiosk: Shown, screen: string): Promise<void>;
  /** Looks at several screens: each look (default: all) is put on once, and `show` brings up one after the other. */
  walk(
    kiosk: Shown,
    screens: readonly string[],
    show: (screen: string, language: Language) => Promise<void>,
    looks?: readonly Look[],
  ): Promise<void>;
  /** In the place of who takes pictures: plays of `tools/screens` can be looked at. */
  readonly photographer: Photographer;
}

export function makeOnlooker(): Onlooker {
  const faults: string[] = [];
  let looked = 0;
  async function lookOnce(kiosk: Shown, look: Look, screen: string): Promise<void> {
    looked += 1;
    const { language, scheme, width, height } = look;
    const found = await faultsOf(kiosk.page);
    if (isForColours(look)) {
      found.push(...(await paleLines(kiosk)));
    }
    if (isForAxe(look)) found.push(...(await axeFindings(kiosk.page)).filter(isFault));
    faults.push(...found.map((fault) => `${screen} ${language} ${scheme} ${width}x${height}: ${fault}`));
  }
  const walk = async (
    kiosk: Shown,
    screens: readonly string[],
    show: (screen: string, language: Language) => Promise<void>,
    looks: readonly Look[] = allLooks(),
  ): Promise<void> => {
    let before: Look | null = null;
    for (const look of looks) {
      // The verdict before may still be fading.
      await kiosk.page.locator('[data-leaving="true"]').waitFor({ state: 'detached' });
      const isOn = await putOn(kiosk, look, before);
      before = isOn ? look : null;
      if (!isOn) continue;
      for (const screen of screens) {
        await show(screen, look.language);
        await lookOnce(kiosk, look, screen);
      }
    }
  };
  const stay = (): Promise<void> => Promise.resolve();
  return {
    faults,
    looked: () => looked,
    look: (kiosk, screen) => walk(kiosk, [screen], stay),
    walk,
    photographer: {
      taken: [],
      faults: [],
      take: (kiosk, screen) => walk(kiosk, [screen], stay, stepLooks()),
    },
  };
}

/** Arrow keys belong to the scanners: this list is scrolled by buttons beside it, which the rule does not see. */
const isFault = (finding: string): boolean =>
  !(finding.startsWith('scrollable-region-focusable') && finding.includes('trust-changes'));

async function paleLines(kiosk: Shown): Promise<readonly string[]> {
  const lines = await paintedLines(kiosk.page);
  return lines
    .filter(({ contrast, least }) => contrast < least)
    .map(({ name, ground, ink, contrast }) => `pale, ${contrast.toFixed(2)} of ${ink} on ${ground}: ${name}`);
}
