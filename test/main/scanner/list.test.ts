import { describe, expect, it } from 'vitest';
import { listPorts } from '../../../main/scanner/list.ts';

describe('list of ports', () => {
  it('gives vendor, product and serial number in one form, in order of path', async () => {
    const list = await listPorts(async () => [
      { path: '/dev/ttyUSB1' },
      {
        path: '/dev/ttyACM0',
        manufacturer: 'Invented',
        vendorId: '0C2E',
        productId: '0B6A',
        serialNumber: 'S1',
      },
    ]);
    expect(list).toEqual({
      ports: [
        {
          path: '/dev/ttyACM0',
          manufacturer: 'Invented',
          vendorId: '0c2e',
          productId: '0b6a',
          serialNumber: 'S1',
        },
        { path: '/dev/ttyUSB1', manufacturer: null, vendorId: null, productId: null, serialNumber: null },
      ],
      problem: null,
      message: null,
    });
  });

  it('tells a list that cannot be had as a state', async () => {
    const list = await listPorts(() => Promise.reject(new Error('spawn udevadm ENOENT')));
    expect(list).toEqual({ ports: [], problem: 'scanner/list-failed', message: 'spawn udevadm ENOENT' });
  });

  it('asks this machine without throwing', async () => {
    const list = await listPorts();
    expect(list.problem === null || list.problem === 'scanner/list-failed').toBe(true);
  });
});
