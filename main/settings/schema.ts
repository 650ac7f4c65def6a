import { resolve } from 'node:path';
import { z } from 'zod';
import { isSlug } from '../../core/batch/names.ts';
import { CHECK_NAMES, type CredentialKind } from '../../core/credential/credential.ts';
import { CHECK_OUTCOMES, POLICY_ACTS, POLICY_KINDS } from '../../core/gate/policy.ts';
import { foldName } from '../../core/person/fold.ts';
import { LONGEST_PURPOSE, MOST_PURPOSES } from '../../preload/contract/purposes.ts';
import { PLACE_KINDS } from '../../preload/contract/setup.ts';
import { batchesSchema } from './batches.ts';
import { targetsSchema } from './targets.ts';

/** The same words that sealing takes: they become folder and file names of batches, also on Windows. */
const slug = z
  .string()
  .refine(isSlug, 'use 1 to 40 of a-z, 0-9 and single hyphens, and no name of Windows such as con or nul');
/** A relative one counts from the folder in which the kiosk was started; what comes out is whole. */
const path = z
  .string()
  .min(1)
  .max(4000)
  .overwrite((given) => resolve(given));
const laneName = z.string().trim().min(1).max(60);
/** A column's heading; signs alone name nothing, since case, accents and signs do not count. */
const heading = z
  .string()
  .trim()
  .max(120)
  .refine((given) => foldName(given) !== '', 'a heading needs a letter or a digit');

const lane = z.strictObject({
  name: laneName,
  /** `auto` is allowed only where `onlyGate` is true. */
  direction: z.enum(['in', 'out', 'auto']).default('in'),
});

const scanner = z.strictObject({
  /** Path or name of the port, such as /dev/ttyACM0 or COM3. */
  port: z.string().min(1).max(400),
  /** Lane it belongs to; the first lane where left out. */
  lane: laneName.optional(),
  baudRate: z.union([z.literal(9600), z.literal(115200), z.literal('auto')]).default('auto'),
  terminator: z.enum(['auto', 'cr', 'lf', 'crlf', 'tab', 'stx-etx', 'silence']).default('auto'),
  /** Gap between bytes that ends a read. ms [20...1000], default 60. */
  silenceMs: z.int().min(20).max(1000).default(60),
});

const wedge = z.strictObject({
  lane: laneName.optional(),
  /** Prefixes programmed into scanners to tell them apart; each 1 to 16 printable ASCII characters. */
  prefixes: z
    .array(z.string().regex(/^[\x21-\x7e]{1,16}$/))
    .max(8)
    .default([]),
  terminator: z.enum(['enter', 'tab', 'silence']).default('enter'),
  /** Pause that ends a read without terminator; a cheap PC may hold keys back for a while. ms [30...1000], default 200. */
  silenceMs: z.int().min(30).max(1000).default(200),
  /** Largest median gap between keys of a burst. ms [5...100], default 35. */
  burstGapMs: z.int().min(5).max(100).default(35),
  /** Fewest keys of a burst. [3...40], default 6. */
  burstMinKeys: z.int().min(3).max(40).default(6),
});

