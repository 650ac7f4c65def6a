import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { doubledOf, missingOf } from '../../core/batch/history.ts';
import type { Manifest } from '../../core/batch/manifest.ts';
import { PROFILES, type Profile } from '../../core/batch/profile.ts';
import { type Held, placeBatch } from '../../office/merge-rule.ts';

const MOST_SEQ = 12;
const KEY = { kty: 'OKP', crv: 'Ed25519', x: 'a'.repeat(43) } as const;

/** A batch of a history, which is known by a letter: its chain at an event is that letter and the seq. */
function batch(firstSeq: number, lastSeq: number, profile: Profile, history = 'a'): Manifest {
  const chain = (seq: number): string => `${history}${String(seq).padStart(63, '0')}`;
  return {
    format: 'gatelog-batch',
    schema_version: 2,
    profile,
    encryption: null,
    headings: 'vi',
    pseudonym_key_id: null,
    log_id: '0'.repeat(32),
    site: 'benh-vien-thu',
    gate: 'cong-chinh',
    gate_id: 'gate-1',
    app_version: '0.1.0',
    first_seq: firstSeq,
    last_seq: lastSeq,
    first_at_ms: 0,
    last_at_ms: 0,
    events: lastSeq - firstSeq + 1,
    events_without_payload: 0,
    counts: { in: lastSeq - firstSeq + 1 },
    audit_lines: 0,
    chain_before: chain(firstSeq - 1),
    chain_after: chain(lastSeq),
    files: [],
    key_id: '0'.repeat(32),
    public_key: KEY,
  };
}

/** Takes what the rule lets in. */
function takeAll(arrivals: readonly Held[]): readonly Held[] {
  let held: readonly Held[] = [];
  for (const one of arrivals) {
    const placed = placeBatch(one.manifest, one.verified, held);
    if (placed.kind !== 'new' && placed.kind !== 'better') continue;
    const insteadOf = placed.kind === 'better' ? placed.insteadOf : [];
    const taken = { ...one, verified: one.verified && !placed.contradicts };
    held = [...held.filter((other) => !insteadOf.includes(other)), taken];
  }
  return held;
}

const rangeOf = ({ manifest }: Held) => ({ firstSeq: manifest.first_seq, lastSeq: manifest.last_seq });
const profile = fc.constantFrom(...PROFILES);

const arrival = fc
  .record({
    firstSeq: fc.integer({ min: 1, max: MOST_SEQ }),
    more: fc.nat({ max: 4 }),
    profile,
    history: fc.constantFrom('a', 'b'),
    verified: fc.boolean(),
  })
  .map(
    (one): Held => ({
      manifest: batch(one.firstSeq, one.firstSeq + one.more, one.profile, one.history),
      verified: one.verified,
    }),
  );

