import { type Random, randomOf } from '../random.ts';
import { hostile } from './hostile.ts';
import { LONGEST_PAYLOAD, mutate, randomBytes, splice } from './mutate.ts';
import type { Specimen } from './specimen.ts';

/** One payload and how it was made. */
export interface FuzzPayload {
  /** What was done, and to what, such as `damaged: shc payload`. */
  readonly made: string;
  /** What a scanner delivers; null where `text` is what a camera delivers. */
  readonly bytes: Buffer | null;
  readonly text: string | null;
  /** True where an issuer of the run signed what is in it. */
  readonly signed: boolean;
}

/**
 * The nth payload of a seed: a sound one damaged, damaged or replaced under its wrapping and wrapped (and signed)
 * again, two spliced, or made up. The same for the same seed, number and specimens, but for the chance that ECDSA
 * itself needs.
 */
export function fuzzPayload(specimens: readonly Specimen[], seed: number, nth: number): FuzzPayload {
  const random = randomOf(seed, nth);
  const specimen = random.pick(specimens);
  const way = random.next();
  // Signed kinds are few among the specimens and have the most to go wrong under their wrapping.
  if (way < 0.45) return within(specimen.layers.length > 0 ? specimen : wrapped(specimens, random), random);
  if (way < 0.75) return ofBytes(`damaged: ${specimen.name}`, mutate(specimen.payload, random));
  if (way < 0.83) {
    const other = random.pick(specimens);
    return ofBytes(
      `spliced: ${specimen.name}, ${other.name}`,
      splice(specimen.payload, other.payload, random),
    );
  }
  if (way < 0.88) return ofBytes('hostile text', hostile('text', random));
  if (way < 0.91) return ofBytes('random bytes', randomBytes(random, random.below(300)));
  if (way < 0.94) return ofText('random text', randomText(random));
  if (way < 0.97)
    return ofText(`text with lone halves: ${specimen.name}`, withHalves(specimen.payload.toString(), random));
  return ofBytes(`sound: ${specimen.name}`, specimen.payload);
}

const wrapped = (specimens: readonly Specimen[], random: Random): Specimen =>
  random.pick(specimens.filter(({ layers }) => layers.length > 0));

function within(specimen: Specimen, random: Random): FuzzPayload {
  const layer = random.pick(specimen.layers);
  const replaced = random.chance(0.2);
  const bytes = replaced ? hostile(layer.content, random) : mutate(layer.bytes, random);
  const payload = layer.wrap(bytes).subarray(0, LONGEST_PAYLOAD);
  return {
    made: `${replaced ? 'hostile' : 'damaged'}: ${specimen.name} ${layer.name}`,
    bytes: payload,
    text: null,
    signed: layer.signs,
  };
}

const ofBytes = (made: string, bytes: Buffer): FuzzPayload => ({
  made,
  bytes: bytes.subarray(0, LONGEST_PAYLOAD),
  text: null,
  signed: false,
});
const ofText = (made: string, text: string): FuzzPayload => ({ made, bytes: null, text, signed: false });

/** UTF-16 units by chance, halves of characters among them. */
function randomText(random: Random): string {
  const units = Array.from({ length: random.below(300) }, () =>
    random.chance(0.3) ? random.below(0x10000) : 0x20 + random.below(0x60),
  );
  return String.fromCharCode(...units);
}

function withHalves(text: string, random: Random): string {
  let halved = text;
  for (let times = 1 + random.below(4); times > 0; times -= 1) {
    const at = random.below(halved.length + 1);
    halved = `${halved.slice(0, at)}${String.fromCharCode(0xd800 + random.below(0x800))}${halved.slice(at + random.below(2))}`;
  }
  return halved;
}
