import { join } from 'node:path';
import { expect } from 'vitest';
import { decodePayload } from '../../core/batch/payload.ts';
import { makeCamera } from '../../tools/devices/camera.ts';
import { itNeeding } from '../support/device.ts';
import { makeFolder, type RunningKiosk, startKiosk } from '../support/kiosk.ts';
import { makePtyPair } from '../support/pty.ts';
import { rowsOnDisk } from '../support/rows.ts';

const it = itNeeding('electron', 'display', 'pty');

/** One who comes to the gate: what is read, and what the screen has to say. */
interface Visitor {
  readonly text: string;
  readonly name: string;
  readonly verdict: 'welcome' | 'again' | 'ask' | 'stop';
}

const FAMILY = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng'];
const GIVEN = ['Thử', 'Mẫu', 'Ví', 'Dụ', 'Nháp', 'Bịa'];
/** The nth of thirty invented people, no two of one name. */
function visitor(nth: number, verdict: Visitor['verdict'] = 'welcome'): Visitor {
  const name = `${FAMILY[nth % 5]} Thị ${GIVEN[Math.floor(nth / 5)]}`;
  const number = `0011990000${String(nth).padStart(2, '0')}`;
  return { text: `${number}||${name}|15051999|Nữ|Xã A, Huyện B, Đắk Lắk|20042021`, name, verdict };
}
const all = (...nths: readonly number[]): Visitor[] => nths.map((nth) => visitor(nth));
const NO_CARD: Visitor = { text: 'Giấy hẹn số 17, phòng 204', name: '', verdict: 'ask' };
/** A control code of another site. */
const FOREIGN: Visitor = { text: 'GATELOG:1:OUT:AAAAAAAAAAAAAAAAAAAAAAAAAA', name: '', verdict: 'stop' };

/**
 * Two lines of fifteen: one at the scanner, one before the camera; some come twice, one has no card. No verdict with
 * its name stands in both: a line knows its own by them, and would else take the other's for it and go on too early.
 */
const AT_THE_SCANNER = [
  ...all(0, 1, 2, 3, 4),
  visitor(2, 'again'),
  ...all(5, 6, 7, 25, 8, 9, 10, 11),
  FOREIGN,
];
const BEFORE_THE_CAMERA = [
  ...all(12, 13, 14, 15, 16, 17),
  NO_CARD,
  ...all(18, 19, 20, 21),
  visitor(12, 'again'),
  ...all(22, 23, 24),
];

/** A verdict as the page showed it. */
interface ShownVerdict {
  readonly seq: number;
  readonly verdict: string;
  readonly name: string;
}

/** Has the page write down every verdict that it shows, from the document itself. */
const watch = ({ page }: RunningKiosk): Promise<void> =>
  page.evaluate(() => {
    const shown: ShownVerdict[] = [];
    Object.assign(window, { shown });
    const look = (): void => {
      const box = document.querySelector<HTMLElement>('[data-testid="verdict"]');
      const seq = Number(box?.dataset['seq']);
      if (box === null || shown.at(-1)?.seq === seq) return;
      const name = box.querySelector('[data-testid="verdict-name"]')?.textContent ?? '';
      shown.push({ seq, verdict: box.dataset['verdict'] ?? '', name });
    };
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      attributes: true,
      characterData: true,
    });
  });
const seen = ({ page }: RunningKiosk): Promise<readonly ShownVerdict[]> =>
  page.evaluate(() => (window as unknown as { shown: ShownVerdict[] }).shown);

const EVENT_OF = { welcome: 'in', again: 'repeat', ask: 'asked', stop: 'refused' } as const;

it('lets a queue of thirty through by scanner and camera at once: each has the right verdict, nobody another’s name', async () => {
  const folder = await makeFolder();
  const pty = await makePtyPair(folder);
  const camera = await makeCamera(join(folder, 'webcam.mjpeg'));
  const kiosk = await startKiosk(
    folder,
    {
      lanes: [{ name: '1', direction: 'in' }],
      scanners: [{ port: pty.device, baudRate: 115_200 }],
      camera: { enabled: true },
    },
    camera.switches,
  );
  try {
    for (const id of [`chip-scanner-${pty.device}`, 'chip-scanner-camera']) {
      await kiosk.page.locator(`[data-testid="${id}"][data-state="ready"]`).waitFor();
    }
    await watch(kiosk);
    /** The next one steps up once this one's verdict was on the screen, whoever else was served meanwhile. */
    const serve = async (line: readonly Visitor[], read: (text: string) => Promise<void>): Promise<void> => {
      const served = new Set<number>();
      for (const { text, name, verdict } of line) {
        await read(text);
        await expect
          .poll(
            async () => {
              const mine = (await seen(kiosk)).find(
                (one) => !served.has(one.seq) && one.verdict === verdict && one.name === name,
              );
              if (mine !== undefined) served.add(mine.seq);
              return mine === undefined ? null : { name: mine.name, verdict: mine.verdict };
            },
            { timeout: 60_000, interval: 50 },
          )
          .toEqual({ name, verdict });
      }
    };
    await Promise.all([
      serve(AT_THE_SCANNER, (text) => pty.send(`${text}\r\n`)),
      serve(BEFORE_THE_CAMERA, (text) => camera.show(text)),
    ]);
    const count = AT_THE_SCANNER.length + BEFORE_THE_CAMERA.length;
    await expect.poll(async () => (await seen(kiosk)).length, { timeout: 60_000 }).toBe(count);
    const shown = await seen(kiosk);
    await kiosk.kill();

    const rows = rowsOnDisk(kiosk.dataFolder).filter(({ source }) => source !== '');
    const logged = rows.map(({ seq, kind, payload }) => ({
      seq,
      kind,
      name: payload === null ? null : (decodePayload(payload).name ?? ''),
    }));
    // What the screen said, one after another, is what the log says at the same number, and nothing is left out.
    expect(
      shown.map(({ seq, verdict, name }) => ({ seq, kind: EVENT_OF[verdict as Visitor['verdict']], name })),
    ).toEqual(logged);
    const by = (source: string) =>
      logged
        .filter((_, index) => rows[index]?.source.startsWith(source))
        .map(({ kind, name }) => [kind, name]);
    const expected = (line: readonly Visitor[]) => line.map(({ verdict, name }) => [EVENT_OF[verdict], name]);
    expect(by('serial:')).toEqual(expected(AT_THE_SCANNER));
    expect(by('camera')).toEqual(expected(BEFORE_THE_CAMERA));
  } finally {
    await kiosk.close();
    await pty.close();
  }
});
