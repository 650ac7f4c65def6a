import type { LaunchedKiosk } from '../tools/devices/kiosk.ts';
import { ToolError } from '../tools/tool-error.ts';
import type { Feed } from './cable.ts';

/** When one read was where, all in ms on this machine's monotonic clock. */
export interface Passed {
  /** Just before the write to the cable. */
  readonly sent: number;
  /** Whole in the kiosk. */
  readonly read: number;
  readonly committed: number;
  readonly painted: number;
}

const VERDICT_MS = 10_000;

/**
 * Makes a kiosk tell when each verdict was painted. What comes back sends one read and waits for its verdict; one at a
 * time. Throws ToolError where none is painted within 10 s.
 */
export async function passedReads(
  kiosk: LaunchedKiosk,
  feed: Feed,
): Promise<(text: string) => Promise<Passed>> {
  const { page } = kiosk;
  await page.locator('[data-testid^="chip-scanner-"][data-state="ready"]').waitFor();
  const [mainOffset, pageOffset] = await clockOffsets(kiosk);
  let heard = Promise.withResolvers<{ readAtMs: number; committedAtMs: number; paintedAtMs: number }>();
  await page.exposeFunction('benchPainted', (readAtMs: number, committedAtMs: number, paintedAtMs: number) =>
    heard.resolve({ readAtMs, committedAtMs, paintedAtMs }),
  );
  await page.evaluate(reportPainting);
  return async (text) => {
    heard = Promise.withResolvers();
    const sent = feed.write(text);
    const late = setTimeout(
      () => heard.reject(new ToolError(`a read was not painted within ${VERDICT_MS / 1000} s`)),
      VERDICT_MS,
    );
    const { readAtMs, committedAtMs, paintedAtMs } = await heard.promise;
    clearTimeout(late);
    return {
      sent,
      read: readAtMs - mainOffset,
      committed: committedAtMs - mainOffset,
      painted: paintedAtMs - pageOffset,
    };
  };
}

/**
 * What to take from the kiosk's and the page's `timeOrigin + now()` to get the monotonic clock, which all
 * processes of a machine share. The page cannot see that clock: its offset is good to half of the shortest
 * of many round trips, well below a millisecond.
 */
async function clockOffsets({ app }: LaunchedKiosk): Promise<[main: number, page: number]> {
  return app.evaluate(async ({ BrowserWindow }) => {
    const wall = (): number => performance.timeOrigin + performance.now();
    const main = wall() - Number(process.hrtime.bigint()) / 1e6;
    const [window] = BrowserWindow.getAllWindows();
    let best = Number.POSITIVE_INFINITY;
    let ahead = 0;
    for (let tries = 0; tries < 100; tries += 1) {
      const before = wall();
      const there: unknown = await window?.webContents.executeJavaScript(
        'performance.timeOrigin + performance.now()',
      );
      const after = wall();
      if (after - before >= best || typeof there !== 'number') continue;
      best = after - before;
      ahead = there - (before + after) / 2;
    }
    return [main, main + ahead];
  });
}

/** In the page: tells when each verdict was painted, as renderer/gate/painted.ts measures it. */
function reportPainting(): void {
  const tell: unknown = Reflect.get(window, 'benchPainted');
  window.gatelog.on('gate.verdict', ({ id, readAtMs, committedAtMs }) => {
    const look = (): void => {
      if (document.querySelector(`[data-testid="verdict"][data-id="${id}"]`) === null) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          if (typeof tell === 'function')
            tell(readAtMs, committedAtMs, performance.timeOrigin + performance.now());
        };
        port2.postMessage(null);
      });
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
    look();
  });
}
