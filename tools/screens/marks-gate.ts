import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PUSH_CHANNEL } from '../../preload/contract/channels.ts';
import type { CheckView, ShownVerdict, VerdictView } from '../../preload/contract/views.ts';
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
    await app.evaluate(
      ({ BrowserWindow }, { channel, sent }) => {
        BrowserWindow.getAllWindows()[0]?.webContents.send(channel, 'gate.verdict', sent);
      },
      { channel: PUSH_CHANNEL, sent: view },
    );
    await page.locator(`[data-testid="verdict"][data-id="${id}"]`).waitFor();
  };
  try {
    for (const [screen, card] of Object.entries(CARDS)) {
      await show(card);
      await photographer.take(kiosk, screen);
      say(screen);
    }
    await hands.press('Escape');
    await page.getByTestId('verdict').waitFor({ state: 'detached' });
    await hands.click(page.getByTestId('action-type'));
    await page.getByTestId('type-dialog').waitFor();
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
