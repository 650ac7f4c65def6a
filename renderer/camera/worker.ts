// The decoder's bytes lie beside the page's own files: `connect-src 'self'` is enough, no other address is known here.
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { createBothEyes } from '../../decode/both.ts';
import type { CodeFormat, Look, SeeingDecoder } from '../../decode/decoder.ts';
import { createZxingJs } from '../../decode/zxing-js.ts';
import { createZxingWasm } from '../../decode/zxing-wasm.ts';
import { createGlimpse } from './glimpse.ts';
import { createLight, lightOf } from './light.ts';
import type { FromWorker, Seen, ToWorker } from './messages.ts';
import { createMotion } from './motion.ts';
import { createOnce } from './once.ts';
import { createPace } from './pace.ts';
import { createPixels } from './pixels.ts';

const ALIVE_EVERY_MS = 1_000;

const tell = (message: FromWorker): void => self.postMessage(message);

async function openEyes(formats: readonly CodeFormat[]): Promise<Pick<SeeingDecoder, 'lookAt'>> {
  const answer = await fetch(wasmUrl);
  if (!answer.ok) throw new Error(`the decoder's file cannot be read: ${answer.status}`);
  return createBothEyes(await createZxingWasm(await answer.arrayBuffer(), formats), createZxingJs(formats));
}

/** Decodes the frames of one camera until they end. A frame is closed as soon as its pixels are copied. */
async function decodeFrames({ run, frames, formats, againAfterMs }: ToWorker): Promise<void> {
  const eyes = await openEyes(formats);
  const pace = createPace();
  const counting = createOnce({ againAfterMs });
  const moved = createMotion();
  const glimpse = createGlimpse();
  const lightBefore = createLight();
  const pixelsOf = createPixels();
  const showing = createShowing(run);
  const reader = frames.getReader();
  let aliveAtMs = Number.NEGATIVE_INFINITY;
  for (;;) {
    const { done, value: frame } = await reader.read();
    if (done) return;
    const nowMs = performance.now();
    if (nowMs - aliveAtMs >= ALIVE_EVERY_MS) {
      aliveAtMs = nowMs;
      tell({ kind: 'alive', run });
    }
    // Every frame is asked whether something moved: whoever holds a card up does not wait for the next look.
    const light = await lightBefore(frame);
    if (light !== null && moved(light, nowMs)) pace.stir(nowMs);
    if (!pace.wants(nowMs)) {
      frame.close();
      continue;
    }
    const image = await pixelsOf(frame).finally(() => frame.close());
    if (light === null && moved(lightOf(image), nowMs)) pace.stir(nowMs);
    const look = await eyes.lookAt(image);
    if (look.codes.length > 0) pace.stir(performance.now());
    const texts = look.codes.map(({ text }) => text);
    for (const text of counting(texts, performance.now())) tell({ kind: 'code', run, text });
    // Only where something moved: of a poster behind the visitors nobody has to hear.
    const unclear = glimpse(look, nowMs) && pace.isEager(nowMs);
    if (unclear) tell({ kind: 'unclear', run });
    showing(look, unclear, image);
  }
}

/** Tells where codes are, as long as there are any, and once that there are none. */
function createShowing(
  run: number,
): (look: Look, unclear: boolean, size: Pick<Seen, 'width' | 'height'>) => void {
  let shown = false;
  return ({ codes, unread }, isUnclear, { width, height }) => {
    const read = codes.map(({ corners }) => corners);
    const unclear = isUnclear ? unread : [];
    const some = read.length + unclear.length > 0;
    if (some || shown) tell({ kind: 'seen', run, width, height, read, unclear });
    shown = some;
  };
}

self.addEventListener('message', (event: MessageEvent<ToWorker>) => {
  const { run, frames } = event.data;
  decodeFrames(event.data).catch((error: unknown) => {
    void frames.cancel().catch(() => undefined);
    tell({ kind: 'failed', run, message: error instanceof Error ? error.message : String(error) });
  });
});