describe('whatever batches come, in whatever order', () => {
  it('what known gates signed is held as if nothing else had come', () => {
    const vouchedOf = (held: readonly Held[]): readonly Manifest[] =>
      held.filter(({ verified }) => verified).map(({ manifest }) => manifest);
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 20 }), (arrivals) => {
        const alone = takeAll(arrivals.filter(({ verified }) => verified));
        expect(vouchedOf(takeAll(arrivals))).toEqual(vouchedOf(alone));
      }),
    );
  });

  it('no event is ever held twice, and what a known gate signed never gives way to what nobody vouches for', () => {
    fc.assert(
      fc.property(fc.array(arrival, { maxLength: 20 }), (arrivals) => {
        arrivals.forEach((_, index) => {
          const before = takeAll(arrivals.slice(0, index));
          const after = takeAll(arrivals.slice(0, index + 1));
          expect(doubledOf(after.map(rangeOf))).toEqual([]);
          expect(new Set(after.map((one) => rangeOf(one).firstSeq)).size).toBe(after.length);
          const vouched = (all: readonly Held[]) =>
            new Set(all.filter((one) => one.verified).map((one) => one.manifest.first_seq));
          expect([...vouched(before)].filter((seq) => !vouched(after).has(seq))).toEqual([]);
        });
      }),
    );
  });

  it('all batches of one log are held once each in the end, in the rendition that tells most', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 2, max: MOST_SEQ }), { maxLength: 5 });
    fc.assert(
      fc.property(cuts, fc.array(fc.tuple(fc.nat(), profile), { maxLength: 12 }), (places, more) => {
        const firsts = [1, ...places.sort((one, other) => one - other)];
        const parts = firsts.map((first, index) => [first, (firsts[index + 1] ?? MOST_SEQ + 1) - 1] as const);
        const renditions = [
          ...more.map(([nth, which]) => [nth % parts.length, which] as const),
          ...parts.map((_, index) => [index, 'masked'] as const),
        ];
        const held = takeAll(
          renditions.map(([nth, which]) => {
            const [first, last] = parts[nth] ?? [1, 1];
            return { manifest: batch(first, last, which), verified: true };
          }),
        );
        expect(held.length).toBe(parts.length);
        expect(missingOf(held.map(rangeOf))).toEqual([]);
        for (const { manifest } of held) {
          const came = renditions.filter(([nth]) => parts[nth]?.[0] === manifest.first_seq);
          expect(manifest.profile).toBe(came.some(([, which]) => which === 'full') ? 'full' : 'masked');
        }
      }),
    );
  });

  it('a batch that does not fit on to its neighbour is said to contradict it', () => {
    const held = [{ manifest: batch(1, 5, 'full'), verified: true }];
    expect(placeBatch(batch(6, 9, 'full'), true, held)).toEqual({ kind: 'new', contradicts: false });
    expect(placeBatch(batch(6, 9, 'full', 'b'), true, held)).toEqual({ kind: 'new', contradicts: true });
    expect(placeBatch(batch(1, 5, 'full', 'b'), true, held)).toEqual({ kind: 'fork' });
    expect(placeBatch(batch(5, 9, 'full'), true, held)).toEqual({ kind: 'overlap' });
    expect(placeBatch({ ...batch(6, 9, 'full'), gate: 'cong-2' }, true, held)).toEqual({ kind: 'two-gates' });
  });

  it('what nobody vouches for keeps out nothing that a known gate signed', () => {
    const stranger = { ...batch(1, 5, 'full', 'b'), gate: 'cong-2' };
    const held = [
      { manifest: batch(1, 5, 'full', 'b'), verified: false },
      { manifest: batch(6, 9, 'full', 'b'), verified: false },
    ];
    const [first] = held;
    expect(placeBatch(batch(1, 5, 'counts'), true, held)).toEqual({
      kind: 'better',
      contradicts: false,
      insteadOf: [first],
    });
    // Also where it meets several of them, and none of them is one of its renditions.
    expect(placeBatch(batch(4, 7, 'full'), true, held)).toEqual({
      kind: 'better',
      contradicts: false,
      insteadOf: held,
    });
    expect(placeBatch(batch(4, 7, 'full'), false, held)).toEqual({ kind: 'overlap' });
    const known = { manifest: batch(1, 5, 'full'), verified: true };
    expect(placeBatch(batch(4, 7, 'full'), true, [known, ...held.slice(1)])).toEqual({ kind: 'overlap' });
    expect(placeBatch(batch(6, 9, 'full'), true, [{ manifest: stranger, verified: false }])).toEqual({
      kind: 'new',
      contradicts: false,
    });
    // What nobody vouches for itself has to fit everything.
    expect(placeBatch(batch(10, 12, 'full'), false, held)).toEqual({ kind: 'new', contradicts: true });
  });

  it('a batch that was taken though it contradicts its neighbour changes nothing when it comes again', () => {
    const held = [
      { manifest: batch(1, 5, 'full'), verified: true },
      { manifest: batch(6, 9, 'full', 'b'), verified: false },
    ];
    expect(placeBatch(batch(6, 9, 'full', 'b'), true, held)).toEqual({ kind: 'here' });
    expect(placeBatch(batch(6, 9, 'full', 'c'), true, held)).toEqual({ kind: 'fork' });
  });

  it('what was rendered after retention deleted something gives way to what was rendered before', () => {
    const forgotten = { ...batch(1, 5, 'full'), events_without_payload: 4 };
    for (const manifest of [batch(1, 5, 'full'), batch(1, 5, 'masked'), batch(1, 5, 'pseudonymous')]) {
      const [before, after] = [manifest, forgotten].map((one): Held => ({ manifest: one, verified: true }));
      expect(placeBatch(manifest, true, after === undefined ? [] : [after])).toMatchObject({
        kind: 'better',
      });
      expect(placeBatch(forgotten, true, before === undefined ? [] : [before])).toEqual({ kind: 'here' });
    }
    const counts = [{ manifest: batch(1, 5, 'counts'), verified: true }];
    expect(placeBatch(forgotten, true, counts)).toMatchObject({ kind: 'better' });
  });
});
