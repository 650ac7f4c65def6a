import type { RunningKiosk } from './kiosk.ts';

/** A finger on the screen: touches as Chromium gets them from a touch screen, no mouse behind them. */
export interface Finger {
  /** Touches the middle of what has this test id, scrolled into view first. */
  tap(testId: string): Promise<void>;
  /** Touches keys of the keyboard on the glass by the ends of their test ids. */
  type(keys: readonly string[]): Promise<void>;
}

/** Puts a finger to a kiosk's screen. */
export async function makeFinger({ page }: Pick<RunningKiosk, 'page'>): Promise<Finger> {
  const session = await page.context().newCDPSession(page);
  const tap = async (testId: string): Promise<void> => {
    const target = page.getByTestId(testId);
    await target.scrollIntoViewIfNeeded();
    const box = await target.boundingBox();
    if (box === null) throw new Error(`${testId} is not on the screen`);
    const x = box.x + box.width / 2;
    const y = box.y + box.height / 2;
    await session.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [{ x, y }] });
    await session.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] });
  };
  return {
    tap,
    type: async (keys) => {
      for (const key of keys) await tap(`touch-${key}`);
    },
  };
}
