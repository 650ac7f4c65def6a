import { isDeepStrictEqual, parseArgs } from 'node:util';
import { type CredentialContext, NOTHING_KNOWN } from '../core/credential/credential.ts';
import { readCredential } from '../core/credential/registry.ts';
import { cleanRead } from '../core/read/clean.ts';
import { timestampMs } from '../core/units.ts';
import { generateBhyt, TODAY } from '../test/core/credential/generate/bhyt.ts';
import { type Card, saidBy } from '../test/core/credential/generate/card.ts';
import { generateCccd } from '../test/core/credential/generate/cccd.ts';
import { type Chance, createChance } from '../test/core/credential/generate/chance.ts';
import { generatePcCovid } from '../test/core/credential/generate/pc-covid.ts';
import { ToolError } from '../tools/tool-error.ts';

const USAGE = `cards [--count N] [--seed N] [--json]
  --count  cards of each kind (default 1000000)
  --seed   repeats a run

Invented cards, delivered as prints and scanners do, are read twice: as from a cable and as from a keyboard that
damages nothing. Counted is every card that does not come back as it was made.`;

const KINDS: readonly (readonly [kind: string, generate: (chance: Chance) => Card])[] = [
  ['CCCD', generateCccd],
  ['BHYT', generateBhyt],
  ['PC-Covid', generatePcCovid],
];

/** How many cards of one kind came back, and how long one took. */
interface Trip {
  readonly kind: string;
  readonly cards: number;
  readonly differences: number;
  /** Read as from a keyboard: text altered, or damage named where there was none. */
  readonly misrepaired: number;
  /** Mean of cleaning and reading one card from a cable, in µs. */
  readonly meanUs: number;
}

/** Noon of the day by which the generated cards know what is in date. */
const SITE: CredentialContext = {
  ...NOTHING_KNOWN,
  nowMs: timestampMs(Date.parse(`${TODAY}T12:00:00+07:00`)),
};

/** Differences of one kind that are shown whole. */
const SHOWN = 3;

/** Makes cards of every kind from one seed and reads them back; fails where one does not come back whole. */
export async function run(args: string[]): Promise<void> {
  const { values } = parseArgs({
    args,
    options: {
      count: { type: 'string', default: '1000000' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 2 ** 31)) },
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const [count, seed] = [Number(values.count), Number(values.seed)];
  if (![count, seed].every((number) => Number.isSafeInteger(number) && number >= 0))
    throw new ToolError(USAGE);
  if (!values.json) console.log(`seed ${seed} (repeat with --seed ${seed})`);
  const trips = KINDS.map(([kind, generate], index) => {
    const trip = travel(kind, generate, createChance(seed + index), count);
    if (!values.json) console.log(lineOf(trip));
    return trip;
  });
  if (values.json) console.log(JSON.stringify({ seed, trips }));
  if (trips.some(({ differences, misrepaired }) => differences + misrepaired > 0)) {
    throw new ToolError('not every card came back as it was made');
  }
}

function travel(kind: string, generate: (chance: Chance) => Card, chance: Chance, count: number): Trip {
  let [differences, misrepaired, tookMs] = [0, 0, 0];
  for (let made = 0; made < count; made += 1) {
    const { text, said } = generate(chance);
    const begun = performance.now();
    const clean = cleanRead(text);
    const credential = readCredential(clean, SITE);
    tookMs += performance.now() - begun;
    const found = saidBy(credential);
    if (clean.damage.length > 0 || !isDeepStrictEqual(found, said)) {
      differences += 1;
      if (differences <= SHOWN) show('DIFFERS', text, { said, found, damage: clean.damage });
    }
    const typed = cleanRead(text, { keyboard: true });
    if (typed.text !== clean.text || typed.damage.length > 0) {
      misrepaired += 1;
      if (misrepaired <= SHOWN) show('MISREPAIRED', text, { text: typed.text, damage: typed.damage });
    }
  }
  return { kind, cards: count, differences, misrepaired, meanUs: (tookMs * 1000) / Math.max(1, count) };
}

/** Invented people only: a difference may be shown whole. */
const show = (what: string, text: string, more: object): void =>
  console.error(`${what} ${JSON.stringify(text)}\n  ${JSON.stringify(more)}`);

const lineOf = ({ kind, cards, differences, misrepaired, meanUs }: Trip): string =>
  `${kind.padEnd(9)} ${String(cards).padStart(8)} cards, ${differences} differences, ` +
  `${misrepaired} altered on an undamaged keyboard, ${meanUs.toFixed(1)} µs each`;
