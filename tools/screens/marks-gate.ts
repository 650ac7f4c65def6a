import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PUSH_CHANNEL, type Pushes, type PushName } from '../../preload/contract/channels.ts';
import type {
  CheckView,
  PartsView,
  ShownVerdict,
  VerdictView,
} from '../../preload/contract/verdict-views.ts';
import { makeHands } from '../devices/hands.ts';
import { launchKiosk } from '../devices/kiosk.ts';
import { LONG_NAME, makeGate } from './gates.ts';
import type { Studio } from './quiet-gate.ts';

const check = (name: string, outcome: CheckView['outcome'], date: string | null = null): CheckView => ({
  name,
  outcome,
  date,
});

/** A day so many days from now, `YYYY-MM-DD`. */
const day = (fromNow: number): string =>
  new Date(Date.now() + fromNow * 86_400_000).toISOString().slice(0, 10);

const VERIFIED = [
  check('signature', 'pass'),
  check('issuerKnown', 'pass'),
  check('notExpired', 'pass', day(400)),
  check('notRevoked', 'pass'),
];
const OLD_PASS = [
  check('signature', 'unknown'),
  check('issuerKnown', 'unknown'),
  check('notExpired', 'fail', '2023-05-31'),
];
/** As many marks as any card can have, all of them bad or odd. */
const EVERYTHING = [
  check('signature', 'fail'),
  check('issuerKnown', 'fail'),
  check('notBefore', 'fail', day(30)),
  check('notExpired', 'fail', day(-3)),
  check('notRevoked', 'fail'),
  check('keyUsage', 'fail'),
  check('schema', 'fail'),
  check('wellFormed', 'fail'),
];

/** Cards in several codes on the way: screen, what is there, how many there are. */
const COLLECTED: readonly (readonly [string, readonly number[], number])[] = [
  ['marks-parts-first', [2], 3],
  ['marks-parts-six', [1, 2, 5], 6],
  ['marks-parts-many', [1, 2, 3, 5, 8], 12],
  ['marks-parts', [1, 3], 3],
];

type Card = Partial<VerdictView> & { readonly verdict: ShownVerdict; readonly reason: string };

/** Every verdict with what its card can carry: the facts in marks, short and long names. People are invented. */
const CARDS: Readonly<Record<string, Card>> = {
  'marks-welcome': {
    verdict: 'welcome',
    reason: 'entered',
    credentialKind: 'hcert-dcc',
    checks: VERIFIED,
    name: 'Trần Thị Mẫu',
  },
  'marks-welcome-old': {
    verdict: 'welcome',
    reason: 'entered',
    credentialKind: 'hcert-dcc',
    checks: OLD_PASS,
  },
  'marks-welcome-read': {
    verdict: 'welcome',
    reason: 'entered-open-visit-inferred',
    credentialKind: 'bhyt',
    documentMasked: 'GD4•••••••••0001',
    checks: [check('signature', 'notApplicable'), check('cardInDate', 'fail', day(-20))],
  },
  'marks-goodbye': {
    verdict: 'goodbye',
    reason: 'left',
    credentialKind: 'shc',
    checks: [check('signature', 'pass'), check('issuerKnown', 'unknown')],
  },
  'marks-stop': {
    verdict: 'stop',
    reason: 'check-stops',
    credentialKind: 'hcert-dcc',
    checks: [check('notRevoked', 'fail'), ...VERIFIED.slice(0, 3)],
    decidedBy: check('notRevoked', 'fail'),
    hideAfterMs: null,
  },
  'marks-ask': {
    verdict: 'ask',
    reason: 'check-asks',
    credentialKind: 'vds-nc',
    checks: [
      check('signature', 'fail'),
      check('issuerKnown', 'unknown'),
      check('notExpired', 'pass', day(90)),
    ],
    decidedBy: check('signature', 'fail'),
    askedDirection: 'in',
    hideAfterMs: null,
  },
  'marks-ask-everything': {
    verdict: 'ask',
    reason: 'check-asks',
    name: LONG_NAME,
    credentialKind: 'hcert-who',
    documentMasked: '001•••••0001',
    checks: EVERYTHING,
    decidedBy: EVERYTHING[0] ?? null,
    askedDirection: 'in',
    hideAfterMs: null,
  },
  'marks-again': {
    verdict: 'again',
    reason: 'already-in',
    credentialKind: 'badge',
    sinceMs: Date.now() - 20_000,
    documentMasked: '••••17',
    checks: [check('roster', 'pass'), check('cardInDate', 'pass', day(300))],
  },
  'marks-welcome-everything': {
    verdict: 'welcome',
    reason: 'entered-open-visit-inferred',
    name: LONG_NAME,
    credentialKind: 'hcert-who',
    documentMasked: '001•••••0001',
    checks: EVERYTHING,
    notes: ['not-a-date', 'number-does-not-match-birth'],
  },
  'marks-broken': {
    verdict: 'unreadable',
    reason: 'certificate-unreadable',
    credentialKind: 'hcert-dcc',
    name: null,
    birthYear: null,
    checks: [check('signature', 'unknown'), check('wellFormed', 'fail')],
    notes: ['certificate-damaged'],
    damage: ['ime'],
  },
  'marks-parts-missing': {
    verdict: 'unreadable',
    reason: 'parts-missing',
    credentialKind: 'shc-part',
    name: null,
    birthYear: null,
    parts: { have: [1, 3], count: 3 },
  },
  'marks-vietnam': {
    verdict: 'welcome',
    reason: 'entered',
    credentialKind: 'hcert-dcc',
    checks: OLD_PASS,
    notes: ['certificate-vietnam-keys-not-public'],
    parts: { have: [2], count: 3 },
  },
  'marks-unreadable': {
    verdict: 'unreadable',
    reason: 'not-a-pass',
    credentialKind: 'wifi',
    name: null,
    birthYear: null,
    notes: ['wifi-code'],
  },
};

