import { useLayoutEffect } from 'react';
import { call } from '../bridge.ts';

/** Runs `done` once the frame that holds the current DOM has been handed to the compositor. */
export function afterPaint(done: (atMs: number) => void): () => void {
  let cancelled = false;
  const frame = requestAnimationFrame(() => {
    // This callback runs before the frame is painted; a task posted from it runs right after.
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      port1.close();
      if (!cancelled) done(performance.timeOrigin + performance.now());
    };
    port2.postMessage(null);
  });
  return () => {
    cancelled = true;
    cancelAnimationFrame(frame);
  };
}

/** Tells main when verdict `id` was really painted, in ms since the epoch with fractions. */
export function useReportPainted(id: number | null): void {
  useLayoutEffect(() => {
    if (id === null) return undefined;
    return afterPaint((atMs) => {
      // Figures only: a lost report changes nothing at the gate.
      void call('gate.painted', { id, atMs }).catch(() => undefined);
    });
  }, [id]);
}
