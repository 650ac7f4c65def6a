import { mkdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { describe, expect, onTestFinished } from 'vitest';
import { type LaunchedKiosk, launchKiosk } from '../../tools/devices/kiosk.ts';
import { openDisplay } from '../../tools/display.ts';
import { findElectron } from '../../tools/electron-runtime.ts';
import { runProgram } from '../../tools/run-program.ts';
import { itNeeding } from '../support/device.ts';
import { testFolder } from '../support/folder.ts';
import { makePtyPair, type PtyPair } from '../support/pty.ts';
import { outwardCalls, straceArguments, type TracedElectron, traceElectron } from '../support/traffic.ts';

const it = itNeeding('electron', 'display', 'pty', 'strace');

const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A, Huyện B, Đắk Lắk|20042021';
/** Addresses and a name that are nobody's (RFC 5737, RFC 2606). */
const NOBODY = '192.0.2.77';
const NO_NAME = 'nobody.gatelog.example';

let pty: PtyPair;
let traced: TracedElectron;
let kiosk: LaunchedKiosk;

/** Starts a kiosk whose network is written down; it ends with the test. */
async function start(): Promise<void> {
  const folder = testFolder();
  pty = await makePtyPair(folder);
  onTestFinished(() => pty.close());
  const display = await openDisplay();
  onTestFinished(() => display.stop());
  traced = await traceElectron(await findElectron(), folder);
  const settingsFile = join(folder, 'settings.json');
  mkdirSync(join(folder, 'data'));
  await writeFile(
    settingsFile,
    JSON.stringify({
      site: { slug: 'benh-vien-thu', name: 'Bệnh viện Thử' },
      gate: { slug: 'cong-chinh', name: 'Cổng chính' },
      fullscreen: false,
      dataFolder: join(folder, 'data'),
      scanners: [{ port: pty.device, baudRate: 115200 }],
    }),
  );
  const { electron, switches } = traced;
  kiosk = await launchKiosk({ electron, display, settingsFile, switches });
  onTestFinished(() => kiosk.kill());
}

async function scan(): Promise<void> {
  await kiosk.page.locator('[data-testid^="chip-scanner-"][data-state="ready"]').first().waitFor({
    state: 'attached',
  });
  await pty.send(`${CARD}\r\n`);
  await kiosk.page.locator('[data-testid="verdict"][data-verdict="welcome"]').waitFor();
}

/** A server on this very machine, and how many connections it got. */
async function listen(): Promise<{ server: Server; port: number; count: () => number }> {
  let connections = 0;
  const server = createServer((_request, response) => response.end('x'));
  server.on('connection', () => {
    connections += 1;
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  return {
    server,
    port: typeof address === 'object' && address ? address.port : 0,
    count: () => connections,
  };
}

/** Everything by which a page can reach for a host, done in the page; answers what it was told. */
const reachFor = (hosts: string[]) =>
  kiosk.page.evaluate(async (given) => {
    const told: string[] = [];
    const reached = (what: string) => () => told.push(what);
    const tried = async (attempt: () => unknown): Promise<void> => {
      await Promise.resolve()
        .then(attempt)
        .catch(() => undefined);
    };
    const element = (kind: string, attributes: Record<string, string>): void => {
      const made = document.createElement(kind);
      for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
      // A frame loads an error page where its own was refused.
      if (kind !== 'iframe') made.addEventListener('load', reached(kind));
      document.body.append(made);
    };
    for (const host of given) {
      const url = `http://${host}/x`;
      const plain = host.replace(/:\d+$/, '');
      await tried(() => fetch(url).then(reached('fetch')));
      await tried(() => fetch(url, { mode: 'no-cors', keepalive: true }).then(reached('fetch')));
      await tried(() => navigator.sendBeacon(url, 'x'));
      await tried(() => {
        const request = new XMLHttpRequest();
        request.onload = reached('XMLHttpRequest');
        request.open('GET', url);
        request.send();
      });
      await tried(() => {
        new WebSocket(`ws://${host}/`).onopen = reached('WebSocket');
      });
      await tried(() => {
        new EventSource(url).onopen = reached('EventSource');
      });
      await tried(() => new WebTransport(`https://${host}/`).ready.then(reached('WebTransport')));
      await tried(() => new Worker(url));
      await tried(() => import(/* @vite-ignore */ url).then(reached('import')));
      await tried(() => new FontFace('x', `url(${url})`).load().then(reached('FontFace')));
      await tried(() => navigator.serviceWorker.register(url).then(reached('service worker')));
      document.body.style.backgroundImage = `url(${url})`;
      for (const kind of ['img', 'script', 'iframe', 'embed', 'video', 'audio']) element(kind, { src: url });
      element('object', { data: url });
      for (const rel of ['dns-prefetch', 'preconnect', 'prefetch', 'modulepreload', 'stylesheet', 'manifest'])
        element('link', { rel, href: url });
      element('link', { rel: 'preload', as: 'image', href: url });
      for (const server of [`stun:${plain}:3478`, `turn:${plain}:3478?transport=tcp`]) {
        await tried(async () => {
          const iceServers = [{ urls: server, username: 'x', credential: 'x' }];
          const peer = new RTCPeerConnection({ iceServers });
          peer.createDataChannel('x');
          const gathered = new Promise<void>((done) => {
            peer.onicecandidate = ({ candidate }) => {
              if (candidate === null) done();
              else told.push(`WebRTC ${candidate.candidate}`);
            };
          });
          await peer.setLocalDescription(await peer.createOffer());
          await gathered;
          peer.close();
        });
      }
    }
    return told;
  }, hosts);

describe('the network around the real kiosk', () => {
  it('is left alone from start to the end of a scan: no address outside, no name looked up, no request', async () => {
    await start();
    await scan();
    await kiosk.quit();
    expect(await traced.read()).toEqual({ outward: [], chromium: [] });
  });

  it('gets nothing from a page that tries everything, not even a server on this machine', async () => {
    await start();
    const near = await listen();
    try {
      expect(await reachFor([NOBODY, NO_NAME, `127.0.0.1:${near.port}`, `localhost:${near.port}`])).toEqual(
        [],
      );
      await scan();
      await kiosk.quit();
      expect(near.count()).toBe(0);
    } finally {
      near.server.close();
    }
    const { outward, chromium } = await traced.read();
    // Connecting a datagram socket sends nothing: so Chromium asks the kernel which of its own addresses it has.
    expect(outward.filter((call) => !/^connect UDP (8\.8\.8\.8|2001:4860:4860::8888)$/.test(call))).toEqual(
      [],
    );
    // Every name, also an address, becomes one that cannot be found before anybody is asked for it.
    expect(chromium.filter((one) => !/^HOST_RESOLVER_MANAGER_REQUEST .*~notfound/i.test(one))).toEqual([]);
  });

  it('is seen by the trace where a program does use it', async () => {
    const file = join(testFolder(), 'control.strace');
    const program = `
      require('node:net').connect(80, '${NOBODY}').on('error', () => {});
      require('node:net').connect(1, '127.0.0.1').on('error', () => {});
      require('node:dgram').createSocket('udp4').send('x', 9, '192.0.2.78', () => process.exit());`;
    const ended = await runProgram('strace', [...straceArguments(file), process.execPath, '-e', program]);
    expect(ended.code).toBe(0);
    expect(outwardCalls(await readFile(file, 'utf8'))).toEqual([
      `connect TCP ${NOBODY}`,
      'sendmsg UDP 192.0.2.78',
    ]);
  });
});
