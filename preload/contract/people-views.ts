/** What main shows an administrator of who is one person: numbers masked, names and births whole to be compared. */

/** A number of a person, such as `001•••••0001`. */
export interface PersonDocumentView {
  /** Key under `documentKinds` in the locales. */
  readonly kind: string;
  readonly numberMasked: string;
}

/** One line of a comparison; several values where a card has several numbers of a kind, none where it says nothing. */
export interface ComparedRowView {
  /** `name`, `birth`, `sex`, `address`, or a kind of document. */
  readonly field: string;
  readonly one: readonly string[];
  readonly other: readonly string[];
  /**
   * Worked out on the whole values. `alike` where only accents differ, `unclear` where one card does not say it, or one
   * human can have both.
   */
  readonly agreement: 'same' | 'alike' | 'different' | 'unclear';
}

/** One of two who are compared. */
export interface ComparedCardView {
  readonly name: string | null;
  /** Key under `kinds` in the locales, or empty. */
  readonly credentialKind: string;
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
}

/** Two cards side by side, the one that came first on the left. */
export interface PeoplePairView {
  /** Random keys that mean nothing; given back for an act. */
  readonly keys: readonly [string, string];
  readonly why: 'alike' | 'cards-contradict' | 'by-card' | 'by-administrator' | 'chosen';
  /** When it came up or was done, or null. */
  readonly atMs: number | null;
  readonly cards: readonly [ComparedCardView, ComparedCardView];
  readonly rows: readonly ComparedRowView[];
  /** They are one person now. */
  readonly isOne: boolean;
  /** They cannot be one as far as their documents tell. */
  readonly contradict: boolean;
}

export interface PeoplePageView {
  readonly pairs: readonly PeoplePairView[];
  /** Where the next page begins, or null. */
  readonly next: number | null;
  /** Pairs that wait to be looked at, counted up to 100. */
  readonly open: number;
}

/** Somebody who was looked for, with all that is known to be his. */
export interface FoundPersonView {
  readonly key: string;
  readonly name: string | null;
  readonly birth: string | null;
  readonly documents: readonly PersonDocumentView[];
  readonly lastAtMs: number | null;
}
