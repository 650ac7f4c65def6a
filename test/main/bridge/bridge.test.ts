import { beforeEach, describe, expect, it } from 'vitest';
import { GatelogError } from '../../../core/errors.ts';
import { type CallHandlers, createBridge, type IncomingCall } from '../../../main/bridge/bridge.ts';
import { type CallName, calls } from '../../../preload/contract/channels.ts';

let role: 'guard' | 'admin';
let reached: [string, unknown][];
let problems: [code: string, channel: string][];
let answer: (name: string) => unknown;

beforeEach(() => {
  role = 'guard';
  reached = [];
  problems = [];
  answer = () => null;
});

/** Sends one call through a bridge whose handlers only note that they were reached. */
function send(name: unknown, args: unknown, trustedSender = true) {
  const handlers = Object.fromEntries(
    Object.keys(calls).map((channel) => [
      channel,
      (given: unknown) => {
        reached.push([channel, given]);
        return answer(channel);
      },
    ]),
  ) as unknown as CallHandlers;
  const bridge = createBridge({
    handlers,
    role: () => role,
    onProblem: (error, channel) => problems.push([error.code, channel]),
  });
  return bridge({ trustedSender, name, args } satisfies IncomingCall);
}

const names = Object.keys(calls) as CallName[];

describe('the one gate for calls of the page', () => {
  it('lets a right call through with its parsed arguments and answers its value', async () => {
    answer = () => ({ role: 'guard', passwordSet: true });
    expect(await send('staff.sign-in', { password: 'x' })).toEqual({
      ok: true,
      value: { role: 'guard', passwordSet: true },
    });
    expect(reached).toEqual([['staff.sign-in', { password: 'x' }]]);
    expect(problems).toEqual([]);
  });

  it('refuses every channel to a foreign sender before it looks at anything else', async () => {
    role = 'admin';
    const answers = await Promise.all([...names, 'no.such', null].map((name) => send(name, {}, false)));
    expect(answers.map((one) => !one.ok && one.code)).toEqual(answers.map(() => 'bridge/bad-sender'));
    expect(reached).toEqual([]);
  });

  it('knows no channel but its own: not those of every object, not a list, not a number', async () => {
    const odd = [
      '',
      'gate',
      'GATE.STATE',
      'gate.state ',
      '__proto__',
      'constructor',
      'toString',
      1,
      null,
      undefined,
    ];
    const more = [...odd, ['gate.state'], { toString: () => 'gate.state' }];
    const answers = await Promise.all(more.map((name) => send(name, {})));
    expect(answers.map((one) => !one.ok && one.code)).toEqual(more.map(() => 'bridge/unknown-channel'));
    expect(reached).toEqual([]);
  });

  it("refuses an administrator's channels to a guard, whatever the arguments", async () => {
    const admin = names.filter((name) => calls[name].role === 'admin');
    const answers = await Promise.all(admin.flatMap((name) => [send(name, {}), send(name, 'x')]));
    expect(answers.map((one) => !one.ok && one.code)).toEqual(answers.map(() => 'bridge/not-allowed'));
    expect([admin.length > 0, reached]).toEqual([true, []]);
  });

  it('refuses arguments that are none of the channel', async () => {
    role = 'admin';
    const bad: unknown[] = [undefined, null, 'x', 1, [], [{}], { more: 1 }, { constructor: 1 }];
    const answers = await Promise.all(names.flatMap((name) => bad.map((args) => send(name, args))));
    expect(answers.map((one) => !one.ok && one.code)).toEqual(answers.map(() => 'bridge/bad-arguments'));
    expect(reached).toEqual([]);
  });

  it('hands nothing on that a prototype or an odd object carries', async () => {
    const odd = [new Map([['a', 1]]), Object.create({ a: 1 }), JSON.parse('{"__proto__":{"admin":true}}')];
    for (const args of odd) await send('gate.state', args);
    const strange = reached.filter(
      ([, given]) =>
        Object.getPrototypeOf(given) !== Object.prototype || Reflect.ownKeys(given as object).length > 0,
    );
    expect(strange).toEqual([]);
  });

  it('answers what a handler throws as code and message, never as an error', async () => {
    answer = () => {
      throw new GatelogError('undo/too-late', 'more than a minute has passed');
    };
    expect(await send('gate.undo', { seq: 1 })).toEqual({
      ok: false,
      code: 'undo/too-late',
      message: 'undo/too-late: more than a minute has passed',
    });
    answer = () => Promise.reject(new TypeError('x is not a function'));
    expect(await send('gate.undo', { seq: 1 })).toMatchObject({ ok: false, code: 'internal' });
  });

  it('tells diagnostics code and channel, and nothing that the page made up', async () => {
    await send('001099000001|Nguyễn Văn Thử', {});
    await send('gate.undo', { seq: 'Nguyễn Văn Thử' });
    // What a camera has is written down as it comes: a word, never a text.
    await send('camera.state', { state: 'failed', problem: '001099000001|Nguyễn Văn Thử' });
    expect(problems).toEqual([
      ['bridge/unknown-channel', 'unknown'],
      ['bridge/bad-arguments', 'gate.undo'],
      ['bridge/bad-arguments', 'camera.state'],
    ]);
  });

  it('says where arguments are wrong without repeating them', async () => {
    const said = await send('gate.manual', {
      name: 7,
      document: '',
      phone: '',
      note: 'Nguyễn Văn Thử '.repeat(60),
      direction: 'up',
      purpose: '',
      companions: 0,
      known: null,
      answers: null,
    });
    expect(said).toEqual({
      ok: false,
      code: 'bridge/bad-arguments',
      message: 'bridge/bad-arguments: name: invalid_type, note: too_big, direction: invalid_value',
    });
  });
});
