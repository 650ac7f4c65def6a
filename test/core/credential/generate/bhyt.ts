import type { Card } from './card.ts';
import type { Chance } from './chance.ts';
import { deliver } from './delivery.ts';
import { dayFirst, inventDate, inventName, inventPerson } from './person.ts';

/** The day in Vietnam on which the generated cards are read. */
export const TODAY = '2026-01-15';

const GROUPS = ['DN', 'HX', 'CH', 'NN', 'TK', 'HC', 'TE', 'GD', 'HS', 'SV', 'DT', 'CN', 'DD', 'DK'] as const;

/** Health-insurance cards, old and new, of grown-ups and children, by FORMATS.md, section 2. */
export function generateBhyt(chance: Chance): Card {
  const person = inventPerson(chance);
  const insured = chance.digits(10);
  const isOld = chance.percent(50);
  const code = isOld ? `${chance.pick(GROUPS)}${chance.between(1, 5)}${chance.digits(2)}${insured}` : insured;
  const isChild = chance.percent(25);
  const birth = chance.percent(15) ? person.birth.slice(0, 4) : person.birth;
  const from = chance.percent(95) ? inventDate(chance, 2015, 2027) : null;
  const to = chance.percent(60) ? inventDate(chance, 2024, 2031) : null;
  const issued = chance.percent(70) ? inventDate(chance, 2015, 2027) : null;
  const fiveYears = chance.percent(60) ? inventDate(chance, 2015, 2030) : null;
  const parent = isChild ? inventName(chance) : null;
  const address = chance.percent(70) ? person.address : null;
  const managing = chance.percent(80) ? `${chance.digits(2)}${chance.digits(12)}` : null;
  const mark = chance.percent(90) ? `${hexDigits(chance, 16)}-${chance.digits(4)}` : null;
  const issuedBy = chance.percent(90) ? 'BHXH huyện Thử, tỉnh Mẫu' : null;
  const area = chance.pick([null, '4', 'K1', 'K2', 'K3']);
  const facility = `${chance.digits(2)} - ${chance.digits(3)}`;
  const unknown = chance.pick([null, '4', '1']);

  const date = (iso: string | null): string => (iso === null ? '-' : dayFirst(iso, '/'));
  const hex = hexWriter(chance);
  const fields = [
    ...[code, hex(person.name), birth.length === 4 ? birth : date(birth), person.sex === 'Nam' ? '1' : '2'],
    ...[hex(address), facility, date(from), date(to), date(issued), managing ?? '-', hex(parent)],
    ...[area ?? '-', fiveYears === null ? '-' : `${chance.pick(['', ' '])}${date(fiveYears)}`, mark ?? '-'],
    ...[unknown ?? '-', hex(issuedBy), '$'],
  ];
  const printed = issued ?? from;
  return {
    text: deliver(fields.join('|'), chance),
    said: {
      kind: 'bhyt',
      fields: {
        code,
        name: person.name,
        birth,
        sex: person.sex,
        address,
        facility,
        validFrom: from,
        validTo: to,
        issued,
        managingCode: managing,
        parent,
        area,
        fiveYears,
        mark,
        extra1: unknown,
        issuedBy,
      },
      documents: [
        `bhyt:${code}`,
        ...(isOld && printed !== null && printed >= '2018' ? [`bhyt:${insured}`] : []),
      ],
      name: person.name,
      birth,
      checks: ['signature=notApplicable', 'wellFormed=pass', `cardInDate=${inDate(from, to)}`],
      notes: [],
    },
  };
}

function inDate(from: string | null, to: string | null): string {
  if (from === null && to === null) return 'notApplicable';
  if (to !== null && to < TODAY) return `fail ${to}`;
  if (from !== null && from > TODAY) return `fail ${from}`;
  return to === null ? 'pass' : `pass ${to}`;
}

const hexDigits = (chance: Chance, count: number): string =>
  Array.from({ length: count }, () => chance.below(16).toString(16)).join('');

/** One printer writes all its hex in one case; `-` is nothing. */
function hexWriter(chance: Chance): (text: string | null) => string {
  const isUpper = chance.percent(30);
  return (text) => {
    if (text === null) return '-';
    const hex = Buffer.from(text, 'utf8').toString('hex');
    return isUpper ? hex.toUpperCase() : hex;
  };
}
