import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { nextInLine, targetState } from '../../core/delivery/line.ts';
import { nextTime } from '../../core/delivery/schedule.ts';
import { GatelogError, toGatelogError } from '../../core/errors.ts';
import { seconds } from '../../core/units.ts';
import type {
  SealingView,
  TargetActView,
  TargetProgressView,
  TargetsStateView,
  TargetsView,
  TargetView,
} from '../../preload/contract/target-views.ts';
import type { Openers } from '../delivery/openers.ts';
import type { SealIdentity } from '../delivery/seal.ts';
import { readyFor, type Sealer } from '../delivery/sealer.ts';
import { SPOOL_FOLDER } from '../delivery/spool.ts';
import type { WorkerProcess } from '../delivery/target.ts';
import type { Stamp } from '../events.ts';
import type { Log } from '../log/log.ts';
import type { BatchSettings } from '../settings/batches.ts';
import { MOST_TARGETS, type TargetSettings } from '../settings/targets.ts';
import { type MayForget, makeExpected } from './expected.ts';
import { planFor, profileOf } from './plans.ts';
import { type RemovedSettings, removedSettings, removedView } from './removed.ts';
import { createRunner, type Runner } from './runner.ts';
import { keptInSpool, type SpoolParts, spoolView } from './spool.ts';
import { createTimes } from './times.ts';

const LOOK_MS = seconds(1);
/** Lines of a target's history that are shown at once. */
const HISTORY_LINES = 50;

export interface TargetsParts {
  readonly log: Log;
  readonly sealer: Sealer;
  readonly identity: SealIdentity;
  readonly settings: BatchSettings;
  /** Targets of the settings file. */
  readonly targets: readonly TargetSettings[];
  /** Who can open the batches of this gate. Throws `openers/...`. */
  readonly openers: () => Openers | null;
  /** Folder of log, keys and spool. */
  readonly dataFolder: string;
  /** Throws `key/...`. */
  readonly spoolKey: () => Promise<string>;
  readonly stamp: () => Stamp;
  /** Starts main/delivery/worker.ts. */
  readonly spawn: () => WorkerProcess;
  /** Told after every change that the page should ask for. */
  readonly onChange: () => void;
  readonly onProgress: (progress: TargetProgressView) => void;
  /** How far a sealing has come that no stick waits for; null once it has ended. */
  readonly onSealing: (progress: SealingView | null) => void;
  readonly onProblem: (error: GatelogError) => void;
}

/** The places that take every batch by themselves: what is in their lines, and when it goes. */
export interface Targets {
  /** Begins to look at the clock and the lines. */
  start(): void;
  settings(): readonly TargetSettings[];
  /** Targets that were removed, newest first. */
  removed(): readonly RemovedSettings[];
  /** Takes other targets and times of sealing from now on; those that stayed as they were go on undisturbed. */
  use(targets: readonly TargetSettings[], sealAt: readonly string[]): void;
  view(): Promise<TargetsView>;
  /** For the gate's screen. Never throws. */
  state(): TargetsStateView;
  /** Names of renditions in the spool that targets still wait for, or that are kept for a stick that gets lost. */
  keptInSpool(): Promise<ReadonlySet<string>>;
  /** Makes what is still expected of these events, before the log forgets them: see `makeExpected`. Never throws. */
  makeExpected(fromSeq: number, upToSeq: number): Promise<MayForget>;
  /** Lets the spool go of what the log has forgotten and nobody waits for. */
  forgotten(): Promise<void>;
  /** Tries everything again that waits: something that it may have waited for was decided. */
  hurry(): void;
  /** Seals everything and sends it there now. Throws `targets/unknown` and what sealing throws. */
  send(id: string): Promise<void>;
  /** Ends what is under way there. Throws `targets/unknown`. */
  stop(id: string): void;
  /** Seals everything into the spool. Throws `batch/empty` where nothing is new, and what sealing throws. */
  seal(): Promise<void>;
  /** Also of one that was removed. Throws `targets/unknown`. */
  history(id: string, before: number | null): readonly TargetActView[];
  close(): void;
}

