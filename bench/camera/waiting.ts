import { setTimeout as sleep } from 'node:timers/promises';
import type { Page, Worker } from 'playwright-core';
import type { FrameImage } from '../../decode/decoder.ts';
import type { FakeCamera } from '../../tools/devices/camera.ts';
import { roughen } from '../../tools/devices/photo.ts';
import { drawCard, drawDesk } from '../../tools/devices/pictures.ts';
import { ToolError } from '../../tools/tool-error.ts';
import { benchCard } from '../person.ts';

const VERDICT_MS = 20_000;
/** Every frame is looked at for 2 s after something stirred: by then the camera idles again. */
const CALM_MS = 2_500;

/** So long after the verdict every frame is to be looked at still. */
const EAGER_MS = 1_200;

/** How long people wait before the camera, and how often it looked. */
export interface Waited {
  /** From the first frame with a card to the painted verdict. ms, one each card */
  readonly waitedMs: readonly number[];
  /** Looks a second while nothing happens. */
  readonly idleLooks: number;
  /** Looks a camera frame in the 2 s after a card came. 1: every frame. */
  readonly eagerShare: number;
}

/** A picture with the noise of a webcam by lamplight; eight of them, since noise does not stand still. */
export function noisy(picture: FrameImage): readonly FrameImage[] {
  return Array.from({ length: 8 }, () => {
    const image = { ...picture, data: picture.data.slice() };
    roughen(image, 1, 12, Math.random);
    return image;
  });
}

/** Holds so many cards before the camera of a kiosk, each after it has idled for a while. The first is warm-up. */
export async function measureWaiting(page: Page, camera: FakeCamera, cards: number): Promise<Waited> {
  const worker = page.workers()[0];
  if (worker === undefined) throw new ToolError('the kiosk has no worker that decodes');
  await worker.evaluate(watchFrames);
  let painted = Promise.withResolvers<number>();
  await page.exposeFunction('benchPainted', (atMs: number) => painted.resolve(atMs));
  await page.evaluate(reportPainting);

  const desk = noisy(drawDesk());
  const waitedMs: number[] = [];
  let [eagerLooks, eagerFrames, idleLooks, idleMs] = [0, 0, 0, 0];
  for (let index = 0; index < cards; index += 1) {
    const card = noisy(await drawCard(benchCard(index)));
    await camera.play(desk);
    await page.locator('[data-testid="camera-picture"][data-read="0"]').waitFor({ state: 'attached' });
    await sleep(CALM_MS + Math.random() * 200);
    const before = await seen(worker);
    await sleep(1_000);
    const idle = await seen(worker);
    await worker.evaluate(() => Reflect.set(self, 'benchCardAtMs', null));
    painted = Promise.withResolvers();
    await camera.play(card);
    const late = setTimeout(
      () => painted.reject(new ToolError(`card ${index + 1} had no verdict within ${VERDICT_MS / 1000} s`)),
      VERDICT_MS,
    );
    const paintedAtMs = await painted.promise;
    clearTimeout(late);
    const first = await seen(worker);
    await sleep(EAGER_MS);
    const eager = await seen(worker);
    if (index === 0) continue;
    waitedMs.push(paintedAtMs - first.cardAtMs);
    idleLooks += idle.looks - before.looks;
    idleMs += idle.atMs - before.atMs;
    eagerLooks += eager.looks - first.looks;
    eagerFrames += eager.frames - first.frames;
  }
  return { waitedMs, idleLooks: (idleLooks * 1000) / idleMs, eagerShare: eagerLooks / eagerFrames };
}

interface SeenSoFar {
  readonly frames: number;
  readonly looks: number;
  /** When the first frame with a card came; NaN where none did. `timeOrigin + now()`, ms */
  readonly cardAtMs: number;
  readonly atMs: number;
}

const seen = (worker: Worker): Promise<SeenSoFar> =>
  worker.evaluate(() => ({
    frames: Number(Reflect.get(self, 'benchFrames')),
    looks: Number(Reflect.get(self, 'benchLooks')),
    cardAtMs: Number(Reflect.get(self, 'benchCardAtMs') ?? Number.NaN),
    atMs: performance.now(),
  }));

/**
 * In the worker, where the camera's frames arrive: each is copied as it is to see whether something moved, and as RGBA
 * where it is looked at. A frame that had to wait until the worker was free is counted from when it could have been
 * there: the camera's own time of it, and the quickest way that any frame had.
 */
function watchFrames(): void {
  const kept = { benchFrames: 0, benchLooks: 0, benchCardAtMs: null as number | null };
  Object.assign(self, kept);
  const add = (name: string): void => {
    Reflect.set(self, name, Number(Reflect.get(self, name)) + 1);
  };
  let quickestMs = Number.POSITIVE_INFINITY;
  const { copyTo } = VideoFrame.prototype;
  VideoFrame.prototype.copyTo = async function copied(target, options) {
    if (options?.format === 'RGBA') {
      add('benchLooks');
      return copyTo.call(this, target, options);
    }
    add('benchFrames');
    const takenMs = this.timestamp / 1000;
    quickestMs = Math.min(quickestMs, performance.timeOrigin + performance.now() - takenMs);
    const planes = await copyTo.call(this, target, options);
    const [plane] = planes;
    if (plane !== undefined && target instanceof Uint8Array) {
      // The pale foot of a card, where else there is the dark desk.
      const isCard = (target[plane.offset + 590 * plane.stride + 260] ?? 0) > 160;
      if (isCard && Reflect.get(self, 'benchCardAtMs') === null) {
        Reflect.set(self, 'benchCardAtMs', takenMs + quickestMs);
      }
    }
    return planes;
  };
}

/** In the page: tells when each verdict was painted, as renderer/gate/painted.ts measures it. */
function reportPainting(): void {
  const tell: unknown = Reflect.get(window, 'benchPainted');
  window.gatelog.on('gate.verdict', ({ id }) => {
    const look = (): void => {
      if (document.querySelector(`[data-testid="verdict"][data-id="${id}"]`) === null) return;
      observer.disconnect();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => {
          port1.close();
          if (typeof tell === 'function') tell(performance.timeOrigin + performance.now());
        };
        port2.postMessage(null);
      });
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, attributes: true });
    look();
  });
}
