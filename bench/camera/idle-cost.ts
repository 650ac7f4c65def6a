import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { processorTimeMs, videoCaptureBelow } from '../../tools/devices/processes.ts';
import { ToolError } from '../../tools/tool-error.ts';

/** A program that shows a camera's picture, started without any debugging switch and looked at from outside. */
export interface Watched {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: NodeJS.ProcessEnv;
}

/** Longest wait until a program has opened the camera. */
const OPEN_MS = 30_000;
/** What starting costs is over by then: compiled code, first frames, the first checkpoint. */
const SETTLE_MS = 8_000;
const END_MS = 10_000;

/**
 * What share of one core a program and all its processes use while it shows a picture in which nothing happens.
 * @param measureMs how long to watch it
 * @returns 1 is one whole core
 */
export async function idleShare({ program, args, env }: Watched, measureMs: number): Promise<number> {
  const child = spawn(program, args, { env, stdio: ['ignore', 'ignore', 'pipe'] });
  let complaint = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaint = (complaint + chunk.toString('utf8')).slice(-2_000);
  });
  const kill = (): void => {
    child.kill('SIGKILL');
  };
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const pid = child.pid ?? 0;
  try {
    const giveUp = performance.now() + OPEN_MS;
    while (videoCaptureBelow(pid) === undefined) {
      if (child.exitCode !== null || performance.now() > giveUp) {
        throw new ToolError(`${program} did not open the camera. ${complaint}`);
      }
      await sleep(100);
    }
    await sleep(SETTLE_MS);
    const before = processorTimeMs(pid);
    const begun = performance.now();
    await sleep(measureMs);
    const took = performance.now() - begun;
    let usedMs = 0;
    for (const [one, ms] of processorTimeMs(pid)) usedMs += ms - (before.get(one) ?? 0);
    return usedMs / took;
  } finally {
    child.kill('SIGTERM');
    const last = setTimeout(kill, END_MS);
    await ended;
    clearTimeout(last);
    process.removeListener('exit', kill);
  }
}

/**
 * The least that a page with a camera can do: the picture alone, as large as the kiosk has it and mirrored like it, in a
 * window as large as the kiosk's.
 * @returns the folder of the app
 */
export function writePreviewApp(folder: string): string {
  const app = join(folder, 'preview');
  mkdirSync(app);
  writeFileSync(join(app, 'package.json'), '{"name":"preview","main":"main.cjs"}\n');
  writeFileSync(
    join(app, 'index.html'),
    `<!doctype html><meta charset="utf-8"><title>preview</title>
<style>video { width: 246px; height: 138px; scale: -1 1 }</style>
<video muted playsinline></video>
<script>
  const video = document.querySelector('video');
  navigator.mediaDevices
    .getUserMedia({ video: { width: { ideal: 1280 }, height: { ideal: 720 } }, audio: false })
    .then((media) => { video.srcObject = media; return video.play(); });
</script>
`,
  );
  writeFileSync(
    join(app, 'main.cjs'),
    `const { app, BrowserWindow } = require('electron');
app.setPath('userData', ${JSON.stringify(join(folder, 'preview-data'))});
app.whenReady().then(() => {
  const window = new BrowserWindow({ width: 1366, height: 768, useContentSize: true });
  window.loadFile('index.html');
});
`,
  );
  return app;
}
