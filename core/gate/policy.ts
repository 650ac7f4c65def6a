import {
  CHECK_NAMES,
  type Check,
  type CheckName,
  type CheckOutcome,
  CREDENTIAL_KINDS,
  type Credential,
  type CredentialKind,
} from '../credential/credential.ts';

/** What an outcome of a check means for somebody who comes in, from mild to strict. */
export const POLICY_ACTS = ['admit', 'ask', 'stop'] as const;
export type PolicyAct = (typeof POLICY_ACTS)[number];

export const CHECK_OUTCOMES = [
  'pass',
  'fail',
  'unknown',
  'notApplicable',
] as const satisfies readonly CheckOutcome[];

/**
 * Kinds that are no pass: recognised, so that the guard can say kindly what to show instead, and never a passage.
 */
export const NO_PASS_KINDS = [
  'payment',
  'link',
  'contact',
  'wifi',
] as const satisfies readonly CredentialKind[];

/** Kinds that carry a signature and hold vaccine, test or disease. */
export const CERTIFICATE_KINDS = [
  'hcert-dcc',
  'hcert-who',
  'shc',
  'vds-nc',
  'divoc',
] as const satisfies readonly CredentialKind[];

const RULED_OTHERWISE: ReadonlySet<CredentialKind> = new Set([
  // Obeyed or stopped by core/gate/control.ts.
  'control',
  // Names nobody until the others are there.
  'shc-part',
  ...NO_PASS_KINDS,
  // Carries no check.
  'unknown-text',
]);

/** Kinds that a policy can speak of: those that name a person and carry checks. */
export const POLICY_KINDS: readonly CredentialKind[] = CREDENTIAL_KINDS.filter(
  (kind) => !RULED_OTHERWISE.has(kind),
);

/** What each outcome of each check means; what is not named is decided further down, in the end `admit`. */
export type CheckRules = Readonly<
  Partial<Record<CheckName, Readonly<Partial<Record<CheckOutcome, PolicyAct>>>>>
>;

/** A site's own rules by kind; `*` speaks of every kind that has no rule of its own for that outcome. */
export type Policy = Readonly<Partial<Record<CredentialKind | '*', CheckRules>>>;

/** What every kind with a signature is asked about: the paper itself says that something is wrong with it. */
const SIGNED: CheckRules = {
  signature: { fail: 'ask' },
  keyUsage: { fail: 'ask' },
  notRevoked: { fail: 'ask' },
};

/**
 * What holds where a site says nothing (docs/decisions/gate-rules.md). A gate notes who comes; it is no clinic. So an
 * unknown issuer, a certificate or insurance out of date and an odd number are marks and no more.
 */
export const DEFAULT_POLICY: Policy = {
  'hcert-dcc': SIGNED,
  'hcert-who': SIGNED,
  shc: SIGNED,
  'vds-nc': SIGNED,
  divoc: SIGNED,
  // A name that was altered on its way may be somebody else's, as with every damaged text.
  bhyt: { wellFormed: { fail: 'ask' } },
  badge: { cardInDate: { fail: 'ask' }, roster: { fail: 'ask' } },
};

/** What a policy says of a credential: the strictest of its checks, and which one that was (null for `admit`). */
export interface PolicyJudgement {
  readonly act: PolicyAct;
  readonly check: Check | null;
}

/**
 * Judges a credential by its checks. For each outcome the site's rule for the kind counts, else the site's rule for
 * `*`, else the default for the kind, else `admit`. The strictest check wins; of equally strict ones that which stands
 * first in CHECK_NAMES is named, so that the order in which a reader lists its checks changes nothing. Pure and total.
 */
export function judge(
  credential: { readonly kind: CredentialKind; readonly checks: readonly Check[] },
  policy: Policy,
): PolicyJudgement {
  let worst: PolicyJudgement = { act: 'admit', check: null };
  if (RULED_OTHERWISE.has(credential.kind)) return worst;
  for (const check of credential.checks) {
    const act = actOf(credential.kind, check, policy);
    if (act === 'admit') continue;
    const stricter = rank(act) - rank(worst.act);
    if (stricter > 0 || (stricter === 0 && place(check) < place(worst.check))) worst = { act, check };
  }
  return worst;
}

function actOf(kind: CredentialKind, { name, outcome }: Check, policy: Policy): PolicyAct {
  return (
    policy[kind]?.[name]?.[outcome] ??
    policy['*']?.[name]?.[outcome] ??
    DEFAULT_POLICY[kind]?.[name]?.[outcome] ??
    'admit'
  );
}

const rank = (act: PolicyAct): number => POLICY_ACTS.indexOf(act);
const place = (check: Check | null): number =>
  check === null ? CHECK_NAMES.length : CHECK_NAMES.indexOf(check.name);

/** True for a kind that is recognised and declined in words. */
export const isNoPass = (kind: CredentialKind): boolean => NO_PASS_KINDS.some((one) => one === kind);

/** True for a certificate, read or not. */
export const isCertificate = (kind: CredentialKind): boolean => CERTIFICATE_KINDS.some((one) => one === kind);

/** A certificate of which nothing could be read, on paper or on its way here: it names nobody and is shown again. */
export const isBroken = ({ kind, name, checks }: Pick<Credential, 'kind' | 'name' | 'checks'>): boolean =>
  isCertificate(kind) &&
  name === null &&
  checks.some((check) => check.name === 'wellFormed' && check.outcome === 'fail');
