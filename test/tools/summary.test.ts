import { describe, expect, it } from 'vitest';
import { countReport, stepOutcome, summaryLine, together } from '../../tools/summary.ts';

const file = (status: string, tests: [status: string, fullName: string][], message = '') => ({
  name: '/project/test/a.test.ts',
  status,
  message,
  assertionResults: tests.map(([outcome, fullName]) => ({ status: outcome, fullName })),
});

const report = (...testResults: ReturnType<typeof file>[]): string => JSON.stringify({ testResults });

describe('countReport', () => {
  it('counts passed tests and names failed, skipped and unwritten ones', () => {
    const text = report(
      file('passed', [
        ['passed', 'log appends'],
        ['skipped', 'log mounts [skipped: no mount: only root may mount]'],
      ]),
      file('failed', [
        ['passed', 'gate opens'],
        ['failed', 'gate closes'],
        ['todo', 'gate sings'],
      ]),
    );
    expect(countReport(text, 'unit', 1)).toEqual({
      passed: 2,
      failures: ['gate closes'],
      skipped: ['log mounts [skipped: no mount: only root may mount]', 'gate sings'],
    });
  });

  it('counts a file that could not be loaded as one failure', () => {
    const text = report(file('failed', [], 'Cannot find module ./missing.ts\n  at somewhere'));
    expect(countReport(text, 'unit', 1).failures).toEqual([
      '/project/test/a.test.ts: Cannot find module ./missing.ts',
    ]);
  });

  it('counts a file whose hook threw as one failure beside its skipped tests', () => {
    const text = report(file('failed', [['skipped', 'gate opens']]));
    expect(countReport(text, 'unit', 1)).toEqual({
      passed: 0,
      failures: ['/project/test/a.test.ts: failed outside its tests'],
      skipped: ['gate opens'],
    });
  });

  it('counts a run that ended badly though every test passed as one failure', () => {
    const text = report(file('passed', [['passed', 'gate opens']]));
    expect(summaryLine(countReport(text, 'unit', 1))).toBe('1 passed, 1 failed, 0 skipped');
    expect(summaryLine(countReport(text, 'unit', null))).toBe('1 passed, 1 failed, 0 skipped');
    expect(summaryLine(countReport(text, 'unit', 0))).toBe('1 passed, 0 failed, 0 skipped');
  });

  it('names what failed beside the tests instead of only saying that something did', () => {
    const text = report(file('passed', [['passed', 'gate opens']]));
    expect(countReport(text, 'unit', 1, ['Error: nobody waited'])).toEqual({
      passed: 1,
      failures: ['unit, beside its tests: Error: nobody waited'],
      skipped: [],
    });
  });

  it.each([undefined, '', '{', '[]', '{"testResults":7}'])('counts the report %j as one failure', (text) => {
    expect(countReport(text, 'e2e', 0).failures).toEqual(['e2e: vitest left no report (exit code 0)']);
  });

  it('finds nothing in a report without tests', () => {
    expect(countReport(report(), 'e2e', 0)).toEqual({ passed: 0, failures: [], skipped: [] });
  });
});

describe('summaryLine', () => {
  it('counts steps and tests of all parts together', () => {
    const tests = countReport(report(file('passed', [['passed', 'gate opens']])), 'unit', 0);
    const total = together([stepOutcome('lint', true), stepOutcome('types', false), tests]);
    expect(summaryLine(total)).toBe('2 passed, 1 failed, 0 skipped');
    expect(total.failures).toEqual(['types']);
  });
});
