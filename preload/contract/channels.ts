import { z } from 'zod';
import type {
  DeliveredView,
  DeliveryPlanView,
  DeliveryProgressView,
  PastBatchesView,
} from './delivery-views.ts';
import type { ChoicesView, GateStateView, SuggestionsView } from './gate-views.ts';
import type { GateKeyView, OpenersView, RecipientsCheckView } from './opener-views.ts';
import type { FoundPersonView, PeoplePageView, PeoplePairView } from './people-views.ts';
import { LONGEST_PURPOSE, MOST_PURPOSES } from './purposes.ts';
import type { KeepDaysView, RetentionPreviewView, RetentionView } from './retention-views.ts';
import type { FoundScannerView, PortView } from './scanner-views.ts';
import { type SetupView, setupDraft } from './setup.ts';
import type { StartView } from './start-views.ts';
import type { SticksView } from './stick-views.ts';
import type {
  SealingView,
  TargetActView,
  TargetCheckStep,
  TargetCheckView,
  TargetProgressView,
  TargetsView,
} from './target-views.ts';
import type { TrustListView, TrustPreviewView, TrustProgressView } from './trust-views.ts';
import type { NoticeView, PartsView, VerdictView } from './verdict-views.ts';

/** `<kind>:<name>`. */
const trustListId = z.string().min(3).max(340);
const personKey = z.string().regex(/^[0-9a-f]{32}$/);
const keepDays: z.ZodType<KeepDaysView> = z.union([z.int().min(1).max(3650), z.literal('never')]);
const targetId = z.string().min(1).max(40);
const targetFolder = z.string().trim().min(1).max(4000);
const timesOfDay = z.array(z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)).max(8);
/** First seqs of batches to deliver once more. */
const againBatches = z.array(z.int().positive()).min(1).max(400);
const twoPeople = z.strictObject({ keys: z.tuple([personKey, personKey]) });

/** More than a bus brings is a slip of the finger. */
export const MOST_COMPANIONS = 50;

/** Shorter ones are guessed; a gloved guard need not type it. */
const newPassword = z.string().min(6).max(200);

/**
 * Every call the page may make: its arguments (parsed in main before anything else) and the role it needs.
 * Both sides derive their types from this one map; results are typed in `CallResults`.
 */
