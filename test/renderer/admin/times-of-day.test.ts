import { expect, it } from 'vitest';
import { timesOf } from '../../../renderer/admin/times-of-day.ts';

it('times of day are read as people write them, sorted and each once', () => {
  expect(timesOf('22:00, 6:30')).toEqual(['06:30', '22:00']);
  expect(timesOf('6h30 22h; 12g15,12.15 22')).toEqual(['06:30', '12:15', '22:00']);
  expect(timesOf('  ')).toEqual([]);
});

it('what is no time of day makes none of them count, nor do more than eight', () => {
  for (const wrong of ['24:00', '12:60', '22:0', 'tối', '-1', '1:2:3']) expect(timesOf(wrong)).toBeNull();
  expect(timesOf('0 1 2 3 4 5 6 7')).toHaveLength(8);
  expect(timesOf('0 1 2 3 4 5 6 7 8')).toBeNull();
});
