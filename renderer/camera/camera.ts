import type { CodeFormat } from '../../decode/decoder.ts';
import type { FromWorker, Seen, ToWorker } from './messages.ts';
import { namesOf } from './names.ts';

export type CameraState = 'opening' | 'ready' | 'unplugged' | 'failed';
/** Why the camera is not ready; keys of the screen's texts. */
export type CameraProblem =
  | 'open-failed'
  | 'not-allowed'
  | 'closed-by-device'
  | 'silent-too-long'
  | 'decoder-failed';

export interface CameraOptions {
  /** Name of a camera, as `namesOf` gives it; the system's first where left out. */
  readonly device?: string;
  /** A code that never leaves the view counts again after so long: the gate's repeat window. ms. Default: never. */
  readonly againAfterMs?: number;
  /** What to look for; QR alone where left out. */
  readonly formats?: readonly CodeFormat[];
  /** A code came into view. The same one counts once until it was out of view for a second, or `againAfterMs`. */
  readonly onCode: (text: string) => void;
  /** A code is held up that the camera sees and cannot read; told again while that goes on. */
  readonly onUnclear?: () => void;
  /** Called on every change, at once. */
  readonly onState: (state: CameraState, problem: CameraProblem | null) => void;
  /** The live picture, null while there is none. */
  readonly onPicture?: (media: MediaStream | null) => void;
  /** Where codes are in it; null where nothing is known any more. */
  readonly onSeen?: (seen: Seen | null) => void;
}

/** Chromium's, not in TypeScript's DOM types: the frames of a track as a stream. */
interface TrackProcessor {
  readonly readable: ReadableStream<VideoFrame>;
}
declare const MediaStreamTrackProcessor: new (options: { track: MediaStreamTrack }) => TrackProcessor;

/** Pause before a lost or refused camera is tried again; a plugged-in one is tried at once. ms. */
const RETRY_MS = 1_000;
/** The log stamps a read a moment after the camera sees it, now sooner, now later: so much more is surely over. ms. */
const SURELY_MS = 500;
/** No frame for so long: the camera hangs. ms. */
const SILENT_MS = 5_000;

/**
 * Opens a camera at 1280x720 and keeps it open: a camera that is torn out or refused is tried again until `stop`.
 * Frames go straight from the camera into a worker that decodes them; none passes through the page and none is
 * kept.
 * @returns stop: closes the camera and the worker; nothing is called after it
 */
export function startCamera(options: CameraOptions): () => void {
  const { device, formats = ['qr'], onCode, onUnclear, onState, onPicture, onSeen } = options;
  const againAfterMs = (options.againAfterMs ?? Number.POSITIVE_INFINITY) + SURELY_MS;
  let stopped = false;
  let run = 0;
  let shown = '';
  let media: MediaStream | null = null;
  let opening = false;
  let timer: number | undefined;
  let worker: Worker | null = null;

  const show = (state: CameraState, problem: CameraProblem | null): void => {
    if (stopped || shown === `${state} ${problem}`) return;
    shown = `${state} ${problem}`;
    onState(state, problem);
  };

  function createWorker(): Worker {
    const made = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    made.addEventListener('message', (event: MessageEvent<FromWorker>) => hear(event.data));
    made.addEventListener('error', () => {
      if (made === worker) decoderFailed();
    });
    return made;
  }

  function hear(message: FromWorker): void {
    if (stopped || message.run !== run) return;
    if (message.kind === 'failed') {
      decoderFailed();
      return;
    }
    if (message.kind === 'code') onCode(message.text);
    if (message.kind === 'unclear') onUnclear?.();
    if (message.kind === 'seen') onSeen?.(message);
    show('ready', null);
    after(SILENT_MS, () => lose('unplugged', 'silent-too-long'));
  }

  function decoderFailed(): void {
    // A new one is made with the next opening of the camera.
    worker?.terminate();
    worker = null;
    lose('failed', 'decoder-failed');
  }

  function after(ms: number, act: () => void): void {
    window.clearTimeout(timer);
    timer = window.setTimeout(act, ms);
  }

  function release(): void {
    run += 1;
    window.clearTimeout(timer);
    if (media === null) return;
    for (const track of media.getTracks()) track.stop();
    media = null;
    onPicture?.(null);
    onSeen?.(null);
  }

  function lose(state: CameraState, problem: CameraProblem): void {
    release();
    show(state, problem);
    if (!stopped) after(RETRY_MS, open);
  }

  function open(): void {
    if (stopped || opening || media !== null) return;
    opening = true;
    const wanted: MediaTrackConstraints = { width: { ideal: 1280 }, height: { ideal: 720 } };
    idOf(device)
      .then((id) => {
        if (id !== null) wanted.deviceId = { exact: id };
        return navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
      })
      .then(take, (error: unknown) => {
        opening = false;
        lose(...refusal(error));
      });
  }

  function take(stream: MediaStream): void {
    opening = false;
    media = stream;
    const [track] = stream.getVideoTracks();
    if (stopped || track === undefined) {
      release();
      return;
    }
    run += 1;
    const mine = run;
    track.addEventListener('ended', () => {
      if (mine === run) lose('unplugged', 'closed-by-device');
    });
    onPicture?.(stream);
    const frames = new MediaStreamTrackProcessor({ track }).readable;
    const message: ToWorker = { kind: 'frames', run: mine, frames, formats, againAfterMs };
    worker ??= createWorker();
    worker.postMessage(message, [frames]);
    after(SILENT_MS * 2, () => lose('unplugged', 'silent-too-long'));
  }

  const onDeviceChange = (): void => {
    if (media === null) open();
  };
  navigator.mediaDevices.addEventListener('devicechange', onDeviceChange);
  show('opening', null);
  open();

  return () => {
    stopped = true;
    navigator.mediaDevices.removeEventListener('devicechange', onDeviceChange);
    release();
    worker?.terminate();
  };
}

/**
 * The id under which Chromium knows the camera of this name now: ids change with the browser's data, names stay.
 * Null for the system's first. Throws as getUserMedia would where no camera has that name.
 */
async function idOf(device: string | undefined): Promise<string | null> {
  if (device === undefined) return null;
  const devices = await navigator.mediaDevices.enumerateDevices();
  const found = namesOf(devices).find(({ name }) => name === device);
  if (found === undefined) throw new DOMException('no camera has that name', 'NotFoundError');
  return found.id;
}

/** What a refused getUserMedia means: no camera there, not allowed, or in use by another program. */
function refusal(error: unknown): [CameraState, CameraProblem] {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'NotFoundError' || name === 'OverconstrainedError') return ['unplugged', 'open-failed'];
  if (name === 'NotAllowedError' || name === 'SecurityError') return ['failed', 'not-allowed'];
  return ['failed', 'open-failed'];
}
