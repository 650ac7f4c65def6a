/**
 * What main shows the page: plain data, already masked. The page never sees a whole document number unless a
 * person typed it there.
 */

import type { RetentionStateView } from './retention-views.ts';
import type { SuddenEndView } from './start-views.ts';
import type { TargetsStateView } from './target-views.ts';

export type Language = 'vi' | 'en';
export type LaneDirection = 'in' | 'out' | 'auto';
export type ShownVerdict = 'welcome' | 'goodbye' | 'stop' | 'ask' | 'again' | 'unreadable' | 'not-recorded';

/** One fact about a credential, as the screen tells it; never with its English reason. */
export interface CheckView {
  /** A name of core/credential; its words stand under `checks` in the locales. */
  readonly name: string;
  readonly outcome: 'pass' | 'fail' | 'unknown' | 'notApplicable';
  /** Day that the outcome turns on, `YYYY-MM-DD`, or null. */
  readonly date: string | null;
}

/** The full-screen answer to one read. `welcome` and all others but `not-recorded` are sent after the commit only. */
export interface VerdictView {
  /** Counts up per start of the kiosk; the page reports painting with it. */
  readonly id: number;
  readonly verdict: ShownVerdict;
  /** Seq of the event on disk; null only for `not-recorded`. */
  readonly seq: number | null;
  /** Key under `reasons` in the locales. */
  readonly reason: string;
  readonly name: string | null;
  readonly birthYear: string | null;
  /** Such as `001•••••0001`. */
  readonly documentMasked: string | null;
  readonly credentialKind: string;
  readonly lane: string;
  readonly atMs: number;
  /** For `again`: since when. */
  readonly sinceMs: number | null;
  /** Damage words (core/read) that the guard should know of; non-empty on a repaired text. */
  readonly damage: readonly string[];
  /** Delivered text, shortened to 120 characters, shown as text only; for ask, stop and unreadable. */
  readonly rawShort: string | null;
  /** Notes (keys under `notes` in the locales). */
  readonly notes: readonly string[];
  /** Every check of the credential, in the order of core/credential. */
  readonly checks: readonly CheckView[];
  /** For the reasons `check-asks` and `check-stops`: the fact that decided. */
  readonly decidedBy: CheckView | null;
  /**
   * A card in several codes that was given up: this one, for the reason `parts-missing`; else the one before it, which
   * this card put an end to.
   */
  readonly parts: PartsProgressView | null;
  /** For `ask`: what "yes" would record. */
  readonly askedDirection: 'in' | 'out' | null;
  /** For `not-recorded`: GatelogError code. */
  readonly errorCode: string | null;
  /** How long it stays; null: until acted on or the next read. */
  readonly hideAfterMs: number | null;
  /** Main's clock (ms since epoch, fractions allowed) when the read was there as a whole; for measuring. */
  readonly readAtMs: number;
  /** The same clock when the commit returned. */
  readonly committedAtMs: number;
}

/** Which codes of a card are there, counted from 1 and ascending, and how many there have to be. */
export interface PartsProgressView {
  readonly have: readonly number[];
  readonly count: number;
}

/** A card in several codes that is being read: no verdict yet. */
export interface PartsView extends PartsProgressView {
  /** From the same count as the ids of verdicts: the later one is what the screen shows. */
  readonly id: number;
  readonly lane: string;
  /** The code that came last was there already. */
  readonly again: boolean;
  /** A card before this one that was given up by its first code. */
  readonly before: PartsProgressView | null;
}

export type ScannerState = 'opening' | 'ready' | 'waiting' | 'unplugged' | 'failed' | 'closed';

export interface ScannerView {
  /** Port path, `wedge` or `camera`. */
  readonly id: string;
  readonly kind: 'serial' | 'wedge' | 'camera';
  readonly lane: string;
  readonly state: ScannerState;
  /** Spoken reason key when not ready, such as `open-failed`, `silent-too-long`, or null. */
  readonly problem: string | null;
  readonly baudRate: number | null;
}

