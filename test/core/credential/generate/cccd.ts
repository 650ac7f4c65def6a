import type { Card } from './card.ts';
import type { Chance } from './chance.ts';
import { deliver } from './delivery.ts';
import { dayFirst, type Invented, inventDate, inventName, inventPerson } from './person.ts';

export const CCCD_FORMS = ['seven fields', 'eleven fields', 'six fields'] as const;
export type CccdForm = (typeof CCCD_FORMS)[number];

/** What is wrong with a card on purpose: it is read all the same, with a warning. */
type Fault = 'none' | 'birth' | 'sex' | 'province';

/** A citizen card in one of its three forms, by FORMATS.md, section 1. */
export function generateCccd(chance: Chance, form: CccdForm = chance.pick(CCCD_FORMS)): Card {
  const person = inventPerson(chance);
  const fault: Fault = chance.percent(92) ? 'none' : chance.pick(['birth', 'sex', 'province']);
  const number = numberWith(person, fault);
  const name = chance.percent(30) ? person.name.toUpperCase() : person.name;
  const address = chance.percent(5) ? '' : person.address;
  const issued = inventDate(chance, 2016, 2035);
  const old = form !== 'six fields' && chance.percent(40) ? chance.digits(9) : '';
  const yearOnly = chance.percent(3);
  const birth = yearOnly ? person.birth.slice(0, 4) : person.birth;
  const between = form === 'six fields' ? '/' : '';
  const birthField = yearOnly
    ? chance.pick([birth, form === 'six fields' ? `00/00/${birth}` : `0000${birth}`])
    : dayFirst(birth, between);
  const extras = form === 'eleven fields' ? inventExtras(chance) : { raw: [], named: {} };
  const fields = [
    number,
    ...(form === 'six fields' ? [] : [old]),
    ...[name, birthField, person.sex, address, dayFirst(issued, between)],
    ...extras.raw,
  ];
  return {
    text: deliver(fields.join('|'), chance),
    said: {
      kind: 'cccd',
      fields: {
        number,
        oldNumber: old === '' ? null : old,
        name,
        birth,
        sex: person.sex,
        address: address === '' ? null : address,
        issued,
        ...Object.fromEntries(extras.raw.map((raw, index) => [`extra${index + 1}`, raw === '' ? null : raw])),
        ...extras.named,
      },
      documents: [`cccd:${number}`, ...(old === '' ? [] : [`cmnd:${old}`])],
      name,
      birth,
      checks: [
        'signature=notApplicable',
        `numberConsistent=${fault === 'birth' || fault === 'sex' ? 'fail' : 'pass'}`,
      ],
      notes: NOTES[fault],
    },
  };
}

const NOTES: Readonly<Record<Fault, readonly string[]>> = {
  none: [],
  birth: ['number-does-not-match-birth'],
  sex: ['number-does-not-match-sex'],
  province: ['unknown-province'],
};

function numberWith({ number }: Invented, fault: Fault): string {
  const century = Number(number[3]);
  if (fault === 'sex') return `${number.slice(0, 3)}${century ^ 1}${number.slice(4)}`;
  if (fault === 'province') return `099${number.slice(3)}`;
  if (fault === 'none') return number;
  const otherYear = String((Number(number.slice(4, 6)) + 1) % 100).padStart(2, '0');
  return `${number.slice(0, 4)}${otherYear}${number.slice(6)}`;
}

interface Extras {
  readonly raw: readonly string[];
  readonly named: Readonly<Record<string, string>>;
}

/** Empty on an adult's card; on a child's any order of cancelled number, two parents and one that nobody knows. */
function inventExtras(chance: Chance): Extras {
  if (chance.percent(70)) return { raw: ['', '', '', ''], named: {} };
  const cancelled = chance.percent(50) ? chance.digits(chance.pick([9, 12])) : '';
  const date = inventDate(chance, 2024, 2035);
  const last = chance.pick(['', dayFirst(date, ''), dayFirst(date, '/'), '07', 'K3?']);
  const parts = [cancelled, inventName(chance), chance.percent(80) ? inventName(chance) : '', last];
  const raw: string[] = [];
  while (parts.length > 0) raw.push(...parts.splice(chance.below(parts.length), 1));
  const parents = raw.filter((part) => /^\p{L}[^\d]+$/u.test(part));
  return {
    raw,
    named: {
      ...(cancelled === '' ? {} : { cancelledNumber1: cancelled }),
      ...Object.fromEntries(parents.map((name, index) => [`parent${index + 1}`, name])),
      ...(/^\d{2}\/?\d{2}\/?\d{4}$/.test(last) ? { extraDate1: date } : {}),
    },
  };
}