export const calls = {
  'gate.state': { role: 'guard', args: z.strictObject({}) },
  /** The page takes keys from now on: with it the kiosk is ready to scan. */
  'gate.listening': { role: 'guard', args: z.strictObject({}) },
  /** A read framed in the page: keyboard wedge or camera. */
  'gate.read': {
    role: 'guard',
    args: z.strictObject({
      source: z.enum(['wedge', 'camera']),
      text: z.string().max(120_000),
      prefix: z.string().max(16),
      terminator: z.enum(['enter', 'tab', 'silence', 'none']),
    }),
  },
  'gate.manual': {
    role: 'guard',
    args: z.strictObject({
      /** Not empty unless somebody known was taken. */
      name: z.string().trim().max(200),
      document: z.string().trim().max(40),
      phone: z.string().trim().max(20),
      note: z.string().trim().max(500),
      direction: z.enum(['in', 'out']),
      /** What for, or '' where nobody said. */
      purpose: z.string().trim().max(LONGEST_PURPOSE),
      /** People who go with this one and are not entered themselves. */
      companions: z.int().min(0).max(MOST_COMPANIONS),
      /** Ref of a person that `gate.suggest` offered: the name is his then, and `name` is not looked at. */
      known: z
        .string()
        .regex(/^[0-9a-f]{32}$/)
        .nullable(),
      /** Seq of the open ask that this answers with a yes and a name, or null for an entry of its own. */
      answers: z.int().positive().nullable(),
    }),
  },
  /** Known people with this full document or phone number, masked; at most so often a minute. */
  'gate.suggest': {
    role: 'guard',
    args: z.strictObject({
      document: z.string().trim().max(40),
      phone: z.string().trim().max(20),
      /** What stands in the field of the name, to tell where the log has another; '' where nothing does. */
      name: z.string().trim().max(200),
    }),
  },
  'gate.answer': {
    role: 'guard',
    args: z.strictObject({ askSeq: z.int().positive(), answer: z.enum(['admit', 'refuse']) }),
  },
  'gate.undo': { role: 'guard', args: z.strictObject({ seq: z.int().positive() }) },
  'gate.direction': {
    role: 'guard',
    args: z.strictObject({ lane: z.string().min(1).max(60), direction: z.enum(['in', 'out', 'auto']) }),
  },
  /** The page painted a verdict; time from performance.timeOrigin + now(). For figures only. */
  'gate.painted': {
    role: 'guard',
    args: z.strictObject({ id: z.int().positive(), atMs: z.number().positive() }),
  },
  /** A person pressed a key by hand or touched the screen: lets a printed control code act for a while. */
  'gate.touched': { role: 'guard', args: z.strictObject({}) },
  /** Somebody has read what the idle screen says of the sudden end before this start. */
  'gate.sudden-end-seen': { role: 'guard', args: z.strictObject({}) },
  'screen.language': { role: 'guard', args: z.strictObject({ language: z.enum(['vi', 'en']) }) },
  'screen.typing': { role: 'guard', args: z.strictObject({ method: z.enum(['telex', 'vni', 'off']) }) },
  'camera.state': {
    role: 'guard',
    args: z.strictObject({
      state: z.enum(['opening', 'ready', 'unplugged', 'failed']),
      // A word of the screen's texts: it goes into the diagnostics, which hold nothing that was read.
      problem: z
        .string()
        .regex(/^[a-z-]{1,40}$/)
        .nullable(),
    }),
  },
  /** With which camera the gate reads from now on, or with none; the settings file keeps it. `device` null: the first. */
  'camera.choose': {
    role: 'admin',
    args: z.strictObject({ enabled: z.boolean(), device: z.string().min(1).max(200).nullable() }),
  },
  'staff.sign-in': { role: 'guard', args: z.strictObject({ password: z.string().max(200) }) },
  /** Another recovery code in place of the one before; asks for the password once more. */
  'staff.new-code': { role: 'admin', args: z.strictObject({ password: z.string().max(200) }) },
  /**
   * Another password from now on; answers a new recovery code, since the old one may be why. Asks for the present password
   * once more, or for the recovery code in its place: who finds the page open must not lock its owner out.
   */
  'staff.set-password': {
    role: 'admin',
    args: z.strictObject({ password: newPassword, present: z.string().max(200) }),
  },
  'staff.sign-out': { role: 'guard', args: z.strictObject({}) },
  /** The guard who signed in by card goes off duty. */
  'staff.off-duty': { role: 'guard', args: z.strictObject({}) },
  /** The administrator says that this PC's time is right now. */
  'clock.confirm': { role: 'admin', args: z.strictObject({}) },
  /** How long personal data are kept, and how far deleting them has come. */
  'retention.view': { role: 'admin', args: z.strictObject({}) },
  /** What would be deleted by another rule. */
  'retention.preview': { role: 'admin', args: z.strictObject({ days: keepDays }) },
  /** Another rule from now on; it is written into the settings file, and what is deleted by it does not come back. */
  'retention.change': { role: 'admin', args: z.strictObject({ days: keepDays }) },
  /** Looks now for what is due. */
  'retention.run': { role: 'admin', args: z.strictObject({}) },
  'scanner.ports': { role: 'admin', args: z.strictObject({}) },
  'scanner.find': { role: 'admin', args: z.strictObject({ active: z.boolean() }) },
  /** What people come for, and how loud it sounds. */
  'choices.view': { role: 'admin', args: z.strictObject({}) },
  /** Other ones from now on; they are written into the settings file. */
  'choices.change': {
    role: 'admin',
    args: z.strictObject({
      purposes: z
        .array(z.string().trim().min(1).max(LONGEST_PURPOSE))
        .max(MOST_PURPOSES)
        .refine((all) => new Set(all).size === all.length),
      soundVolume: z.int().min(0).max(100),
      showNames: z.boolean(),
    }),
  },
  /** Where the next delivery goes unless another folder is chosen. */
  'delivery.target': { role: 'admin', args: z.strictObject({}) },
  'delivery.choose-folder': { role: 'admin', args: z.strictObject({}) },
  /**
   * Seals everything not yet sealed and delivers it; `folder` null means what `delivery.target` answers. `again`: seals
   * nothing and delivers the batches that begin with these seqs once more.
   */
  'delivery.deliver': {
    role: 'admin',
    args: z.strictObject({ folder: z.string().min(1).max(4096).nullable(), again: againBatches.optional() }),
  },
  /** Batches that were sealed within so many days, or all, and how each can be delivered again. */
  'delivery.past': {
    role: 'admin',
    args: z.strictObject({ days: z.int().min(1).max(3650).nullable() }),
  },
  /** What the next delivery would write. */
  'delivery.plan': { role: 'admin', args: z.strictObject({}) },
  /** Ends the delivery under way; what it had not finished is taken away again. */
  'delivery.cancel': { role: 'admin', args: z.strictObject({}) },
  /** Looks for sticks for half a minute from now, or no more; what changes is pushed. A page that stays asks again. */
  'sticks.watch': { role: 'admin', args: z.strictObject({ active: z.boolean() }) },
  /** The same to a stick that was found. */
  'sticks.deliver': {
    role: 'admin',
    args: z.strictObject({ device: z.string().min(1).max(200), again: againBatches.optional() }),
  },
  /** Whether any stick that is plugged in gets everything by itself; kept in the settings. */
  'sticks.without-asking': { role: 'admin', args: z.strictObject({ on: z.boolean() }) },
  /** A stick that is new again the next time. */
  'sticks.forget': { role: 'admin', args: z.strictObject({ id: z.string().min(1).max(300) }) },
  /** Every target, what waits for it, and what the spool keeps. */
  'targets.view': { role: 'admin', args: z.strictObject({}) },
  'targets.pick-folder': { role: 'admin', args: z.strictObject({}) },
  /** Tries out a folder by a real write, rename, read and delete; tells each step as it begins. */
  'targets.check': { role: 'admin', args: z.strictObject({ folder: targetFolder }) },
  /** Adds a target, or changes the one with this id. */
  'targets.save': {
    role: 'admin',
    args: z.strictObject({
      id: targetId.nullable(),
      name: z.string().trim().min(1).max(60),
      folder: targetFolder,
      profile: z.enum(['full', 'masked', 'pseudonymous', 'counts']),
      openers: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('gate') }),
        z.strictObject({ kind: z.literal('asIs') }),
        z.strictObject({
          kind: z.literal('recipients'),
          recipients: z.array(z.string().max(100)).min(1).max(20),
        }),
        z.strictObject({ kind: z.literal('passphrase'), passphrase: z.string().max(200) }),
        z.strictObject({ kind: z.literal('plain'), reason: z.string().max(300) }),
      ]),
      times: timesOfDay,
      required: z.boolean(),
      everything: z.boolean(),
    }),
  },
  'targets.remove': { role: 'admin', args: z.strictObject({ id: targetId }) },
  /** A target that was removed gets everything again, what it missed meanwhile among it. */
  'targets.bring-back': { role: 'admin', args: z.strictObject({ id: targetId }) },
  /** Seals everything and sends it there now. */
  'targets.send': { role: 'admin', args: z.strictObject({ id: targetId }) },
  /** Ends what is under way there; nothing of it stays. */
  'targets.stop': { role: 'admin', args: z.strictObject({ id: targetId }) },
  /** Seals everything into the spool. */
  'targets.seal': { role: 'admin', args: z.strictObject({}) },
  /** At which times of day everything is sealed. */
  'targets.seal-at': { role: 'admin', args: z.strictObject({ times: timesOfDay }) },
  /** What happened at a target, newest first; `before`: lines older than this one. */
  'targets.history': {
    role: 'admin',
    args: z.strictObject({ id: targetId, before: z.int().positive().nullable() }),
  },
  /** Who can open the batches, and who said so. */
  'openers.view': { role: 'admin', args: z.strictObject({}) },
  /** What keys of an office a text holds; nothing changes. */
  'openers.check': { role: 'admin', args: z.strictObject({ text: z.string().max(65_536) }) },
  /** From the next delivery on; in full checked where it is taken. */
  'openers.choose': {
    role: 'admin',
    args: z.discriminatedUnion('kind', [
      z.strictObject({
        kind: z.literal('recipients'),
        recipients: z.array(z.string().max(100)).min(1).max(20),
      }),
      z.strictObject({ kind: z.literal('passphrase'), passphrase: z.string().max(200) }),
      z.strictObject({ kind: z.literal('plain'), reason: z.string().max(300) }),
    ]),
  },
  /** The public half of the key that signs batches. */
  'gate-key.view': { role: 'admin', args: z.strictObject({}) },
  /** Makes another key that signs, where it is missing or damaged. */
  'gate-key.make': { role: 'admin', args: z.strictObject({}) },
  /** Asks for a folder and writes it there. */
  'gate-key.save': { role: 'admin', args: z.strictObject({}) },
  /** Every trust list that is in force or can be brought back. */
  'trust.lists': { role: 'admin', args: z.strictObject({}) },
  /** Asks for a file or folder, reads it and answers what importing it would change; null where nobody chose one. */
  'trust.choose': { role: 'admin', args: z.strictObject({ what: z.enum(['file', 'folder']) }) },
  /** Ends a reading under way and forgets the preview. */
  'trust.cancel': { role: 'admin', args: z.strictObject({}) },
  /** Puts the lists of this preview in force. */
  'trust.apply': { role: 'admin', args: z.strictObject({ preview: z.int().positive() }) },
  /** Puts the list before in force again. */
  'trust.bring-back': { role: 'admin', args: z.strictObject({ id: trustListId }) },
  /** Takes a list out of force. */
  'trust.remove': { role: 'admin', args: z.strictObject({ id: trustListId }) },
  /** A page of pairs: who may be one person, who is, or who was said to be two. */
  'people.page': {
    role: 'admin',
    args: z.strictObject({
      list: z.enum(['open', 'joined', 'dismissed']),
      before: z.int().positive().nullable(),
    }),
  },
  /** Finds people by how a word of the name, with or without its accents, or a number begins. */
  'people.find': { role: 'admin', args: z.strictObject({ text: z.string().max(200) }) },
  'people.compare': { role: 'admin', args: twoPeople },
  /** Says that two are one person. */
  'people.join': { role: 'admin', args: twoPeople },
  /** Undoes that, or says that the cards which join them are wrong. */
  'people.part': { role: 'admin', args: twoPeople },
  /** Says that two who look alike are two. */
  'people.dismiss': { role: 'admin', args: twoPeople },
  /** Takes that back. */
  'people.recall': { role: 'admin', args: twoPeople },
  /** What set-up knows so far, or null where the kiosk is set up. The other calls of set-up are unknown then. */
  /** What stands before the gate while its log is opened. */
  'start.state': { role: 'guard', args: z.strictObject({}) },
  /** Tries once more to open the log. */
  'start.again': { role: 'guard', args: z.strictObject({}) },
  'start.quit': { role: 'guard', args: z.strictObject({}) },
  /** The recovery code, in whatever way it was typed: brings the key of the log back. */
  'start.recover': { role: 'guard', args: z.strictObject({ code: z.string().max(100) }) },
  'setup.state': { role: 'guard', args: z.strictObject({}) },
  /** Keeps the answers for the next start, should this one end. */
  'setup.keep': { role: 'admin', args: z.strictObject({ draft: setupDraft }) },
  /** Slugs that the names would give. */
  'setup.slugs': {
    role: 'admin',
    args: z.strictObject({ siteName: z.string().max(120), gateName: z.string().max(120) }),
  },
  'setup.password': { role: 'admin', args: z.strictObject({ password: newPassword }) },
  /** Writes the settings; the gate is open once this has answered. */
  'setup.finish': { role: 'admin', args: z.strictObject({ draft: setupDraft }) },
} as const satisfies Record<string, { role: 'guard' | 'admin'; args: z.ZodType }>;