export interface PortView {
  readonly path: string;
  readonly manufacturer: string | null;
  readonly vendorId: string | null;
  readonly productId: string | null;
  readonly serialNumber: string | null;
  readonly inUse: boolean;
}

export interface RecentView {
  readonly seq: number;
  readonly atMs: number;
  readonly kind: string;
  readonly nameMasked: string | null;
  readonly voided: boolean;
}

/** Everything the idle screen shows. Pushed whole on every change. */
export interface GateStateView {
  readonly siteName: string;
  readonly gateName: string;
  readonly onlyGate: boolean;
  readonly language: Language;
  readonly lanes: readonly { readonly name: string; readonly direction: LaneDirection }[];
  readonly autoOffered: boolean;
  /** How Vietnamese is typed into the page's fields. */
  readonly typing: 'telex' | 'vni' | 'off';
  /** What people come for, as the settings or an administrator have it, in order. */
  readonly purposes: readonly string[];
  /** How loud the verdicts sound. % */
  readonly soundVolume: number;
  readonly counts: { readonly inside: number; readonly inToday: number; readonly outToday: number };
  readonly capacity: number | null;
  readonly recent: readonly RecentView[];
  readonly scanners: readonly ScannerView[];
  readonly log: { readonly ok: boolean; readonly errorCode: string | null };
  /** What the log says of a sudden end before this start, until it was read or for a while; else null. */
  readonly suddenEnd: SuddenEndView | null;
  readonly clock: 'ok' | 'suspect';
  /** Why the clock is not trusted (keys under `clockDoubts` in the locales), until an administrator confirms. */
  readonly clockDoubt: ClockDoubtView | null;
  readonly keyProtected: boolean;
  /** True where a printed recovery code opens the key of the log. */
  readonly codeOpensKey: boolean;
  readonly trust: TrustStateView;
  readonly batchOpeners: BatchOpenersState;
  /** The stick that is delivered to, or was last and is still plugged in; null where there is none. */
  readonly stick: GateStickView | null;
  readonly lastDeliveryAtMs: number | null;
  readonly undeliveredEvents: number;
  /** When the oldest of them happened, or null. */
  readonly undeliveredSinceMs: number | null;
  /** Hours after which events that lie nowhere else are worth a warning. */
  readonly deliveryWarnHours: number;
  readonly targets: TargetsStateView;
  /** Code of what is wrong with the key that signs batches, or null. */
  readonly signingProblem: string | null;
  readonly retention: RetentionStateView;
  /** The guard's own last event, while it can be undone. */
  readonly undo: {
    readonly seq: number;
    readonly untilMs: number;
    readonly nameMasked: string | null;
  } | null;
  /** The open ask, if any. */
  readonly openAskSeq: number | null;
  /** Name on the sign-in card of the guard at the gate, or null. */
  readonly guard: string | null;
  readonly camera: {
    readonly enabled: boolean;
    /** Name of the camera as the system gives it; null for the first. */
    readonly device: string | null;
    /** A code that stays in view counts again after so long. ms */
    readonly againAfterMs: number;
  };
  readonly wedge: WedgeConfigView;
  readonly nowMs: number;
}

/** Somebody whom the log knows, as one who typed the whole number may see him. */
export interface SuggestionView {
  /** Stands for him in `gate.manual`; worth nothing after the next question or entry. */
  readonly ref: string;
  readonly nameMasked: string;
  readonly birthYear: string | null;
  readonly documentMasked: string | null;
  /** A name was typed beside the number, and it is not his. */
  readonly nameDiffers: boolean;
}

/** `tooMany`: so many numbers were asked about that it waits; nothing was looked up. */
export interface SuggestionsView {
  readonly people: readonly SuggestionView[];
  readonly tooMany: boolean;
}

/** What an administrator chooses for the gate's screen. */
export interface ChoicesView {
  readonly purposes: readonly string[];
  /** Those that this kind of place starts with. */
  readonly usual: readonly string[];
  readonly soundVolume: number;
  /** False: neither a verdict nor the list of last events shows a name. */
  readonly showNames: boolean;
}

