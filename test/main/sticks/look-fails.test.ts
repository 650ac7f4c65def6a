import { expect, it, onTestFinished } from 'vitest';
import { runProgram } from '../../../main/sticks/program.ts';
import { startDeskKiosk } from '../../support/desk-kiosk.ts';
import { testFolder } from '../../support/folder.ts';

it('a look for sticks that fails keeps nobody from the next delivery', async () => {
  const faults = [new Error('no process')];
  const kiosk = startDeskKiosk(
    testFolder(),
    {},
    {
      finder: {
        look: async () => {
          const fault = faults.shift();
          if (fault !== undefined) throw fault;
          return [];
        },
        watch: () => () => undefined,
      },
      mounts: null,
    },
  );
  onTestFinished(() => kiosk.close());
  await kiosk.call('staff.sign-in', { password: 'none is set' });
  const device = '/dev/sdz1';
  const answers = [
    await kiosk.call('sticks.deliver', { device }),
    await kiosk.call('sticks.deliver', { device }),
  ];
  expect(answers).toMatchObject([{ code: 'internal' }, { code: 'delivery/gone' }]);
});

it('a program that cannot even be started is a failure and no error', async () => {
  expect(await runProgram('true', ['\0'])).toEqual({ ok: false, stdout: '', timedOut: false });
});