export type CallName = keyof typeof calls;
export type CallArgs<N extends CallName> = z.infer<(typeof calls)[N]['args']>;

/** What each call answers. */
export interface CallResults {
  'gate.state': GateStateView;
  'gate.listening': null;
  'gate.read': null;
  'gate.manual': null;
  'gate.suggest': SuggestionsView;
  'gate.answer': null;
  'gate.undo': null;
  'gate.direction': null;
  'gate.painted': null;
  'gate.touched': null;
  'gate.sudden-end-seen': null;
  'screen.language': null;
  'screen.typing': null;
  'camera.state': null;
  'camera.choose': null;
  /** `recovered`: by the recovery code; then a new password is due. */
  'staff.sign-in': { role: 'guard' | 'admin'; passwordSet: boolean; recovered: boolean };
  'staff.new-code': { recoveryCode: string };
  'staff.set-password': { recoveryCode: string };
  'staff.sign-out': null;
  'staff.off-duty': null;
  'clock.confirm': null;
  'choices.view': ChoicesView;
  'choices.change': ChoicesView;
  'retention.view': RetentionView;
  'retention.preview': RetentionPreviewView;
  'retention.change': RetentionView;
  'retention.run': RetentionView;
  'scanner.ports': readonly PortView[];
  /** The text of the code to show while finding, or null when stopped. */
  'scanner.find': { code: string | null };
  'delivery.target': { folder: string | null };
  'delivery.choose-folder': { folder: string | null };
  'delivery.deliver': DeliveredView;
  'delivery.past': PastBatchesView;
  'delivery.plan': DeliveryPlanView;
  'delivery.cancel': null;
  'sticks.watch': SticksView;
  /** How it went; a failure is told there too and is no failure of the call. */
  'sticks.deliver': SticksView;
  'sticks.without-asking': SticksView;
  'sticks.forget': SticksView;
  'targets.view': TargetsView;
  'targets.pick-folder': { folder: string | null };
  'targets.check': TargetCheckView;
  'targets.save': TargetsView;
  'targets.remove': TargetsView;
  'targets.bring-back': TargetsView;
  'targets.send': TargetsView;
  'targets.stop': TargetsView;
  'targets.seal': TargetsView;
  'targets.seal-at': TargetsView;
  'targets.history': readonly TargetActView[];
  'openers.view': OpenersView;
  'openers.check': RecipientsCheckView;
  'openers.choose': OpenersView;
  'gate-key.view': GateKeyView;
  'gate-key.make': GateKeyView;
  'gate-key.save': { file: string | null };
  'trust.lists': readonly TrustListView[];
  'trust.choose': TrustPreviewView | null;
  'trust.cancel': null;
  'trust.apply': readonly TrustListView[];
  'trust.bring-back': readonly TrustListView[];
  'trust.remove': readonly TrustListView[];
  'people.page': PeoplePageView;
  'people.find': readonly FoundPersonView[];
  'people.compare': PeoplePairView;
  'people.join': null;
  'people.part': null;
  'people.dismiss': null;
  'people.recall': null;
  'start.state': StartView;
  'start.again': null;
  'start.quit': null;
  'start.recover': null;
  'setup.state': SetupView | null;
  'setup.keep': null;
  'setup.slugs': { site: string; gate: string };
  'setup.password': { recoveryCode: string };
  'setup.finish': null;
}