export type ClockDoubtView =
  | 'jumped'
  | 'long-after-last-event'
  | 'earlier-than-last-event'
  | 'earlier-than-build';

/** What a control card did, or a read that changes nothing: a sentence that goes by itself, under `notice`. */
export interface NoticeView {
  readonly what: 'turned' | 'undone' | 'nothing-to-undo' | 'signed-in' | 'card-just-read';
  /** Lane and its new direction, for `turned`. */
  readonly lane: string;
  readonly direction: LaneDirection | null;
  /** For `signed-in`. */
  readonly guard: string | null;
}

/** How the page frames keyboard reads. Times in ms. */
export interface WedgeConfigView {
  readonly lane: string;
  readonly prefixes: readonly string[];
  readonly terminator: 'enter' | 'tab' | 'silence';
  readonly silenceMs: number;
  readonly burstGapMs: number;
  readonly burstMinKeys: number;
}

/** Answer of "find my scanner" to one scan of the shown code. */
export interface FoundScannerView {
  readonly source: 'serial' | 'wedge' | 'camera';
  /** Port path for serial, prefix for wedge. */
  readonly where: string;
  readonly baudRate: number | null;
  readonly terminator: string;
  readonly prefix: string;
  readonly matches: boolean;
  /** Named damage, keys under `damage` in the locales. */
  readonly damage: readonly string[];
  readonly expected: string;
  readonly got: string;
  readonly atMs: number;
}

/** What batches are encrypted to; `nobody`: they tell of nobody, so nobody needs to be kept out. */
export type BatchOpenersState = 'recipients' | 'passphrase' | 'plain' | 'undecided' | 'nobody';

/** What an administrator chooses. */
export type OpenersChoiceView =
  | { readonly kind: 'recipients'; readonly recipients: string[] }
  | { readonly kind: 'passphrase'; readonly passphrase: string }
  | { readonly kind: 'plain'; readonly reason: string };

/** Who can open the batches, for the administrator's page. Never a passphrase. */
export interface OpenersView {
  readonly profile: 'full' | 'masked' | 'pseudonymous' | 'counts';
  readonly headings: Language;
  /** Null: nobody has decided. */
  readonly decidedBy: 'settings' | 'screen' | null;
  /** When it was chosen on the screen. */
  readonly sinceMs: number | null;
  readonly kind: OpenersChoiceView['kind'] | null;
  /** Public keys, `age1…`. */
  readonly recipients: readonly string[];
  readonly reason: string | null;
  /** Code of what is wrong with the files that the settings name, or null. */
  readonly problem: string | null;
}

/** What a text holds that should be an office's keys. */
export interface RecipientsCheckView {
  readonly recipients: readonly string[];
  /** Key under `recipientProblems` in the locales. */
  readonly problem: 'secret' | 'kind' | 'damaged' | null;
  /** Counted from 1. */
  readonly line: number | null;
}

/** The public half of the key that signs batches. */
export interface GateKeyView {
  /** 32 hex. */
  readonly keyId: string;
  /** A JSON Web Key (RFC 7517), on one line: what the file holds and the code shows. */
  readonly text: string;
  readonly fileName: string;
}

export type DeliveryPhase =
  | 'sealing'
  | 'rendering'
  | 'writing'
  | 'verifying'
  | 'closing'
  | 'rereading'
  | 'done'
  | 'failed';

export interface DeliveryProgressView {
  readonly phase: DeliveryPhase;
  readonly batch: string | null;
  readonly done: number;
  readonly total: number;
  readonly unit: 'events' | 'bytes';
  readonly errorCode: string | null;
}

export interface DeliveredView {
  readonly batches: readonly {
    readonly name: string;
    readonly folder: string;
    readonly firstSeq: number;
    readonly lastSeq: number;
    readonly events: number;
  }[];
  /** `medium` when re-read after unmount and mount, `cache` when read back without. */
  readonly checked: 'medium' | 'cache';
}

