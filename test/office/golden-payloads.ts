import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { at, type Hc1Wish, makeHc1, RECOVERY, TEST, VACCINATION } from '../core/credential/hcert/make-hc1.ts';
import {
  bundleOf,
  directoryOf,
  dose,
  longJws,
  makeShcIssuer,
  PATIENT,
  result,
  shcJws,
  shcParts,
  shcText,
} from '../core/credential/shc/cards.ts';
import { makeCertificate, OIDS, testKey } from '../support/certificates.ts';
import { writeGoldenCertificates } from './golden-certificates.ts';

/**
 * Writes the signed payloads of the golden answers anew, and the trust lists that know their issuers. The keys are made
 * here and thrown away: nobody can sign more with them.
 */
export function writeGoldenPayloads(folder: string): void {
  const trust = join(folder, 'trust');
  rmSync(trust, { recursive: true, force: true });
  mkdirSync(trust, { recursive: true });
  const lines = (name: string, payloads: readonly string[]): void =>
    writeFileSync(join(folder, name), payloads.map((payload) => `${payload}\n`).join(''));

  const country = (code: string) => ({
    subject: [['C', code] as const, ['CN', `Signer of ${code}`] as const],
  });
  const signer = makeCertificate(country('VN'));
  const rsa = makeCertificate({ ...country('XA'), key: testKey(2048) });
  const tests = makeCertificate({ ...country('XB'), extendedKeyUsage: [OIDS.test] });
  const stranger = makeCertificate(country('XC'));
  writeFileSync(join(trust, 'signers.pem'), [signer, rsa, tests].map(({ pem }) => pem).join(''));
  const hc1 = (wish: Partial<Hc1Wish>): string => makeHc1({ signer, ...wish, claims: claims(wish.claims) });
  const sound = hc1({});
  lines('hcert-dcc.txt', [
    sound,
    hc1({ dcc: TEST }),
    hc1({ dcc: RECOVERY }),
    hc1({ signer: rsa, algorithm: 'PS256', claims: new Map([[1, 'XA']]) }),
    hc1({ tags: [] }),
    hc1({ claims: new Map([[4, at('2025-12-31T00:00:00Z')]]) }),
    hc1({ claims: new Map([[6, at('2026-02-01T00:00:00Z')]]) }),
    hc1({ signer: tests, claims: new Map([[1, 'XB']]) }),
    hc1({ signer: stranger, claims: new Map([[1, 'XC']]) }),
    hc1({ dcc: { ...VACCINATION, dob: 'long ago' } }),
    hc1({ dcc: { ...VACCINATION, t: TEST.t } }),
    hc1({ claims: new Map([[1, 'LA']]) }),
    hc1({ compressed: false }),
    hc1({ change: (parts) => ({ ...parts, signature: new Uint8Array(64).fill(7) }) }),
    sound.slice(0, -7),
  ]);
  for (const day of ['2025-12-01', '2027-01-01']) lines(`hcert-dcc@${day}.txt`, [sound]);
  lines('hcert-who.txt', [
    hc1({ health: new Map([[3, WHO_VACCINATION]]) }),
    hc1({ payload: WHO_VACCINATION }),
    hc1({ health: new Map([[5, [{ u: 'shlink:/eyJ1cmwiOiJodHRwczovL3ZpLWR1LmV4YW1wbGUudGVzdCJ9' }]]]) }),
    hc1({ health: new Map([[9, { thu: 'nghiệm' }]]) }),
  ]);

  const issuer = makeShcIssuer();
  writeFileSync(join(trust, 'directory.json'), directoryOf(issuer));
  const jws = shcJws(issuer);
  lines('shc.txt', [
    shcText(jws),
    shcText(shcJws(issuer, { bundle: bundleOf(PATIENT, dose(1), dose(2), result()) })),
    shcText(shcJws(issuer, { payload: { exp: at('2026-01-14T12:00:00Z') } })),
    shcText(shcJws(makeShcIssuer('https://la.example.test/shc', 'Không ai biết'))),
    shcText(shcJws(makeShcIssuer(issuer.iss))),
    shcText(`${jws.slice(0, -4)}AAAA`),
    shcText(jws).slice(0, -1),
  ]);
  const [first = '', second = '', third = ''] = shcParts(longJws(issuer), 3);
  const [one = '', other = ''] = shcParts(longJws(issuer, { ...PATIENT, birthDate: '1999-05-16' }), 2);
  lines('shc-part.txt', [
    ...[third, first, first, second, second],
    ...['shc:/1/2/5676', 'shc:/9/2/5676', 'shc:/1/60/5676'],
    // A code of another number of codes ends the set that was begun.
    ...[first, other, second, one, other],
    // Codes of two cards in one number of codes.
    ...[first, shcParts(longJws(issuer, { ...PATIENT, birthDate: '1999-05-17' }), 3)[1] ?? '', third],
    `${one.slice(0, -2)}00`,
  ]);
  writeGoldenCertificates(trust, lines);
}

/** From December 2025 to December 2026, unless wished otherwise. */
const claims = (wished: ReadonlyMap<number, unknown> = new Map()): ReadonlyMap<number, unknown> =>
  new Map<number, unknown>([[4, at('2026-12-02T00:00:00Z')], [6, at('2025-12-02T00:00:00Z')], ...wished]);

const WHO_VACCINATION = {
  name: 'Nguyễn Văn Thử',
  birthDate: '1987-01-18',
  sex: 'male',
  identifier: 'C1234567',
  vaccine: { code: 'XM68M6', system: 'http://id.who.int/icd11/mms' },
  brand: { code: 'XM8NQ0', system: 'http://id.who.int/icd11/mms' },
  lot: 'LOT1',
  date: '2021-12-01',
  dose: 2,
  country: { code: 'VNM', system: 'urn:iso:std:iso:3166' },
  centre: 'Trạm Y tế Mẫu',
  hcid: 'HCID-0000001',
};
