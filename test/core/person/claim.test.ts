import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Check, Credential, Document, DocumentKind } from '../../../core/credential/credential.ts';
import { birthFact } from '../../../core/person/birth.ts';
import { claimOf, linksOf, soleKindOf } from '../../../core/person/claim.ts';
import { documentOf } from '../../../core/person/documents.ts';

const CCCD = documentOf('cccd', '001093029317');
const CMND = documentOf('cmnd', '123456789');
const MASKED = documentOf('cccd', '******029317');
const QID = documentOf('qid', '162979388586171100');
const PHONE = documentOf('phone', '0123232422');
const CODE = documentOf('bhyt', 'GD4010123456789');
const TEN = documentOf('bhyt', '0123456789');
const TEXT = documentOf('text', 'a'.repeat(32));

const card = (documents: readonly Document[], over: Partial<Credential> = {}): Credential => ({
  kind: 'pc-covid',
  fields: {},
  documents,
  name: 'NGUYEN VAN A',
  birth: '1987-01-18',
  checks: [],
  notes: [],
  ...over,
});
const said = { name: 'NGUYEN VAN A', birth: '1987-01-18' };
const nothing = { phone: null, name: null, birth: null };

describe('what a read claims', () => {
  it('is every full document of its holder, with his phone, name and birth', () => {
    expect(claimOf(card([CCCD, QID, PHONE]), false)).toEqual({
      documents: [CCCD, QID],
      phone: PHONE.number,
      ...said,
    });
  });

  it('is the ten digits in an old health-insurance code too, which hang on the code', () => {
    const claim = claimOf(card([CCCD, CODE]), false);
    expect(claim).toEqual({ documents: [CCCD, CODE, TEN], phone: null, ...said });
    expect(linksOf(claim?.documents ?? [])).toEqual([
      [CCCD, CODE],
      [CODE, TEN],
    ]);
  });

  it('passes over a masked number, and is the QID beside it', () => {
    expect(claimOf(card([MASKED, QID, PHONE], { birth: '1987-**-**' }), false)).toEqual({
      documents: [QID],
      phone: PHONE.number,
      name: 'NGUYEN VAN A',
      birth: '1987',
    });
    expect(claimOf(card([MASKED, PHONE]), false)).toBeNull();
  });

  it.each<[string, string | null, string | null, boolean]>([
    ['nobody declared for him', null, QID.number, true],
    ['he declared himself', QID.number, QID.number, true],
    ['somebody else declared', '999979388586171100', QID.number, false],
    ['somebody else declared, and he has no QID', '999979388586171100', null, false],
  ])('has phone and health insurance of a PC-Covid code where %s', (_what, declarerQid, qid, own) => {
    const claim = claimOf(card([CCCD, CODE, PHONE], { fields: { declarerQid, qid } }), false);
    expect([claim?.documents, claim?.phone]).toEqual(
      own ? [[CCCD, CODE, TEN], PHONE.number] : [[CCCD], null],
    );
  });

  it('is a typed phone alone where there is no document, and else the document', () => {
    const typed = { kind: 'unknown-text' as const, birth: null };
    const alone = { documents: [], phone: PHONE.number, name: 'NGUYEN VAN A', birth: null };
    expect(claimOf(card([PHONE], typed), false)).toEqual(alone);
    expect(claimOf(card([CMND, PHONE], typed), false)).toEqual({ ...alone, documents: [CMND] });
  });

  it('of an unknown text is the text alone, and of nothing nothing', () => {
    expect(claimOf(card([TEXT, PHONE]), false)).toEqual({ documents: [TEXT], ...nothing });
    expect(claimOf(card([]), false)).toBeNull();
  });

  it.each<[string, boolean, Partial<Credential>, readonly Document[]]>([
    ['came damaged', true, {}, [CCCD, CMND]],
    ['has a signature that is wrong', false, { checks: [failed('signature')] }, [CCCD, CMND]],
    [
      'has a number that contradicts the birth',
      false,
      { checks: [failed('numberConsistent')] },
      [CCCD, CMND],
    ],
    ['names two people', false, {}, [CCCD, documentOf('cccd', '001093029318')]],
    ['names two health insurances', false, {}, [CCCD, CODE, documentOf('bhyt', '9999999999')]],
  ])('is its first number alone where the card %s', (_what, doubted, over, documents) => {
    expect(claimOf(card(documents, over), doubted)).toEqual({ documents: [CCCD], ...nothing });
  });

  it('still counts where the card is merely out of date', () => {
    const checks = [failed('notExpired'), failed('cardInDate')];
    expect(claimOf(card([CCCD, CMND], { checks }), false)?.documents).toEqual([CCCD, CMND]);
  });

  it('never holds a masked number or a phone among its documents, whatever the card', () => {
    const kinds: DocumentKind[] = ['cccd', 'cmnd', 'bhyt', 'qid', 'passport', 'badge', 'phone', 'text'];
    const document = fc.record({
      kind: fc.constantFrom(...kinds),
      number: fc.string({ maxLength: 16 }),
      masked: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(document, { maxLength: 5 }), fc.boolean(), (documents, doubted) => {
        const claim = claimOf(card(documents), doubted);
        expect((claim?.documents ?? []).filter(({ kind, masked }) => masked || kind === 'phone')).toEqual([]);
        expect(linksOf(claim?.documents ?? []).length).toBe(Math.max(0, (claim?.documents.length ?? 0) - 1));
      }),
    );
  });
});

function failed(name: Check['name']): Check {
  return { name, outcome: 'fail', why: 'as the test wants it' };
}

describe('a document kind of which one human has one', () => {
  it.each([
    [CCCD, 'cccd'],
    [CMND, 'cmnd'],
    [TEN, 'bhyt'],
    [CODE, null],
    [QID, null],
    [documentOf('passport', 'B1234567'), null],
  ] as const)('of %o is %s', (document, kind) => {
    expect(soleKindOf(document)).toBe(kind);
  });
});

describe('what a birth says for sure', () => {
  it.each([
    ['1987-01-18', '1987-01-18'],
    ['1987', '1987'],
    ['1987-**-**', '1987'],
    ['1987-01', '1987'],
    ['18/01/1987', null],
    ['19870118', null],
    ['', null],
    [null, null],
  ])('of %s is %s', (birth, fact) => {
    expect(birthFact(birth)).toBe(fact);
  });
});
