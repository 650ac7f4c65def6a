import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../bridge.ts';
import { ShownCode } from '../ui/NewPassword.tsx';
import fields from '../ui/new-password.module.css';
import { PasswordField } from '../ui/PasswordField.tsx';
import styles from './admin.module.css';
import { useCall } from './useCall.ts';

/** Another recovery code, with the password as it is. Whoever found the page open cannot make one. */
export function NewCode({ onSignedOut }: { readonly onSignedOut: () => void }) {
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const [password, setPassword] = useState('');
  const [code, setCode] = useState<string | null>(null);
  const make = (event: FormEvent): void => {
    event.preventDefault();
    run(
      () => call('staff.new-code', { password }),
      ({ recoveryCode }) => {
        setCode(recoveryCode);
        setPassword('');
      },
    );
  };
  if (code !== null) return <ShownCode code={code} />;
  return (
    <form className={fields.form} onSubmit={make} noValidate>
      <h3>{t('password.newCode')}</h3>
      <p className={styles.help}>{t('password.newCodeHelp')}</p>
      <div className={fields.field}>
        <label htmlFor="new-code-password">{t('password.newCodePassword')}</label>
        <PasswordField
          name="new-code-password"
          autoComplete="current-password"
          value={password}
          onText={setPassword}
        />
      </div>
      <p className={fields.problem} role="alert" data-testid="new-code-problem">
        {problem}
      </p>
      <button type="submit" className={fields.save} data-testid="new-code-make" disabled={busy}>
        {t('password.newCodeMake')}
      </button>
    </form>
  );
}
