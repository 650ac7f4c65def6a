import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../bridge.ts';
import { NewPassword } from '../ui/NewPassword.tsx';
import type { StepProps } from './Setup.tsx';
import styles from './setup.module.css';

/** The administrator's password, and the code that stands in for a lost one. */
export function PasswordStep({ passwordSet, onPasswordSet }: StepProps) {
  const { t } = useTranslation();
  // One that was chosen before stays unless somebody asks for another: the code of it may be on paper already.
  const [asking, setAsking] = useState(!passwordSet);
  return (
    <div className={styles.step}>
      <h2 tabIndex={-1}>{t('setup.password')}</h2>
      <p className={styles.lead}>{t('setup.passwordHelp')}</p>
      {asking ? (
        <NewPassword
          set={async (password) => (await call('setup.password', { password })).recoveryCode}
          onSet={onPasswordSet}
        />
      ) : (
        <>
          <p className={styles.good}>✓ {t('setup.passwordChosen')}</p>
          <button
            type="button"
            className={styles.second}
            data-testid="setup-password-again"
            onClick={() => setAsking(true)}
          >
            {t('setup.passwordOther')}
          </button>
        </>
      )}
    </div>
  );
}