export function createTargets(parts: TargetsParts): Targets {
  const { log, sealer, stamp } = parts;
  let targets = parts.targets;
  let sealAt: readonly string[] = parts.settings.sealAt;
  const runners = new Map<string, { readonly of: TargetSettings; readonly runner: Runner }>();
  const spoolFolder = join(parts.dataFolder, SPOOL_FOLDER);
  const plan = (target: TargetSettings | null) => planFor(parts, target);
  const spool: SpoolParts = {
    log,
    targets: () => targets,
    planFor: plan,
    spoolFolder,
    keeping: () => parts.settings,
    nowMs: () => stamp().atMs,
  };
  let timer: NodeJS.Timeout | null = null;
  let sealing: SealingView | null = null;

  const tidy = (): Promise<void> =>
    sealer.tidy(async () => {
      const kept = new Set(await keptInSpool(spool));
      // What no copy holds yet waits for a stick as well.
      const own = await plan(null).catch(() => null);
      for (const batch of log.batches.owed(parts.settings.profile)) {
        const ready = own === null ? batch.renditions : [readyFor(batch, own)];
        for (const one of ready) if (one !== undefined) kept.add(one.rendition.name);
      }
      return kept;
    });

  const run = (target: TargetSettings): void => {
    const made = createRunner({
      target,
      log,
      sealer,
      identity: parts.identity,
      plan: () => plan(target),
      spoolFolder,
      spoolKey: parts.spoolKey,
      spawn: parts.spawn,
      nowMs: () => stamp().atMs,
      onChange: parts.onChange,
      onProgress: (progress) => parts.onProgress({ id: target.id, ...progress }),
      onTried: tidy,
      onProblem: parts.onProblem,
    });
    runners.set(target.id, { of: target, runner: made });
    if (timer !== null) made.look('now');
  };
  /** Makes the log know a target: whatever nobody has yet is meant for it, and everything from now on. */
  const know = (target: TargetSettings): void => {
    const { id } = target;
    if (log.targets.record(id) === null) {
      const [oldest] = log.batches.owed(parts.settings.profile);
      log.targets.join(id, oldest?.sealed.firstSeq ?? log.batches.sealedUpTo() + 1, stamp().atMs);
    } else {
      // Removed before: the settings have it again, also where that was done by hand or a kill came in between.
      log.targets.bringBack(id, stamp().atMs);
    }
    const planned = log.targets.plannedStartOver(id);
    if (planned === null) return;
    const isThere = isDeepStrictEqual(JSON.parse(planned), JSON.parse(JSON.stringify(target)));
    if (isThere) log.targets.startOver(id, 1);
    // A change that never reached the settings.
    else log.targets.planStartOver(id, null);
  };
  const careful = (work: () => void): void => {
    try {
      work();
    } catch (error) {
      parts.onProblem(toGatelogError(error));
    }
  };

  const times = createTimes({
    log,
    sealer,
    targets: () => targets,
    sealAt: () => sealAt,
    planFor: plan,
    now: stamp,
    onLine: (id) => runners.get(id)?.runner.hurry(),
    onSealing: (progress) => {
      sealing = progress;
      parts.onSealing(progress);
    },
    onChange: parts.onChange,
    onProblem: parts.onProblem,
  });
  const known = (id: string): TargetSettings => {
    const target = targets.find((one) => one.id === id);
    if (target === undefined) throw new GatelogError('targets/unknown', 'no such target');
    return target;
  };

  const viewOf = (target: TargetSettings): TargetView => {
    const { id, encryption } = target;
    const line = log.targets.line(id);
    const toCome = log.targets.stillToCome(id);
    const next = nextInLine(line, stamp().atMs);
    const held = line.map(({ progress }) => progress).find((one) => 'why' in one);
    const progress = runners.get(id)?.runner.progress() ?? null;
    return {
      id,
      name: target.name,
      folder: target.folder,
      profile: profileOf(target, parts.settings),
      openers:
        encryption === undefined
          ? 'gate'
          : encryption.plain !== undefined
            ? 'plain'
            : encryption.passphraseFile !== undefined || encryption.passphraseInLog !== undefined
              ? 'passphrase'
              : 'recipients',
      recipients: encryption?.recipients ?? [],
      plainReason: encryption?.plain?.reason ?? null,
      times: target.times,
      required: target.required,
      state: targetState(line, toCome.batches - line.length),
      why: held !== undefined && 'why' in held ? held.why : null,
      nextTryAtMs: next.act === 'wait' ? next.untilMs : null,
      nextTimeAtMs: nextTime(target.times, stamp()),
      lastDelivery: log.targets.lastDelivery(id),
      batchesToCome: toCome.batches,
      eventsToCome: toCome.events,
      progress: progress === null ? null : { id, ...progress },
    };
  };

  return {
    start: () => {
      for (const target of targets)
        careful(() => {
          know(target);
          run(target);
        });
      const look = (): void => {
        times.look();
        for (const { runner } of runners.values()) runner.look();
      };
      timer = setInterval(look, LOOK_MS);
      look();
    },
    settings: () => targets,
    removed: () => removedSettings(log),
    use: (next, nextSealAt) => {
      targets = next;
      if (nextSealAt.join() !== sealAt.join()) log.targets.keepSealTimes(stamp().atMs);
      sealAt = nextSealAt;
      for (const [id, { of, runner }] of runners) {
        if (next.includes(of)) continue;
        runner.close();
        runners.delete(id);
      }
      for (const target of next) {
        know(target);
        if (!runners.has(target.id)) run(target);
      }
      parts.onChange();
    },
    view: async () => ({
      targets: targets.filter(({ id }) => log.targets.record(id) !== null).map(viewOf),
      removed: removedView(log, parts.settings.profile, targets),
      spool: await spoolView(spool),
      sealAt,
      sealProblem: times.problem(),
      sealing,
      mostTargets: MOST_TARGETS,
      profile: parts.settings.profile,
    }),
    state: () => {
      const open = targets.filter(
        (target) => target.encryption?.plain !== undefined && profileOf(target, parts.settings) !== 'counts',
      ).length;
      try {
        const blocked = targets.filter(({ id }) => log.targets.isBlocked(id)).length;
        return { count: targets.length, blocked, open };
      } catch {
        // Of a log that cannot be read nothing is claimed; its own chip says what is wrong.
        return { count: targets.length, blocked: 0, open };
      }
    },
    keptInSpool: () => keptInSpool(spool),
    forgotten: tidy,
    makeExpected: (fromSeq, upToSeq) =>
      makeExpected(
        {
          ...spool,
          sealer,
          settings: parts.settings,
          spoolKey: parts.spoolKey,
          seal: () => times.sealFor(null),
        },
        fromSeq,
        upToSeq,
      ),
    hurry: () => {
      for (const { runner } of runners.values()) runner.hurry();
    },
    send: (id) => times.sealFor(known(id)),
    stop: (id) => runners.get(known(id).id)?.runner.stop(),
    seal: async () => {
      const before = log.batches.sealedUpTo();
      await times.sealFor(null);
      if (log.batches.sealedUpTo() === before)
        throw new GatelogError('batch/empty', 'nothing has happened since the last batch');
      parts.onChange();
    },
    history: (id, before) => {
      if (!removedSettings(log).some(({ target }) => target.id === id)) known(id);
      return log.targets.history(id, HISTORY_LINES, before);
    },
    close: () => {
      if (timer !== null) clearInterval(timer);
      timer = null;
      for (const { runner } of runners.values()) runner.close();
    },
  };
}
