// The decoder's bytes lie beside the page's own files: `connect-src 'self'` is enough, no other address is known here.
import wasmUrl from 'zxing-wasm/reader/zxing_reader.wasm?url';
import { createBoth } from '../../decode/both.ts';
import type { CodeFormat, Decoder, FrameImage } from '../../decode/decoder.ts';
import { createZxingJs } from '../../decode/zxing-js.ts';
import { createZxingWasm } from '../../decode/zxing-wasm.ts';
import { createGlimpse } from './glimpse.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { createMotion } from './motion.ts';
import { createOnce } from './once.ts';
import { createPace } from './pace.ts';
import { createPixels } from './pixels.ts';

const ALIVE_EVERY_MS = 1_000;

const tell = (message: FromWorker): void => self.postMessage(message);

interface Eyes {
  readonly decoder: Decoder;
  readonly seesCode: (image: FrameImage) => Promise<boolean>;
}

async function openEyes(formats: readonly CodeFormat[]): Promise<Eyes> {
  const answer = await fetch(wasmUrl);
  if (!answer.ok) throw new Error(`the decoder's file cannot be read: ${answer.status}`);
  const first = await createZxingWasm(await answer.arrayBuffer(), formats);
  return { decoder: createBoth(first, createZxingJs(formats)), seesCode: first.seesCode };
}

/** Decodes the frames of one camera until they end. A frame is closed as soon as its pixels are copied. */
async function decodeFrames({ run, frames, formats }: ToWorker): Promise<void> {
  const { decoder, seesCode } = await openEyes(formats);
  const pace = createPace();
  const isNew = createOnce();
  const moved = createMotion();
  const glimpse = createGlimpse();
  const pixelsOf = createPixels();
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
    if (!pace.wants(nowMs)) {
      frame.close();
      continue;
    }
    const image = await pixelsOf(frame).finally(() => frame.close());
    if (moved(image)) pace.stir(nowMs);
    const code = await decoder.decodeFrame(image);
    if (code === null) {
      // Only where something moves: an empty gate pays nothing for it.
      if (!pace.isEager(nowMs) || !glimpse.due(nowMs)) continue;
      if (glimpse.looked(nowMs, await seesCode(image))) tell({ kind: 'unclear', run });
      continue;
    }
    glimpse.read();
    pace.stir(performance.now());
    if (isNew(code.text, performance.now())) tell({ kind: 'code', run, text: code.text });
  }
}

self.addEventListener('message', (event: MessageEvent<ToWorker>) => {
  const { run, frames } = event.data;
  decodeFrames(event.data).catch((error: unknown) => {
    void frames.cancel().catch(() => undefined);
    tell({ kind: 'failed', run, message: error instanceof Error ? error.message : String(error) });
  });
});
