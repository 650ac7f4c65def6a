import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect } from 'vitest';
import { makeCamera } from '../../tools/devices/camera.ts';
import { itNeeding } from '../support/device.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';

const it = itNeeding('electron', 'display');

let folder: string;
let kiosk: RunningKiosk;

beforeEach(async () => {
  folder = await makeFolder();
});
afterEach(() => kiosk.close());

describe('the kiosk page', () => {
  it('may use the camera and nothing else, and no other page may use even that', async () => {
    const camera = await makeCamera(join(folder, 'webcam.mjpeg'));
    // Without the switch that answers yes for everybody: the answer is the kiosk's own.
    kiosk = await startKiosk(folder, { camera: { enabled: true } }, camera.switches.slice(1));
    await kiosk.page.locator('[data-testid="chip-scanner-camera"][data-state="ready"]').waitFor();
    const asked = await kiosk.page.evaluate(async () => {
      const media = (given: MediaStreamConstraints) =>
        navigator.mediaDevices.getUserMedia(given).then(
          (stream) => stream.getTracks().map((track) => track.kind),
          (error: Error) => error.name,
        );
      const state = (name: string) =>
        navigator.permissions
          .query({ name: name as PermissionName })
          .then((found) => `${name} ${found.state}`);
      const names = ['camera', 'microphone', 'notifications', 'geolocation', 'midi', 'clipboard-read'];
      return {
        pictures: await media({ video: true }),
        sound: await media({ audio: true }),
        both: await media({ audio: true, video: true }),
        screen: await navigator.mediaDevices.getDisplayMedia().then(
          () => 'given',
          (error: Error) => error.name,
        ),
        place: await new Promise((done) =>
          navigator.geolocation.getCurrentPosition(
            () => done('given'),
            ({ code }) => done(code),
          ),
        ),
        notes: await Notification.requestPermission(),
        states: await Promise.all(names.map(state)),
      };
    });
    expect(asked).toEqual({
      pictures: ['video'],
      sound: 'NotAllowedError',
      both: 'NotAllowedError',
      screen: 'NotAllowedError',
      place: 1,
      notes: 'denied',
      states: [
        'camera granted',
        'microphone denied',
        'notifications denied',
        'geolocation denied',
        'midi denied',
        'clipboard-read denied',
      ],
    });
    const foreign = await kiosk.app.evaluate(async ({ BrowserWindow }) => {
      const other = new BrowserWindow({ show: false });
      await other.loadURL('data:text/html,<p>x');
      const state: unknown = await other.webContents.executeJavaScript(
        `navigator.permissions.query({ name: 'camera' }).then((found) => found.state)`,
      );
      const moved = await other.loadURL('app://other/index.html').then(
        () => 'loaded',
        () => 'refused',
      );
      other.destroy();
      return [state, moved];
    });
    expect(foreign).toEqual(['denied', 'refused']);
  });
});
