import { GatelogError } from '../core/errors.ts';
import type { BatchOpeners } from './batch-openers.ts';
import type { CallHandlers } from './bridge/bridge.ts';
import type { Clock } from './clock/clock.ts';
import type { Deliveries } from './deliveries.ts';
import type { Diagnostics } from './diagnostics/diagnostics.ts';
import type { GateChoices } from './gate-choices.ts';
import type { KioskState } from './kiosk-state.ts';
import type { KnownPeople } from './known-people.ts';
import type { AuditDetails } from './log/audit.ts';
import type { PeopleDesk } from './people-desk.ts';
import type { ReadDesk } from './read-desk.ts';
import type { RetentionDesk } from './retention/desk.ts';
import { listPorts } from './scanner/list.ts';
import type { Settings } from './settings/schema.ts';
import { hashPassword } from './staff/password.ts';
import type { Recovery } from './staff/renew.ts';
import type { Session } from './staff/session.ts';
import type { StickDesk } from './sticks/desk.ts';
import type { TargetDesk } from './targets/desk.ts';
import type { TrustLists } from './trust/trust-lists.ts';

export interface CallParts {
  readonly settings: Settings;
  /** Writes into the settings file. Throws `settings/...`. */
  readonly changeSettings: (change: Partial<Settings>) => void;
  readonly session: Session;
  /** The code that stands in for a lost password and a lost key. */
  readonly recovery: Recovery;
  readonly choices: Pick<GateChoices, 'view' | 'change'>;
  readonly known: Pick<KnownPeople, 'suggest'>;
  readonly desk: ReadDesk;
  readonly deliveries: Deliveries;
  readonly sticks: StickDesk;
  readonly targets: Omit<TargetDesk, 'close'>;
  readonly openers: Pick<BatchOpeners, 'view' | 'check' | 'choose'>;
  readonly trust: TrustLists;
  readonly people: PeopleDesk;
  readonly retention: RetentionDesk;
  /** Writes one act of the administrator down. */
  readonly audit: (what: string, details: AuditDetails) => void;
  readonly clock: Clock;
  readonly state: Pick<
    KioskState,
    'view' | 'setCamera' | 'camera' | 'chooseCamera' | 'setLanguage' | 'setTyping'
  >;
  readonly pushState: () => void;
  readonly confirmClock: () => void;
  /** The guard has read what is said of the sudden end before this start. */
  readonly suddenEndSeen: () => void;
  readonly diagnostics: Diagnostics;
}

/** Calls that are known only while nobody has set the kiosk up. */
type SetupOnly = 'setup.keep' | 'setup.slugs' | 'setup.password' | 'setup.finish';

/** Calls that are known only while the log is being opened. */
type StartOnly = 'start.again' | 'start.quit' | 'start.recover';

