import { inventNumber } from '../tools/demo/people.ts';

/** The card of the n-th invented person; no two of the first million have the same number. */
export function benchCard(index: number): string {
  const number = `${inventNumber('064', { birth: '1999-04-12', sex: 'Nữ' }).slice(0, 6)}${String(index % 1_000_000).padStart(6, '0')}`;
  return `${number}||Nguyễn Thị Thử Số ${index}|12041999|Nữ|Thôn Ví Dụ, Xã Mẫu, Gia Lai|01052021`;
}
