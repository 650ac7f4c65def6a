import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  keyIdOf,
  type Manifest,
  manifestBytes,
  parseManifest,
  sumsText,
} from '../../../core/batch/manifest.ts';
import { RECORD_FILES } from '../../../core/batch/names.ts';
import { GatelogError } from '../../../core/errors.ts';

const publicKey = { kty: 'OKP', crv: 'Ed25519', x: 'A'.repeat(43) } as const;
const manifest = {
  format: 'gatelog-batch',
  schema_version: 2,
  profile: 'full',
  encryption: null,
  headings: 'vi',
  pseudonym_key_id: null,
  log_id: '00112233445566778899aabbccddeeff',
  site: 'benh-vien-thu',
  gate: 'cong-1',
  gate_id: 'cong-1',
  app_version: '0.1.0',
  first_seq: 1,
  last_seq: 3,
  first_at_ms: 1_763_942_400_000,
  last_at_ms: 1_763_942_500_000,
  events: 3,
  events_without_payload: 0,
  counts: { opened: 1, in: 2 },
  audit_lines: 0,
  chain_before: '0'.repeat(64),
  chain_after: 'a'.repeat(64),
  files: RECORD_FILES.full.map((name, index) => ({
    name,
    size_bytes: index,
    sha256: String(index).repeat(64),
  })),
  key_id: keyIdOf(publicKey),
  public_key: publicKey,
} as const satisfies Manifest;
const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

describe('the manifest', () => {
  it('is read back, and has one writing whatever the order of its keys', () => {
    const reversed = Object.fromEntries(Object.entries(manifest).reverse()) as Manifest;
    expect(parseManifest(manifestBytes(manifest))).toEqual(manifest);
    expect(manifestBytes(reversed)).toEqual(manifestBytes(manifest));
  });

  it('refuses unknown, missing and wrong keys', () => {
    const { gate: _, ...without } = manifest;
    const wrong: unknown[] = [
      {},
      [],
      null,
      without,
      { ...manifest, hello: 1 },
      { ...manifest, schema_version: 1 },
      { ...manifest, schema_version: 3 },
      { ...manifest, profile: 'secret' },
      { ...manifest, headings: 'fr' },
      { ...manifest, encryption: { type: 'rot13' } },
      { ...manifest, site: '..' },
      { ...manifest, first_seq: '1' },
      { ...manifest, public_key: { ...publicKey, d: 'secret' } },
    ];
    for (const value of wrong) expect(() => parseManifest(bytesOf(value))).toThrow(GatelogError);
  });

  it('refuses what contradicts itself', () => {
    const wrong: Partial<Manifest>[] = [
      { events: 2 },
      { last_seq: 4 },
      { counts: { in: 2 } },
      { events_without_payload: 4 },
      { files: [...manifest.files].reverse() },
      { key_id: 'f'.repeat(32) },
    ];
    for (const change of wrong) {
      expect(() => parseManifest(bytesOf({ ...manifest, ...change })), JSON.stringify(change)).toThrow(
        GatelogError,
      );
    }
  });

  it('never does anything but parse or refuse, whatever the bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.json().map((text) => new TextEncoder().encode(text)),
    );
    fc.assert(
      fc.property(bytes, (any) => {
        expect(() => parseManifest(any)).toThrow(GatelogError);
      }),
    );
  });
});

describe('SHA256SUMS', () => {
  it('lists every file but itself the way sha256sum reads it', () => {
    expect(sumsText(manifest, 'b'.repeat(64), 'c'.repeat(64)).split('\n')).toEqual([
      `${'0'.repeat(64)}  events.parquet`,
      `${'1'.repeat(64)}  events.xlsx`,
      `${'2'.repeat(64)}  events.csv`,
      `${'3'.repeat(64)}  audit.ndjson`,
      `${'b'.repeat(64)}  manifest.json`,
      `${'c'.repeat(64)}  manifest.jws`,
      '',
    ]);
  });
});
