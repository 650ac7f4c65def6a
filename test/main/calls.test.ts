import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { startDeskKiosk } from '../support/desk-kiosk.ts';
import { testFolder } from '../support/folder.ts';
import { openGateLog } from '../support/gate-log.ts';

const onLinux = process.platform === 'linux' ? it : it.skip;

describe('the list of ports', () => {
  onLinux('says that it cannot be had, and not that nothing is plugged in', async () => {
    const kiosk = startDeskKiosk(testFolder());
    onTestFinished(() => kiosk.close());
    await kiosk.call('staff.sign-in', { password: 'none is set' });
    const { PATH } = process.env;
    onTestFinished(() => {
      process.env.PATH = PATH;
    });
    // The list comes from udevadm, which a small Debian may lack.
    process.env.PATH = '';
    expect(await kiosk.call('scanner.ports', {})).toMatchObject({ ok: false, code: 'scanner/list-failed' });
  });
});

describe('the choice of a camera', () => {
  const choose = { enabled: true, device: 'Webcam cổng' };
  const fileOf = (folder: string): unknown => JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'));

  function startWithFile() {
    const folder = testFolder();
    const settings = {
      lanes: [
        { name: 'Vào', direction: 'in' },
        { name: 'Ra', direction: 'out' },
      ],
      camera: { enabled: false, lane: 'Ra' },
      repeatWindowSeconds: 30,
    };
    writeFileSync(
      join(folder, 'settings.json'),
      JSON.stringify({
        site: { slug: 'benh-vien-thu', name: 'Bệnh viện Thử' },
        gate: { slug: 'cong-chinh', name: 'Cổng chính' },
        ...settings,
      }),
    );
    const kiosk = startDeskKiosk(folder, settings);
    onTestFinished(() => kiosk.close());
    return { folder, kiosk };
  }

  it('is kept in the settings file beside what stood there, and in force at once, on its lane', async () => {
    const { folder, kiosk } = startWithFile();
    await kiosk.call('staff.sign-in', { password: 'none is set' });
    expect(kiosk.pushed('gate.state').at(-1)?.scanners).toEqual([]);
    expect(await kiosk.call('camera.choose', choose)).toEqual({ ok: true, value: null });
    expect(fileOf(folder)).toMatchObject({
      gate: { name: 'Cổng chính' },
      camera: { enabled: true, lane: 'Ra', device: 'Webcam cổng' },
    });
    const shown = kiosk.pushed('gate.state').at(-1);
    expect([shown?.camera, shown?.scanners]).toEqual([
      { enabled: true, device: 'Webcam cổng', againAfterMs: 30_000 },
      [{ id: 'camera', kind: 'camera', lane: 'Ra', state: 'opening', problem: null, baudRate: null }],
    ]);
    await kiosk.call('camera.choose', { enabled: false, device: null });
    expect(fileOf(folder)).toMatchObject({ camera: { enabled: false, lane: 'Ra' } });
    expect(kiosk.pushed('gate.state').at(-1)?.scanners).toEqual([]);
  });

  it('is not in force where it could not be kept', async () => {
    const { folder, kiosk } = startWithFile();
    await kiosk.call('staff.sign-in', { password: 'none is set' });
    rmSync(join(folder, 'settings.json'));
    expect(await kiosk.call('camera.choose', choose)).toMatchObject({
      ok: false,
      code: 'settings/unwritable',
    });
    expect((await kiosk.call('gate.state', {})) as unknown).toMatchObject({
      value: { camera: { enabled: false, device: null } },
    });
  });

  it("is an administrator's alone", async () => {
    const { kiosk } = startWithFile();
    expect(await kiosk.call('camera.choose', choose)).toMatchObject({
      ok: false,
      code: 'bridge/not-allowed',
    });
    await kiosk.call('staff.sign-in', { password: 'none is set' });
    for (const wrong of ['', 'x'.repeat(201), 7]) {
      expect(await kiosk.call('camera.choose', { enabled: true, device: wrong as string })).toMatchObject({
        ok: false,
        code: 'bridge/bad-arguments',
      });
    }
  });
});

describe('a kiosk without a password', () => {
  it('writes down once who came in, however often a page asks whether a password is set', async () => {
    const folder = testFolder();
    const kiosk = startDeskKiosk(folder);
    const asked = { ok: true, value: { role: 'admin', passwordSet: false, recovered: false } };
    for (let n = 0; n < 3; n += 1) expect(await kiosk.call('staff.sign-in', { password: '' })).toEqual(asked);
    await kiosk.call('staff.sign-out', {});
    expect(await kiosk.call('staff.sign-in', { password: '' })).toEqual(asked);
    await kiosk.close();
    const log = openGateLog(folder);
    onTestFinished(() => log.close());
    expect([...log.audit.lines({ firstSeq: 1, lastSeq: 10 })].map(({ what }) => what)).toEqual([
      'staff/signed-in',
      'staff/signed-out',
      'staff/signed-in',
    ]);
  });
});