/** What main pushes to the page. */
export interface Pushes {
  'gate.state': GateStateView;
  'start.state': StartView;
  'gate.verdict': VerdictView;
  'gate.notice': NoticeView;
  /** Null: no card in several codes is being read. */
  'gate.parts': PartsView | null;
  'scanner.found': FoundScannerView;
  'delivery.progress': DeliveryProgressView;
  'sticks.state': SticksView;
  'trust.progress': TrustProgressView;
  /** Something about the targets is not as it was: whoever shows them asks anew. */
  'targets.changed': null;
  'targets.progress': TargetProgressView;
  'targets.sealing': SealingView | null;
  /** A step of trying out a folder begins. */
  'targets.step': TargetCheckStep;
}
export type PushName = keyof Pushes;

/** The IPC answer: a value, or a GatelogError's code and message; never a bare undefined. */
export type CallAnswer<N extends CallName> =
  | { readonly ok: true; readonly value: CallResults[N] }
  | { readonly ok: false; readonly code: string; readonly message: string };

/** The two channel names that really cross; the page never sees them. */
export const CALL_CHANNEL = 'gatelog:call';
export const PUSH_CHANNEL = 'gatelog:push';
export const pushNames = [
  'gate.state',
  'start.state',
  'gate.verdict',
  'gate.notice',
  'gate.parts',
  'scanner.found',
  'delivery.progress',
  'sticks.state',
  'trust.progress',
  'targets.changed',
  'targets.progress',
  'targets.sealing',
  'targets.step',
] as const satisfies readonly PushName[];
