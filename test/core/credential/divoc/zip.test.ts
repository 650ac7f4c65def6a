import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readZipFile } from '../../../../core/credential/divoc/zip.ts';
import { type ZipWish, zipFile, zipOf } from './certificates.ts';

describe('readZipFile', () => {
  const content = Buffer.from('{"a":"Nguyễn Văn Thử"}');
  const NAME = 'certificate.json';
  const taken = (zip: Buffer) => readZipFile(zip, NAME);

  it.each<[string, Buffer]>([
    ['deflated', zipOf(zipFile(content))],
    ['stored', zipOf(zipFile(content, { method: 0 }))],
    ['with an extra field', zipOf(zipFile(content, { extra: Buffer.alloc(9) }))],
    [
      'with sizes behind the data',
      zipOf(zipFile(content, { flags: 8, crc: 0, packedBytes: 0, unpackedBytes: 0 })),
    ],
    ['with a lie about its unpacked size', zipOf(zipFile(content, { unpackedBytes: 3 }))],
    ['with a lie about its packed size', zipOf(zipFile(content, { packedBytes: 0xfffffff0 }))],
    ['behind another file', zipOf(zipFile(Buffer.from('x'), { name: 'readme.txt' }), zipFile(content))],
    ['without a directory', zipFile(content)],
  ])('takes a file %s', (_what, zip) => {
    expect(taken(zip)).toEqual({ ok: true, bytes: content });
  });

  it.each<[string, Buffer, string]>([
    ['nothing', Buffer.alloc(0), 'has no'],
    ['half a header', zipFile(content).subarray(0, 29), 'has no'],
    ['half a name', zipFile(content).subarray(0, 40), 'has no'],
    ['half the data', zipFile(content).subarray(0, 60), 'is broken'],
    ['another file', zipOf(zipFile(content, { name: 'a.json' })), 'has no'],
    [
      'a file behind four others',
      zipOf(...Array.from({ length: 4 }, () => zipFile(content, { name: 'a' })), zipFile(content)),
      'has no',
    ],
    [
      'a file behind one of unknown length',
      zipOf(zipFile(content, { name: 'a', flags: 8 }), zipFile(content)),
      'has no',
    ],
    [
      'a file behind a lie',
      zipOf(zipFile(content, { name: 'a', packedBytes: 0xffffffff }), zipFile(content)),
      'has no',
    ],
    ['a password', zipOf(zipFile(content, { flags: 1 })), 'locked by a password'],
    ['another packing', zipOf(zipFile(content, { method: 12 })), 'is broken'],
    ['a wrong check sum', zipOf(zipFile(content, { crc: 7 })), 'check sum'],
    [
      'a stored file that is longer than the zip',
      zipOf(zipFile(content, { method: 0, packedBytes: 500 })),
      'is broken',
    ],
    ['a stored file of unknown length', zipOf(zipFile(content, { method: 0, flags: 8 })), 'is broken'],
    ['a bomb', zipOf(zipFile(Buffer.alloc(5_000_000))), 'is broken'],
  ])('refuses %s', (_what, zip, why) => {
    expect(taken(zip)).toEqual({ ok: false, why: expect.stringContaining(why) });
  });

  it('of any bytes answers and never throws', () => {
    const wish: fc.Arbitrary<ZipWish> = fc.record(
      {
        name: fc.constantFrom(NAME, 'a', ''),
        method: fc.constantFrom(0, 8, 12),
        flags: fc.constantFrom(0, 1, 8),
        packedBytes: fc.constantFrom(0, 1, 30, 0xffffffff),
        extra: fc.uint8Array({ maxLength: 5 }).map((bytes) => Buffer.from(bytes)),
      },
      { requiredKeys: [] },
    );
    const zip = fc
      .tuple(fc.uint8Array(), fc.array(wish, { maxLength: 5 }), fc.nat(200), fc.uint8Array({ maxLength: 3 }))
      .map(([bytes, wishes, at, other]) => {
        const whole = zipOf(...wishes.map((one) => zipFile(Buffer.from(bytes), one)));
        if (at + other.length <= whole.length) whole.set(other, at);
        return whole;
      });
    fc.assert(
      fc.property(zip, (bytes) => {
        expect(typeof taken(bytes).ok).toBe('boolean');
      }),
    );
  });
});
