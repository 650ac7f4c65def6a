/** What main shows of the targets: places that take every batch by themselves. Nothing personal. */

/** How much of a person a target's batches show. */
export type ProfileView = 'full' | 'masked' | 'pseudonymous' | 'counts';

/** Who can open what lies at a target: `gate`, whoever can open the gate's other batches. */
export type TargetOpenersView = 'gate' | 'recipients' | 'passphrase' | 'plain';

/**
 * Who is to open what lies at a target. `gate`: whoever can open the gate's other batches; `asIs`: as it was decided
 * before, here or in the settings file. A passphrase goes in and never comes back.
 */
export type TargetOpenersChoice =
  | { readonly kind: 'gate' }
  | { readonly kind: 'asIs' }
  | { readonly kind: 'recipients'; readonly recipients: readonly string[] }
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'plain'; readonly reason: string };

/** What an administrator says of a target. */
export interface TargetFormView {
  /** Null: a new one. */
  readonly id: string | null;
  readonly name: string;
  readonly folder: string;
  readonly profile: ProfileView;
  readonly openers: TargetOpenersChoice;
  /** Local, `HH:MM`; none: when somebody asks. */
  readonly times: readonly string[];
  readonly required: boolean;
  /** Also what was sealed before. */
  readonly everything: boolean;
}

export interface TargetView {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  readonly profile: ProfileView;
  readonly openers: TargetOpenersView;
  /** Public keys of its own, `age1…`. */
  readonly recipients: readonly string[];
  /** Why files may lie open there; null where they do not. */
  readonly plainReason: string | null;
  readonly times: readonly string[];
  readonly required: boolean;
  /** Key under `targetStates` in the locales. */
  readonly state: 'idle' | 'resting' | 'writing' | 'verifying' | 'waiting' | 'blocked';
  /** Code of what went wrong with the batch that holds up the line, or null. */
  readonly why: string | null;
  readonly nextTryAtMs: number | null;
  /** The next of its times of day. */
  readonly nextTimeAtMs: number | null;
  readonly lastDelivery: { readonly atMs: number; readonly checked: 'medium' | 'cache' } | null;
  /** Sealed batches that it does not have, and events in them. */
  readonly batchesToCome: number;
  readonly eventsToCome: number;
  readonly progress: TargetProgressView | null;
}

export interface TargetProgressView {
  readonly id: string;
  readonly phase: 'rendering' | 'writing' | 'verifying';
  /** Bytes, or events while rendering. */
  readonly done: number;
  readonly total: number;
}

/** How far a sealing has come that no stick waits for, in events. */
export interface SealingView {
  readonly done: number;
  readonly total: number;
}

/** What the spool keeps and what it forgot. */
export interface SpoolView {
  readonly sealedBatches: number;
  readonly sealedEvents: number;
  readonly unsealedEvents: number;
  readonly lastSealedAtMs: number | null;
  /** Batches that every required target has; one copy anywhere where none is required. */
  readonly safeBatches: number;
  readonly unsafeBatches: number;
  readonly unsafeEvents: number;
  readonly keptRenditions: number;
  readonly keptBytes: number;
  /** Batches that are safe and still lie in the spool for somebody. */
  readonly keptThoughSafe: number;
  /** Batches of which no rendition lies in the spool any more; they are rendered again for whoever asks. */
  readonly forgottenBatches: number;
  /** How many days, and at most how many bytes, of what was delivered are kept for a stick that gets lost. */
  readonly keepDays: number;
  readonly keepBytes: number;
  /** Events up to this seq have no personal part any more: batches of them cannot be made whole again. */
  readonly withoutPersonal: number;
}

/** A target that was removed; what lies there is still known. */
export interface RemovedTargetView {
  readonly id: string;
  readonly name: string;
  readonly folder: string;
  readonly removedAtMs: number;
  /** Batches that were delivered into its folder. */
  readonly batches: number;
  /** Those of which every copy that shows enough lies at targets that were removed. */
  readonly onlyThere: number;
}

export interface TargetsView {
  readonly targets: readonly TargetView[];
  /** Newest first. */
  readonly removed: readonly RemovedTargetView[];
  readonly spool: SpoolView;
  /** Times of day at which everything is sealed, whether or not a target has a time then. */
  readonly sealAt: readonly string[];
  /** Code of why the last sealing at a time of day failed, or null. */
  readonly sealProblem: string | null;
  /** Null: none is under way. */
  readonly sealing: SealingView | null;
  readonly mostTargets: number;
  /** What a new target begins with. */
  readonly profile: ProfileView;
}

export const TARGET_CHECK_STEPS = ['find', 'write', 'rename', 'read', 'delete'] as const;
export type TargetCheckStep = (typeof TARGET_CHECK_STEPS)[number];

/** How trying out a folder ended: every step passed, or the one that did not and why. */
export interface TargetCheckView {
  readonly failedStep: TargetCheckStep | null;
  /** Code of what went wrong. */
  readonly why: string | null;
}

/** One line of a target's history. */
export interface TargetActView {
  readonly line: number;
  readonly atMs: number;
  /** Key under `targetActs` in the locales. */
  readonly what: string;
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
  readonly why: string | null;
}

/** What the gate's screen knows of the targets. */
export interface TargetsStateView {
  readonly count: number;
  /** Targets that want a hand. */
  readonly blocked: number;
  /** Targets at which files that tell of people lie open. */
  readonly open: number;
}
