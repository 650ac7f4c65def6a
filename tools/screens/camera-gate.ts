import { mkdirSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { cardText, inventPeople } from '../demo/people.ts';
import { type FakeCamera, makeCamera } from '../devices/camera.ts';
import { makeHands } from '../devices/hands.ts';
import { type LaunchedKiosk, launchKiosk } from '../devices/kiosk.ts';
import { roughen, tilt } from '../devices/photo.ts';
import { drawCard, drawClose, drawTwoCards } from '../devices/pictures.ts';
import { makeGate } from './gates.ts';
import type { Studio } from './quiet-gate.ts';

/** A gate that reads with a camera alone: what it sees, what it says of it, and where another is chosen. */
export async function cameraGate(studio: Studio): Promise<void> {
  const { electron, display, folder, photographer, say } = studio;
  const own = join(folder, 'camera');
  mkdirSync(own, { recursive: true });
  const gate = makeGate(own, { lanes: [{ name: '1', direction: 'auto' }], camera: { enabled: true } });
  const film = join(own, 'Camera cổng chính.mjpeg');
  const camera = await makeCamera(film);
  const kiosk = await launchKiosk({
    electron,
    display,
    settingsFile: gate.settingsFile,
    switches: camera.switches,
  });
  try {
    await play(
      { kiosk, camera, film, hands: makeHands(kiosk.page, display.display, null), gate },
      async (screen) => {
        await photographer.take(kiosk, screen);
        say(screen);
      },
    );
  } finally {
    await kiosk.kill();
  }
}

interface Stage {
  readonly kiosk: LaunchedKiosk;
  readonly camera: FakeCamera;
  readonly film: string;
  readonly hands: ReturnType<typeof makeHands>;
  readonly gate: ReturnType<typeof makeGate>;
}

async function play(
  { kiosk, camera, film, hands, gate }: Stage,
  picture: (screen: string) => Promise<void>,
): Promise<void> {
  const { page } = kiosk;
  const people = inventPeople();
  const shown = (what: string): Promise<void> => page.locator(what).waitFor();
  const calm = async (): Promise<void> => {
    await hands.press('Escape');
    // Gone for good, its fading too.
    await page.locator('[data-verdict][role="alert"], [data-leaving="true"]').waitFor({ state: 'detached' });
  };
  const chip = (state: string) => shown(`[data-testid="chip-scanner-camera"][data-state="${state}"]`);
  await chip('ready');
  await picture('camera-idle');
  await page.getByTestId('action-admin').click();
  await page.getByTestId('sign-in-password').fill(gate.adminPassword);
  await page.getByTestId('sign-in-password').press('Enter');
  await page.getByTestId('admin-tab-camera').click();
  await shown('[data-testid="camera-figure"][data-state="ready"]');
  await picture('camera-admin');
  await page.getByTestId('admin-leave').click();
  await page.getByTestId('admin').waitFor({ state: 'detached' });
  // Its file away, the next opening finds no camera; the picture of the running one stays until it is opened anew.
  await rename(film, `${film}.away`);
  await page.reload();
  await chip('unplugged');
  await picture('camera-lost');
  await rename(`${film}.away`, film);
  await chip('ready');
  const held = tilt(await drawCard(cardText(people.anh)), 0.12, 0.3, -0.2);
  roughen(held, 0.95, 20, Math.random);
  await camera.showPicture(held);
  await shown('[data-testid="verdict"][data-verdict="welcome"]');
  await shown('[data-testid="camera-picture"][data-read="1"]');
  await picture('camera-welcome');
  await calm();
  await shown('[data-testid="camera-picture"][data-read="1"]');
  await picture('camera-held');
  await camera.showPicture(await drawTwoCards(cardText(people.lam), cardText(people.hbia)));
  await page.getByTestId('verdict-name').filter({ hasText: people.hbia.name }).waitFor();
  await calm();
  await picture('camera-two');
  await camera.show('Phiếu khám số 17, phòng 204');
  await shown('[data-testid="verdict"][data-verdict="ask"]');
  await picture('camera-ask');
  await page.getByTestId('answer-refuse').click();
  await calm();
  // Dense, and out of focus: it moves a little, as in a hand.
  const dense = `HC1:${'6BF+70790T9WJWG.FKY*4GO0.O1CV2 O5 N2FBBRW1*70HS8'.repeat(10)}`;
  await camera.play([await drawClose(dense, 4, 2), await drawClose(dense, 4.3, 2)]);
  await shown('[data-testid="prompt"][data-unclear="true"]');
  await picture('camera-unclear');
  // One of the three codes of a card; what it holds is not looked at before all are there.
  await camera.show(`shc:/2/3/${'5676290952432060'.repeat(12)}`);
  await shown('[data-testid="parts"]');
  await picture('camera-parts');
}
