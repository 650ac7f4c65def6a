import type { TFunction } from 'i18next';
import type { SetupDraft, SetupScanner, SetupStep, SetupView } from '../../preload/contract/setup.ts';

/** Where a scanner is plugged in, in words. */
export const scannerText = (t: TFunction, scanner: SetupScanner): string =>
  scanner.kind === 'serial' ? t('setup.scannerSerial', { port: scanner.port }) : t('setup.scannerWedge');

/** The answer to one question as the review shows it. */
export function answerText(
  t: TFunction,
  step: SetupStep,
  draft: SetupDraft,
  { passwordSet, openers }: { readonly passwordSet: boolean; readonly openers: SetupView['openers'] },
): string {
  switch (step) {
    case 'language':
      return t(`language.${draft.language}`);
    case 'site':
      return [draft.siteName.trim(), draft.place === null ? '' : t(`places.${draft.place}`)]
        .filter(Boolean)
        .join(' · ');
    case 'gate': {
      const way = draft.direction === 'both' ? t('setup.both') : t(`direction.${draft.direction}`);
      const only = draft.onlyGate ? t('setup.onlyYes') : t('setup.onlyNo');
      return [draft.gateName.trim(), way, draft.onlyGate === null ? '' : only].filter(Boolean).join(' · ');
    }
    case 'password':
      return passwordSet ? t('setup.passwordChosen') : t('setup.passwordOpen');
    case 'scanner':
      return draft.scanners.length === 0
        ? t('setup.scannerNone')
        : draft.scanners.map((one) => scannerText(t, one)).join(' · ');
    case 'camera':
      return draft.camera.enabled ? draft.camera.device || t('setup.cameraFirst') : t('setup.cameraNo');
    case 'target':
      return draft.target ?? t('setup.targetAsk');
    case 'openers':
      return t(`openersInForce.${openers ?? 'undecided'}`);
    case 'summary':
      return '';
  }
}
