import { resolve } from 'node:path';
import { z } from 'zod';
import { REASON_FEWEST, REASON_MOST } from '../../core/batch/encryption.ts';
import { PROFILES } from '../../core/batch/profile.ts';
import { MOST_RECIPIENTS, parseRecipient } from '../../core/batch/recipient.ts';
import { HEADINGS } from '../../core/batch/sheet.ts';
import { TIME_OF_DAY } from '../../core/delivery/schedule.ts';
import { GatelogError } from '../../core/errors.ts';

export const path = z
  .string()
  .min(1)
  .max(4000)
  .overwrite((given) => resolve(given));

const recipient = z.string().superRefine((given, context) => {
  try {
    if (parseRecipient(given) !== given)
      context.addIssue({ code: 'custom', message: 'write it in small letters' });
  } catch (error) {
    if (!(error instanceof GatelogError)) throw error;
    context.addIssue({ code: 'custom', message: error.message.replace(`${error.code}: `, '') });
  }
});

const ways = {
  /** Public keys of the office, `age1…`. */
  recipients: z.array(recipient).min(1).max(MOST_RECIPIENTS).optional(),
  /** File of such keys, one a line, as `age -R` reads it. */
  recipientsFile: path.optional(),
  /** File with one line, the passphrase. */
  passphraseFile: path.optional(),
  /** Files that whoever holds the stick can read. */
  plain: z.strictObject({ reason: z.string().trim().min(REASON_FEWEST).max(REASON_MOST) }).optional(),
};

interface Ways {
  readonly recipients?: readonly string[] | undefined;
  readonly recipientsFile?: string | undefined;
  readonly passphraseFile?: string | undefined;
  readonly plain?: object | undefined;
  readonly passphraseInLog?: true | undefined;
}

function oneWay(given: Ways, context: z.RefinementCtx): void {
  const recipients = given.recipients !== undefined || given.recipientsFile !== undefined;
  const { passphraseFile, plain, passphraseInLog } = given;
  const chosen = [recipients, ...[passphraseFile, plain, passphraseInLog].map((one) => one !== undefined)];
  if (chosen.filter(Boolean).length !== 1)
    context.addIssue({
      code: 'custom',
      message: 'give recipients (or recipientsFile), or passphraseFile, or plain with a reason: one of them',
    });
}

/** Who can read the files of a batch: exactly one of the three. */
export const encryption = z.strictObject(ways).superRefine(oneWay);

/** The same for one target; or the passphrase that an administrator chose for it on the screen, which the log keeps. */
export const targetEncryption = z
  .strictObject({ ...ways, passphraseInLog: z.literal(true).optional() })
  .superRefine(oneWay);

/** Local times of day, each once. */
export const timesOfDay = z
  .array(z.string().regex(TIME_OF_DAY, 'write a time of day as HH:MM'))
  .max(8)
  .refine((times) => new Set(times).size === times.length, 'a time of day stands there twice');

/** How batches are rendered, and for whom. */
export const batchesSchema = z.strictObject({
  profile: z.enum(PROFILES).default('full'),
  headings: z.enum(HEADINGS).default('vi'),
  /** Left out: an administrator decides it on the screen before the first delivery. */
  encryption: encryption.optional(),
  /** File with the site's secret for pseudonyms, 64 hex characters; `<dataFolder>/pseudonym.key` where left out. */
  pseudonymKeyFile: path.optional(),
  /** Local times of day, `HH:MM`, at which everything is sealed, whether or not a target has a time then. */
  sealAt: timesOfDay.default([]),
  /** How long the spool keeps what was delivered, for a stick that gets lost. days [0...3650], default 30; 0: not at all. */
  keepDays: z.int().min(0).max(3650).default(30),
  /** Most that is kept so; the oldest go first. MB [0...1000000], default 4000. */
  keepMegabytes: z.int().min(0).max(1_000_000).default(4000),
});
export type BatchSettings = z.infer<typeof batchesSchema>;
