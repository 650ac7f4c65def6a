import { describe, expect, it, onTestFinished } from 'vitest';
import { createKnownPeople } from '../../main/known-people.ts';
import { startDeskKiosk } from '../support/desk-kiosk.ts';
import { testFolder } from '../support/folder.ts';

const CARD = '001099000001||Nguyen Van Thu|15051999|Nam|Xa A, Huyen B, Dak Lak|20042021';
const PHONE = '0901000001';
const ENTRY = {
  name: '',
  document: '',
  phone: '',
  note: '',
  direction: 'in',
  purpose: '',
  companions: 0,
  known: null,
  answers: null,
} as const;

function startKiosk() {
  const kiosk = startDeskKiosk(testFolder());
  onTestFinished(() => kiosk.close());
  const suggest = async (document: string, phone = '', name = '') => {
    const answer = await kiosk.call('gate.suggest', { document, phone, name });
    if (!answer.ok) throw new Error(answer.message);
    return answer.value;
  };
  return { ...kiosk, suggest };
}

describe('people who were here before', () => {
  it('are offered masked for a whole document, however it is written, and for nothing less', async () => {
    const { scan, suggest } = startKiosk();
    await scan(CARD);
    const person = {
      nameMasked: 'N. V. Thu',
      birthYear: '1999',
      documentMasked: '001•••••0001',
      nameDiffers: false,
    };
    for (const typed of ['001099000001', '001 099 000 001', '001.099.000001']) {
      expect(await suggest(typed)).toEqual({
        people: [{ ...person, ref: expect.stringMatching(/^[0-9a-f]{32}$/) }],
        tooMany: false,
      });
    }
    for (const less of ['', '001', '00109900000', '0010990000*1', '0010990000012', 'NV-0417', 'Nguyen']) {
      expect(await suggest(less)).toEqual({ people: [], tooMany: false });
    }
    expect(await suggest('001099000002')).toEqual({ people: [], tooMany: false });
  });

  it('are offered for a phone that they gave, all who share it up to three, and nobody where more do', async () => {
    const { call, suggest } = startKiosk();
    const names = ['Lê Thị Một', 'Lê Văn Hai', 'Lê Thị Ba', 'Lê Văn Bốn'];
    for (const [index, name] of names.entries()) {
      await call('gate.manual', { ...ENTRY, name, document: `00109900001${index}`, phone: PHONE });
      const { people } = await suggest('', '+84 901 000 001');
      expect(people.map(({ nameMasked }) => nameMasked).sort()).toEqual(
        index < 3 ? ['L. T. Một', 'L. V. Hai', 'L. T. Ba'].slice(0, index + 1).sort() : [],
      );
    }
  });

  it('are said to have another name than the one typed, and keep their place while it is typed on', async () => {
    const { call, scan, suggest } = startKiosk();
    await scan(CARD);
    const answers = [];
    for (const name of ['', 'Nguyễn V', 'Thử', 'nguyễn văn thử', 'Trần Văn Thử', 'Nguyễn Văn Thi'])
      answers.push((await suggest('001099000001', '', name)).people);
    expect(answers.map(([person]) => person?.nameDiffers)).toEqual([false, false, false, false, true, true]);
    expect(new Set(answers.map(([person]) => person?.ref)).size).toBe(1);
    expect(
      await call('gate.manual', { ...ENTRY, known: answers[0]?.[0]?.ref ?? '', document: '001099000001' }),
    ).toMatchObject({ ok: true });
  });

  it('go into the row by their own name, which the page is shown only then', async () => {
    const { call, scan, suggest, pushed } = startKiosk();
    await scan(CARD);
    const ref = (await suggest('001099000001')).people[0]?.ref ?? '';
    expect(await call('gate.manual', { ...ENTRY, document: '001099000001', known: ref })).toMatchObject({
      ok: true,
    });
    expect(pushed('gate.verdict').at(-1)).toMatchObject({
      verdict: 'welcome',
      reason: 'manual-entry',
      name: 'Nguyen Van Thu',
      birthYear: '1999',
      documentMasked: '001•••••0001',
    });
    // One person, who came twice: the second entry closes his first visit.
    expect(pushed('gate.state').at(-1)?.counts.inside).toBe(1);
  });

  it('are offered no more once another number is asked about', async () => {
    const { call, scan, suggest } = startKiosk();
    await scan(CARD);
    const ref = (await suggest('001099000001')).people[0]?.ref ?? '';
    await suggest('001099000002');
    expect(await call('gate.manual', { ...ENTRY, known: ref })).toMatchObject({
      ok: false,
      code: 'person/unknown',
    });
  });

  it('are not to be found by trying numbers out: after eight within a minute nothing is looked up', () => {
    let uptimeMs = 0;
    let looked = 0;
    const having = () => {
      looked += 1;
      return [];
    };
    const known = createKnownPeople({ people: { having } }, () => uptimeMs);
    const ask = (index: number) =>
      known.suggest({ document: `0010990000${String(index).padStart(2, '0')}`, phone: '', name: '' }).tooMany;
    expect(Array.from({ length: 10 }, (_, index) => ask(index))).toEqual([
      ...Array.from({ length: 8 }, () => false),
      true,
      true,
    ]);
    // One that was asked about already tells nothing new.
    expect(ask(3)).toBe(false);
    expect(looked).toBe(9);
    uptimeMs = 60_000;
    expect(ask(11)).toBe(false);
  });

  it('are not found by patience either: ninety numbers an hour are a busy gate', () => {
    let uptimeMs = 0;
    const known = createKnownPeople({ people: { having: () => [] } }, () => uptimeMs);
    const answers = Array.from({ length: 100 }, (_, index) => {
      uptimeMs += 20_000;
      return known.suggest({ document: String(1_099_000_000 + index).padStart(12, '0'), phone: '', name: '' })
        .tooMany;
    });
    expect(answers.filter((tooMany) => !tooMany)).toHaveLength(90);
  });
});
