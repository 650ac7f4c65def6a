import type { Encryption } from '../../core/batch/encryption.ts';
import type { Profile } from '../../core/batch/profile.ts';
import type { Pseudonyms } from '../../core/batch/pseudonym.ts';
import type { Headings } from '../../core/batch/sheet.ts';
import type { Envelope } from './envelope.ts';
import type { WrittenFile } from './spool.ts';

/** One file with the size and hash that it has on a target, or that it has inside its envelope. */
export interface RenditionFile extends WrittenFile {
  readonly name: string;
}

/** How a rendition is made: for whom, and how much it shows. */
export interface RenditionPlan {
  /** Schema of its manifest: 1 only for what was sealed before there were profiles, so that it can be made again. */
  readonly schemaVersion: 1 | 2;
  readonly profile: Profile;
  /** Language of the people's file. */
  readonly headings: Headings;
  /** What the files are encrypted in, or null where they lie open on the target. */
  readonly envelope: Envelope | null;
  /** The site's pseudonyms; null in every other profile. */
  readonly pseudonyms: Pseudonyms | null;
}

/** One set of files of a batch for one profile and one set of recipients, as the log remembers it. */
export interface Rendition {
  /** Name of its folder, on a target and in the spool. */
  readonly name: string;
  readonly schemaVersion: 1 | 2;
  readonly profile: Profile;
  readonly headings: Headings;
  readonly encryption: Encryption | null;
  /** Tells one passphrase from another without telling it; null where there is none. */
  readonly passphraseTag: string | null;
  readonly pseudonymKeyId: string | null;
  /** The key that signed it. */
  readonly keyId: string;
  /** Every file as a target will hold it, SHA256SUMS last. */
  readonly files: readonly RenditionFile[];
  /**
   * Every file of the plain rendition: the same where nothing is encrypted, else what lies in the envelopes. An
   * envelope is other bytes each time it is closed; what lies in it never is.
   */
  readonly plainFiles: readonly RenditionFile[];
  /** Events whose personal part retention had deleted before; absent where it was rendered before this was kept. */
  readonly eventsWithoutPayload?: number | undefined;
}

/**
 * True where a rendition is what the plan would make today, apart from the language of its headings: what was rendered
 * once goes out as it is. A batch whose rendition was meant for others, say in the open, gets a new one.
 */
export function fulfils(rendition: Rendition, plan: RenditionPlan): boolean {
  return (
    rendition.profile === plan.profile &&
    rendition.pseudonymKeyId === (plan.pseudonyms?.keyId ?? null) &&
    rendition.passphraseTag === (plan.envelope?.passphraseTag ?? null) &&
    recipientsOf(rendition.encryption) === recipientsOf(plan.envelope?.encryption ?? null)
  );
}

const recipientsOf = (encryption: Encryption | null): string =>
  encryption === null ? 'plain' : encryption.type === 'age-x25519' ? encryption.recipients.join() : '';

/** What its files take, on a target and about that in the spool. */
export const bytesOf = ({ files }: Pick<Rendition, 'files'>): number =>
  files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);

/** What a batch's delivery counts as: one whose files were delivered whole owes nobody less. */
export const covers = (delivered: Profile, wanted: Profile): boolean =>
  delivered === wanted || delivered === 'full';
