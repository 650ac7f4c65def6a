import type { Credential } from '../../../../core/credential/credential.ts';

/** What a credential says, without the sentences: checks as `name=outcome date`. */
export interface Said {
  readonly kind: string;
  readonly fields: Readonly<Record<string, string | null>>;
  /** `kind:number`, with `?` behind a masked one. */
  readonly documents: readonly string[];
  readonly name: string | null;
  readonly birth: string | null;
  readonly checks: readonly string[];
  readonly notes: readonly string[];
}

/** A generated card: what its code holds, and what must be read from it. */
export interface Card {
  readonly text: string;
  readonly said: Said;
}

export const saidBy = (credential: Credential): Said => ({
  kind: credential.kind,
  fields: credential.fields,
  documents: credential.documents.map(({ kind, number, masked }) => `${kind}:${number}${masked ? '?' : ''}`),
  name: credential.name,
  birth: credential.birth,
  checks: credential.checks.map(
    ({ name, outcome, date }) => `${name}=${outcome}${date === undefined ? '' : ` ${date}`}`,
  ),
  notes: credential.notes,
});
