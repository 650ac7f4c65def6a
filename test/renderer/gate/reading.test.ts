import { describe, expect, test } from 'vitest';
import type { ScannerState, ScannerView } from '../../../preload/contract/scanner-views.ts';
import { centreOf, deadLanes, toldInMiddle } from '../../../renderer/gate/reading.ts';
import { gateView } from '../views.ts';

const LOST: readonly ScannerState[] = ['waiting', 'unplugged', 'failed', 'closed'];

const cable = (lane: string, state: ScannerState): ScannerView => ({
  id: `/dev/tty${lane}`,
  kind: 'serial',
  lane,
  state,
  problem: null,
  baudRate: 9600,
});
const camera = (lane: string, state: ScannerState): ScannerView => ({
  id: 'camera',
  kind: 'camera',
  lane,
  state,
  problem: null,
  baudRate: null,
});
const { wedge } = gateView();
/** A keyboard scanner that was set up by what it types first. */
const prefixed = { ...wedge, lane: 'Ra', prefixes: ['#1'] };
const centre = (scanners: readonly ScannerView[], over = {}) => centreOf(gateView({ scanners, ...over }));

describe('the middle of the idle screen', () => {
  test('asks for the code where something can read it, and names only what does', () => {
    const table: readonly [readonly ScannerView[], string][] = [
      [[], 'scanner'],
      [[cable('1', 'ready')], 'scanner'],
      [[cable('1', 'opening')], 'scanner'],
      [[camera('1', 'ready')], 'camera'],
      [[cable('1', 'ready'), camera('1', 'ready')], 'both'],
      [[cable('1', 'ready'), camera('1', 'unplugged')], 'scanner'],
      [[cable('1', 'unplugged'), camera('1', 'ready')], 'camera'],
      [[cable('1', 'failed'), cable('2', 'ready')], 'scanner'],
    ];
    expect(table.map(([scanners]) => centre(scanners))).toEqual(
      table.map(([, to]) => ({ kind: 'prompt', to, lost: null })),
    );
  });

  test('says so once nothing reads any more, whatever became of it', () => {
    for (const state of LOST) {
      expect([
        centre([cable('1', state)]),
        centre([cable('1', state), cable('2', state)]),
        centre([camera('1', state)]),
        centre([cable('1', state), camera('1', state)]),
      ]).toEqual([
        { kind: 'unread', what: 'scanner' },
        { kind: 'unread', what: 'scanner' },
        { kind: 'unread', what: 'camera' },
        { kind: 'unread', what: 'both' },
      ]);
    }
  });

  test('goes on asking where a keyboard scanner was set up: nobody can see whether it is plugged in', () => {
    expect(centre([cable('1', 'unplugged')], { wedge: prefixed })).toEqual({
      kind: 'prompt',
      to: 'scanner',
      lost: null,
    });
  });

  test('says before all else that nothing can be written down', () => {
    const full = { log: { ok: false, errorCode: 'log/disk-full' } };
    const gone = { log: { ok: false, errorCode: 'log/gone' } };
    const unknown = { log: { ok: false, errorCode: null } };
    expect([
      centre([cable('1', 'ready')], full),
      centre([cable('1', 'unplugged')], full),
      centre([cable('1', 'ready')], gone),
      centre([cable('1', 'ready')], unknown),
    ]).toEqual([
      { kind: 'unwritten', cause: 'disk-full' },
      { kind: 'unwritten', cause: 'disk-full' },
      { kind: 'unwritten', cause: 'log' },
      { kind: 'unwritten', cause: 'log' },
    ]);
  });
});

describe('the lanes at which nothing reads any more', () => {
  const dead = (scanners: readonly ScannerView[], over = {}) => [
    ...deadLanes(gateView({ scanners, ...over })),
  ];

  test('are only those whose own scanners are all lost', () => {
    expect([
      dead([]),
      dead([cable('Vào', 'ready'), cable('Ra', 'ready')]),
      dead([cable('Vào', 'ready'), cable('Ra', 'opening')]),
      ...LOST.map((state) => dead([cable('Vào', 'ready'), cable('Ra', state)])),
      dead([cable('Vào', 'failed'), camera('Vào', 'ready'), cable('Ra', 'failed')]),
      dead([cable('Vào', 'failed'), camera('Ra', 'closed')]),
      dead([camera('Ra', 'closed')]),
    ]).toEqual([[], [], [], ...LOST.map(() => ['Ra']), ['Ra'], ['Vào', 'Ra'], ['Ra']]);
  });

  test('are never the one to which a keyboard scanner was set up, or may stand beside a camera alone', () => {
    expect(dead([camera('1', 'closed')])).toEqual([]);
    expect(dead([cable('Vào', 'failed'), cable('Ra', 'failed')], { wedge: prefixed })).toEqual(['Vào']);
  });
});

