import fc from 'fast-check';
import { type CredentialContext, NOTHING_KNOWN } from '../../../core/credential/credential.ts';
import { readCredential } from '../../../core/credential/registry.ts';
import { cleanRead } from '../../../core/read/clean.ts';
import { timestampMs } from '../../../core/units.ts';

/** A site without roster and control codes. */
export const EMPTY_SITE: CredentialContext = {
  ...NOTHING_KNOWN,
  nowMs: timestampMs(Date.UTC(2026, 0, 15, 1)),
};

/** From delivered text to credential, as the gate does it. */
export const readText = (raw: string, context: CredentialContext = EMPTY_SITE) =>
  readCredential(cleanRead(raw), context);

/** An invented person as a card would hold him or her. */
export interface Invented {
  readonly number: string;
  readonly oldNumber: string;
  readonly name: string;
  readonly birth: string;
  readonly sex: 'Nam' | 'Nữ';
  readonly address: string;
  readonly issued: string;
}

const SURNAMES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Đỗ', 'Y', 'H’'];
const GIVEN = ['Thử', 'Mẫu', 'Bịa', 'Ví Dụ', 'Nháp'];
const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
const dayOf = (years: { min: number; max: number }) =>
  fc
    .record({
      year: fc.integer(years),
      month: fc.integer({ min: 1, max: 12 }),
      day: fc.integer({ min: 1, max: 28 }),
    })
    .map(
      ({ year, month, day }) => `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`,
    );

/** People whose number agrees with their card. */
export const inventedPerson: fc.Arbitrary<Invented> = fc
  .record({
    province: fc.integer({ min: 1, max: 96 }).map((code) => String(code).padStart(3, '0')),
    serial: digits(6),
    oldNumber: fc.oneof(fc.constant(''), digits(9)),
    name: fc
      .tuple(fc.constantFrom(...SURNAMES), fc.constantFrom(...GIVEN))
      .map((words) => words.join(' Văn ')),
    birth: dayOf({ min: 1900, max: 2099 }),
    sex: fc.constantFrom('Nam' as const, 'Nữ' as const),
    address: fc.constantFrom('', 'Xã A, Huyện B, Đắk Lắk', 'Tổ 5, Phường Thử, Thành phố Mẫu'),
    issued: dayOf({ min: 2016, max: 2030 }),
  })
  .map(({ province, serial, ...person }) => {
    const year = Number(person.birth.slice(0, 4));
    const century = Math.floor((year - 1900) / 100) * 2 + (person.sex === 'Nam' ? 0 : 1);
    return { ...person, number: `${province}${century}${String(year % 100).padStart(2, '0')}${serial}` };
  });

const compact = (date: string): string => date.split('-').reverse().join('');
const slashed = (date: string): string => date.split('-').reverse().join('/');

/** The three printed forms of a card. */
export const FORMS: Readonly<Record<string, (person: Invented) => string>> = {
  'seven fields': (p) =>
    [p.number, p.oldNumber, p.name, compact(p.birth), p.sex, p.address, compact(p.issued)].join('|'),
  'eleven fields': (p) =>
    [
      p.number,
      p.oldNumber,
      p.name,
      compact(p.birth),
      p.sex,
      p.address,
      compact(p.issued),
      '',
      '',
      '',
      '',
    ].join('|'),
  'six fields': (p) => [p.number, p.name, slashed(p.birth), p.sex, p.address, slashed(p.issued)].join('|'),
};
