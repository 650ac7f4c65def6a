import { describe, expect, it, onTestFinished } from 'vitest';
import { startDeskKiosk } from '../support/desk-kiosk.ts';
import { testFolder } from '../support/folder.ts';

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
