import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { timestampMs } from '../../../core/units.ts';
import { type PortFactory, serialPorts } from '../../../main/scanner/port.ts';
import { createScanners, type ScannerSetting, type Scanners } from '../../../main/scanner/scanners.ts';
import { describeNeeding } from '../../support/device.ts';
import { makePtyPair, type PtyPair } from '../../support/pty.ts';

let dir: string;
let ptys: PtyPair[];
let scanners: Scanners | null;
let reads: string[];
let states: string[];

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gatelog-pty-'));
  ptys = [];
  scanners = null;
  reads = [];
  states = [];
});
afterEach(async () => {
  await scanners?.close();
  await Promise.all(ptys.map((pty) => pty.close()));
  await rm(dir, { recursive: true, force: true });
});

async function plug(name: string): Promise<PtyPair> {
  const pty = await makePtyPair(dir, name);
  ptys.push(pty);
  return pty;
}

type Setting = Partial<ScannerSetting> & { path: string; lane: string };
const begin = (...settings: Setting[]): void => beginWith(serialPorts, ...settings);

function beginWith(portFactory: PortFactory, ...settings: Setting[]): void {
  scanners = createScanners({
    // A long silence, unless it is what a test is about: a busy machine pauses between two bytes too.
    scanners: settings.map((one) => ({ baudRate: 'auto', terminator: 'auto', silenceMs: 1000, ...one })),
    portFactory,
    now: () => timestampMs(Date.now()),
    onRead: ({ bytes, terminator }, { lane }) =>
      reads.push(`${lane}: ${new TextDecoder().decode(bytes)} ${terminator}`),
    onState: (_, { lane, state, problem }) =>
      states.push([`${lane}:`, state, problem].filter(Boolean).join(' ')),
    onDiscarded: () => undefined,
  });
  scanners.start();
}
const statesOf = (lane: string): string[] => states.filter((one) => one.startsWith(`${lane}:`));
const states1 = (): string[] => statesOf('1');
const eventually = (check: () => void): Promise<void> => vi.waitFor(check, { timeout: 60_000, interval: 10 });
const ready = (lane: string): Promise<void> =>
  eventually(() => expect(states.filter((one) => one.startsWith(`${lane}:`)).at(-1)).toBe(`${lane}: ready`));

describeNeeding('pty')('scanners on real serial ports', () => {
  it('reads Vietnamese text in one piece, in many pieces, and two reads in one piece', async () => {
    const pty = await plug('a');
    begin({ path: pty.device, lane: '1' });
    await ready('1');
    const card = '001099000001|012345678|Nguyễn Thị Ánh|01011999|Nữ|Phường Trường Thi|01012021';
    await pty.send(`${card}\r\n`);
    await eventually(() => expect(reads).toEqual([`1: ${card} crlf`]));
    await pty.send(...Array.from(new TextEncoder().encode(`${card}\r\n`), (byte) => Uint8Array.of(byte)));
    await pty.send('B\r\nC\r\n');
    await eventually(() => expect(reads.slice(1)).toEqual([`1: ${card} crlf`, '1: B crlf', '1: C crlf']));
  });

  it('ends a read without any terminator by silence', async () => {
    const pty = await plug('a');
    begin({ path: pty.device, lane: '1', silenceMs: 40 });
    await ready('1');
    await pty.send('NO-END-1');
    await eventually(() => expect(reads).toEqual(['1: NO-END-1 silence']));
  });

  it('cuts a flood of 100 KB to one read and reads the next code', async () => {
    const pty = await plug('a');
    begin({ path: pty.device, lane: '1' });
    await ready('1');
    await pty.send('x'.repeat(100_000), '\r\n', 'NEXT\r\n');
    await eventually(() => expect(reads).toHaveLength(2));
    expect(reads[0]).toMatch(/^1: x{8196} limit$/);
    expect(reads[1]).toBe('1: NEXT crlf');
  });

  it('does not take its own standing still for the end of a read', async () => {
    const pty = await plug('a');
    let stood = false;
    const portFactory: PortFactory = {
      open: (request) =>
        serialPorts.open({
          ...request,
          onData: (bytes) => {
            request.onData(bytes);
            if (stood) return;
            stood = true;
            // The rest comes while nothing runs here, and the silence is over long before anything runs again.
            spawnSync('sh', ['-c', 'printf "SECOND\\r\\n" > "$0"; sleep 0.4', pty.feed]);
          },
        }),
    };
    beginWith(portFactory, { path: pty.device, lane: '1', silenceMs: 100 });
    await ready('1');
    await pty.send('FIRST-');
    await eventually(() => expect(reads).toEqual(['1: FIRST-SECOND crlf']));
  });

  it('tells an unplugged scanner at once, and reads from it again after it was plugged in', async () => {
    const pty = await plug('a');
    begin({ path: pty.device, lane: '1' });
    await ready('1');
    await pty.unplug();
    await eventually(() => expect(states1().at(-1)).toBe('1: unplugged closed-by-device'));
    await pty.replug();
    await ready('1');
    await pty.send('AGAIN\r\n');
    await eventually(() => expect(reads).toEqual(['1: AGAIN crlf']));
    expect(states1()).toEqual(['1: opening', '1: ready', '1: unplugged closed-by-device', '1: ready']);
  });

  it('waits for a scanner that is not there at the start', async () => {
    const pty = await plug('a');
    await pty.unplug();
    begin({ path: pty.device, lane: '1' });
    await eventually(() => expect(states1().at(-1)).toBe('1: unplugged open-failed'));
    await pty.replug();
    await ready('1');
  });

  it('notices every unplugging, also in the very moment of a read', async () => {
    for (let round = 0; round < 20; round += 1) {
      const pty = await plug(`moment-${round}`);
      const lane = `m${round}`;
      begin({ path: pty.device, lane });
      await ready(lane);
      await pty.send('READ\n');
      await pty.unplug();
      await eventually(() => expect(statesOf(lane).at(-1)).toBe(`${lane}: unplugged closed-by-device`));
      await scanners?.close();
    }
  });

  it('keeps several scanners apart: one torn out leaves the others reading', async () => {
    const [a, b, c] = [await plug('a'), await plug('b'), await plug('c')];
    begin(
      { path: a.device, lane: '1', baudRate: 9600 },
      { path: b.device, lane: '2', baudRate: 115200 },
      { path: c.device, lane: '3', terminator: 'tab' },
    );
    await Promise.all(['1', '2', '3'].map(ready));
    await Promise.all([a.send('AA\n'), b.send('BB\n'), c.send('CC\t')]);
    await eventually(() => expect([...reads].sort()).toEqual(['1: AA lf', '2: BB lf', '3: CC tab']));
    await b.unplug();
    await eventually(() => expect(statesOf('2').at(-1)).toBe('2: unplugged closed-by-device'));
    await Promise.all([a.send('A2\n'), c.send('C2\t')]);
    await eventually(() => expect([...reads].sort()).toContain('3: C2 tab'));
    await eventually(() => expect([...reads].sort()).toContain('1: A2 lf'));
    expect(scanners?.statuses().map((one) => one.state)).toEqual(['ready', 'unplugged', 'ready']);
  });

  it('closes its ports, so that they can be opened by another', async () => {
    const pty = await plug('a');
    begin({ path: pty.device, lane: '1' });
    await ready('1');
    await scanners?.close();
    expect(states1().at(-1)).toBe('1: closed');
    begin({ path: pty.device, lane: '1' });
    await ready('1');
  });
});
