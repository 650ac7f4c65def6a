import { describe, expect, it } from 'vitest';
import type { Credential } from '../../../../core/credential/credential.ts';
import { EMPTY_SITE, readText } from '../people.ts';
import {
  bundleOf,
  dose,
  makeShcIssuer,
  PATIENT,
  result,
  type ShcPayload,
  type ShcWish,
  shcJws,
  shcText,
  trustOf,
} from './cards.ts';

const issuer = makeShcIssuer();
const site = { ...EMPTY_SITE, trust: trustOf(issuer) };
const read = (wish: ShcWish = {}): Credential => readText(shcText(shcJws(issuer, wish)), site);

describe('the content', () => {
  const schema = (bundle: ShcPayload, vc?: ShcPayload) => {
    const found = read({ bundle, ...(vc ? { vc } : {}) }).checks.find((one) => one.name === 'schema');
    return `${found?.outcome}: ${found?.why}`;
  };
  const wrong = (what: string) => `fail: the content has ${what}`;
  const withAll = (change: (bundle: { entry: ShcPayload[] } & ShcPayload) => unknown) => {
    const bundle = structuredClone(bundleOf(PATIENT, dose(1))) as { entry: ShcPayload[] } & ShcPayload;
    change(bundle);
    return bundle;
  };

  it.each<[string, ShcPayload]>([
    [
      'metadata beyond a security label',
      bundleOf({ ...PATIENT, meta: { profile: ['https://a.test'] } }, dose(1)),
    ],
    [
      'metadata beyond a security label',
      bundleOf({ ...PATIENT, meta: { security: [{}], tag: [] } }, dose(1)),
    ],
    ['metadata beyond a security label', bundleOf(PATIENT, { ...dose(1), meta: {} })],
    ['an id in a resource', bundleOf({ ...PATIENT, id: '7' }, dose(1))],
    ['a text in a resource', bundleOf({ ...PATIENT, text: { div: '<div/>' } }, dose(1))],
    [
      'words beside its codes',
      bundleOf(PATIENT, { ...dose(1), vaccineCode: { coding: [{ system: 'a', code: 'b' }], text: 'Thuốc' } }),
    ],
    [
      'words beside its codes',
      bundleOf(PATIENT, {
        ...dose(1),
        vaccineCode: { coding: [{ system: 'a', code: 'b', display: 'Thuốc' }] },
      }),
    ],
    ['words beside its codes', bundleOf(PATIENT, { ...dose(1), site: { text: 'Tay trái' } })],
    [
      'a reference that leads nowhere',
      bundleOf(PATIENT, { ...dose(1), patient: { reference: 'resource:9' } }),
    ],
    ['several patients', bundleOf(PATIENT, dose(1), PATIENT)],
    ['a patient without a name', bundleOf({ ...PATIENT, name: [{ given: [' '] }] }, dose(1))],
    ['a patient without a birth date', bundleOf({ ...PATIENT, birthDate: '15.05.1999' }, dose(1))],
    ['a vaccination that was not done', bundleOf(PATIENT, { ...dose(1), status: 'not-done' })],
    [
      'a vaccination without a code',
      bundleOf(PATIENT, { ...dose(1), vaccineCode: { coding: [{ code: '207' }] } }),
    ],
    [
      'a vaccination without a date',
      bundleOf(PATIENT, { ...dose(1), occurrenceDateTime: undefined, occurrenceString: 'mùa xuân' }),
    ],
    ['a result that is not final', bundleOf(PATIENT, { ...result(), status: 'preliminary' })],
    ['a result without a code', bundleOf(PATIENT, { ...result(), code: {} })],
    ['no patient', withAll((bundle) => bundle.entry.shift())],
    [
      'an address that is not short',
      withAll((bundle) => Object.assign(bundle.entry[1] ?? {}, { fullUrl: 'urn:uuid:1' })),
    ],
    [
      'an address that stands twice',
      withAll((bundle) => Object.assign(bundle.entry[1] ?? {}, { fullUrl: 'resource:0' })),
    ],
    ['an entry without a resource', withAll((bundle) => bundle.entry.push({ fullUrl: 'resource:2' }))],
    ['no collection of resources', withAll((bundle) => Object.assign(bundle, { type: 'batch' }))],
  ])('with %s does not pass', (what, bundle) => {
    expect(schema(bundle)).toContain(what);
    expect(schema(bundle)).toMatch(/^fail: /);
  });

  it('without a version of FHIR does not pass', () => {
    expect(schema({}, { credentialSubject: { fhirBundle: bundleOf(PATIENT, dose(1)) } })).toBe(
      wrong('no FHIR version'),
    );
  });

  it.each<[string, ShcPayload]>([
    [
      'a security label',
      bundleOf({ ...PATIENT, meta: { security: [{ system: 'https://a.test', code: 'IAL2' }] } }, dose(1)),
    ],
    [
      'a reference that leads outside',
      bundleOf(PATIENT, { ...dose(1), location: { reference: 'Organization/7' } }),
    ],
    ['a name in one piece', bundleOf({ ...PATIENT, name: [{ text: 'Nguyễn Văn Thử' }] }, dose(1))],
    ['words that are no code', bundleOf(PATIENT, { ...dose(1), note: [{ text: 'tại nhà' }] })],
  ])('with %s passes', (_what, bundle) => {
    expect(schema(bundle)).toBe('pass: the content is as the specification asks for');
  });

  it('of a result that says nothing of its patient is in order and names nobody', () => {
    expect(schema(bundleOf({ ...result(), subject: undefined }))).toBe(
      'unknown: the content is in order, but says nothing of whose it is',
    );
  });
});
