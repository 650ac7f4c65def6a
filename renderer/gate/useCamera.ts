import { useEffect, useRef, useState } from 'react';
import { call } from '../bridge.ts';

/** What renderer/camera/camera.ts exports. */
interface CameraPart {
  readonly startCamera: (told: {
    readonly device?: string;
    readonly onCode: (text: string) => void;
    readonly onUnclear: () => void;
    readonly onState: (state: 'opening' | 'ready' | 'unplugged' | 'failed', problem: string | null) => void;
  }) => () => void;
}

// A chunk of its own, fetched only where a camera is enabled.
const [load] = Object.values(import.meta.glob<CameraPart>('../camera/camera.ts'));

const tell = (state: 'opening' | 'ready' | 'unplugged' | 'failed', problem: string | null): void => {
  void call('camera.state', { state, problem: problem?.slice(0, 200) ?? null }).catch(() => undefined);
};

/** So long after the camera last saw a code that it could not read, the hint goes. ms */
const HINT_MS = 1_500;

/**
 * Starts the camera of this name, or the system's first, while it is enabled. Its reads go to main like any other.
 * @param onProblem told when main would not take a read: nothing was recorded, and the guard must know
 * @returns true while a code is held before it that it sees and cannot read
 */
export function useCamera(
  enabled: boolean,
  device: string | null,
  onProblem: (error: unknown) => void,
): boolean {
  const told = useRef(onProblem);
  useEffect(() => {
    told.current = onProblem;
  });
  const [unclearAtMs, setUnclearAtMs] = useState<number | null>(null);
  useEffect(() => {
    if (unclearAtMs === null) return undefined;
    const timer = window.setTimeout(() => setUnclearAtMs(null), HINT_MS);
    return () => window.clearTimeout(timer);
  }, [unclearAtMs]);
  useEffect(() => {
    if (!enabled) return undefined;
    let ended = false;
    let stop: () => void = () => undefined;
    const starting = load?.() ?? Promise.reject(new Error('this build has no camera'));
    starting.then(
      ({ startCamera }) => {
        if (ended) return;
        stop = startCamera({
          ...(device !== null && { device }),
          onUnclear: () => setUnclearAtMs(performance.now()),
          onCode: (text) => {
            setUnclearAtMs(null);
            call('gate.read', { source: 'camera', text, prefix: '', terminator: 'none' }).catch(
              (error: unknown) => told.current(error),
            );
          },
          onState: tell,
        });
      },
      () => tell('failed', 'failed'),
    );
    return () => {
      ended = true;
      stop();
    };
  }, [enabled, device]);
  return unclearAtMs !== null;
}
