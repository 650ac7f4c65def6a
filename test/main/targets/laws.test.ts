import { existsSync, mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { whatIsMissing } from '../../support/deliver-kill/kill.ts';
import { testFolder } from '../../support/folder.ts';
import { passage } from '../../support/gate-log.ts';
import { openSendingGate, type SendingGate } from '../../support/sending-gate.ts';

type Act =
  | { readonly what: 'append'; readonly count: number }
  | { readonly what: 'seal' | 'restart' }
  | { readonly what: 'send' | 'off' | 'on'; readonly id: 'a' | 'b' }
  | { readonly what: 'pause'; readonly ms: number };

const id = fc.constantFrom('a' as const, 'b' as const);
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ what: fc.constant('append' as const), count: fc.integer({ min: 1, max: 30 }) }),
  fc.record({ what: fc.constant('seal' as const) }),
  fc.record({ what: fc.constant('restart' as const) }),
  fc.record({ what: fc.constantFrom('send' as const, 'off' as const, 'on' as const), id }),
  fc.record({ what: fc.constant('pause' as const), ms: fc.integer({ min: 0, max: 120 }) }),
);

/** Plays one story in this folder: a restart kills the processes in the middle of whatever they do. */
async function play(folder: string, acts: readonly Act[]): Promise<number> {
  const open = (): SendingGate =>
    openSendingGate(join(folder, 'data'), {
      targets: ['a', 'b'].map((one) => ({ id: one, name: one, folder: join(folder, one) })),
      maxEvents: 20,
      nowMs: () => Date.now(),
    });
  let gate = open();
  let said = gate.log.append([passage(0)]).at(-1)?.seq ?? 0;
  const move = (from: string, to: string): void => {
    if (existsSync(join(folder, from))) renameSync(join(folder, from), join(folder, to));
  };
  for (const one of acts) {
    switch (one.what) {
      case 'append':
        said = gate.log.append(Array.from({ length: one.count }, (_, n) => passage(n))).at(-1)?.seq ?? said;
        break;
      case 'seal':
        // Nothing new, or a restart that came in between: the next seal has it.
        await gate.targets.seal().catch(() => undefined);
        break;
      case 'send':
        await gate.targets.send(one.id).catch(() => undefined);
        break;
      case 'off':
        move(one.id, `${one.id}-off`);
        break;
      case 'on':
        move(`${one.id}-off`, one.id);
        break;
      case 'pause':
        await sleep(one.ms);
        break;
      case 'restart':
        gate.close();
        gate = open();
    }
  }
  gate.close();
  for (const one of ['a', 'b']) move(`${one}-off`, one);
  return said;
}

it('whatever is appended, sealed, sent, switched off and killed, the office holds every event once, in order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 16 }), async (acts) => {
      const folder = testFolder();
      for (const name of ['data', 'a', 'b']) mkdirSync(join(folder, name));
      const said = await play(folder, acts);
      expect(await whatIsMissing(folder, said)).toBeNull();
    }),
    { numRuns: 5, endOnFailure: true },
  );
}, 900_000);
