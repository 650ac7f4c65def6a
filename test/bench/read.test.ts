import { describe, expect, it } from 'vitest';
import { openReadSite } from '../../bench/read/cases.ts';
import { createPayloadReader } from '../../office/read-payload.ts';

describe('the cards of npm run bench -- read', () => {
  it('are read as what they are, signatures and floors holding, each of another person', () => {
    const { context, cases } = openReadSite();
    const reader = createPayloadReader(() => context);
    const outcomes = cases.map(({ name, kind, payloads, floor }) => {
      const answers = payloads.slice(0, 40).map((payload) => reader.bytes(payload));
      return {
        name,
        kinds: [...new Set(answers.map((answer) => answer.kind === kind))],
        signatures: [...new Set(answers.map(({ checks }) => checks.signature?.outcome))],
        floors: [...new Set(answers.map((_, at) => floor(at)))],
        different: new Set(payloads.map(String)).size === payloads.length,
      };
    });
    const said = (name: string, signature: 'pass' | 'notApplicable') => ({
      name,
      kinds: [true],
      signatures: [signature],
      floors: [true],
      different: true,
    });
    expect(outcomes).toEqual([
      said('CCCD', 'notApplicable'),
      said('BHYT', 'notApplicable'),
      said('PC-Covid', 'notApplicable'),
      said('HC1, ES256', 'pass'),
      said('HC1, PS256', 'pass'),
      said('SMART Health Card', 'pass'),
      said('VDS-NC', 'pass'),
    ]);
  });
});
