import { expect, it } from 'vitest';
import { parseMountTable } from '../../../main/sticks/mount-table.ts';

it('the mount table tells of devices, places with spaces and what is read-only', () => {
  const table = [
    '22 27 0:21 / /sys rw,nosuid - sysfs sysfs rw',
    '42 27 7:0 / /media/gate/SÄ\\040X rw,nosuid shared:1 - fuseblk /dev/sdb1 ro,user_id=0',
    '43 27 8:17 / /media/a\\040b ro,nosuid - vfat /dev/sdc1 rw',
    '44 27 8:33 / /media/c rw - exfat /dev/sdd1 rw,errors=remount-ro',
    'not a line',
    '',
  ].join('\n');
  expect(parseMountTable(table)).toEqual([
    { device: '/dev/sdb1', place: '/media/gate/SÄ X', readOnly: true },
    { device: '/dev/sdc1', place: '/media/a b', readOnly: true },
    { device: '/dev/sdd1', place: '/media/c', readOnly: false },
  ]);
});
