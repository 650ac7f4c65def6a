import type { Card } from './card.ts';
import type { Chance } from './chance.ts';
import { deliver } from './delivery.ts';
import { inventPerson, plainCapitals } from './person.ts';

/** PC-Covid codes, masked as the app does by default or whole, with and without EXT; FORMATS.md, section 3. */
export function generatePcCovid(chance: Chance): Card {
  const person = inventPerson(chance);
  const isMasked = chance.percent(50);
  const isOldPaper = chance.percent(20);
  const whole = isOldPaper ? chance.digits(9) : person.number;
  const number = isMasked ? `******${whole.slice(6)}` : whole;
  const year = person.birth.slice(0, 4);
  const birthField = isMasked ? `${year}-**-**` : person.birth;
  const qid = chance.percent(90) ? chance.digits(18) : '';
  const declarer = chance.percent(10) ? chance.digits(18) : '';
  const sexCode = chance.pick(['0', '1', '2']);
  const bhyt = chance.percent(60) ? `${chance.pick(['GD', 'DN', 'HS'])}4${chance.digits(12)}` : '00';
  const bhytField = bhyt !== '00' && isMasked && chance.percent(30) ? `${bhyt.slice(0, 9)}******` : bhyt;
  const phone = chance.percent(90) ? `0${chance.pick([3, 5, 7, 8, 9])}${chance.digits(8)}` : '';
  const phoneField =
    phone !== '' && isMasked && chance.percent(30) ? `${phone.slice(0, 4)}***${phone.slice(7)}` : phone;
  const signature = chance.percent(20) ? Buffer.from(chance.digits(24)).toString('base64') : null;
  const hasExt = chance.percent(90);
  const ext = [declarer, sexCode, bhytField, phoneField, ...(signature === null ? [] : [signature])].join(
    '<',
  );
  const name = plainCapitals(person.name);
  const idKind = chance.pick(['0', '1']);

  const masked = (kind: string, value: string): string => `${kind}:${value}${value.includes('*') ? '?' : ''}`;
  const inExt = (value: string | null): string | null => (hasExt && value !== '' ? value : null);
  const canCompare = !isMasked && !isOldPaper;
  return {
    text: deliver([number, name, birthField, idKind, qid, ...(hasExt ? [ext] : [])].join('|'), chance),
    said: {
      kind: 'pc-covid',
      fields: {
        number,
        name,
        birth: birthField,
        idKind,
        qid: qid === '' ? null : qid,
        declarerQid: inExt(declarer),
        sexCode: inExt(sexCode),
        bhyt: inExt(bhytField),
        phone: inExt(phoneField),
        extSignature: inExt(signature),
      },
      documents: [
        masked(isOldPaper ? 'cmnd' : 'cccd', number),
        ...(qid === '' ? [] : [`qid:${qid}`]),
        ...(hasExt && bhyt !== '00' ? [masked('bhyt', bhytField)] : []),
        ...(hasExt && phone !== '' ? [masked('phone', phoneField)] : []),
      ],
      name,
      birth: isMasked ? year : person.birth,
      checks: ['signature=notApplicable', ...(canCompare ? ['numberConsistent=pass'] : [])],
      notes: [],
    },
  };
}
