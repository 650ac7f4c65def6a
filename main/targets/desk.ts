import { isAbsolute, resolve } from 'node:path';
import { parseRecipient } from '../../core/batch/recipient.ts';
import { slugOf } from '../../core/batch/slug.ts';
import { GatelogError } from '../../core/errors.ts';
import type {
  TargetActView,
  TargetCheckStep,
  TargetCheckView,
  TargetFormView,
  TargetOpenersChoice,
  TargetsView,
} from '../../preload/contract/target-views.ts';
import { checkedOpeners } from '../delivery/openers.ts';
import type { WorkerProcess } from '../delivery/target.ts';
import type { Stamp } from '../events.ts';
import type { AuditDetails } from '../log/audit.ts';
import type { Log } from '../log/log.ts';
import type { BatchSettings } from '../settings/batches.ts';
import { MOST_TARGETS, type TargetSettings, targetSchema } from '../settings/targets.ts';
import type { Targets } from './targets.ts';
import { createTrial } from './trial.ts';

export interface TargetDeskParts {
  readonly targets: Targets;
  readonly log: Pick<Log, 'targets' | 'batches'>;
  readonly settings: BatchSettings;
  /** Writes one target into the settings file, as `changeTarget` does. Throws `settings/...`. */
  readonly keepTarget: (before: TargetSettings | null, after: TargetSettings | null) => void;
  /** Writes when batches are sealed by themselves into the settings file. Throws `settings/...`. */
  readonly keepSealAt: (times: string[]) => void;
  /** Writes one act of the administrator down. */
  readonly audit: (what: string, details: AuditDetails) => void;
  readonly stamp: () => Stamp;
  /** Starts main/delivery/worker.ts. */
  readonly spawn: () => WorkerProcess;
  /** Asks for a folder; null where nobody chose one. */
  readonly pickFolder: () => Promise<string | null>;
  readonly onStep: (step: TargetCheckStep) => void;
  readonly pushState: () => void;
}

/** What an administrator does with targets. Every change is written into the settings file and audited. */
export interface TargetDesk {
  view(): Promise<TargetsView>;
  pickFolder(): Promise<{ folder: string | null }>;
  /** Tries out a folder by a real write, rename, read and delete. Throws `targets/not-whole`. */
  check(folder: string): Promise<TargetCheckView>;
  /** Adds or changes a target. Throws `targets/...`, `openers/bad-key`, `settings/...`, `log/...`. */
  save(form: TargetFormView): Promise<TargetsView>;
  /** It gets nothing any more; what it got and its history stay known. Throws `targets/unknown`, `settings/...`, `log/...`. */
  remove(id: string): Promise<TargetsView>;
  /** Takes that back. Throws `targets/...`, `settings/...`, `log/...`. */
  bringBack(id: string): Promise<TargetsView>;
  send(id: string): Promise<TargetsView>;
  /** Ends what is under way there; nothing of it stays. Throws `targets/unknown`. */
  stop(id: string): Promise<TargetsView>;
  seal(): Promise<TargetsView>;
  sealAt(times: readonly string[]): Promise<TargetsView>;
  history(id: string, before: number | null): readonly TargetActView[];
  /** Tries everything again that waits. */
  hurry(): void;
  close(): void;
}

