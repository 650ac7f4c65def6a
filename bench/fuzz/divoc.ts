import { deflateRawSync } from 'node:zlib';
import { CERTIFICATE, divocZip, zipFile, zipOf } from '../../test/core/credential/divoc/certificates.ts';
import type { Layer, Specimen } from './specimen.ts';

/** A DIVOC certificate as bytes and as a text of characters 0 to 255, its packed data and its JSON damaged too. */
export function divocSpecimens(): readonly Specimen[] {
  const json = Buffer.from(JSON.stringify(CERTIFICATE));
  const layers: readonly Layer[] = [
    {
      name: 'characters',
      content: 'bytes',
      bytes: divocZip(),
      wrap: (bytes) => Buffer.from(bytes.toString('latin1')),
      signs: false,
    },
    {
      name: 'packed',
      content: 'raw-deflate',
      bytes: deflateRawSync(json),
      // Sizes and check sum of the certificate, and another content behind them.
      wrap: (bytes) => withData(zipFile(json), bytes),
      signs: false,
    },
    {
      name: 'certificate',
      content: 'json',
      bytes: json,
      wrap: (bytes) => zipOf(zipFile(bytes)),
      signs: false,
    },
  ];
  return [{ name: 'divoc', payload: divocZip(), layers }];
}

/** The header of a file in a zip with other data, whose length it tells. */
function withData(file: Buffer, data: Buffer): Buffer {
  const headerBytes = 30 + file.readUInt16LE(26) + file.readUInt16LE(28);
  const header = Buffer.from(file.subarray(0, headerBytes));
  header.writeUInt32LE(data.length, 18);
  return zipOf(Buffer.concat([header, data]));
}
