import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Credential } from '../../../../core/credential/credential.ts';
import { cleanRead, decodeBytes } from '../../../../core/read/clean.ts';
import { fromCp1252 } from '../../../../core/read/codepages.ts';
import { checkOf, outcome } from '../checks-of.ts';
import { EMPTY_SITE, readText } from '../people.ts';
import { CERTIFICATE, type DivocJson, divocText, divocZip, zipFile, zipOf } from './certificates.ts';

const read = (change: DivocJson = {}): Credential => readText(divocText({ ...CERTIFICATE, ...change }));

describe('a DIVOC certificate', () => {
  it('is read whole, its signature not checked', () => {
    expect(read()).toEqual({
      kind: 'divoc',
      fields: {
        certificate: '10000000001',
        issuer: 'https://chung-nhan.example.test/',
        issuedAt: '2026-01-10T03:00:00.000Z',
        expiresAt: null,
        name: 'Nguyễn Văn Thử',
        birth: null,
        age: '26',
        sex: 'Male',
        nationality: 'Vietnamese',
        identity: 'did:giay-to:C0000001',
        statement: 'vaccination',
        vaccine: 'Vắc xin Thử',
        vaccineCode: null,
        prophylaxis: null,
        manufacturer: 'Nhà máy Thử',
        lot: 'LO-1',
        dose: '1',
        doses: '2',
        occurred: '2026-01-10',
        effectiveFrom: '2026-01-10',
        effectiveUntil: '2027-01-10',
        vaccinator: 'Trạm y tế Thử',
      },
      documents: [{ kind: 'certificate', number: '10000000001', masked: false }],
      name: 'Nguyễn Văn Thử',
      birth: null,
      checks: [
        { name: 'signature', outcome: 'unknown', why: 'signatures of this kind are not checked here' },
        { name: 'issuerKnown', outcome: 'unknown', why: 'issuers of this kind are not checked here' },
        { name: 'notBefore', outcome: 'pass', why: 'its time has begun', date: '2026-01-10' },
        { name: 'notExpired', outcome: 'notApplicable', why: 'it has no last day' },
        { name: 'schema', outcome: 'pass', why: 'the content is as the specification asks for' },
        { name: 'wellFormed', outcome: 'pass', why: 'the zip is whole and holds a certificate' },
      ],
      notes: [],
      healthFields: expect.arrayContaining(['statement', 'vaccine', 'lot', 'vaccinator']),
    });
  });

  it('without a signature says so', () => {
    expect([read({ proof: undefined }), read({ proof: {} })].map((one) => checkOf(one, 'signature'))).toEqual(
      ['fail: it carries no signature', 'fail: it carries no signature'],
    );
  });

  it('has an end where it says one', () => {
    expect(checkOf(read({ expirationDate: '2026-01-12T00:00:00Z' }), 'notExpired')).toBe(
      'fail: its time is over',
    );
  });

  it('without a number is known again by its bytes', () => {
    const text = divocText({ ...CERTIFICATE, evidence: [] });
    const [one, same] = [readText(text), readText(text)];
    expect(one.documents).toEqual([
      { kind: 'certificate', number: expect.stringMatching(/^[0-9a-f]{32}$/), masked: false },
    ]);
    expect(same.documents).toEqual(one.documents);
  });

  it.each<[string, DivocJson]>([
    ['no type of a credential', { type: 'ProofOfVaccinationCredential' }],
    ['no issuer', { issuer: { name: 'Ai đó' } }],
    ['no date of issue', { issuanceDate: '10/01/2026' }],
    ['no name', { credentialSubject: {} }],
    ['no vaccination with vaccine and date', { evidence: [] }],
    ['no vaccination with vaccine and date', { evidence: [{ vaccine: 'Vắc xin Thử' }] }],
  ])('with %s does not pass', (what, change) => {
    expect(checkOf(read(change), 'schema')).toBe(`fail: the content has ${what}`);
  });

  it('may name its issuer as an object, a birth date or a year', () => {
    const subject = { ...(CERTIFICATE['credentialSubject'] as object) };
    const one = read({
      issuer: { id: 'https://a.test/' },
      credentialSubject: { ...subject, dob: '1999-05-15' },
    });
    const year = read({ credentialSubject: { ...subject, yob: '1999' } });
    expect([one.fields['issuer'], one.birth, year.birth]).toEqual(['https://a.test/', '1999-05-15', '1999']);
  });
});

describe('on its way a zip', () => {
  it('comes as it was written in UTF-8, as bytes, and behind an AIM identifier', () => {
    const [text, zip] = [divocText(), divocZip()];
    const readBytes = (bytes: Uint8Array) => readText(decodeBytes(bytes).text);
    for (const card of [
      readBytes(Buffer.from(text, 'utf8')),
      readBytes(zip),
      readText(`]Q1${text}`),
      readText(`${text}\r\n`),
    ]) {
      expect(card).toEqual(readText(text));
    }
    expect(cleanRead(decodeBytes(zip).text)).toEqual({
      text,
      raw: text,
      aim: null,
      damage: [],
      repaired: false,
    });
  });

  it('comes where a decoder took its bytes for windows-1252', () => {
    const windows = [...divocZip()].map(fromCp1252).join('');
    expect(readText(windows).fields).toEqual(read().fields);
  });

  it('whose bytes were lost is a certificate that cannot be read, and never half of one', () => {
    const lost = new TextDecoder().decode(divocZip());
    const card = readText(lost);
    expect(card).toMatchObject({ kind: 'divoc', name: null, notes: ['certificate-damaged'] });
    expect([checkOf(card, 'wellFormed'), outcome(card, 'signature')]).toEqual([
      'fail: bytes of the code were lost on the way',
      'unknown',
    ]);
    expect(cleanRead(lost).damage).toEqual(['replacement-characters']);
  });
});

it('never throws, whatever stands in or behind the zip', () => {
  const content = fc.oneof(
    fc.json(),
    fc
      .json()
      .map((json) => `{"credentialSubject":${json},"evidence":[${json}],"proof":${json},"issuer":${json}}`),
    fc.string(),
  );
  const text = fc.oneof(
    content.map((one) => zipOf(zipFile(Buffer.from(one))).toString('latin1')),
    fc.string({ unit: 'binary' }).map((one) => `PK\u0003\u0004${one}`),
    fc.tuple(fc.nat(600), fc.string()).map(([at, other]) => {
      const whole = divocText();
      return whole.slice(0, at + 4) + other + whole.slice(at + 4 + other.length);
    }),
  );
  fc.assert(
    fc.property(text, fc.boolean(), (raw, keyboard) => {
      const card = readText(cleanRead(raw, { keyboard }).raw, EMPTY_SITE);
      expect(card.kind).toBe('divoc');
      expect(card.documents.length).toBe(1);
      expect(checkOf(card, 'signature')).not.toMatch(/^pass/);
    }),
    { numRuns: 300 },
  );
});
