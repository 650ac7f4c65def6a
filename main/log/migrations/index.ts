import { GatelogError } from '../../../core/errors.ts';
import type { Db } from '../open.ts';
import { events10 } from './10-events.ts';
import { batches20 } from './20-batches.ts';
import { probe30 } from './30-probe.ts';
import { trust40 } from './40-trust.ts';
import { people50 } from './50-people.ts';
import { nameTails60 } from './60-name-tails.ts';
import { renditions70 } from './70-renditions.ts';
import { targets80 } from './80-targets.ts';
import { sticks90 } from './90-sticks.ts';
import { retention100 } from './100-retention.ts';
import { targetOpeners110 } from './110-target-openers.ts';
import { removedTargets120 } from './120-removed-targets.ts';
import { targetPlans130 } from './130-target-plans.ts';

/** One frozen step. A number is never used twice and a landed file is never changed. */
export interface Migration {
  readonly version: number;
  readonly sql: string;
}

/** Every migration, in order, numbered in tens. */
export const migrations: readonly Migration[] = [
  events10,
  batches20,
  probe30,
  trust40,
  people50,
  nameTails60,
  renditions70,
  targets80,
  sticks90,
  retention100,
  targetOpeners110,
  removedTargets120,
  targetPlans130,
];

/** Brings a database up to date, each step in its own transaction. Throws `log/from-the-future` on a newer one. */
export function migrate(db: Db): void {
  const newest = migrations.at(-1)?.version ?? 0;
  const version = Number(db.pragma('user_version', { simple: true }));
  if (version > newest) {
    throw new GatelogError('log/from-the-future', 'this log was written by a newer Gatelog', {
      version,
      newest,
    });
  }
  for (const migration of migrations) {
    if (migration.version <= version) continue;
    db.transaction(() => {
      db.exec(migration.sql);
      db.pragma(`user_version = ${migration.version}`);
    }).immediate();
  }
}
