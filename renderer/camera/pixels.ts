import type { FrameImage } from '../../decode/decoder.ts';

/**
 * Makes a function that copies a frame's pixels as RGBA. The memory is used again for the next frame: a picture
 * is valid until the next call. The frame stays open.
 */
export function createPixels(): (frame: VideoFrame) => Promise<FrameImage> {
  let held = new Uint8ClampedArray(0);
  let canvas: OffscreenCanvas | null = null;

  const byCanvas = (frame: VideoFrame, width: number, height: number): FrameImage => {
    if (canvas === null || canvas.width !== width || canvas.height !== height) {
      canvas = new OffscreenCanvas(width, height);
    }
    const context = canvas.getContext('2d', { willReadFrequently: true });
    if (context === null) throw new Error('no canvas to read frames with');
    context.drawImage(frame, 0, 0, width, height);
    return { data: context.getImageData(0, 0, width, height).data, width, height };
  };

  return async (frame) => {
    const { codedWidth, codedHeight, displayWidth, displayHeight, visibleRect } = frame;
    const width = visibleRect?.width ?? codedWidth;
    const height = visibleRect?.height ?? codedHeight;
    if (canvas !== null) return byCanvas(frame, displayWidth, displayHeight);
    try {
      const options: VideoFrameCopyToOptions = { format: 'RGBA' };
      const sizeBytes = frame.allocationSize(options);
      if (sizeBytes !== width * height * 4) throw new Error('rows are padded');
      if (held.length !== sizeBytes) held = new Uint8ClampedArray(sizeBytes);
      await frame.copyTo(held, options);
      return { data: held, width, height };
    } catch {
      // Not every pixel format can be converted while copying; a canvas takes them all.
      return byCanvas(frame, displayWidth, displayHeight);
    }
  };
}
