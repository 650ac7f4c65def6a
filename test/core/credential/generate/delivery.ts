import type { Chance } from './chance.ts';

/** What prints and scanners put around and into the text of a card; none of it may change what is read. */
export function deliver(text: string, chance: Chance): string {
  const inner = chance.percent(10)
    ? text.split('|').join(chance.pick([' |', '| ', ' | ']))
    : chance.percent(10)
      ? text.normalize('NFD')
      : text;
  const before = chance.percent(80)
    ? ''
    : chance.pick(['\ufeff', ']Q1', ']Q2\\000026', '\u0002', ']L2', ' ']);
  const after = chance.percent(60)
    ? ''
    : chance.pick(['\r', '\r\n', '\u0000\u0000', '\t', '\u0003', '\n', ' ']);
  return before + inner + after;
}
