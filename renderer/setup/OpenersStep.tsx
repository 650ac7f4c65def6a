import { useTranslation } from 'react-i18next';
import { OpenersPanel } from '../admin/OpenersPanel.tsx';
import { useNow } from '../ui/useNow.ts';
import type { StepProps } from './Setup.tsx';
import styles from './setup.module.css';

/** Who can open what is delivered: the office by its key, whoever knows a passphrase, or everybody, with a reason. */
export function OpenersStep({ draft, onOpeners }: StepProps) {
  const { t } = useTranslation();
  const nowMs = useNow();
  const typing = draft.language === 'vi' ? 'telex' : 'off';
  return (
    <div className={styles.step}>
      <OpenersPanel
        gate={{ typing, language: draft.language }}
        nowMs={nowMs}
        onSignedOut={() => undefined}
        onChosen={({ kind }) => onOpeners(kind)}
      />
      <p className={styles.note}>{t('setup.openersLater')}</p>
    </div>
  );
}
