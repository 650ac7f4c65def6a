import { z } from 'zod';
import type { CallMap } from './call-map.ts';
import type { ChoicesView, GateStateView, SuggestionsView } from './gate-views.ts';
import { LONGEST_PURPOSE, MOST_PURPOSES } from './purposes.ts';
import type { PortView } from './scanner-views.ts';

/** More than a bus brings is a slip of the finger. */
export const MOST_COMPANIONS = 50;

/** Calls of the gate and what an administrator sets up at its screen: arguments and the role that each needs. */
export const gateCalls = {
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
  /** The administrator says that this PC's time is right now. */
  'clock.confirm': { role: 'admin', args: z.strictObject({}) },
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
} as const satisfies CallMap;

/** What each of them answers. */
export interface GateResults {
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
  'clock.confirm': null;
  'choices.view': ChoicesView;
  'choices.change': ChoicesView;
  'scanner.ports': readonly PortView[];
  /** The text of the code to show while finding, or null when stopped. */
  'scanner.find': { code: string | null };
}
