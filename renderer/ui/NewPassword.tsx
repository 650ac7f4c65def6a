import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { codeOf } from '../bridge.ts';
import styles from './new-password.module.css';
import { PasswordField } from './PasswordField.tsx';
import { errorText } from './texts.ts';

/** The least of `staff.set-password` and `setup.password` (preload/contract/channels.ts), in characters. */
const LEAST = 6;

/** Asks for a password twice, and first for the present one where there is one, then shows the recovery code that comes with it, once. */
export function NewPassword({
  set,
  onSet,
  asksPresent = false,
}: {
  /** Gives the password to main, with the present one, or '' where none is asked for, and answers the recovery code. */
  readonly set: (password: string, present: string) => Promise<string>;
  /** True where a password is set already: whoever changes it knows it, or the recovery code. */
  readonly asksPresent?: boolean;
  readonly onSet: () => void;
}) {
  const { t } = useTranslation();
  const [present, setPresent] = useState('');
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [code, setCode] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (asksPresent && present === '') return setProblem(t('password.presentMissing'));
    if ([...password].length < LEAST) return setProblem(t('password.short', { least: LEAST }));
    if (password !== again) return setProblem(t('password.differs'));
    setBusy(true);
    try {
      setCode(await set(password, present));
      setProblem(null);
      setPresent('');
      setPassword('');
      setAgain('');
      onSet();
    } catch (error) {
      setProblem(errorText(t, codeOf(error)));
    }
    return setBusy(false);
  };

  if (code !== null) {
    return <ShownCode code={code} />;
  }
  const field = (
    name: string,
    label: string,
    value: string,
    change: (text: string) => void,
    autoComplete = 'new-password',
  ) => (
    <div className={styles.field}>
      <label htmlFor={`new-${name}`}>{label}</label>
      <PasswordField
        name={`new-${name}`}
        autoComplete={autoComplete}
        value={value}
        onText={(text) => {
          setProblem(null);
          change(text);
        }}
      />
    </div>
  );
  return (
    <form className={styles.form} onSubmit={(event) => void save(event)} noValidate>
      {asksPresent &&
        field('password-present', t('password.present'), present, setPresent, 'current-password')}
      {field('password', t('password.new', { least: LEAST }), password, setPassword)}
      {field('password-again', t('password.again'), again, setAgain)}
      <p className={styles.problem} role="alert" data-testid="new-password-problem">
        {problem}
      </p>
      <button type="submit" className={styles.save} data-testid="new-password-save" disabled={busy}>
        {t('password.set')}
      </button>
    </form>
  );
}

/** The recovery code, shown once: it is written down now or never. */
export function ShownCode({ code }: { readonly code: string }) {
  const { t } = useTranslation();
  return (
    <section className={styles.code} data-testid="recovery" aria-live="polite">
      <h3>{t('password.code')}</h3>
      <output data-testid="recovery-code">{code}</output>
      <p>{t('password.codeHelp')}</p>
    </section>
  );
}
