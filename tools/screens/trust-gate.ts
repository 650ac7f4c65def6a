import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificate, testKey } from '../../test/support/certificates.ts';
import * as make from '../../test/support/trust-lists.ts';
import { launchKiosk } from '../devices/kiosk.ts';
import { makeGate } from './gates.ts';
import type { Studio } from './quiet-gate.ts';

const COUNTRIES = ['AT', 'BE', 'DE', 'DK', 'ES', 'FI', 'FR', 'IT', 'JP', 'NL', 'PL', 'PT', 'SE', 'TH', 'VN'];
const daysAgo = (days: number): string => new Date(Date.now() - days * 86_400_000).toISOString();

/** A kiosk that knows no list, then one that imports: every step of the administrator's page, and what becomes of old lists. */
export async function trustGate({ electron, display, folder, photographer, say }: Studio): Promise<void> {
  const own = join(folder, 'trust');
  const stick = join(own, 'USB tin cậy');
  mkdirSync(stick, { recursive: true });
  const gate = makeGate(own, { lanes: [{ name: '1', direction: 'in' }] });
  const kiosk = await launchKiosk({ electron, display, settingsFile: gate.settingsFile });
  const { page, app } = kiosk;
  const id = (name: string) => page.getByTestId(name);
  const picture = async (screen: string): Promise<void> => {
    await photographer.take(kiosk, screen);
    say(screen);
  };
  const choose = async (): Promise<void> => {
    await app.evaluate(({ dialog }, path) => {
      dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [path] });
    }, stick);
    await id('trust-choose-folder').click();
    await id('trust-preview').waitFor();
  };
  try {
    await id('action-admin').click();
    await id('sign-in-password').fill(gate.adminPassword);
    await id('sign-in-submit').click();
    await id('admin-tab-trust').click();
    await id('trust-none').waitFor();
    await picture('trust-none');

    writeStick(stick, 0);
    await choose();
    await picture('trust-preview-first');
    await id('trust-apply').click();
    await id('trust-lists').waitFor();
    await picture('trust-lists');

    writeStick(stick, 1);
    await choose();
    await picture('trust-preview');
    await id('trust-apply').click();
    await id('trust-done').waitFor();
    await id('trust-remove').first().click();
    await id('trust-sure').waitFor();
    await picture('trust-sure');
    await id('trust-yes').click();
    await id('trust-done').waitFor();
    await picture('trust-removed');

    writeFileSync(join(stick, 'se.jws'), swedish(testCard('SE'), testCard('DK')));
    await choose();
    await picture('trust-wrong');
    await id('trust-cancel').click();

    await id('admin-tab-health').click();
    await id('health-lists').waitFor();
    await picture('trust-health');
    await id('admin-leave').click();
    await id('chip-trust').waitFor();
    await picture('trust-idle');
  } finally {
    await kiosk.kill();
  }
}

/** A stick as an administrator would bring it; the second time some issuers come, go and change. */
function writeStick(stick: string, turn: 0 | 1): void {
  const names = [
    'Bệnh viện Mẫu',
    'Sở Y tế Thử Nghiệm',
    'Phòng khám Ví dụ',
    'State of Example',
    'Example Pharmacy',
  ];
  const issuers = (turn === 0 ? names.slice(0, 4) : names.slice(1)).map((name, index) => ({
    iss: `https://shc.example/${turn + index}`,
    name,
    keys: [make.shcJwk()],
  }));
  const time = daysAgo(turn === 0 ? 260 : 12);
  writeFileSync(join(stick, 'vci_snapshot.json'), make.jsonBytes(make.vciSnapshot(issuers, { time })));
  const signers = COUNTRIES.slice(turn * 4).map((country) =>
    make.gatewayEntry(make.signer(country), { country, timestamp: daysAgo(turn === 0 ? 200 : 120) }),
  );
  const body = JSON.stringify({ certificates: [...signers, { certificateType: 'UPLOAD' }, {}] });
  writeFileSync(join(stick, 'DSC_2026.txt'), make.signedLines(body, LIST_KEY.privateKey));
  writeFileSync(join(stick, 'key.pub'), make.publicPem(LIST_KEY));
  writeFileSync(join(stick, 'csca.pem'), make.authority('VN').pem + make.authority('TH').pem);
  writeFileSync(join(stick, 'se.jws'), swedish(SWEDISH, SWEDISH));
  writeFileSync(join(stick, 'readme.txt'), 'Danh sách tháng này');
}

const testCard = (country: string) =>
  makeCertificate({
    subject: [
      ['C', country],
      ['O', 'E-hälsomyndigheten Exempel'],
      ['CN', `Trust list signer ${country}`],
    ],
  });

/** A list in the Swedish form, said to be by one and signed by the other. */
const swedish = (by: ReturnType<typeof testCard>, signer: ReturnType<typeof testCard>): Buffer =>
  make.jws(
    {
      iat: Math.floor(Date.now() / 1000) - 86_400 * 3,
      dsc_trust_list: { SE: { keys: [{ kid: make.kidOfDer(signer.der), x5c: [make.base64(signer)] }] } },
    },
    signer,
    { x5c: [make.base64(by)] },
  );

const LIST_KEY = testKey();
const SWEDISH = testCard('SE');
