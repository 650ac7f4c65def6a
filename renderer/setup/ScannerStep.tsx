import { useTranslation } from 'react-i18next';
import type { FoundScannerView } from '../../preload/contract/scanner-views.ts';
import type { SetupScanner } from '../../preload/contract/setup.ts';
import { FindScanner } from '../admin/FindScanner.tsx';
import { ForeignText } from '../ui/ForeignText.tsx';
import { scannerText } from './answer-text.ts';
import type { StepProps } from './Setup.tsx';
import styles from './setup.module.css';

/** Finds the scanner of each lane by what it reads: the code on the screen comes back by its cable, or as keys. */
export function ScannerStep({ draft, change }: StepProps) {
  const { t } = useTranslation();
  const lanes = draft.direction === 'both' ? [t('direction.in'), t('direction.out')] : [''];
  const scanners = draft.scanners.slice(0, lanes.length);
  const found = (view: FoundScannerView): void => {
    const one = asScanner(view);
    if (one === null || scanners.some((other) => JSON.stringify(other) === JSON.stringify(one))) return;
    // With every lane taken the newest is meant for the last: somebody plugged in another.
    change({ scanners: [...scanners.slice(0, lanes.length - 1), one] });
  };
  return (
    <div className={styles.step}>
      <FindScanner onSignedOut={() => undefined} onFound={found} atOnce />
      <ol className={styles.found}>
        {lanes.map((lane, at) => {
          const scanner = scanners[at];
          return (
            <li key={lane} data-testid={`setup-scanner-${at + 1}`} data-found={scanner !== undefined}>
              {lane !== '' && <strong>{lane}</strong>}
              {scanner === undefined ? (
                <span>{t('setup.scannerOpen')}</span>
              ) : (
                <>
                  <span className={styles.good}>
                    ✓ <ForeignText text={scannerText(t, scanner)} most={200} />
                  </span>
                  <button
                    type="button"
                    className={styles.change}
                    data-testid={`setup-scanner-forget-${at + 1}`}
                    onClick={() => change({ scanners: scanners.filter((other) => other !== scanner) })}
                  >
                    {t('setup.scannerForget')}
                  </button>
                </>
              )}
            </li>
          );
        })}
      </ol>
      <p className={styles.note}>{t('setup.scannerLater')}</p>
    </div>
  );
}

function asScanner({ source, where, prefix }: FoundScannerView): SetupScanner | null {
  if (source === 'serial') return { kind: 'serial', port: where };
  return source === 'wedge' ? { kind: 'wedge', prefix } : null;
}
