import { parseArgs } from 'node:util';
import { createPayloadReader } from '../office/read-payload.ts';
import { ToolError } from '../tools/tool-error.ts';
import { type FiguresLine, figuresOf, figuresTable, ratiosOf } from './figures.ts';
import { openReadSite, type ReadCase } from './read/cases.ts';

const USAGE = `read [--count N] [--json]
  --count    reads of each kind to measure (default 2000)

Bytes as a scanner delivers them to the answer of gatelog read, in this process and on one core; each payload another
card. Floors, in turn with the reads: of signed kinds the bare crypto.verify over the same bytes with the same key, of
unsigned ones the decoding of the bytes as UTF-8 and the cut at the bars.`;

/** Reads before the measured ones: compiled code. */
const WARM_UP = 500;

/** Both ways of one kind, µs each. */
interface Measured {
  readonly name: string;
  readonly targetUs: number | null;
  readonly readUs: readonly number[];
  readonly floorUs: readonly number[];
  readonly floor: string;
}

/** @throws ToolError where a target is missed, or a card is not read as it was made */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      count: { type: 'string', default: '2000' },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  const count = Number(values.count);
  if (values.help || !Number.isSafeInteger(count) || count < 1) {
    console.log(USAGE);
    return;
  }
  const { context, cases } = openReadSite();
  const reader = createPayloadReader(() => context);
  const measured = cases.map((one) => measure(one, reader.bytes, count));
  if (values.json) {
    console.log(JSON.stringify({ bench: 'read', unit: 'us', kinds: measured.map(asJson) }));
  } else {
    for (const line of figuresTable(measured.flatMap(linesOf), 'µs')) console.log(line);
    for (const one of measured.filter(({ targetUs }) => targetUs !== null)) console.log(targetLine(one));
  }
  const missed = measured.filter(isMissed).map(({ name }) => name);
  if (missed.length > 0) throw new ToolError(`over its target: ${missed.join(', ')}`);
}

function measure(
  { name, kind, payloads, floor, floorName, targetUs }: ReadCase,
  read: ReturnType<typeof createPayloadReader>['bytes'],
  count: number,
): Measured {
  const readUs: number[] = [];
  const floorUs: number[] = [];
  for (let nth = 0; nth < WARM_UP + count; nth += 1) {
    const at = nth % payloads.length;
    const payload = payloads[at] ?? Buffer.alloc(0);
    const begun = performance.now();
    const answer = read(payload);
    const between = performance.now();
    const held = floor(at);
    const ended = performance.now();
    const signature = answer.checks.signature?.outcome;
    const expected = kind === answer.kind && (signature === 'pass' || signature === 'notApplicable') && held;
    if (!expected) throw new ToolError(`${name} is read as ${answer.kind}, its signature: ${signature}`);
    if (nth < WARM_UP) continue;
    readUs.push((between - begun) * 1000);
    floorUs.push((ended - between) * 1000);
  }
  return { name, targetUs, readUs, floorUs, floor: floorName };
}

const linesOf = ({ name, readUs, floorUs, floor }: Measured): readonly FiguresLine[] => {
  const figures = figuresOf(floorUs);
  return [
    { name, figures: figuresOf(readUs), floor: figures },
    { name: `  floor: ${floor}`, figures },
  ];
};

const asJson = ({ name, targetUs, readUs, floorUs, floor }: Measured) => {
  const [read, bare] = [figuresOf(readUs), figuresOf(floorUs)];
  return { name, targetUs, read, floor: { name: floor, figures: bare }, ratios: ratiosOf(read, bare) };
};

const isMissed = ({ targetUs, readUs }: Measured): boolean =>
  targetUs !== null && figuresOf(readUs).p50 > targetUs;

const targetLine = (one: Measured): string =>
  `${one.name}: p50 ${figuresOf(one.readUs).p50.toFixed(1)} µs, target ${one.targetUs} µs${isMissed(one) ? ', MISSED' : ''}`;