/** Shows every card with marks as main would send it: no gate meets them all in one shift. */
export async function marksGate({ electron, display, folder, photographer, say }: Studio): Promise<void> {
  const own = join(folder, 'marks');
  mkdirSync(own, { recursive: true });
  const gate = makeGate(own, {});
  const kiosk = await launchKiosk({ electron, display, settingsFile: gate.settingsFile });
  const { app, page } = kiosk;
  const hands = makeHands(page, display.display, null);
  let id = 0;
  const push = <N extends PushName>(name: N, value: Pushes[N]): Promise<void> =>
    app.evaluate(
      ({ BrowserWindow }, sent) => {
        BrowserWindow.getAllWindows()[0]?.webContents.send(sent.channel, sent.name, sent.value);
      },
      { channel: PUSH_CHANNEL, name, value },
    );
  const show = async (card: Card): Promise<void> => {
    id += 1;
    const nowMs = Date.now();
    const view: VerdictView = {
      id,
      seq: id,
      name: 'Nguyễn Văn Thử',
      birthYear: '1999',
      documentMasked: null,
      credentialKind: 'cccd',
      lane: '1',
      atMs: nowMs,
      sinceMs: null,
      damage: [],
      rawShort: null,
      notes: [],
      checks: [],
      decidedBy: null,
      parts: null,
      askedDirection: null,
      errorCode: null,
      hideAfterMs: 600_000,
      readAtMs: nowMs,
      committedAtMs: nowMs,
      ...card,
    };
    await push('gate.verdict', view);
    await page.locator(`[data-testid="verdict"][data-id="${id}"]`).waitFor();
  };
  const collect = async (have: readonly number[], count: number): Promise<void> => {
    id += 1;
    const view: PartsView = { id, lane: '1', have, count, again: false, before: null };
    await push('gate.parts', view);
    await page.locator(`[data-testid="parts"][data-have="${have.join(' ')}"]`).waitFor();
  };
  try {
    for (const [screen, card] of Object.entries(CARDS)) {
      await show(card);
      await photographer.take(kiosk, screen);
      say(screen);
    }
    for (const [screen, have, count] of COLLECTED) {
      await collect(have, count);
      await photographer.take(kiosk, screen);
      say(screen);
    }
    await hands.click(page.getByTestId('action-type'));
    await page.getByTestId('type-dialog').waitFor();
    await photographer.take(kiosk, 'marks-parts-strip');
    say('marks-parts-strip');
    for (const name of ['marks-welcome-everything', 'marks-welcome-old', 'marks-ask']) {
      const card = CARDS[name];
      if (card === undefined) continue;
      await show(card);
      await photographer.take(kiosk, `${name}-strip`);
      say(`${name}-strip`);
    }
  } finally {
    await kiosk.kill();
  }
}
