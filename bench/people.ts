import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Document } from '../core/credential/credential.ts';
import type { PersonClaim } from '../core/person/claim.ts';
import { timestampMs } from '../core/units.ts';
import { newEvent } from '../main/events.ts';
import { openLog } from '../main/log/index.ts';
import type { Log, NewEvent } from '../main/log/log.ts';
import { figuresOf, figuresTable } from './figures.ts';
import { openDiskFloor } from './floor.ts';

const USAGE = `people [--events N] [--people N] [--runs N]
  --events   events in the log (default 1000000), written anew
  --people   different people who come and go (default 200000); every 20th has a second card that only looks alike
  --runs     times that each is measured (default 200)`;

const AT_ONCE = 5_000;
const SECOND_CARD_EVERY = 20;
const SURNAMES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Đỗ', 'Rơ Châm'];
const MIDDLE = ['Văn', 'Thị', 'Minh', 'Ngọc', 'Thử', 'Mẫu', 'Quang', 'Hồng', 'Bích', 'Đức'];
const GIVEN = ['An', 'Bình', 'Châu', 'Dũng', 'Giang', 'Hạnh', 'Khánh', 'Lan', 'Mai', 'Nam', 'Oanh', 'Phúc'];

/** What an administrator asks of a log with many people, and what a new person costs at the gate beside it. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      events: { type: 'string', default: '1000000' },
      people: { type: 'string', default: '200000' },
      runs: { type: 'string', default: '200' },
      help: { type: 'boolean', default: false },
    },
  });
  const [events, people, runs] = [Number(values.events), Number(values.people), Number(values.runs)];
  if (values.help || !(events >= 1) || !(people >= 1) || !(runs >= 1)) {
    console.log(USAGE);
    return;
  }
  const folder = mkdtempSync(join(tmpdir(), 'gatelog-people-'));
  const log = openLog({
    path: join(folder, 'gate.db'),
    key: randomBytes(32),
    gateId: 'bench',
    newLogId: () => randomBytes(16).toString('hex'),
    nowMs: () => timestampMs(Date.now()),
  });
  try {
    fill(log, events, people);
    measure(log, folder, { events, people, runs });
  } finally {
    log.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function fill(log: Log, events: number, people: number): void {
  for (let done = 0; done < events; ) {
    const rows: NewEvent[] = [];
    for (; rows.length < AT_ONCE && done < events; done += 1) rows.push(visit(done, people));
    log.append(rows);
    if (done % 100_000 === 0 || done === events) console.error(`${done} of ${events} events written`);
  }
  log.checkpoint('empty');
}

const stamp = (n: number) => ({
  atMs: timestampMs(Date.UTC(2026, 0, 1) + n * 10_000),
  offsetMin: 420,
  bootId: 'bench',
  uptimeMs: n * 10_000,
  clock: 'ok' as const,
});

/** The n-th event: people come and go in turn, some of them by their second card. */
function visit(n: number, people: number): NewEvent {
  const index = n % people;
  const round = Math.floor(n / people);
  const isSecond = index % SECOND_CARD_EVERY === 0 && round % 2 === 1;
  return eventOf(n, index, isSecond ? 'badge' : 'cccd', round % 2 === 0 ? 'in' : 'out');
}

function eventOf(n: number, index: number, kind: Document['kind'], direction: 'in' | 'out'): NewEvent {
  const person: PersonClaim = {
    documents: [{ kind, number: String(index).padStart(12, '0'), masked: false }],
    phone: null,
    ...traits(index),
  };
  const source = { kind: 'serial' as const, port: '/dev/ttyACM0' };
  const made = newEvent({
    stamp: stamp(n),
    lane: '1',
    kind: direction,
    reason: 'entered',
    source,
    guard: null,
  });
  return { ...made, personal: { ...made.personal, ...traits(index) }, person };
}

/** Names that many share, as in life, and births that make them few again. */
function traits(index: number): { readonly name: string; readonly birth: string } {
  const of = (list: readonly string[], by: number): string =>
    list[Math.floor(index / by) % list.length] ?? '';
  const day = new Date(Date.UTC(1940, 0, 1) + ((index * 7919) % 27_000) * 86_400_000);
  return {
    name: `${of(SURNAMES, 1)} ${of(MIDDLE, 7)} ${of(GIVEN, 70)}`,
    birth: day.toISOString().slice(0, 10),
  };
}

function measure(
  log: Log,
  folder: string,
  { events, people, runs }: { readonly events: number; readonly people: number; readonly runs: number },
): void {
  const took = (work: (n: number) => void) =>
    figuresOf(
      Array.from({ length: runs }, (_, n) => {
        const begun = performance.now();
        work(n);
        return performance.now() - begun;
      }),
    );
  const disk = openDiskFloor(folder);
  const floor = took(() => {
    disk.write();
  });
  disk.end();
  const name = (n: number): string => traits((n * 131) % people).name;
  let next = events;
  let before: number | null = null;
  const joined: (readonly [string, string])[] = [];
  const lines = [
    { name: 'floor: 4 KiB written and fdatasync', figures: floor },
    {
      name: 'a known person comes again',
      figures: took((n) => log.append([eventOf(next++, (n * 977) % people, 'cccd', 'in')])),
      floor,
    },
    {
      name: 'somebody new comes',
      figures: took((n) => log.append([eventOf(next++, people + n, 'cccd', 'in')])),
      floor,
    },
    { name: 'people.open(100)', figures: took(() => log.people.open(100)) },
    {
      name: 'a page of 10 pairs',
      figures: took(() => {
        ({ next: before } = log.people.page('open', before, 10));
      }),
    },
    { name: 'find: whole name', figures: took((n) => log.people.find(name(n), 30)) },
    { name: 'find: given name', figures: took((n) => log.people.find(name(n).split(' ').at(-1) ?? '', 30)) },
    { name: 'find: number', figures: took((n) => log.people.find(String(n * 17).padStart(12, '0'), 30)) },
    {
      name: 'join two',
      figures: took(() => {
        const pair = log.people.page('open', null, 1).pairs[0]?.pair.keys;
        if (pair === undefined) return;
        log.people.join(pair, stamp(next++));
        joined.push(pair);
      }),
      floor,
    },
    { name: 'a page of 10 joined', figures: took(() => log.people.page('joined', null, 10)) },
    {
      name: 'part two',
      figures: took((n) => {
        const pair = joined[n];
        if (pair !== undefined) log.people.part(pair, stamp(next++));
      }),
      floor,
    },
  ];
  console.log(`${events} events of ${people} people`);
  for (const line of figuresTable(lines)) console.log(line);
}
