import { IconAlertCircle, IconShieldLock } from '@tabler/icons-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, codeOf } from '../bridge.ts';
import { keepTouchKeys } from '../ui/keep-touch-keys.ts';
import { PasswordField } from '../ui/PasswordField.tsx';
import { TouchKeysButton } from '../ui/TouchKeysButton.tsx';
import { errorText } from '../ui/texts.ts';
import admin from './admin.module.css';
import styles from './sign-in.module.css';

/** How an administrator came in: `recovered` by the recovery code instead of the password. */
export interface SignedIn {
  readonly passwordSet: boolean;
  readonly recovered: boolean;
}

/** Asks for the administrator's password, or the recovery code; the session itself lives in main. */
export function SignIn({ onSignedIn }: { readonly onSignedIn: (signedIn: SignedIn) => void }) {
  const { t } = useTranslation();
  const field = useRef<HTMLInputElement>(null);
  const [password, setPassword] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  useEffect(() => field.current?.focus(), []);

  const signIn = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    try {
      const answer = await call('staff.sign-in', { password });
      if (answer.role === 'admin') onSignedIn(answer);
      else setProblem(t('admin.wrongPassword'));
    } catch (error) {
      const code = codeOf(error);
      setProblem(code === 'bridge/not-allowed' ? t('admin.wrongPassword') : errorText(t, code));
    }
    setPassword('');
    setBusy(false);
    // A press on the button took the focus.
    field.current?.focus();
  };

  return (
    <form
      className={styles.form}
      onSubmit={(event) => void signIn(event)}
      onMouseDown={keepTouchKeys}
      data-testid="sign-in"
    >
      <header className={styles.head}>
        <IconShieldLock aria-hidden="true" />
        <h2>{t('admin.signInTitle')}</h2>
        <p>{t('admin.signInHelp')}</p>
      </header>
      <div className={styles.field}>
        <label htmlFor="sign-in-password">{t('admin.password')}</label>
        <PasswordField
          name="sign-in-password"
          field={field}
          autoComplete="off"
          aria-invalid={problem !== null}
          value={password}
          onText={(text) => {
            setProblem(null);
            setPassword(text);
          }}
        />
      </div>
      <p className={styles.problem} role="alert">
        {problem !== null && <IconAlertCircle aria-hidden="true" />}
        {problem}
      </p>
      <button type="submit" className={admin.primary} data-testid="sign-in-submit" disabled={busy}>
        {t('admin.signIn')}
      </button>
      <footer className={styles.foot}>
        <p>{t('admin.forgot')}</p>
        <TouchKeysButton fieldId="sign-in-password" />
      </footer>
    </form>
  );
}
