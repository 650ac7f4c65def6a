import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CHECK_NAMES, CREDENTIAL_KINDS, NOTHING_KNOWN } from '../../core/credential/credential.ts';
import { answerLine, readAnswerJsonSchema, readAnswerSchema } from '../../office/read-answer.ts';
import { createPayloadReader } from '../../office/read-payload.ts';
import { documentText, named, tableUnder } from '../docs/tables.ts';
import { goldenLines } from './golden-files.ts';

const reader = createPayloadReader(() => NOTHING_KNOWN);
const page = documentText('docs/gatelog-read.md');

describe('an answer', () => {
  it('has its documented shape, whatever was read, and comes back from its line', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.uint8Array({ maxLength: 200 })), (payload) => {
        const answer = typeof payload === 'string' ? reader.text(payload) : reader.bytes(payload);
        expect(readAnswerSchema.parse(answer)).toEqual(answer);
        expect(JSON.parse(answerLine(answer))).toEqual(answer);
      }),
    );
  });

  it('is one line in which nothing steers a terminal', () => {
    const fields = { text: 'a\n\r\t\u001b[31m\u007f\u0085\u009b\u2028\u202e\u{e0041}\ud800 đ' };
    const line = answerLine({ ...reader.text(''), fields });
    expect(line).toContain(
      String.raw`{"text":"a\n\r\t\u001b[31m\u007f\u0085\u009b\u2028\u202e\udb40\udc41\ud800 đ"}`,
    );
    expect(JSON.parse(line).fields).toEqual(fields);
  });
});

describe('docs/gatelog-read', () => {
  it('has the JSON Schema of the code', () => {
    expect(JSON.parse(documentText('docs/gatelog-read.schema.json'))).toEqual(
      JSON.parse(JSON.stringify(readAnswerJsonSchema())),
    );
  });

  it('names every key of a line, in order', () => {
    const rows = tableUnder(page, '## One line').map(([key]) => named(key ?? '')[0]);
    expect(rows).toEqual(Object.keys(readAnswerSchema.shape));
  });

  it('names every kind and every check', () => {
    const kinds = tableUnder(page, '## Kinds').flatMap(([kind]) => named(kind ?? ''));
    expect(kinds).toEqual([...CREDENTIAL_KINDS, 'no-code']);
    expect(tableUnder(page, '## Checks').flatMap(([name]) => named(name ?? ''))).toEqual([...CHECK_NAMES]);
  });

  it('names every note that the golden answers have, and no other', () => {
    const notes = tableUnder(page, '## Notes').map(([note]) => named(note ?? '')[0]);
    expect([...notes].sort()).toEqual([...new Set(goldenLines().flatMap((answer) => answer.notes))].sort());
  });

  it('names every field that the golden answers of a kind have, and no other', () => {
    const documented = tableUnder(page, '## Fields').map(
      ([kind, fields]) => [named(kind ?? '')[0] ?? '', named(fields ?? '')] as const,
    );
    const seen = new Map<string, Set<string>>();
    for (const { kind, fields } of goldenLines()) {
      const names = seen.get(kind) ?? new Set();
      for (const name of Object.keys(fields)) names.add(name.replace(/\d+$/, ''));
      seen.set(kind, names);
    }
    expect(documented.map(([kind]) => kind)).toEqual([...CREDENTIAL_KINDS, 'no-code']);
    for (const [kind, fields] of documented)
      expect([kind, ...new Set(fields)].sort()).toEqual([kind, ...(seen.get(kind) ?? [])].sort());
  });
});
