import type { Chance } from './chance.ts';

/** An invented human: parts of names that are common, put together by chance. */
export interface Invented {
  readonly name: string;
  /** ISO date. */
  readonly birth: string;
  readonly sex: 'Nam' | 'Nữ';
  readonly address: string;
  /** Twelve digits that agree with birth and sex. */
  readonly number: string;
}

const FAMILY = [
  ...(['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Huỳnh', 'Phan', 'Vũ', 'Võ', 'Đặng', 'Bùi', 'Đỗ'] as const),
  ...(['Hồ', 'Ngô', 'Dương', 'Lý', 'Rơ Châm', 'Ksor', 'Siu', 'Kpă', 'Niê', "H'", 'Y', 'A', 'K’'] as const),
] as const;
const MIDDLE = ['Văn', 'Thị', 'Hữu', 'Đức', 'Ngọc', 'Thanh', 'Quốc', 'Thị Ánh', 'Xuân', 'Mỹ'] as const;
const GIVEN = [
  ...(['Thử', 'Mẫu', 'Bịa', 'Nháp', 'Ví Dụ', 'Hương', 'Trường', 'Phượng', 'Nghĩa', 'Quỳnh'] as const),
  ...(['Bình', 'Yến', 'Ẩn', 'Ỷ', 'Đắk', 'Blơi', 'Kbông', 'Uyên', 'Khuê', 'Thuở'] as const),
] as const;
const PLACES = [
  ...(['Thôn Ví Dụ, Xã Mẫu, Huyện Thử, Gia Lai', 'Tổ 5, Phường Thử, Thành phố Mẫu, Đắk Lắk'] as const),
  ...(['Buôn Thử, Xã Ea Nháp, Đắk Lắk', 'Số 12/3A Đường Bịa, Quận 1, Thành phố Hồ Chí Minh'] as const),
  ...(['Xã A, Huyện B, Hà Nội', 'Làng Plei Mẫu, Ia Thử, Gia Lai', 'Ấp 2, Xã Mỹ Ẩn, Bến Tre'] as const),
] as const;

/** Two digits. */
export const two = (number: number): string => String(number).padStart(2, '0');

/** An ISO date of the calendar between the first and the last year; months keep all their days. */
export function inventDate(chance: Chance, first: number, last: number): string {
  const year = chance.between(first, last);
  const month = chance.between(1, 12);
  const days = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return `${year}-${two(month)}-${two(chance.between(1, days))}`;
}

export const inventName = (chance: Chance): string =>
  [chance.pick(FAMILY), ...(chance.percent(85) ? [chance.pick(MIDDLE)] : []), chance.pick(GIVEN)].join(' ');

/** Province of 1 to 96, century and sex, year, six digits: Decree 137/2015/NĐ-CP, over all five centuries it has. */
export function inventNumber(chance: Chance, birth: string, sex: Invented['sex']): string {
  const year = Number(birth.slice(0, 4));
  const century = Math.floor((year - 1900) / 100) * 2 + (sex === 'Nam' ? 0 : 1);
  return `0${two(chance.between(1, 96))}${century}${birth.slice(2, 4)}${chance.digits(6)}`;
}

export function inventPerson(chance: Chance): Invented {
  const birth = chance.percent(97) ? inventDate(chance, 1900, 2030) : inventDate(chance, 2031, 2399);
  const sex = chance.pick(['Nam', 'Nữ']);
  return {
    name: inventName(chance),
    birth,
    sex,
    address: chance.pick(PLACES),
    number: inventNumber(chance, birth, sex),
  };
}

/** `DDMMYYYY` with the given sign between. */
export const dayFirst = (isoDate: string, between: string): string =>
  isoDate.split('-').reverse().join(between);

/** Capitals without accents, as PC-Covid writes names. */
export const plainCapitals = (name: string): string =>
  name.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/g, 'd').replace(/Đ/g, 'D').toUpperCase();
