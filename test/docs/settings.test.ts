import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { CHECK_NAMES } from '../../core/credential/credential.ts';
import { badgeLookup, parseRoster } from '../../core/credential/roster.ts';
import { CHECK_OUTCOMES, POLICY_ACTS, POLICY_KINDS } from '../../core/gate/policy.ts';
import { parseSettings } from '../../main/settings/load.ts';
import { settingsSchema } from '../../main/settings/schema.ts';
import { documentText, named, tableUnder } from './tables.ts';

const text = documentText('docs/settings.md');

/** The part of a JSON Schema that a table of settings speaks of. */
interface Node {
  readonly properties?: Readonly<Record<string, Node>>;
  readonly required?: readonly string[];
  readonly items?: Node;
  readonly anyOf?: readonly Node[];
  readonly enum?: readonly string[];
  readonly const?: unknown;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly default?: unknown;
}

interface Setting {
  readonly name: string;
  readonly node: Node;
  readonly required: boolean;
}

/** Every setting of the schema with its name as the table writes it: `site.slug`, `lanes[].name`. */
function settingsOf(node: Node, path = ''): readonly Setting[] {
  return Object.entries(node.properties ?? {}).flatMap(([key, inner]) => {
    const name = path === '' ? key : `${path}.${key}`;
    const required = node.required?.includes(key) ?? false;
    const below = [...settingsOf(inner, name), ...settingsOf(inner.items ?? {}, `${name}[]`)];
    // An object that is required says nothing beside its own keys.
    return required && inner.properties !== undefined ? below : [{ name, node: inner, required }, ...below];
  });
}

const settings = settingsOf(z.toJSONSchema(settingsSchema, { io: 'input' }) as Node);
const rows = tableUnder(text, '# Settings');
const rowOf = (name: string) => rows.find(([said]) => said === `\`${name}\``) ?? [];

describe('docs/settings.md', () => {
  it('names every setting of the schema in order and no other', () => {
    expect(rows.map(([name]) => named(name ?? '')[0])).toEqual(settings.map((one) => one.name));
  });

  it('says the range of every number and every word of every choice', () => {
    for (const { name, node } of settings) {
      const values = rowOf(name)[1];
      for (const one of [node, ...(node.anyOf ?? [])]) {
        if (one.minimum !== undefined && one.maximum !== undefined && one.const === undefined) {
          expect(values, name).toContain(`[${one.minimum}...${one.maximum}]`);
        }
        for (const word of [...(one.enum ?? []), ...(one.const === undefined ? [] : [one.const])]) {
          expect(values, name).toContain(`\`${String(word)}\``);
        }
      }
    }
  });

  it('says the default of every setting, and which ones are required', () => {
    const parsed = settingsSchema.parse({
      site: { slug: 's', name: 'S' },
      gate: { slug: 'g', name: 'G' },
    });
    for (const { name, node, required } of settings) {
      const said = rowOf(name)[2];
      if (required) expect(said, name).toBe('required');
      else if (name === 'wedge') expect(node.default, name).toEqual(parsed.wedge);
      else if (node.default === undefined) expect(said, name).toBe('none');
      else expect(said, name).toBe(`\`${JSON.stringify(node.default)}\``);
    }
  });

  it('names every kind, check, outcome and act that a policy can speak of', () => {
    const words = new Map(
      tableUnder(text, '## Which facts ask or stop').map(([what, said]) => [what, named(said ?? '')]),
    );
    expect(Object.fromEntries(words)).toEqual({
      kinds: [...POLICY_KINDS, '*'],
      checks: CHECK_NAMES,
      outcomes: CHECK_OUTCOMES,
      acts: POLICY_ACTS,
    });
  });

  it('has a policy that the kiosk reads', () => {
    const json = /## Which facts ask or stop[\s\S]+?```json\n([\s\S]+?)```/.exec(text)?.[1] ?? '';
    const { policy } = JSON.parse(json);
    const least = { site: { slug: 's', name: 'S' }, gate: { slug: 'g', name: 'G' } };
    expect(settingsSchema.parse({ ...least, policy }).policy).toEqual(policy);
  });

  it('has a roster that the gate reads', () => {
    const csv = /```csv\n([\s\S]+?)```/.exec(text)?.[1] ?? '';
    expect(badgeLookup(parseRoster(csv))('nv-0417')).toEqual({
      name: 'Trần Thị Mẫu',
      department: 'Khoa Dược',
      validFrom: '2026-03-01',
      validTo: null,
    });
  });
});

describe('docs/settings.example.json', () => {
  it('is taken by the parser of the kiosk as it stands there', () => {
    const example = documentText('docs/settings.example.json');
    expect(parseSettings(example)).toMatchObject(JSON.parse(example));
  });
});
