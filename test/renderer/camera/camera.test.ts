import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startCamera } from '../../../renderer/camera/camera.ts';

/*
 * The browser's devices are played here: a camera that another program holds, that hangs, or whose plugging in
 * is told at once cannot be had on a machine without cameras. The real ones are in test/e2e/camera.e2e.ts.
 */

class FakeTrack extends EventTarget {
  stopped = false;
  stop(): void {
    this.stopped = true;
  }
}

class FakeWorker extends EventTarget {
  static made: FakeWorker[] = [];
  posted: { readonly run: number; readonly againAfterMs: number }[] = [];
  terminated = false;
  constructor() {
    super();
    FakeWorker.made.push(this);
  }
  postMessage(message: { run: number; againAfterMs: number }): void {
    this.posted.push(message);
  }
  terminate(): void {
    this.terminated = true;
  }
  /** What the worker tells of the frames that it got last. */
  tell(message: Record<string, unknown>): void {
    const data = { run: this.posted.at(-1)?.run, ...message };
    this.dispatchEvent(Object.assign(new Event('message'), { data }));
  }
}

interface Plugged {
  readonly label: string;
  readonly deviceId: string;
}

class FakeDevices extends EventTarget {
  cameras: Plugged[] = [{ label: 'Webcam', deviceId: 'w' }];
  /** Name of the error with which an opening fails, or null. */
  refuses: string | null = null;
  opened: unknown[] = [];
  tracks: FakeTrack[] = [];
  async enumerateDevices() {
    return this.cameras.map((one) => ({ ...one, kind: 'videoinput' }));
  }
  async getUserMedia(wanted: unknown) {
    this.opened.push(wanted);
    if (this.refuses !== null) throw new DOMException('refused', this.refuses);
    if (this.cameras.length === 0) throw new DOMException('none', 'NotFoundError');
    const track = new FakeTrack();
    this.tracks.push(track);
    return { getTracks: () => [track], getVideoTracks: () => [track] };
  }
}

let devices: FakeDevices;
let told: string[];
let stop: () => void;

beforeEach(() => {
  vi.useFakeTimers();
  devices = new FakeDevices();
  told = [];
  FakeWorker.made = [];
  vi.stubGlobal('window', globalThis);
  vi.stubGlobal('navigator', { mediaDevices: devices });
  vi.stubGlobal('Worker', FakeWorker);
  vi.stubGlobal(
    'MediaStreamTrackProcessor',
    class {
      readonly readable = new ReadableStream();
    },
  );
});
afterEach(() => {
  stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function start(device?: string): Promise<void> {
  stop = startCamera({
    ...(device !== undefined && { device }),
    againAfterMs: 60_000,
    onCode: (text) => told.push(`code ${text}`),
    onUnclear: () => told.push('unclear'),
    onState: (state, problem) => told.push(problem === null ? state : `${state}: ${problem}`),
    onPicture: (media) => told.push(media === null ? 'dark' : 'picture'),
  });
  await vi.advanceTimersByTimeAsync(0);
}
const passes = (ms: number): Promise<unknown> => vi.advanceTimersByTimeAsync(ms);
const worker = (): FakeWorker => FakeWorker.made.at(-1) ?? new FakeWorker();
const alive = (): void => worker().tell({ kind: 'alive' });

describe('a camera', () => {
  it('is opened at 1280x720 without sound, and is ready once frames come', async () => {
    await start();
    expect(devices.opened).toEqual([
      { video: { width: { ideal: 1280 }, height: { ideal: 720 } }, audio: false },
    ]);
    expect(told).toEqual(['opening', 'picture']);
    alive();
    worker().tell({ kind: 'code', text: 'A' });
    worker().tell({ kind: 'unclear' });
    expect(told).toEqual(['opening', 'picture', 'ready', 'code A', 'unclear']);
  });

  it('lets a code that stays count again only when the repeat window is surely over', async () => {
    await start();
    expect(worker().posted.map(({ againAfterMs }) => againAfterMs)).toEqual([60_500]);
  });

  it('is found by its name, also as the second of one make', async () => {
    devices.cameras = ['a', 'b', 'c'].map((deviceId) => ({ label: 'Webcam', deviceId }));
    await start('Webcam (2)');
    expect(devices.opened).toMatchObject([{ video: { deviceId: { exact: 'b' } } }]);
  });

  it('that is pulled out is opened again at once when the system tells of it', async () => {
    await start();
    alive();
    devices.cameras = [];
    devices.tracks[0]?.dispatchEvent(new Event('ended'));
    expect(told.slice(3)).toEqual(['dark', 'unplugged: closed-by-device']);
    await passes(3_500);
    expect(told.at(-1)).toBe('unplugged: open-failed');
    const tries = devices.opened.length;
    devices.cameras = [{ label: 'Webcam', deviceId: 'new' }];
    devices.dispatchEvent(new Event('devicechange'));
    await passes(0);
    expect(devices.opened).toHaveLength(tries + 1);
    alive();
    expect(told.slice(-2)).toEqual(['picture', 'ready']);
  });

  it('that is named and not there is waited for; no other one takes its place', async () => {
    await start('Camera cổng');
    expect([devices.opened, told.at(-1)]).toEqual([[], 'unplugged: open-failed']);
    devices.cameras = [...devices.cameras, { label: 'Camera cổng', deviceId: 'g' }];
    await passes(1_000);
    alive();
    expect(devices.opened).toMatchObject([{ video: { deviceId: { exact: 'g' } } }]);
    expect(told.at(-1)).toBe('ready');
  });

  it.each([
    ['NotReadableError', 'failed: open-failed'],
    ['NotAllowedError', 'failed: not-allowed'],
    ['OverconstrainedError', 'unplugged: open-failed'],
  ])('that answers %s is tried every second until it opens', async (error, shown) => {
    devices.refuses = error;
    await start();
    expect(told.at(-1)).toBe(shown);
    await passes(3_000);
    expect(devices.opened).toHaveLength(4);
    devices.refuses = null;
    await passes(1_000);
    alive();
    expect(told.at(-1)).toBe('ready');
  });

  it('that sends no frames any more is closed and opened anew', async () => {
    await start();
    alive();
    await passes(5_000);
    expect(told.slice(-2)).toEqual(['dark', 'unplugged: silent-too-long']);
    expect(devices.tracks[0]?.stopped).toBe(true);
    await passes(1_000);
    alive();
    expect(told.slice(-2)).toEqual(['picture', 'ready']);
  });

  it('has another worker where its own fails, and hears nothing of the first one after that', async () => {
    await start();
    alive();
    const first = worker();
    first.tell({ kind: 'failed', message: 'out of memory' });
    expect([told.at(-1), first.terminated]).toEqual(['failed: decoder-failed', true]);
    await passes(1_000);
    expect(FakeWorker.made).toHaveLength(2);
    first.tell({ kind: 'code', text: 'late', run: 1 });
    alive();
    expect(told.slice(-2)).toEqual(['picture', 'ready']);
  });

  it('that is stopped is closed for good and tells nothing more', async () => {
    await start();
    alive();
    stop();
    const before = told.length;
    devices.dispatchEvent(new Event('devicechange'));
    alive();
    await passes(60_000);
    expect([told.length, devices.opened.length, devices.tracks[0]?.stopped, worker().terminated]).toEqual([
      before,
      1,
      true,
      true,
    ]);
  });
});
