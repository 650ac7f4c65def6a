import { describe, expect, it } from 'vitest';
import { findingSchema, isWrong } from '../../office/log-report.ts';
import { verifyReportJsonSchema } from '../../office/verify-report.ts';
import { documentText, named, tableUnder } from '../docs/tables.ts';

describe('the report of gatelog verify', () => {
  it('has its JSON Schema in docs/gatelog-verify.schema.json', () => {
    expect(JSON.parse(documentText('docs/gatelog-verify.schema.json'))).toEqual(
      JSON.parse(JSON.stringify(verifyReportJsonSchema())),
    );
  });

  it('has every finding in docs/office.md, with whether it is wrong', () => {
    const said = tableUnder(documentText('docs/office.md'), '### What is found of a log');
    const codes = findingSchema.options.map((one) => one.shape.code.value);
    expect(said.map(([code, wrong]) => [named(code ?? '')[0], wrong])).toEqual(
      codes.map((code) => [code, isWrong({ code }) ? 'yes' : 'no']),
    );
  });
});
