import type { Random } from '../random.ts';

/** Longest payload that is made, in bytes: well over what a gate looks at, so that the cut is met too. */
export const LONGEST_PAYLOAD = 20_000;

type Mutation = (bytes: Buffer, random: Random) => Buffer;

const flipBit: Mutation = (bytes, random) => changed(bytes, random, (byte) => byte ^ (1 << random.below(8)));
const setByte: Mutation = (bytes, random) => changed(bytes, random, () => random.below(256));
const edgeByte: Mutation = (bytes, random) => changed(bytes, random, () => random.pick(EDGES));
/** Digits and letters for digits and letters: what stays readable gets further. */
const nearByte: Mutation = (bytes, random) =>
  changed(bytes, random, (byte) => byte + random.pick([-2, -1, 1, 2]));
const EDGES = [
  0x00, 0x0a, 0x1f, 0x20, 0x22, 0x2f, 0x3c, 0x5c, 0x7c, 0x7f, 0x80, 0x9f, 0xbf, 0xc0, 0xdf, 0xed, 0xff,
];

function changed(bytes: Buffer, random: Random, change: (byte: number) => number): Buffer {
  if (bytes.length === 0) return bytes;
  const copy = Buffer.from(bytes);
  const at = random.below(copy.length);
  copy[at] = change(copy[at] ?? 0) & 0xff;
  return copy;
}

const insert: Mutation = (bytes, random) =>
  spliced(bytes, random.below(bytes.length + 1), 0, randomBytes(random, 1 + random.below(12)));
const insertToken: Mutation = (bytes, random) =>
  spliced(bytes, random.below(bytes.length + 1), random.below(4), random.pick(TOKENS));
const drop: Mutation = (bytes, random) => {
  const at = random.below(bytes.length);
  return spliced(bytes, at, 1 + random.below(Math.min(24, bytes.length - at)), Buffer.alloc(0));
};
const truncate: Mutation = (bytes, random) => bytes.subarray(0, random.below(bytes.length + 1));
const behead: Mutation = (bytes, random) => bytes.subarray(random.below(bytes.length));
const duplicate: Mutation = (bytes, random) => {
  const from = random.below(bytes.length);
  const some = bytes.subarray(from, from + 1 + random.below(40));
  const times = random.chance(0.02) ? 400 : 1 + random.below(3);
  return spliced(bytes, random.below(bytes.length + 1), 0, Buffer.concat(Array(times).fill(some)));
};
const swap: Mutation = (bytes, random) => {
  const [one, other] = [random.below(bytes.length), random.below(bytes.length)];
  const copy = Buffer.from(bytes);
  [copy[one], copy[other]] = [copy[other] ?? 0, copy[one] ?? 0];
  return copy;
};

const spliced = (bytes: Buffer, at: number, gone: number, put: Buffer): Buffer =>
  Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + gone)]);

const MUTATIONS: readonly Mutation[] = [
  flipBit,
  flipBit,
  setByte,
  edgeByte,
  nearByte,
  nearByte,
  insert,
  insertToken,
  insertToken,
  drop,
  drop,
  truncate,
  behead,
  duplicate,
  swap,
];

/** Texts and bytes that readers stumble over. */
const TOKENS: readonly Buffer[] = [
  ...[
    '|',
    '|||||||||||||||||||||||||||',
    '<',
    '$',
    '^',
    ':',
    '/',
    '"',
    '\\',
    '\\ud800',
    '\\udfff',
    '\\u0000',
  ],
  ...['-', '-1', '0', '00000000', '1e400', '-1e-400', '9'.repeat(30), '9'.repeat(400), '.', '0x10', 'NaN'],
  ...['29022023', '31/02/2000', '0000-00-00', '9999-12-31', '2021-13-45', '1987-**-**', '-271821-04-20'],
  ...['__proto__', '"__proto__":{"a":1},', 'constructor', 'toString', 'null', 'true', '{}', '[]', '{"a":'],
  ...[
    'HC1:',
    'shc:/',
    'shc:/1/2/',
    'shc:/2/99999999999/',
    '000201',
    '6304',
    'GATELOG:1:UNDO:',
    'BEGIN:VCARD\n',
  ],
  ...[
    'https://',
    'WIFI:',
    ']Q1',
    ']C1',
    '\u001d',
    'đ',
    'd\u0323\u031b',
    'e\u0302\u0301'.repeat(30),
    '\u202e',
    '\ufeff',
  ],
  ...['\u{e0041}', '\u0345'.repeat(200), '\ufdfa'.repeat(60), '𝟘', '٣', 'İ', 'ß', '\u0000', '\r', '\t', '  '],
]
  .map((text) => Buffer.from(text))
  .concat(
    [
      'eda080',
      'edbfbf',
      'f4908080',
      'c080',
      'fffe',
      'e28080',
      'f0',
      '9bffffffffffffffff',
      '5b7fffffffffffffff',
    ].map((hex) => Buffer.from(hex, 'hex')),
    [
      '1bffffffffffffffff',
      '3bffffffffffffffff',
      'f97e00',
      'fb7ff0000000000000',
      'c249010000000000000000',
    ].map((hex) => Buffer.from(hex, 'hex')),
    ['d81c81d81d00', 'd81d1863', 'd9010081', '9fff', 'bfff', '5f41004100ff', 'f6', 'f7', 'f818', 'ff'].map(
      (hex) => Buffer.from(hex, 'hex'),
    ),
  );

/** Bytes by chance. */
export const randomBytes = (random: Random, length: number): Buffer =>
  Buffer.from(Array.from({ length }, () => random.below(256)));

/** The bytes after one to eight damages, mostly few. */
export function mutate(bytes: Buffer, random: Random): Buffer {
  const times = random.chance(0.7) ? 1 : 2 + random.below(7);
  let mutated = bytes;
  for (let time = 0; time < times; time += 1) mutated = random.pick(MUTATIONS)(mutated, random);
  return mutated.subarray(0, LONGEST_PAYLOAD);
}

/** The head of one and the tail of another. */
export const splice = (one: Buffer, other: Buffer, random: Random): Buffer =>
  Buffer.concat([
    one.subarray(0, random.below(one.length + 1)),
    other.subarray(random.below(other.length + 1)),
  ]);