/** A gate with lanes called by the way that they go. */
const lanesOf = (...ways: ('in' | 'out' | 'auto')[]) => ({
  lanes: ways.map((direction, index) => ({ name: `${direction}${index}`, direction })),
});

describe('a way of which every lane is lost', () => {
  const lost = (lanes: ReturnType<typeof lanesOf>, scanners: readonly ScannerView[], over = {}) => {
    const now = centre(scanners, { ...lanes, wedge: { ...wedge, lane: '' }, ...over });
    return now.kind === 'prompt' ? now.lost : now.kind;
  };

  test('is said while the other way still reads', () => {
    const both = lanesOf('in', 'out');
    expect([
      lost(both, [cable('in0', 'ready'), cable('out1', 'ready')]),
      ...LOST.map((state) => lost(both, [cable('in0', 'ready'), cable('out1', state)])),
      ...LOST.map((state) => lost(both, [cable('in0', state), cable('out1', 'ready')])),
      lost(both, [cable('in0', 'unplugged'), cable('out1', 'unplugged')]),
    ]).toEqual([null, ...LOST.map(() => 'out'), ...LOST.map(() => 'in'), 'unread']);
  });

  test('is not while one lane has it left: another of that way, one that goes both ways, one for a keyboard scanner', () => {
    const keys = { wedge: { ...wedge, lane: 'out2', prefixes: ['#1'] } };
    const [first, second] = [cable('in0', 'ready'), cable('out1', 'unplugged')];
    expect([
      lost(lanesOf('in', 'out', 'out'), [first, second, cable('out2', 'ready')]),
      lost(lanesOf('in', 'out', 'out'), [first, second, camera('out2', 'ready')]),
      lost(lanesOf('in', 'out', 'auto'), [first, second, cable('auto2', 'ready')]),
      lost(lanesOf('in', 'out', 'out'), [first, second], keys),
    ]).toEqual([null, null, null, null]);
  });

  test('is said where what is left of it never had a scanner, or is lost as well', () => {
    const [first, second] = [cable('in0', 'ready'), cable('out1', 'unplugged')];
    expect([
      lost(lanesOf('in', 'out', 'out'), [first, second]),
      lost(lanesOf('in', 'out', 'out'), [first, second, camera('out2', 'failed')]),
      lost(lanesOf('in', 'out', 'auto'), [first, second, cable('auto2', 'failed')]),
    ]).toEqual(['out', 'out', 'out']);
  });
});

describe('what the middle tells, the column leaves out', () => {
  const told = (scanners: readonly ScannerView[], over = {}) => [
    ...toldInMiddle(gateView({ ...lanesOf('in', 'out'), scanners, ...over })),
  ];

  test('where nothing but cables is to be looked after', () => {
    const lost = cable('out1', 'unplugged');
    expect([
      told([cable('in0', 'ready'), cable('out1', 'ready')]),
      told([cable('in0', 'ready'), lost]),
      told([cable('in0', 'waiting'), lost]),
      told([cable('in0', 'ready'), cable('out1', 'failed')]),
      told([cable('in0', 'failed'), lost]),
      told([cable('in0', 'ready'), { ...lost, state: 'waiting', problem: 'open-failed' }]),
      told([cable('in0', 'ready'), camera('out1', 'waiting')]),
      told([cable('in0', 'ready'), camera('out1', 'unplugged')]),
      // Another reads at that lane: only the column tells of this one.
      told([cable('in0', 'ready'), cable('out1', 'ready'), camera('out1', 'unplugged')]),
    ]).toEqual([
      [],
      ['/dev/ttyout1'],
      ['/dev/ttyin0', '/dev/ttyout1'],
      [],
      ['/dev/ttyout1'],
      [],
      [],
      ['camera'],
      [],
    ]);
  });

  test('but not while the middle tells of a log that takes no row', () => {
    expect(
      told([cable('in0', 'ready'), cable('out1', 'unplugged')], {
        log: { ok: false, errorCode: 'log/disk-full' },
      }),
    ).toEqual([]);
  });
});