/** One batch that was sealed before. */
export interface PastBatchView {
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly events: number;
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
  readonly sealedAtMs: number;
  /** What it takes on the target; reckoned for `anew`. */
  readonly bytes: number;
  /**
   * How it can be delivered again: the very bytes that the spool keeps; rendered again to the same bytes; the same record
   * in other bytes; or no more, since retention deleted what it told.
   */
  readonly again: 'kept' | 'same' | 'anew' | 'lost';
  /** Confirmed copies in all. */
  readonly copies: number;
  /** The newest of them: a target by its name, a stick by its label, else a folder; a text from elsewhere. */
  readonly places: readonly {
    /** `removed`: a target that was removed. */
    readonly kind: 'target' | 'removed' | 'stick' | 'folder';
    readonly name: string;
    readonly atMs: number;
    readonly checked: 'medium' | 'cache';
  }[];
}

/** Batches that can be delivered again, newest first. */
export interface PastBatchesView {
  readonly batches: readonly PastBatchView[];
  /** Sealed earlier than was asked for. */
  readonly older: number;
  /** Asked for, and too many to be shown at once. */
  readonly notShown: number;
}

/** What the next delivery would write. */
export interface DeliveryPlanView {
  readonly events: number;
  readonly batches: number;
  readonly files: number;
  /** Reckoned, where something is not sealed yet. */
  readonly bytes: number;
  /** Null where there is nothing to write. */
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
  readonly firstAtMs: number | null;
  readonly lastAtMs: number | null;
}

/** How the last delivery to a stick that is still plugged in went. */
export type StickOutcomeView =
  /** It was read back from the stick itself and is unmounted. */
  | { readonly kind: 'safe'; readonly events: number; readonly batches: number }
  /** Written and not read back from the stick itself: the system's "eject" comes before pulling it out. */
  | { readonly kind: 'written'; readonly events: number; readonly batches: number }
  /** `code`: what went wrong; `safeToPull`: whether it is unmounted. */
  | { readonly kind: 'failed'; readonly code: string; readonly safeToPull: boolean };

/** What whoever stands at the gate needs to know of a stick. */
export interface GateStickView {
  readonly state: 'delivering' | StickOutcomeView['kind'];
  /** Code of what went wrong, for `failed`. */
  readonly code: string | null;
}

/** A stick that is plugged in. */
export interface StickView {
  /** What the system calls it; only for giving it back in a call. */
  readonly device: string;
  /** A text from elsewhere; empty where it has no name. */
  readonly label: string;
  /** Such as `exfat`; empty where none can be read. */
  readonly fileSystem: string;
  readonly sizeBytes: number;
  /** Null where it is not mounted. */
  readonly freeBytes: number | null;
  readonly readOnly: boolean;
  /** What was delivered to it before, or null where it is new here. */
  readonly known: { readonly lastAtMs: number; readonly deliveries: number; readonly events: number } | null;
  /** Code of why nothing can be delivered to it, or null. */
  readonly problem: string | null;
  readonly outcome: StickOutcomeView | null;
}

/** A stick that was delivered to before, wherever it is now. */
export interface KnownStickView {
  readonly id: string;
  readonly label: string;
  readonly sizeBytes: number;
  readonly lastAtMs: number;
  readonly deliveries: number;
  readonly plugged: boolean;
}

/** Everything that the page of deliveries shows of sticks. Pushed whole on every change. */
export interface SticksView {
  /** False until the system has answered for the first time. */
  readonly looked: boolean;
  readonly sticks: readonly StickView[];
  readonly known: readonly KnownStickView[];
  /** The device that is being delivered to, or null. */
  readonly delivering: string | null;
  /** What became of the stick that was delivered to last and is not there any more, where it was not done with; or null. */
  readonly lost: { readonly label: string; readonly outcome: StickOutcomeView } | null;
  /** Deliver to any stick that is plugged in without asking; `allowed` is false where whoever holds it could read it. */
  readonly withoutAsking: { readonly on: boolean; readonly allowed: boolean };
}

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
