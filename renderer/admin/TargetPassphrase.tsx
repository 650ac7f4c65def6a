import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import admin from './admin.module.css';
import keys from './keys.module.css';
import { proposed } from './PassphraseForm.tsx';
import styles from './targets.module.css';

/** A passphrase for one target, typed twice or proposed; it goes in and is never shown again. */
export function TargetPassphrase({
  onPassphrase,
}: {
  /** Null while it is not typed twice alike. */
  readonly onPassphrase: (passphrase: string | null) => void;
}) {
  const { t } = useTranslation();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [isShown, setShown] = useState(false);
  const tell = (first: string, second: string, shown: boolean): void => {
    setPassphrase(first);
    setAgain(second);
    setShown(shown);
    onPassphrase(first !== '' && (shown || first === second) ? first : null);
  };
  const differs = !isShown && again !== '' && again !== passphrase;
  return (
    <div className={keys.field}>
      <label className={keys.field}>
        <span>{t('openers.passphrase')}</span>
        <input
          type={isShown ? 'text' : 'password'}
          className={isShown ? keys.mono : undefined}
          data-testid="target-passphrase"
          maxLength={200}
          autoComplete="off"
          spellCheck={false}
          value={passphrase}
          onChange={(event) => tell(event.target.value, again, false)}
        />
      </label>
      {!isShown && (
        <label className={keys.field}>
          <span>{t('openers.passphraseAgain')}</span>
          <input
            type="password"
            data-testid="target-passphrase-again"
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            value={again}
            onChange={(event) => tell(passphrase, event.target.value, false)}
          />
        </label>
      )}
      {differs && (
        <small role="alert" className={styles.wrong}>
          {t('openers.passphraseDiffers')}
        </small>
      )}
      <small>{isShown ? t('targets.writeDown') : t('openers.passphraseHelp')}</small>
      <button
        type="button"
        className={admin.second}
        data-testid="target-propose"
        onClick={() => tell(proposed(), '', true)}
      >
        {t('openers.propose')}
      </button>
    </div>
  );
}
