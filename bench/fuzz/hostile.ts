import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import type { Random } from '../random.ts';
import { randomBytes } from './mutate.ts';

/** What the bytes inside a layer are, so that hostile ones of the same make can take their place. */
export type LayerContent = 'text' | 'json' | 'cbor' | 'zlib' | 'raw-deflate' | 'bytes';

/** Bytes made to hurt a reader of this content: bombs, depth, huge numbers and lengths, cycles. */
export function hostile(content: LayerContent, random: Random): Buffer {
  switch (content) {
    case 'cbor':
      return hostileCbor(random);
    case 'json':
      return hostileJson(random);
    case 'zlib':
      return random.pick(BOMBS.zlib);
    case 'raw-deflate':
      return random.pick(BOMBS.raw);
    case 'text':
      return hostileText(random);
    case 'bytes':
      return randomBytes(random, random.below(600));
  }
}

/** Small things that unpack to megabytes: of zeros, of openings of JSON and of CBOR; one is packed twice. */
const BOMBS = (() => {
  const contents = [
    Buffer.alloc(5 << 20),
    Buffer.alloc(1 << 20, '['),
    Buffer.alloc(1 << 20, '{"a":'),
    Buffer.alloc(1 << 20, 0x81),
    Buffer.alloc(1 << 20, 0xc1),
    deflateSync(Buffer.alloc(64 << 20), { level: 9 }),
  ];
  return {
    zlib: [
      ...contents.map((one) => deflateSync(one, { level: 9 })),
      gzipSync(contents[0] ?? Buffer.alloc(0)),
    ],
    raw: contents.map((one) => deflateRawSync(one, { level: 9 })),
  };
})();

const hex = (digits: string): Buffer => Buffer.from(digits.replaceAll(' ', ''), 'hex');
const times = (count: number, digits: string, end = ''): Buffer =>
  Buffer.concat([Buffer.from(hex(digits).toString('latin1').repeat(count), 'latin1'), hex(end)]);

/** Where a hostile value is put: alone, and as the health claim of a token (RFC 8392, claim -260) with times. */
const CBOR_BEFORE = [
  '',
  'a1 390103',
  'a1 390103 a1 01',
  'a1 390103 a1 03',
  'a4 01 62 564e 04 1a 6d000000 06 1a 61a80c00 390103',
  'a4 01 62 564e 04 1a 6d000000 06 1a 61a80c00 390103 a1 01',
  'a4 01 62 564e 04 1a 6d000000 06 1a 61a80c00 390103 a1 01 a3 63 6e616d',
  'a1 04',
  'a1 06',
  'd2 84 43 a10126 a0',
  'd2 84',
  'd83d d2 84 40 a0',
  '84',
];

function hostileCbor(random: Random): Buffer {
  const depth = random.pick([10, 50, 200, 2000, 5000]);
  const value = random.pick<() => Buffer>([
    () => times(depth, '81', '00'),
    () => times(depth, 'a1 00', '00'),
    () => times(depth, 'a1 61 61', '00'),
    () => times(depth, 'c1', '00'),
    () => times(depth, 'd9 d9f7', '00'),
    () => times(depth, '9f'),
    () => times(depth, 'bf 00'),
    () => times(depth, 'd8 1c 81', 'd8 1d 00'),
    () => hex('9b ffffffffffffffff 00'),
    () => hex('9a 7fffffff 00'),
    () => hex('bb 00000000ffffffff 00 00'),
    () => hex('5b 7fffffffffffffff 00'),
    () => hex('7a 7fffffff 61'),
    () => Buffer.concat([hex('5f'), times(depth, '41 00'), hex('ff')]),
    () => Buffer.concat([hex('7f'), times(depth, '61 61'), hex('ff')]),
    () => Buffer.concat([hex('9f'), times(depth, '00'), hex('ff')]),
    () => Buffer.concat([hex('bf'), times(depth, '00 00'), hex('ff')]),
    () => Buffer.concat([hex('c2 59 0f00'), Buffer.alloc(0xf00, 0xff)]),
    () => Buffer.concat([hex('c3 59 0f00'), Buffer.alloc(0xf00, 0xff)]),
    () => hex('c4 82 1b 7fffffffffffffff 01'),
    () => hex('c5 82 3b 7fffffffffffffff c2 48 ffffffffffffffff'),
    () => hex('d8 1e 82 01 00'),
    () => hex('fb 7ff0000000000000'),
    () => hex('fb 7e37e43c8800759c'),
    () => hex('f9 7e00'),
    () => hex('c1 fb 7ff8000000000000'),
    () => hex('c0 78 14 39393939 2d 3939 2d 3939 54 3939 3a 3939 3a 3939 5a'),
    () => hex('d8 1c 81 d8 1d 00'),
    () => hex('d8 1c a1 61 61 d8 1d 00'),
    () => hex('82 d8 1c a0 d8 1d 00'),
    () => hex('d9 0102 81 01'),
    () => hex('d9 0100 82 63 616161 d8 19 00'),
    () => hex('d8 23 63 28612b'),
    () => Buffer.concat([hex('d8 23 78 1c'), Buffer.from('(a+)+$(a+)+$(a+)+$(a+)+$(a|a'.slice(0, 28))]),
    () => hex('a2 61 61 00 61 61 01'),
    () => hex('a1 69 5f5f70726f746f5f5f a1 61 61 01'),
    () => hex('a1 a1 00 00 00'),
    () => hex('63 ed a080'),
    () => hex('62 c080'),
    () => hex('f8 18'),
    () => hex('1c'),
    () => randomBytes(random, random.below(200)),
  ])();
  return Buffer.concat([hex(random.pick(CBOR_BEFORE)), value]);
}

