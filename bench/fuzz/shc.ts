import { deflateRawSync } from 'node:zlib';
import {
  bundleOf,
  dose,
  longJws,
  makeShcIssuer,
  PATIENT,
  payloadOf,
  result,
  shcJws,
  shcParts,
  signJws,
  type TestShcIssuer,
} from '../../test/core/credential/shc/cards.ts';
import type { Layer, Specimen } from './specimen.ts';

/** SMART Health Cards of an issuer made for this run: single, with many entries, and in three codes. */
export function shcSpecimens(issuer: TestShcIssuer = makeShcIssuer()): readonly Specimen[] {
  const bundle = bundleOf(PATIENT, dose(1), result());
  const jws = shcJws(issuer, { bundle });
  const [header = '', payload = ''] = jws.split('.');
  const headerBytes = Buffer.from(header, 'base64url');
  const json = Buffer.from(JSON.stringify(payloadOf(issuer, { bundle })));
  const text = (one: string): Buffer => digits(Buffer.from(one, 'latin1'));
  const layers: readonly Layer[] = [
    {
      name: 'jws',
      content: 'text',
      bytes: Buffer.from(jws),
      wrap: (bytes) => text(bytes.toString('latin1')),
      signs: false,
    },
    {
      name: 'header',
      content: 'json',
      bytes: headerBytes,
      wrap: (bytes) => text(signJws(issuer, bytes, Buffer.from(payload, 'base64url'))),
      signs: true,
    },
    {
      name: 'deflated',
      content: 'raw-deflate',
      bytes: Buffer.from(payload, 'base64url'),
      wrap: (bytes) => text(signJws(issuer, headerBytes, bytes)),
      signs: true,
    },
    {
      name: 'payload',
      content: 'json',
      bytes: json,
      wrap: (bytes) => text(signJws(issuer, headerBytes, deflateRawSync(bytes, { level: 1 }))),
      signs: true,
    },
  ];
  const parts = shcParts(longJws(issuer), 3).map((part, at) => ({
    name: `shc part ${at + 1}`,
    payload: Buffer.from(part),
    layers: [],
  }));
  return [{ name: 'shc', payload: text(jws), layers }, ...parts];
}

/** Two digits a character, whatever the character: also what no card may hold. */
function digits(characters: Buffer): Buffer {
  const text = Buffer.alloc(2 * characters.length, '0');
  for (const [at, byte] of characters.entries()) {
    const value = Math.abs(byte - 45) % 100;
    text[2 * at] = 0x30 + Math.floor(value / 10);
    text[2 * at + 1] = 0x30 + (value % 10);
  }
  return Buffer.concat([Buffer.from('shc:/'), text]);
}
