import { join } from 'node:path';
import { renditionPath } from '../../core/batch/names.ts';
import { isGatelogError } from '../../core/errors.ts';
import type { Delivered } from './messages.ts';
import type { RenditionPlan } from './rendition.ts';
import type { SealIdentity } from './seal.ts';
import type { Sealer, SealProgress, Spooled } from './sealer.ts';
import type { DeliveryHooks, Target } from './target.ts';

export interface CopyParts {
  readonly sealer: Pick<Sealer, 'again' | 'reading'>;
  /** Where a batch that was sealed before it remembered its names belongs. */
  readonly identity: SealIdentity;
  readonly spoolFolder: string;
  readonly spoolKey: string | null;
  readonly plan: RenditionPlan;
  readonly target: Pick<Target, 'deliver'>;
  readonly onRendering?: SealProgress;
}

/** What lies on a target now, and which rendition of the batch it is. */
export interface Copied extends Spooled {
  readonly delivered: Delivered;
}

/**
 * Copies a rendition from the spool to a folder of a target. What the spool lost or damaged is rendered again, once.
 * Throws what `Target.deliver` and `Sealer.again` throw.
 */
export async function copyTo(
  parts: CopyParts,
  targetFolder: string,
  spooled: Spooled,
  hooks: DeliveryHooks = {},
): Promise<Copied> {
  const copy = ({ sealed, recorded: { rendition } }: Spooled): Promise<Delivered> =>
    parts.sealer.reading(rendition.name, () =>
      parts.target.deliver(
        {
          spoolFolder: join(parts.spoolFolder, rendition.name),
          spoolKey: rendition.encryption === null ? parts.spoolKey : null,
          targetFolder,
          // The names that it was sealed with; they stand in its manifest.
          batchPath: [...renditionPath({ ...parts.identity, ...sealed.identity }, rendition.name)],
          files: rendition.files.map(({ name, sizeBytes, sha256 }) => ({ name, sizeBytes, sha256 })),
        },
        hooks,
      ),
    );
  try {
    return { ...spooled, delivered: await copy(spooled) };
  } catch (error) {
    // Says of itself that the spool is not what was rendered; nothing of that kind is left on the target.
    if (!isGatelogError(error, 'batch/invalid')) throw error;
    const again = await parts.sealer.again(spooled, parts.plan, parts.onRendering);
    return { ...again, delivered: await copy(again) };
  }
}