const JSON_BEFORE: readonly (readonly [before: string, after: string])[] = [
  ['', ''],
  ['{"iss":', '}'],
  ['{"iss":"https://a.test","nbf":', ',"vc":{}}'],
  ['{"iss":"https://a.test","nbf":1,"vc":', '}'],
  ['{"iss":"https://a.test","nbf":1,"vc":{"type":', ',"credentialSubject":{}}}'],
  [
    '{"vc":{"type":["https://smarthealth.cards#health-card"],"credentialSubject":{"fhirVersion":"4.0.1","fhirBundle":',
    '}}}',
  ],
  ['{"vc":{"credentialSubject":{"fhirBundle":{"resourceType":"Bundle","type":"collection","entry":', '}}}}'],
  [
    '{"vc":{"credentialSubject":{"fhirBundle":{"entry":[{"resource":{"resourceType":"Patient","name":',
    '}}]}}}}',
  ],
  [
    '{"vc":{"credentialSubject":{"fhirBundle":{"entry":[{"resource":{"resourceType":"Patient","name":[{"given":',
    '}]}}]}}}}',
  ],
  ['{"data":', ',"sig":{"alg":"ES256","cer":"","sigvl":""}}'],
  [
    '{"data":{"hdr":{"is":"UTO","t":"icao.vacc","v":1},"msg":',
    '},"sig":{"alg":"ES256","cer":"","sigvl":""}}',
  ],
  ['{"data":{"hdr":', ',"msg":{}},"sig":{"alg":"ES256","cer":"","sigvl":""}}'],
  ['{"data":{"hdr":{},"msg":{}},"sig":', '}'],
];

function hostileJson(random: Random): Buffer {
  const depth = random.pick([10, 39, 41, 200, 1500, 5000]);
  /** As wide as the limits of length let it be: a list packs to next to nothing. */
  const width = random.pick([depth, depth, 60_000]);
  const value = random.pick<() => string>([
    () => '['.repeat(depth),
    () => '['.repeat(depth) + ']'.repeat(depth),
    () => '{"a":'.repeat(depth),
    () => `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`,
    () => `[${'0,'.repeat(width)}0]`,
    () => `[${'{},'.repeat(width)}{}]`,
    () => `[${'"a",'.repeat(width)}"a"]`,
    () => `{${Array.from({ length: depth }, (_, at) => `"k${at}":0`).join(',')}}`,
    () => `{${'"a":1,'.repeat(depth)}"a":2}`,
    () => '9'.repeat(depth),
    () => `-${'9'.repeat(depth)}.${'9'.repeat(depth)}e${'9'.repeat(10)}`,
    () => '1e400',
    () => '-0',
    () => '5e-324',
    () => '9007199254740993',
    () => '"\\ud800"',
    () => `"${'\\u0000'.repeat(depth)}"`,
    () => `"${'\\ud800'.repeat(Math.min(depth, 2000))}"`,
    () => `"${'e\u0301'.repeat(Math.min(depth, 3000))}"`,
    () => '{"__proto__":{"toString":null},"constructor":1}',
    () => '{"a":1,"\\u0061":2}',
    () => `"${'a'.repeat(depth)}"`,
    () => 'nul',
    () => '[1,]',
    () => '"unfinished',
  ])();
  const [before, after] = random.pick(JSON_BEFORE);
  return Buffer.from(`${before}${value}${after}`);
}

function hostileText(random: Random): Buffer {
  const many = random.pick([10, 100, 2000, 9000]);
  return Buffer.from(
    random.pick<() => string>([
      () => random.pick(['|', '<', ' ', '\n', 'a', '0', '$', '/', ':', '%', 'đ']).repeat(many),
      () => '|a'.repeat(many),
      () => `HC1:${'A'.repeat(many)}`,
      () => `HC1:${':::'.repeat(many)}`,
      () => `shc:/${'5'.repeat(many)}`,
      () => `shc:/${random.below(60)}/${random.below(60)}/${'56'.repeat(random.below(600))}`,
      () => `shc:/1/${'9'.repeat(many)}/5676`,
      () => `000201${'0102'.repeat(many)}`,
      () => `000201${'2699'.repeat(many)}6304ABCD`,
      () => `BEGIN:VCARD\n${'N:a;b;\n'.repeat(many)}END:VCARD`,
      () => `WIFI:${'S:\\;'.repeat(many)};`,
      () => `https://${'a.'.repeat(many)}`,
      () => `GATELOG:1:${'IN:'.repeat(many)}`,
      () => 'e\u0323\u0302'.repeat(many),
      () => `a${'\u0301'.repeat(many)}`,
      () => '\ufdfa'.repeat(many),
      () => ']Q1'.repeat(many),
      () => '\u001d'.repeat(many),
      () => `${'41'.repeat(many)}|`,
      () => `GD${'1'.repeat(13)}|${'41'.repeat(many)}|01/01/2000|1|-|01 - 028|-|-|-|-|-|4|-|-|-|-|$`,
    ])(),
  );
}