export function createTargetDesk(parts: TargetDeskParts): TargetDesk {
  const { targets, log, audit } = parts;
  const trial = createTrial({ spawn: parts.spawn, onStep: parts.onStep });
  /** Folders that passed since the kiosk started. */
  const passed = new Set<string>();
  let sealAt: readonly string[] = parts.settings.sealAt;

  /** Puts one in the place of another, or of none: first into the settings file. */
  const keep = (before: TargetSettings | null, after: TargetSettings | null): void => {
    parts.keepTarget(before, after);
    const others = targets.settings().flatMap((one) => (one === before ? (after ?? []) : one));
    targets.use(before === null && after !== null ? [...others, after] : others, sealAt);
    parts.pushState();
  };
  const known = (id: string): TargetSettings => {
    const target = targets.settings().find((one) => one.id === id);
    if (target === undefined) throw new GatelogError('targets/unknown', 'no such target');
    return target;
  };
  /** What stands in the audit of a target: everything but keys and passphrase themselves. */
  const told = (target: TargetSettings): AuditDetails => ({
    target: target.id,
    folder: target.folder,
    profile: target.profile ?? parts.settings.profile,
    keys: target.encryption?.recipients?.length ?? 0,
    openers: openersToldOf(target),
    reason: target.encryption?.plain?.reason ?? null,
    times: target.times.join(' '),
    required: target.required,
    tested: passed.has(target.folder),
  });

  return {
    view: targets.view,
    pickFolder: async () => ({ folder: await parts.pickFolder() }),
    check: async (folder) => {
      mustBeWhole(folder);
      const result = await trial.check(folder);
      if (result.failedStep === null) passed.add(folder);
      else passed.delete(folder);
      return result;
    },
    save: async (form) => {
      mustBeWhole(form.folder);
      const now = targets.settings();
      const before = form.id === null ? null : known(form.id);
      mustFit(now, form.id, { name: form.name.trim(), folder: form.folder }, before);
      const taken = [...now, ...targets.removed().map(({ target: one }) => one)].map(({ id: one }) => one);
      const { target, passphrase } = settingsOf(form, before, taken);
      const { id } = target;
      // The secret first: a target that waits for one it does not have would say that it is blocked.
      const passphraseBefore = log.targets.passphrase(id);
      if (passphrase !== null) log.targets.keepPassphrase(id, passphrase, parts.stamp().atMs);
      // First the log: what is not known there would not be sent.
      if (before !== null && before.times.join() !== target.times.join())
        log.targets.keepTimes(id, parts.stamp().atMs);
      // Done once the settings have it, by whoever meets it there: neither before nor, after a kill in between, never.
      log.targets.planStartOver(id, form.everything ? JSON.stringify(target) : null);
      try {
        keep(before, target);
      } catch (error) {
        // Nothing was saved: nobody but who was told so would know what opens the next batches, or why all goes there anew.
        if (!targets.settings().includes(target)) {
          log.targets.planStartOver(id, null);
          if (passphrase !== null) log.targets.keepPassphrase(id, passphraseBefore, parts.stamp().atMs);
        }
        throw error;
      }
      if (target.encryption?.passphraseInLog === undefined)
        log.targets.keepPassphrase(id, null, parts.stamp().atMs);
      const atMs = parts.stamp().atMs;
      log.targets.note(id, { atMs, what: before === null ? 'added' : 'changed' });
      audit(before === null ? 'target/added' : 'target/changed', {
        ...told(target),
        everything: form.everything,
      });
      return targets.view();
    },
    remove: async (id) => {
      const target = known(id);
      const { atMs } = parts.stamp();
      // First the log: one that only the settings had lost would be known to nobody. What it finds marked in the
      // settings all the same, after a kill in between, it takes for there.
      log.targets.remove(id, JSON.stringify(target), atMs);
      try {
        keep(target, null);
      } catch (error) {
        if (targets.settings().includes(target)) log.targets.bringBack(id, atMs);
        throw error;
      }
      audit('target/removed', told(target));
      return targets.view();
    },
    bringBack: async (id) => {
      const target = targets.removed().find((one) => one.target.id === id)?.target;
      if (target === undefined) throw new GatelogError('targets/unknown', 'no such target was removed');
      const now = targets.settings();
      mustFit(now, null, target);
      // The log takes its mark away when it meets it in the settings.
      keep(null, target);
      audit('target/brought-back', told(target));
      return targets.view();
    },
    send: async (id) => {
      audit('target/asked', { target: known(id).id });
      await targets.send(id);
      return targets.view();
    },
    stop: (id) => {
      audit('target/stopped', { target: known(id).id });
      targets.stop(id);
      return targets.view();
    },
    seal: async () => {
      await targets.seal();
      audit('batch/sealed', {});
      return targets.view();
    },
    sealAt: async (times) => {
      const sorted = [...new Set(times)].sort();
      parts.keepSealAt(sorted);
      sealAt = sorted;
      targets.use(targets.settings(), sorted);
      audit('batch/seal-times', { times: sorted.join(' ') });
      return targets.view();
    },
    history: targets.history,
    hurry: targets.hurry,
    close: () => trial.close(),
  };
}

