import { useTranslation } from 'react-i18next';
import { call, codeOf } from '../bridge.ts';
import { NewPassword } from '../ui/NewPassword.tsx';
import type { AdminPageProps } from './Admin.tsx';
import styles from './admin.module.css';
import { NewCode } from './NewCode.tsx';

/** Another password for the administrator, and the recovery code that comes with it. */
export function Password({ onSignedOut }: AdminPageProps) {
  const { t } = useTranslation();
  const set = async (password: string): Promise<string> => {
    try {
      return (await call('staff.set-password', { password })).recoveryCode;
    } catch (error) {
      if (codeOf(error) === 'bridge/not-allowed') onSignedOut();
      throw error;
    }
  };
  return (
    <div className={styles.deliver} data-testid="password-page">
      <h2>{t('password.title')}</h2>
      <p className={styles.help}>{t('password.help')}</p>
      <NewPassword set={set} onSet={() => undefined} />
      <NewCode onSignedOut={onSignedOut} />
    </div>
  );
}
