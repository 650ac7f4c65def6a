import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startDeskKiosk } from '../support/desk-kiosk.ts';
import { testFolder } from '../support/folder.ts';

const CARD = '001099000001||Nguyễn Văn Thử|15051999|Nam|Xã A|20042021';
const PC_COVID = '001***029317|NGUYEN VAN A|1987-**-**|0|162979388586171100|<1<00<0123232422';

describe('while a scanner is looked for', () => {
  it('people go on passing: what they carry is a row, and only other text answers the set-up page', async () => {
    const folder = testFolder();
    const rosterFile = join(folder, 'roster.csv');
    writeFileSync(rosterFile, 'code,name,department\nNV-0001,Trần Thị Thử,Khoa Nội\n');
    const kiosk = startDeskKiosk(folder, { rosterFile });
    await kiosk.call('staff.sign-in', { password: 'none is set' });
    const answer = await kiosk.call('scanner.find', { active: true });
    const code = answer.ok ? (answer.value.code ?? '') : '';
    for (const text of ['NV-0001', `]Q1${CARD}`, PC_COVID, 'GATELOG:1:UNDO:WRONG', code, 'no card']) {
      await kiosk.scan(text);
    }
    const rows = kiosk.pushed('gate.verdict').map(({ verdict, credentialKind }) => [verdict, credentialKind]);
    const found = kiosk.pushed('scanner.found').map(({ got }) => got);
    await kiosk.close();
    expect({ rows, found }).toEqual({
      rows: [
        ['welcome', 'badge'],
        ['welcome', 'cccd'],
        ['ask', 'pc-covid'],
        ['stop', 'control'],
      ],
      found: [code, 'no card'],
    });
  });
});
