import type { FrameImage } from '../../decode/decoder.ts';
import type { Light } from './motion.ts';

/** Formats whose first plane says how light each point is, a byte each (WebCodecs, VideoPixelFormat). */
const WITH_LIGHT_FIRST: ReadonlySet<string> = new Set(['I420', 'I420A', 'I422', 'I444', 'NV12']);

/**
 * Makes a function that copies a frame as the camera gave it, which costs a tenth of copying it as RGBA: enough to see
 * whether something moved. Null where the frame has another format, or is not to be had that way. The memory is used
 * again; the frame stays open.
 */
export function createLight(): (frame: VideoFrame) => Promise<Light | null> {
  let held = new Uint8Array(0);
  return async (frame) => {
    const { format, visibleRect } = frame;
    if (format === null || visibleRect === null || !WITH_LIGHT_FIRST.has(format)) return null;
    try {
      const sizeBytes = frame.allocationSize();
      if (held.length !== sizeBytes) held = new Uint8Array(sizeBytes);
      const [plane] = await frame.copyTo(held);
      if (plane === undefined) return null;
      const { width, height } = visibleRect;
      return { data: held, width, height, offset: plane.offset, step: 1, stride: plane.stride };
    } catch {
      return null;
    }
  };
}

/** The same of a picture in RGBA: green says nearly all of how light a point is. */
export const lightOf = ({ data, width, height }: FrameImage): Light => ({
  data,
  width,
  height,
  offset: 1,
  step: 4,
  stride: width * 4,
});