/**
 * Whether such a target may stand among these; `id`: the one that it takes the place of, or null. Two in one folder
 * would be one copy that counts as two; what a settings file has all the same can still be changed.
 */
function mustFit(
  now: readonly TargetSettings[],
  id: string | null,
  { name, folder }: Pick<TargetSettings, 'name' | 'folder'>,
  before: TargetSettings | null = null,
): void {
  if (id === null && now.length >= MOST_TARGETS)
    throw new GatelogError('targets/too-many', `at most ${MOST_TARGETS} targets`);
  const others = now.filter((one) => one.id !== id);
  if (others.some((one) => one.name === name))
    throw new GatelogError('targets/same-name', 'another target bears this name');
  if (before?.folder !== folder && others.some((one) => placeOf(one.folder) === placeOf(folder)))
    throw new GatelogError('targets/same-folder', 'another target has this folder');
}

/** A folder under one name. Windows takes small and capital letters for the same. */
function placeOf(folder: string): string {
  const place = resolve(folder);
  return process.platform === 'win32' ? place.toLowerCase() : place;
}

/** A relative folder would be another one after the next start; a UNC path is whole on Windows only. */
function mustBeWhole(folder: string): void {
  if (!isAbsolute(folder)) throw new GatelogError('targets/not-whole', 'the path is not whole');
}

/**
 * The settings of a target as the form has it; what the form does not show stays as the file has it. A passphrase that
 * was chosen is for the log. Throws `openers/...`.
 */
function settingsOf(
  form: TargetFormView,
  before: TargetSettings | null,
  taken: readonly string[],
): { readonly target: TargetSettings; readonly passphrase: string | null } {
  const { name, folder, profile, required } = form;
  const id = before?.id ?? newId(name, new Set(taken));
  const shown = { id, name, folder, profile, times: [...new Set(form.times)].sort(), required };
  const { encryption, passphrase } = encryptionOf(form.openers, before);
  const { encryption: _, ...rest } = before ?? {};
  const target = targetSchema.parse({
    ...rest,
    ...shown,
    ...(encryption === undefined ? {} : { encryption }),
  });
  return { target, passphrase };
}

function encryptionOf(
  choice: TargetOpenersChoice,
  before: TargetSettings | null,
): { readonly encryption: TargetSettings['encryption']; readonly passphrase: string | null } {
  switch (choice.kind) {
    case 'gate':
      return { encryption: undefined, passphrase: null };
    case 'asIs':
      return { encryption: before?.encryption, passphrase: null };
    case 'recipients':
      return { encryption: { recipients: choice.recipients.map(recipientOf) }, passphrase: null };
    default: {
      const openers = checkedOpeners(choice);
      return openers.kind === 'passphrase'
        ? { encryption: { passphraseInLog: true }, passphrase: openers.passphrase }
        : {
            encryption: openers.kind === 'plain' ? { plain: { reason: openers.reason } } : undefined,
            passphrase: null,
          };
    }
  }
}

/** Who can open what lies there, in one word. */
function openersToldOf({ encryption }: TargetSettings): string {
  if (encryption === undefined) return 'gate';
  if (encryption.plain !== undefined) return 'plain';
  return encryption.recipients !== undefined || encryption.recipientsFile !== undefined
    ? 'recipients'
    : 'passphrase';
}

function recipientOf(text: string): string {
  try {
    return parseRecipient(text);
  } catch (cause) {
    throw new GatelogError('openers/bad-key', 'no public key of an office', {}, { cause });
  }
}

/** A slug of the name that no other target has. */
function newId(name: string, taken: ReadonlySet<string>): string {
  const slug = slugOf(name, 'target');
  for (let n = 1; ; n += 1) {
    const id = n === 1 ? slug : `${slug}-${n}`;
    if (!taken.has(id)) return id;
  }
}
