import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { CHAIN_START, chainOf } from '../../core/batch/chain.ts';
import { commitmentOf } from '../../core/batch/commitment.ts';
import { COUNT_COLUMNS } from '../../core/batch/counts.ts';
import { EVENT_KINDS, type EventPublic } from '../../core/batch/event.ts';
import { countLayout } from '../../core/batch/layout.ts';
import { manifestSchema } from '../../core/batch/manifest.ts';
import { BATCH_MAX_EVENTS, renditionFiles } from '../../core/batch/names.ts';
import { decodePayload, encodePayload } from '../../core/batch/payload.ts';
import { PERSONAL_COLUMNS, PROFILES, RULES } from '../../core/batch/profile.ts';
import { HEADINGS, SHEET_COLUMNS } from '../../core/batch/sheet.ts';
import { COLUMNS } from '../../core/batch/table.ts';
import { CREDENTIAL_KINDS, DOCUMENT_KINDS } from '../../core/credential/credential.ts';
import { timestampMs } from '../../core/units.ts';
import { documentText, named, tableUnder } from './tables.ts';

const text = documentText('docs/batch-format.md');

describe('docs/batch-format.md', () => {
  it('names every column of the record in order, with type, null, unit and CSV, and no other', () => {
    const said = tableUnder(text, '## Columns').map((cells) => cells.slice(0, 5));
    expect(said).toEqual(
      COLUMNS.map((column) => [
        `\`${column.name}\``,
        column.type,
        column.nullable ? 'yes' : 'no',
        column.unit,
        column.inCsv ? 'yes' : 'no',
      ]),
    );
  });

  it('names every kind of credential and of document', () => {
    const rows = new Map(tableUnder(text, '## Columns').map((cells) => [cells[0], cells[5] ?? '']));
    expect(named(rows.get('`credential_kind`') ?? '').sort()).toEqual([...CREDENTIAL_KINDS].sort());
    expect(named(rows.get('`document_kind`') ?? '').sort()).toEqual([...DOCUMENT_KINDS].sort());
  });

  it('names every file in the order in which it is written', () => {
    const rows = tableUnder(text, '## Files').map(([name, profiles]) => ({
      name: named(name ?? '')[0] ?? '',
      profiles: profiles === 'all' ? PROFILES : named(profiles ?? ''),
    }));
    for (const profile of PROFILES) {
      const said = rows.filter(({ profiles }) => profiles.some((one) => one === profile));
      expect(said.map(({ name }) => name)).toEqual(renditionFiles(profile, false));
    }
    const envelopes = /```\n(events\.parquet\.age[\s\S]+?)```/.exec(text)?.[1] ?? '';
    expect(envelopes.trim().split(/\s+/)).toEqual(renditionFiles('full', true));
    expect(text).toContain(`at most ${BATCH_MAX_EVENTS.toLocaleString('en')} events`);
  });

  it('names every kind of event once', () => {
    const kinds = tableUnder(text, '### Kinds of event').flatMap(([kind]) => named(kind ?? ''));
    expect(kinds.sort()).toEqual([...EVENT_KINDS].sort());
  });

  it('names every heading of the workbook in order', () => {
    expect(tableUnder(text, '## events.xlsx').map(([vi, en]) => ({ vi, en }))).toEqual(
      SHEET_COLUMNS.map((column) => column.heading),
    );
  });

  it('names every column of the counts, with its headings', () => {
    expect(tableUnder(text, '## Counts')).toEqual(
      COUNT_COLUMNS.map((column, index) => [
        `\`${column.name}\``,
        column.type,
        column.nullable ? 'yes' : 'no',
        column.unit,
        column.inCsv ? 'yes' : 'no',
        HEADINGS.map((one) => countLayout(one).sheetColumns[index]?.heading).join(', '),
      ]),
    );
  });

  it('names every profile, and what it does to every personal column', () => {
    const section = text.slice(text.indexOf('## Profiles'));
    expect(tableUnder(text, '## Profiles').map(([name]) => named(name ?? '')[0])).toEqual([...PROFILES]);
    const second = section.slice(section.indexOf('What each profile does'));
    const said = tableUnder(`## Second\n\n${second}`, '## Second').map(([name, ...rules]) => [
      named(name ?? '')[0],
      ...rules.map((rule) => /^[a-z]+/.exec(rule)?.[0]),
    ]);
    const fields = Object.entries(PERSONAL_COLUMNS).map(([field, column]) => [
      column,
      ...(['full', 'masked', 'pseudonymous'] as const).map(
        (profile) => RULES[profile][field as keyof typeof PERSONAL_COLUMNS],
      ),
    ]);
    expect(said).toEqual(fields);
  });

  it('names every key of the manifest in order', () => {
    expect(tableUnder(text, '## manifest.json').map(([key]) => key)).toEqual(
      Object.keys(manifestSchema.shape).map((key) => `\`${key}\``),
    );
  });

  it('names every key of the personal snapshot', () => {
    const snapshot = encodePayload({
      schema: 1,
      documentKind: null,
      document: null,
      name: null,
      birth: null,
      sex: null,
      address: null,
      phone: null,
      note: null,
      guard: null,
      raw: null,
      fields: {},
    });
    const said = /text keys [\s\S]+?\ncommitment/.exec(text)?.[0] ?? '';
    for (const key of Object.keys(decodePayload(snapshot))) expect(said).toMatch(new RegExp(`\\b${key}\\b`));
  });
});

