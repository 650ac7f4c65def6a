import { encode } from 'cbor2';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventPersonal } from '../../../core/batch/event.ts';
import { decodePayload, encodePayload } from '../../../core/batch/payload.ts';
import { readSnapshot } from '../../../core/batch/snapshot-bytes.ts';

const CARD: EventPersonal = {
  schema: 1,
  documentKind: 'cccd',
  document: '001099000001',
  name: 'Nguyễn Văn Thử',
  birth: '1999-05-15',
  sex: 'Nam',
  address: 'Thôn Ví Dụ, Xã Mẫu, Gia Lai',
  phone: null,
  note: null,
  guard: null,
  raw: null,
  fields: { number: '001099000001', oldNumber: null, issued: '2021-04-20' },
};

/** Also what no card holds: other alphabets, marks in front, half of a pair, names that objects have of themselves. */
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.constantFrom('', '\ufeffThử', '\ufffd', '\ud800', '__proto__', 'toString', '0', 'x'.repeat(70_000)),
);
const value = fc.option(text, { nil: null });
const snapshot: fc.Arbitrary<EventPersonal> = fc.record({
  schema: fc.constant(1 as const),
  documentKind: value,
  document: value,
  name: value,
  birth: value,
  sex: value,
  address: value,
  phone: value,
  note: value,
  guard: value,
  raw: value,
  // Field names are those of the documents; one that objects have of themselves would not come back.
  fields: fc.dictionary(
    text.filter((name) => name !== '__proto__'),
    value,
    { maxKeys: 30 },
  ),
});

const asked = (payload: Uint8Array): EventPersonal | string => {
  try {
    return decodePayload(payload);
  } catch (error) {
    return String(error);
  }
};

describe('the snapshot of a person', () => {
  it('comes back as it was written, but for halves of letters', () => {
    fc.assert(
      fc.property(snapshot, (personal) => {
        const back = decodePayload(encodePayload(personal));
        expect(encodePayload(back)).toEqual(encodePayload(personal));
        expect(back.name).toBe(personal.name?.toWellFormed() ?? null);
      }),
    );
  });

  it('of a card is read without a second look', () => {
    expect(readSnapshot(encodePayload(CARD))).toEqual(CARD);
    expect(Object.keys(readSnapshot(encodePayload(CARD))?.fields ?? {})).toEqual([
      'issued',
      'number',
      'oldNumber',
    ]);
  });

  it('is the same read straight from its bytes as by a decoder for all of CBOR', () => {
    fc.assert(
      fc.property(snapshot, (personal) => {
        const payload = encodePayload(personal);
        expect([decodePayload(payload), null]).toContainEqual(readSnapshot(payload));
      }),
    );
  });

  it('is never read where the bytes are not just what is written: each byte changed to each other, cut, or with more behind', () => {
    const payload = encodePayload(CARD);
    for (let at = 0; at < payload.length; at += 1) {
      expect(readSnapshot(payload.subarray(0, at)), `cut at ${at}`).toBeNull();
      for (let byte = 0; byte < 256; byte += 1) {
        const changed = new Uint8Array(payload);
        changed[at] = byte;
        const read = readSnapshot(changed);
        if (read === null) continue;
        // It may be the snapshot of somebody else, but then it is one to the last byte.
        expect({ at, byte, bytes: encodePayload(read) }).toEqual({ at, byte, bytes: changed });
      }
    }
    expect(readSnapshot(new Uint8Array([...payload, 0xf6]))).toBeNull();
  });

  it('is opened where another program wrote it in another order, and refused where it has another shape', () => {
    expect(decodePayload(encode(CARD))).toEqual(CARD);
    const { name, ...nameless } = CARD;
    expect(
      [encode({ ...CARD, more: 1 }), encode(nameless), encode(name), new Uint8Array(0)].map(asked),
    ).toEqual([
      'GatelogError: batch/invalid: the personal snapshot has an unknown shape',
      'GatelogError: batch/invalid: the personal snapshot has an unknown shape',
      'GatelogError: batch/invalid: the personal snapshot has an unknown shape',
      'GatelogError: batch/invalid: the personal snapshot is not CBOR',
    ]);
  });
});
