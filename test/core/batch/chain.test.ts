import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHAIN_START, CHAINED_FIELDS, chainOf } from '../../../core/batch/chain.ts';
import { commitmentOf } from '../../../core/batch/commitment.ts';
import type { EventPersonal, EventPublic } from '../../../core/batch/event.ts';
import { decodePayload, encodePayload } from '../../../core/batch/payload.ts';
import { timestampMs } from '../../../core/units.ts';

const event: EventPublic = {
  seq: 1,
  atMs: timestampMs(1_790_000_000_000),
  offsetMin: 420,
  bootId: 'boot',
  uptimeMs: 1000,
  clock: 'ok',
  gateId: 'cong-1',
  lane: '1',
  kind: 'in',
  reason: 'entered',
  credentialKind: 'cccd',
  checks: '',
  source: 'serial:a',
  voidsSeq: null,
  answersSeq: null,
  personKey: null,
};
const text = fc.option(fc.string({ unit: 'grapheme' }), { nil: null });
const personal: fc.Arbitrary<EventPersonal> = fc.record({
  schema: fc.constant(1 as const),
  documentKind: text,
  document: text,
  name: text,
  birth: text,
  sex: text,
  address: text,
  phone: text,
  note: text,
  guard: text,
  raw: text,
  fields: fc.dictionary(fc.stringMatching(/^[a-z]{1,8}$/), text),
});

describe('chain and commitment', () => {
  it('changes with every public field, the commitment and the chain before', () => {
    const commitment = commitmentOf(new Uint8Array(32), Uint8Array.of(1));
    const chain = Buffer.from(chainOf(CHAIN_START, event, commitment)).toString('hex');
    for (const field of CHAINED_FIELDS) {
      const other = { ...event, [field]: typeof event[field] === 'number' ? 99 : 'other' };
      expect(Buffer.from(chainOf(CHAIN_START, other, commitment)).toString('hex')).not.toBe(chain);
    }
    expect(Buffer.from(chainOf(commitment, event, commitment)).toString('hex')).not.toBe(chain);
    expect(Buffer.from(chainOf(CHAIN_START, event, CHAIN_START)).toString('hex')).not.toBe(chain);
  });

  it('tells null from empty and cannot be confused by text that moves between fields', () => {
    const hash = (change: Partial<EventPublic>) =>
      Buffer.from(chainOf(CHAIN_START, { ...event, ...change }, CHAIN_START)).toString('hex');
    expect(hash({ personKey: '' })).not.toBe(hash({ personKey: null }));
    expect(hash({ lane: 'ab', reason: 'c' })).not.toBe(hash({ lane: 'a', reason: 'bc' }));
  });

  it('gives back every personal snapshot and one encoding whatever the order of keys', () => {
    fc.assert(
      fc.property(personal, (snapshot) => {
        const reversed = Object.fromEntries(Object.entries(snapshot).reverse());
        expect(decodePayload(encodePayload(snapshot))).toEqual(snapshot);
        expect(encodePayload({ ...snapshot, ...reversed })).toEqual(encodePayload(snapshot));
      }),
    );
  });
});
