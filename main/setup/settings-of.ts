import { GatelogError } from '../../core/errors.ts';
import type { SetupDraft } from '../../preload/contract/setup.ts';
import { parseSettings } from '../settings/load.ts';
import type { Settings } from '../settings/schema.ts';

/** Hospitals keep people for days: an open visit counts for so long there (DESIGN.md, Direction). h */
const HOSPITAL_STAY_HOURS = 72;

/** What stands in the settings beside the answers. */
export interface Secrets {
  /** Hashes in the form of main/staff/password.ts. */
  readonly adminPassword: string;
  readonly recoveryCode: string;
}

/**
 * The settings file that the answers make: only what was answered, so that later defaults reach this kiosk too.
 * Throws `setup/incomplete` where an answer is missing, with the question in `context.step`.
 */
export function settingsOf(
  draft: SetupDraft,
  secrets: Secrets,
): { readonly text: string; readonly settings: Settings } {
  const missing = missingStep(draft);
  if (missing !== null) {
    throw new GatelogError('setup/incomplete', 'a question of set-up was not answered', { step: missing });
  }
  const text = `${JSON.stringify(fileOf(draft, secrets), null, 2)}\n`;
  return { text, settings: parseSettings(text) };
}

function missingStep(draft: SetupDraft): string | null {
  if (draft.siteName.trim() === '' || draft.place === null) return 'site';
  if (draft.gateName.trim() === '' || draft.onlyGate === null) return 'gate';
  // AUTO needs to know everybody who comes and goes.
  if (draft.direction === 'auto' && !draft.onlyGate) return 'gate';
  return null;
}

function fileOf(draft: SetupDraft, secrets: Secrets): Record<string, unknown> {
  const vi = draft.language === 'vi';
  const lanes =
    draft.direction === 'both'
      ? [
          { name: vi ? 'Vào' : 'In', direction: 'in' },
          { name: vi ? 'Ra' : 'Out', direction: 'out' },
        ]
      : [{ name: '1', direction: draft.direction }];
  const { camera } = draft;
  // The first scanner stands at the first lane, the second at the second.
  const placed = draft.scanners.slice(0, lanes.length).map((scanner, at) => {
    const lane = lanes[at]?.name;
    return { scanner, where: lanes.length > 1 && lane !== undefined ? { lane } : {} };
  });
  const scanners = placed.flatMap(({ scanner, where }) =>
    scanner.kind === 'serial' ? [{ port: scanner.port, ...where }] : [],
  );
  const wedge = placed.flatMap(({ scanner, where }) =>
    scanner.kind === 'wedge'
      ? [{ ...where, ...(scanner.prefix !== '' && { prefixes: [scanner.prefix] }) }]
      : [],
  )[0];
  return {
    language: draft.language,
    site: { slug: draft.siteSlug, name: draft.siteName.trim(), place: draft.place },
    gate: { slug: draft.gateSlug, name: draft.gateName.trim() },
    onlyGate: draft.onlyGate,
    lanes,
    ...(scanners.length > 0 && { scanners }),
    ...(wedge !== undefined && Object.keys(wedge).length > 0 && { wedge }),
    ...(camera.enabled && {
      camera: { enabled: true, ...(camera.device !== null && { device: camera.device }) },
    }),
    ...(draft.place === 'hospital' && { longestStayHours: HOSPITAL_STAY_HOURS }),
    ...(draft.target !== null && { target: draft.target }),
    adminPassword: secrets.adminPassword,
    recoveryCode: secrets.recoveryCode,
  };
}
