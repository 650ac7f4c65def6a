import { useEffect, useRef, useState } from 'react';
import type { GateStateView } from '../../preload/contract/gate-views.ts';
import { call } from '../bridge.ts';
import type { Seen } from '../camera/messages.ts';
import { type CameraPicture, createPicture } from '../camera/picture.ts';

type State = 'opening' | 'ready' | 'unplugged' | 'failed';

/** What renderer/camera/camera.ts exports. */
interface CameraPart {
  readonly startCamera: (told: {
    readonly device?: string;
    readonly againAfterMs: number;
    readonly onCode: (text: string) => void;
    readonly onUnclear: () => void;
    readonly onState: (state: State, problem: string | null) => void;
    readonly onPicture: (media: MediaStream | null) => void;
    readonly onSeen: (seen: Seen | null) => void;
  }) => () => void;
}

// A chunk of its own, fetched only where a camera is enabled.
const [load] = Object.values(import.meta.glob<CameraPart>('../camera/camera.ts'));

const tell = (state: State, problem: string | null): void => {
  void call('camera.state', { state, problem: problem?.slice(0, 200) ?? null }).catch(() => undefined);
};

/** So long after the camera last saw a code that it could not read, the hint goes. ms */
const HINT_MS = 1_500;

/** The gate's camera as its screens show it. */
export interface GateCamera {
  readonly picture: CameraPicture;
  readonly enabled: boolean;
  /** A code is held before it that it sees and cannot read. */
  readonly unclear: boolean;
  /** There is no picture, and not because it is only just opening. */
  readonly lost: boolean;
}

/**
 * Starts the camera that the gate names, or the system's first, while it is enabled. Its reads go to main like any
 * other.
 * @param onProblem told when main would not take a read: nothing was recorded, and the guard must know
 */
export function useCamera(
  camera: GateStateView['camera'] | null,
  onProblem: (error: unknown) => void,
): GateCamera {
  const { enabled, device, againAfterMs } = camera ?? { enabled: false, device: null, againAfterMs: 0 };
  const told = useRef(onProblem);
  useEffect(() => {
    told.current = onProblem;
  });
  const [picture] = useState(createPicture);
  const [lost, setLost] = useState(false);
  const [unclearAtMs, setUnclearAtMs] = useState<number | null>(null);
  useEffect(() => {
    if (unclearAtMs === null) return undefined;
    const timer = window.setTimeout(() => setUnclearAtMs(null), HINT_MS);
    return () => window.clearTimeout(timer);
  }, [unclearAtMs]);
  useEffect(() => {
    if (!enabled) return undefined;
    const show = (state: State, problem: string | null): void => {
      setLost(state === 'unplugged' || state === 'failed');
      tell(state, problem);
    };
    let ended = false;
    let stop: () => void = () => undefined;
    const starting = load?.() ?? Promise.reject(new Error('this build has no camera'));
    starting.then(
      ({ startCamera }) => {
        if (ended) return;
        stop = startCamera({
          ...(device !== null && { device }),
          againAfterMs,
          onPicture: picture.show,
          onSeen: picture.outline,
          onUnclear: () => setUnclearAtMs(performance.now()),
          onCode: (text) => {
            setUnclearAtMs(null);
            call('gate.read', { source: 'camera', text, prefix: '', terminator: 'none' }).catch(
              (error: unknown) => told.current(error),
            );
          },
          onState: show,
        });
      },
      () => show('failed', 'failed'),
    );
    return () => {
      ended = true;
      stop();
    };
  }, [enabled, device, againAfterMs, picture]);
  return { picture, enabled, unclear: unclearAtMs !== null, lost };
}
