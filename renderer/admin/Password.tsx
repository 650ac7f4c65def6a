import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, codeOf } from '../bridge.ts';
import { NewPassword } from '../ui/NewPassword.tsx';
import fields from '../ui/new-password.module.css';
import type { AdminPageProps } from './Admin.tsx';
import styles from './admin.module.css';
import { NewCode } from './NewCode.tsx';

/** Another password for the administrator, and the recovery code that comes with it. */
export function Password({ onSignedOut }: AdminPageProps) {
  const { t } = useTranslation();
  /** Null until main has answered. */
  const [isSet, setIsSet] = useState<boolean | null>(null);
  useEffect(() => {
    call('staff.sign-in', { password: '' }).then(
      ({ passwordSet }) => setIsSet(passwordSet),
      // It is asked for all the same: main takes anything where none is set.
      () => setIsSet(true),
    );
  }, []);
  const set = async (password: string, present: string): Promise<string> => {
    try {
      return (await call('staff.set-password', { password, present })).recoveryCode;
    } catch (error) {
      if (codeOf(error) === 'bridge/not-allowed') onSignedOut();
      throw error;
    }
  };
  return (
    <div className={styles.deliver} data-testid="password-page">
      <h2>{t('password.title')}</h2>
      <div className={fields.two}>
        <section>
          <p className={styles.help}>{t('password.help')}</p>
          {isSet !== null && <NewPassword asksPresent={isSet} set={set} onSet={() => undefined} />}
        </section>
        <NewCode onSignedOut={onSignedOut} />
      </div>
    </div>
  );
}
