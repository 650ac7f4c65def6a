import { type FormEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call, codeOf } from '../bridge.ts';
import { errorText } from '../ui/texts.ts';
import styles from './admin.module.css';

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
  };

  return (
    <form className={styles.signIn} onSubmit={(event) => void signIn(event)} data-testid="sign-in">
      <h2>{t('admin.signInTitle')}</h2>
      <label className={styles.field}>
        <span>{t('admin.password')}</span>
        <input
          ref={field}
          type="password"
          data-testid="sign-in-password"
          maxLength={200}
          autoComplete="off"
          value={password}
          onChange={(event) => setPassword(event.target.value)}
        />
      </label>
      <p className={styles.problem} role="alert">
        {problem}
      </p>
      <button type="submit" className={styles.primary} data-testid="sign-in-submit" disabled={busy}>
        {t('admin.signIn')}
      </button>
    </form>
  );
}
