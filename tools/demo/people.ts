import { randomInt } from 'node:crypto';

/** An invented person as the QR of a citizen card tells of one. */
export interface Invented {
  readonly number: string;
  readonly name: string;
  /** ISO date. */
  readonly birth: string;
  readonly sex: 'Nam' | 'Nữ';
  readonly address: string;
}

/**
 * The people of the demo's shift. Their names and addresses exist nowhere; `plain` can be typed on a US keyboard,
 * as a keyboard scanner does.
 */
const CAST = {
  anh: { name: 'Nguyễn Thị Ánh Mẫu', birth: '1999-04-12', sex: 'Nữ', address: 'Thôn Ví Dụ, Xã Mẫu, Gia Lai' },
  plain: { name: 'Cao Minh Quang', birth: '1985-11-30', sex: 'Nam', address: 'Ia Mau, Gia Lai' },
  hbia: { name: "H'Bia Niê Ví Dụ", birth: '2003-07-02', sex: 'Nữ', address: 'Buôn Thử, Xã Nháp, Đắk Lắk' },
  lam: { name: 'Trần Văn Lầm', birth: '1971-01-25', sex: 'Nam', address: 'Tổ 5, Phường Thử, Kon Tum' },
} as const satisfies Record<string, Omit<Invented, 'number'>>;

export type CastName = keyof typeof CAST;

/** All of them, with numbers made anew: no run of the demo holds anybody's number on purpose. */
export function inventPeople(): Readonly<Record<CastName, Invented>> {
  return {
    anh: { ...CAST.anh, number: inventNumber('064', CAST.anh) },
    plain: { ...CAST.plain, number: inventNumber('064', CAST.plain) },
    hbia: { ...CAST.hbia, number: inventNumber('066', CAST.hbia) },
    lam: { ...CAST.lam, number: inventNumber('062', CAST.lam) },
  };
}

/**
 * A number that obeys the rule of Decree 137/2015/NĐ-CP (core/credential/cccd-number.ts): province (3 digits), century and sex (1),
 * year of birth (2), then six digits by chance.
 */
export function inventNumber(province: string, { birth, sex }: Pick<Invented, 'birth' | 'sex'>): string {
  const year = Number(birth.slice(0, 4));
  const century = Math.floor((year - 1900) / 100) * 2 + (sex === 'Nam' ? 0 : 1);
  const chance = String(randomInt(1_000_000)).padStart(6, '0');
  return `${province}${century}${String(year % 100).padStart(2, '0')}${chance}`;
}

const compact = (isoDate: string): string => isoDate.split('-').reverse().join('');

/** The seven fields of a chip card, without an old number: number, old number, name, birth, sex, address, issued. */
export const cardText = (person: Invented): string =>
  [
    person.number,
    '',
    person.name,
    compact(person.birth),
    person.sex,
    person.address,
    compact('2021-05-01'),
  ].join('|');