const secretHash = z
  .string()
  // 22 and 43 characters are 16 and 32 bytes: a salt or hash that lost its end locks everybody out.
  .regex(
    /^scrypt\$\d+\$\d+\$\d+\$[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=$/,
    'copy the whole line that the command printed',
  );

/** Kind or `*`, check, outcome, act. A word that is none of these is refused: a rule misspelt is a gate left open. */
const policy = z.partialRecord(
  z.enum<[CredentialKind | '*', ...CredentialKind[]]>(['*', ...POLICY_KINDS]),
  z.partialRecord(z.enum(CHECK_NAMES), z.partialRecord(z.enum(CHECK_OUTCOMES), z.enum(POLICY_ACTS))),
);

/** USB sticks. */
const sticksSchema = z.strictObject({
  /** Any stick that is plugged in gets everything by itself; only where whoever holds it cannot read it. */
  withoutAsking: z.boolean().default(false),
  /** Devices that are taken for sticks though the system calls them fixed, as some card readers are; `F:` on Windows. */
  alsoDevices: z
    .array(z.string().regex(/^(\/dev\/[\w./-]{1,100}|[A-Z]:)$/))
    .max(8)
    .default([]),
});

/**
 * The settings file: JSON, parsed whole before anything acts on it, unknown keys refused. Every number has
 * unit, range and default here and nowhere else.
 */
export const settingsSchema = z
  .strictObject({
    language: z.enum(['vi', 'en']).default('vi'),
    site: z.strictObject({
      slug,
      name: z.string().trim().min(1).max(120),
      /** What kind of place it is, in the words of the province: says what people usually come for. */
      place: z.enum(PLACE_KINDS).optional(),
    }),
    gate: z.strictObject({ slug, name: z.string().trim().min(1).max(120) }),
    /** Answer to "is this the only gate of the site?"; AUTO is offered only then. */
    onlyGate: z.boolean().default(false),
    lanes: z
      .array(lane)
      .min(1)
      .max(8)
      .default([{ name: '1', direction: 'in' }]),
    scanners: z.array(scanner).max(8).default([]),
    wedge: wedge.default(wedge.parse({})),
    camera: z
      .strictObject({
        enabled: z.boolean().default(false),
        lane: laneName.optional(),
        /** Name of the camera as the system gives it, where there are several; the first where left out. */
        device: z.string().min(1).max(200).optional(),
      })
      .default({ enabled: false }),
    /** Same document again within this time is `again`. s [2...900], default 60. */
    repeatWindowSeconds: z.number().min(2).max(900).default(60),
    /** An open visit older than this does not count in AUTO. h [1...240], default 16 (hospitals: 72). */
    longestStayHours: z.number().min(1).max(240).default(16),
    /** Local time at which everybody has left, `HH:MM`; null where the site never closes. */
    closingTime: z
      .string()
      .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
      .nullable()
      .default(null),
    /** People allowed inside at once [1...100000]; null for no limit. */
    capacity: z.int().min(1).max(100_000).nullable().default(null),
    /** How long welcome, goodbye, again and unreadable stay. s [1...60], default 5. */
    verdictSeconds: z.number().min(1).max(60).default(5),
    /** What people come for, offered where an entry is typed; left out: what is usual at this kind of place. */
    purposes: z.array(z.string().trim().min(1).max(LONGEST_PURPOSE)).max(MOST_PURPOSES).optional(),
    /** How loud the verdicts sound. % [0...100], default 70; 0 is silent. */
    soundVolume: z.int().min(0).max(100).default(70),
    showNames: z.boolean().default(true),
    /**
     * How long the personal part of an event is kept: days [1...3650], default 30, or 'never' deleted. Not before it is
     * sealed, and lies rendered for whoever still expects it (docs/decisions/retention.md).
     */
    keepPersonalDays: z.union([z.int().min(1).max(3650), z.literal('never')]).default(30),
    /** A trust list older than this is called old on the screen. days [1...3650], default 90. */
    trustWarnDays: z.int().min(1).max(3650).default(90),
    /** What outcomes of checks admit, ask or stop, by kind of credential; `{}`: the defaults of core/gate/policy.ts. */
    policy: policy.default({}),
    /** Keeps vaccine, test and disease of health certificates in the log, for a purpose that is written down. */
    healthDetails: z.strictObject({ purpose: z.string().trim().min(10).max(300) }).optional(),
    /** Folder of log, spool and keys; the app's own data folder where left out. */
    dataFolder: path.optional(),
    /** File with the 32-byte key of the log; `<dataFolder>/log.key` where left out. */
    keyFile: path.optional(),
    /** File with the site secret that control codes are made with (64 hex characters); none: every control code is foreign. */
    siteSecretFile: path.optional(),
    /** CSV of badges: who has which code, in what department, from when to when. */
    rosterFile: path.optional(),
    /** Headings of the roster's columns, where they are none of the usual ones (core/credential/roster-columns.ts). */
    rosterColumns: z
      .strictObject({
        code: heading.optional(),
        name: heading.optional(),
        department: heading.optional(),
        validFrom: heading.optional(),
        validTo: heading.optional(),
      })
      .optional(),
    /** Folder that batches are delivered to unless another is chosen. */
    target: path.nullable().default(null),
    batches: batchesSchema.default(batchesSchema.parse({})),
    sticks: sticksSchema.default(sticksSchema.parse({})),
    /** Places that take every batch by themselves. */
    targets: targetsSchema.default([]),
    /** Events that no target and no stick has for so long are worth a warning to the guard. h [1...8760], default 168. */
    deliveryWarnHours: z.int().min(1).max(8760).default(168),
    /** Administrator's password as `scrypt$N$r$p$<salt base64>$<hash base64>`; null: no password set, and the screen says so. */
    adminPassword: secretHash.nullable().default(null),
    /** What signs in an administrator whose password is lost, in the same form; null: nothing does. */
    recoveryCode: secretHash.nullable().default(null),
    /** The packaged kiosk starts when this account signs in to the PC. */
    startWithSystem: z.boolean().default(true),
    /** false shows a normal window with a frame (development, tests). */
    fullscreen: z.boolean().default(true),
  })
  .superRefine((settings, context) => {
    const names = settings.lanes.map((one) => one.name);
    if (new Set(names).size !== names.length) {
      context.addIssue({ code: 'custom', path: ['lanes'], message: 'two lanes have the same name' });
    }
    if (!settings.onlyGate && settings.lanes.some((one) => one.direction === 'auto')) {
      context.addIssue({ code: 'custom', path: ['lanes'], message: 'auto needs onlyGate: true' });
    }
    const { purposes } = settings;
    if (purposes !== undefined && new Set(purposes).size !== purposes.length) {
      context.addIssue({ code: 'custom', path: ['purposes'], message: 'two purposes are the same' });
    }
    const ports = settings.scanners.map((one) => one.port);
    if (new Set(ports).size !== ports.length) {
      context.addIssue({ code: 'custom', path: ['scanners'], message: 'two scanners have the same port' });
    }
    const used: [string | undefined, (string | number)[]][] = [
      ...settings.scanners.map((one, i): [string | undefined, (string | number)[]] => [
        one.lane,
        ['scanners', i, 'lane'],
      ]),
      [settings.wedge.lane, ['wedge', 'lane']],
      [settings.camera.lane, ['camera', 'lane']],
    ];
    for (const [name, path] of used) {
      if (name !== undefined && !names.includes(name)) {
        context.addIssue({ code: 'custom', path, message: `no lane is named ${JSON.stringify(name)}` });
      }
    }
  });

/** Parsed settings with every default filled in. */
export type Settings = z.infer<typeof settingsSchema>;