describe('the formulas of docs/batch-format.md', () => {
  const event: EventPublic = {
    seq: 1,
    atMs: timestampMs(1_763_942_400_000),
    offsetMin: 420,
    bootId: 'b',
    uptimeMs: 1000,
    clock: 'ok',
    gateId: 'cong-1',
    lane: '1',
    kind: 'in',
    reason: 'entered',
    credentialKind: 'cccd',
    checks: '',
    source: 'camera',
    voidsSeq: null,
    answersSeq: null,
    personKey: null,
  };
  const salt = new Uint8Array(32);
  const payload = Uint8Array.of(0xa0);

  it('give the example that stands there, by the code of the gate', () => {
    const commitment = commitmentOf(salt, payload);
    expect(text).toContain(`commitment ${Buffer.from(commitment).toString('hex')}`);
    expect(text).toContain(
      `chain      ${Buffer.from(chainOf(CHAIN_START, event, commitment)).toString('hex')}`,
    );
  });

  it('give the same to somebody who writes them anew from the page', () => {
    const order = /chain {7}SHA-256\([\s\S]+?commitment\)/.exec(text)?.[0] ?? '';
    const columns = [...order.matchAll(/field\((\w+)/g)].map((match) => match[1] ?? '');
    const values: Record<string, string | null> = {
      seq: '1',
      at: '1763942400000',
      offset_min: '420',
      boot_id: 'b',
      uptime_ms: '1000',
      clock: 'ok',
      gate_id: 'cong-1',
      lane: '1',
      kind: 'in',
      reason: 'entered',
      credential_kind: 'cccd',
      checks: '',
      source: 'camera',
      voids_seq: null,
      answers_seq: null,
      person_key: null,
    };
    expect(columns).toEqual(Object.keys(values));
    const sha256 = (parts: readonly Uint8Array[]): Buffer =>
      createHash('sha256').update(Buffer.concat(parts)).digest();
    const field = (value: string | null): Buffer => {
      if (value === null) return Buffer.from('ffffffff', 'hex');
      const bytes = Buffer.from(value, 'utf8');
      const length = Buffer.alloc(4);
      length.writeUInt32BE(bytes.length);
      return Buffer.concat([length, bytes]);
    };
    const commitment = sha256([salt, payload]);
    const chain = sha256([
      Uint8Array.of(1),
      new Uint8Array(32),
      ...columns.map((column) => field(values[column] ?? null)),
      commitment,
    ]);
    expect(text).toContain(`chain      ${chain.toString('hex')}`);
  });
});
