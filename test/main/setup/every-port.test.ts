import { describe, expect, onTestFinished } from 'vitest';
import { timestampMs } from '../../../core/units.ts';
import { serialPorts } from '../../../main/scanner/port.ts';
import { listenAtEveryPort } from '../../../main/setup/every-port.ts';
import { itNeeding } from '../../support/device.ts';
import { testFolder } from '../../support/folder.ts';
import { makePtyPair } from '../../support/pty.ts';

const it = itNeeding('pty');

describe('listening at every port', () => {
  it('hears the scanner wherever it is plugged in, also one that comes later, and lets go of all in the end', async () => {
    const folder = testFolder();
    const [first, later] = await Promise.all([makePtyPair(folder, 'first'), makePtyPair(folder, 'later')]);
    onTestFinished(async () => {
      await Promise.all([first.close(), later.close()]);
    });
    const plugged = [first.device];
    const reads: { path: string; text: string }[] = [];
    const ports = listenAtEveryPort({
      portFactory: serialPorts,
      now: () => timestampMs(0),
      list: () =>
        Promise.resolve({
          ports: plugged.map((path) => ({
            path,
            manufacturer: null,
            vendorId: null,
            productId: null,
            serialNumber: null,
          })),
          problem: null,
          message: null,
        }),
      onRead: ({ bytes }, { path }) => reads.push({ path, text: Buffer.from(bytes).toString() }),
    });
    onTestFinished(() => ports.stop());
    ports.start();
    const heard = async (pair: typeof first, text: string): Promise<void> => {
      // Opening takes a moment, and what is sent before is lost, as with a real scanner.
      await expect
        .poll(
          async () => {
            await pair.send(`${text}\r\n`);
            return reads.some((read) => read.path === pair.device && read.text === text);
          },
          { interval: 200 },
        )
        .toBe(true);
    };
    await heard(first, 'GATELOG-FIND-1 first');
    plugged.push(later.device);
    await heard(later, 'GATELOG-FIND-2 later');
    expect(ports.paths()).toEqual([first.device, later.device]);
    await ports.stop();
    expect(ports.paths()).toEqual([]);
  });
});