/** What each call of the page does. Arguments are parsed and the role is checked before any of these runs. */
export function createCalls(parts: CallParts): Omit<CallHandlers, SetupOnly | StartOnly> {
  const { settings, session, desk, deliveries, sticks, targets, openers, trust, people } = parts;
  const { clock, state, pushState } = parts;
  const now = () => clock.read().atMs;
  const firstLane = settings.lanes[0]?.name ?? '';
  /** Throws unless whoever is signed in has just said the secret again; a wrong one was counted by the session. */
  const proven = (fits: boolean): void => {
    if (fits) return;
    parts.audit('staff/refused', {});
    throw new GatelogError('staff/wrong-password', 'wrong password');
  };
  return {
    'gate.state': () => {
      desk.pageStarted();
      return state.view();
    },
    'gate.listening': () => {
      parts.diagnostics.note('screen', 'screen/listening');
      return null;
    },
    'gate.read': ({ source, text, prefix, terminator }) => {
      const atMs = now();
      if (source === 'camera') {
        const lane = state.camera().lane ?? firstLane;
        desk.read({ raw: text, source: { kind: 'camera' }, lane, atMs }, { terminator, baudRate: null });
      } else {
        const lane = settings.wedge.lane ?? firstLane;
        desk.read(
          { raw: text, source: { kind: 'wedge', prefix }, lane, atMs },
          { terminator, baudRate: null },
        );
      }
      return null;
    },
    'gate.manual': (args) => {
      desk.manual(args, firstLane);
      return null;
    },
    'gate.suggest': (typed) => {
      const found = parts.known.suggest(typed);
      if (found.tooMany) parts.diagnostics.note('screen', 'screen/too-many-numbers');
      return found;
    },
    'gate.answer': (args) => {
      desk.answer(args);
      return null;
    },
    'gate.undo': ({ seq }) => {
      desk.undo(seq);
      return null;
    },
    'gate.direction': ({ lane, direction }) => {
      const known = settings.lanes.some((one) => one.name === lane);
      if (!known || (direction === 'auto' && !settings.onlyGate)) {
        throw new GatelogError('bridge/bad-arguments', 'no such lane, or AUTO at a site with several gates');
      }
      desk.turn(lane, direction);
      return null;
    },
    'gate.sudden-end-seen': () => {
      parts.suddenEndSeen();
      pushState();
      return null;
    },
    'gate.touched': () => {
      session.touched();
      return null;
    },
    'gate.painted': ({ id, atMs }) => {
      desk.painted(id, atMs);
      return null;
    },
    'screen.language': ({ language }) => {
      state.setLanguage(language);
      pushState();
      return null;
    },
    'screen.typing': ({ method }) => {
      state.setTyping(method);
      pushState();
      return null;
    },
    'camera.state': ({ state: shown, problem }) => {
      state.setCamera(shown, problem);
      parts.diagnostics.note('camera', `camera/${shown}`, { problem });
      pushState();
      return null;
    },
    'camera.choose': ({ enabled, device }) => {
      const { lane } = state.camera();
      const camera = { enabled, ...(lane !== undefined && { lane }), ...(device !== null && { device }) };
      // First what outlives a restart: a choice that holds until then only would be found wrong much later.
      parts.changeSettings({ camera });
      state.chooseCamera(camera);
      parts.audit('camera/chosen', { enabled, device: device ?? '' });
      pushState();
      return null;
    },
    'staff.sign-in': ({ password }) => {
      const passwordSet = session.passwordSet();
      // The page asks with an empty password whether one is set, and who is there: that is neither a wrong try nor,
      // where anybody may come in and somebody has, one more sign-in.
      if (password === '' && (passwordSet || session.role() === 'admin'))
        return { role: session.role(), passwordSet, recovered: false };
      let by: ReturnType<Session['signIn']>;
      try {
        by = session.signIn(password);
      } catch (error) {
        parts.audit('staff/refused', {});
        throw error;
      }
      const recovered = by === 'recovery';
      parts.audit('staff/signed-in', { passwordSet, recovered });
      return { role: 'admin', passwordSet, recovered };
    },
    'staff.set-password': ({ password, present }) => {
      proven(session.isSecret(present));
      const hash = hashPassword(password);
      const recoveryCode = parts.recovery.renew(hash);
      parts.audit('staff/password-set', {});
      pushState();
      return { recoveryCode };
    },
    'staff.new-code': ({ password }) => {
      proven(session.isPassword(password));
      const recoveryCode = parts.recovery.renew();
      parts.audit('staff/code-renewed', {});
      pushState();
      return { recoveryCode };
    },
    'setup.state': () => null,
    'start.state': () => ({ kind: 'open' }),
    'staff.sign-out': () => {
      if (session.role() === 'admin') parts.audit('staff/signed-out', {});
      session.signOut();
      return null;
    },
    'staff.off-duty': () => {
      desk.offDuty();
      return null;
    },
    'clock.confirm': () => {
      parts.confirmClock();
      return null;
    },
    'retention.view': () => parts.retention.view(),
    'retention.preview': ({ days }) => parts.retention.preview(days),
    'retention.change': ({ days }) => {
      const view = parts.retention.change(days);
      pushState();
      return view;
    },
    'retention.run': () => parts.retention.run(),
    'scanner.ports': async () => {
      const { ports, problem } = await listPorts();
      // An empty list would say that nothing is plugged in.
      if (problem !== null) throw new GatelogError(problem, 'the ports of this PC cannot be listed');
      const used = new Set(settings.scanners.map((one) => one.port));
      return ports.map((port) => ({ ...port, inUse: used.has(port.path) }));
    },
    'scanner.find': ({ active }) => {
      if (active) {
        parts.audit('scanner/find', {});
        return { code: desk.findStart() };
      }
      desk.findStop();
      return { code: null };
    },
    'choices.view': () => parts.choices.view(),
    'choices.change': (to) => parts.choices.change(to),
    'delivery.target': () => deliveries.target(),
    'delivery.choose-folder': () => deliveries.chooseFolder(),
    'delivery.deliver': ({ folder, again }) => deliveries.deliver(folder, again ?? null),
    'delivery.past': ({ days }) => deliveries.past(days),
    'delivery.plan': () => deliveries.plan(),
    'delivery.cancel': () => {
      deliveries.cancel();
      return null;
    },
    'sticks.watch': ({ active }) => sticks.watch(active),
    'sticks.deliver': ({ device, again }) => sticks.deliver(device, again ?? null),
    'sticks.without-asking': ({ on }) => sticks.setWithoutAsking(on),
    'sticks.forget': ({ id }) => sticks.forget(id),
    'targets.view': () => targets.view(),
    'targets.pick-folder': () => targets.pickFolder(),
    'targets.check': ({ folder }) => targets.check(folder),
    'targets.save': (form) => targets.save(form),
    'targets.remove': ({ id }) => targets.remove(id),
    'targets.bring-back': ({ id }) => targets.bringBack(id),
    'targets.send': ({ id }) => targets.send(id),
    'targets.stop': ({ id }) => targets.stop(id),
    'targets.seal': () => targets.seal(),
    'targets.seal-at': ({ times }) => targets.sealAt(times),
    'targets.history': ({ id, before }) => targets.history(id, before),
    'openers.view': () => openers.view(),
    'openers.check': ({ text }) => openers.check(text),
    'openers.choose': (choice) => {
      const chosen = openers.choose(choice);
      targets.hurry();
      return chosen;
    },
    'gate-key.view': () => deliveries.gateKey(),
    'gate-key.make': () => {
      const made = deliveries.makeGateKey();
      targets.hurry();
      return made;
    },
    'gate-key.save': () => deliveries.saveGateKey(),
    'trust.lists': () => trust.lists(),
    'trust.choose': ({ what }) => trust.choose(what),
    'trust.cancel': () => {
      trust.cancel();
      return null;
    },
    'trust.apply': ({ preview }) => trust.apply(preview),
    'trust.bring-back': ({ id }) => trust.bringBack(id),
    'trust.remove': ({ id }) => trust.remove(id),
    'people.page': ({ list, before }) => people.page(list, before),
    'people.find': ({ text }) => people.find(text),
    'people.compare': ({ keys }) => people.compare(keys),
    'people.join': ({ keys }) => {
      people.join(keys);
      return null;
    },
    'people.part': ({ keys }) => {
      people.part(keys);
      return null;
    },
    'people.dismiss': ({ keys }) => {
      people.dismiss(keys);
      return null;
    },
    'people.recall': ({ keys }) => {
      people.recall(keys);
      return null;
    },
  };
}
