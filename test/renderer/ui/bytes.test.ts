import { expect, it } from 'vitest';
import { bytesInWords } from '../../../renderer/ui/bytes.ts';

it.each([
  [0, '0 byte', '0 byte'],
  [999, '999 byte', '999 byte'],
  [1000, '1 kB', '1 kB'],
  [12_400, '12 kB', '12 kB'],
  [8_388_608, '8,4 MB', '8.4 MB'],
  [31_900_000_000, '32 GB', '32 GB'],
  [4e15, '4.000 TB', '4,000 TB'],
])('%d bytes are %s and %s', (bytes, vi, en) => {
  expect([bytesInWords(bytes, 'vi'), bytesInWords(bytes, 'en')]).toEqual([vi, en]);
});
