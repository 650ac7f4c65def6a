import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PersonNote, personNote, personReason, personsTold } from '../../../core/person/told.ts';

const key = fc
  .uint8Array({ minLength: 16, maxLength: 16 })
  .map((bytes) => Buffer.from(bytes).toString('hex'));
const note: fc.Arbitrary<PersonNote> = fc.oneof(
  fc.record({ kind: fc.constant('joined' as const), key, into: key }),
  fc.record({ kind: fc.constant('parted' as const), key, from: key }),
);
const [A, B, C] = ['a'.repeat(32), 'b'.repeat(32), 'c'.repeat(32)];

describe('notes of who is one person', () => {
  it('come back from their reason as they were', () => {
    fc.assert(
      fc.property(note, (one) => {
        expect(personNote(personReason(one))).toEqual(one);
      }),
    );
  });

  it.each([
    'guard-signed-in',
    'person/joined:a:b',
    `person/kept:${A}:${B}`,
    `person/joined:${A}:${B} `,
    `person/joined:${A.toUpperCase()}:${B}`,
  ])('are none where the reason is %s', (reason) => {
    expect(personNote(reason)).toBeNull();
  });

  it('tell of each key what was said last', () => {
    const reasons = [
      `person/joined:${B}:${A}`,
      'guard-signed-out',
      `person/joined:${C}:${B}`,
      `person/joined:${C}:${A}`,
      `person/parted:${B}:${A}`,
    ];
    expect([...personsTold(reasons)]).toEqual([[C, A]]);
  });
});
