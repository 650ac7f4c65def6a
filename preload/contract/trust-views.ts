/** What main shows of trust lists. Names in them are texts that somebody else wrote. */

/** One list as the administrator's page shows it. Names are texts that somebody else wrote. */
export interface TrustListView {
  /** `<kind>:<name>`. */
  readonly id: string;
  /** Key under `trustKinds` in the locales; null where what was kept is damaged. */
  readonly kind: string | null;
  readonly name: string;
  readonly inForce: TrustIssueView | null;
  /** What "bring back" would put in force. */
  readonly before: TrustIssueView | null;
}

/** One issue of a list. */
export interface TrustIssueView {
  readonly importedAtMs: number;
  /** When its makers say that they made it, or null. */
  readonly listedAtMs: number | null;
  readonly issuers: number;
  readonly signature: TrustSignatureView;
  /** Entries that were left out, by key under `trustSkips` in the locales. */
  readonly skipped: readonly { readonly why: string; readonly count: number }[];
  /** Kept and damaged: it is not used. */
  readonly damaged: boolean;
}

export interface TrustSignatureView {
  /** Key under `listSignatures` in the locales. */
  readonly why: string;
  readonly by: string | null;
  /** SHA-256 of the signer's public key, hex. */
  readonly keyHash: string | null;
}

/** An issuer that an import adds, removes or changes. */
export interface TrustChangeView {
  readonly country: string | null;
  readonly name: string;
}

export interface TrustChangesView {
  readonly count: number;
  /** The first of them. */
  readonly shown: readonly TrustChangeView[];
}

/** What importing a file or folder would do. Nothing has changed yet. */
export interface TrustPreviewView {
  /** Given back to apply this very preview. */
  readonly id: number;
  /** Name of the chosen file or folder. */
  readonly from: string;
  readonly lists: readonly {
    readonly id: string;
    readonly kind: string;
    readonly name: string;
    readonly issue: TrustIssueView;
    /** What it takes the place of, or null. */
    readonly replaces: TrustIssueView | null;
    /** Whether the same key signed as before: `first` where nothing signed was in force, `lost` where the new one is not signed. */
    readonly signer: 'same' | 'other' | 'first' | 'lost' | 'none';
    /** Its date lies before that of the list in force. */
    readonly older: boolean;
    readonly added: TrustChangesView;
    readonly removed: TrustChangesView;
    readonly changed: TrustChangesView;
  }[];
  readonly refused: readonly { readonly name: string; readonly code: string; readonly why: string | null }[];
  /** False where a list's signature is wrong, or there is no list. */
  readonly applicable: boolean;
}

export interface TrustProgressView {
  readonly phase: 'looking' | 'reading' | 'understanding';
  readonly done: number;
  readonly total: number;
}

/** What the gate's screen knows of the lists in force. */
export interface TrustStateView {
  /** Lists in force. */
  readonly lists: number;
  /** Of these the oldest by the date of the list, or of its import where it has none; null where there is none. */
  readonly oldestAtMs: number | null;
  /** Lists that were kept and are damaged: not used. */
  readonly damaged: number;
  /** Days after which a list is called old. */
  readonly warnDays: number;
}
