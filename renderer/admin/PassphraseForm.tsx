import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import admin from './admin.module.css';
import styles from './keys.module.css';
import type { OpenersFormProps } from './OpenersPanel.tsx';

/** Letters and digits that nobody takes for one another; 25 of them are 125 bits. */
const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789';

/** A passphrase that nobody guesses, such as `k3pwa-…`: five groups of five. */
export function proposed(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(25));
  // 32 letters: every byte falls on one with the same chance.
  const letters = [...bytes].map((byte) => LETTERS[byte % LETTERS.length] ?? '').join('');
  return letters.match(/.{5}/g)?.join('-') ?? '';
}

/** A passphrase, typed twice or proposed; shown only where somebody asked for a proposal, to be written down. */
export function PassphraseForm({ busy, onChoose }: OpenersFormProps) {
  const { t } = useTranslation();
  const [passphrase, setPassphrase] = useState('');
  const [again, setAgain] = useState('');
  const [isShown, setShown] = useState(false);
  const differs = !isShown && again !== '' && again !== passphrase;
  const ready = passphrase !== '' && (isShown || again === passphrase);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (ready) onChoose({ kind: 'passphrase', passphrase });
      }}
    >
      <p className={admin.help}>{t('openers.passphraseHelp')}</p>
      <div className={styles.pair}>
        <label className={styles.field}>
          <span>{t('openers.passphrase')}</span>
          <input
            type={isShown ? 'text' : 'password'}
            className={isShown ? styles.mono : undefined}
            data-testid="openers-passphrase"
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            value={passphrase}
            onChange={(event) => {
              setShown(false);
              setPassphrase(event.target.value);
            }}
          />
        </label>
        {!isShown && (
          <label className={styles.field}>
            <span>{t('openers.passphraseAgain')}</span>
            <input
              type="password"
              data-testid="openers-passphrase-again"
              maxLength={200}
              autoComplete="off"
              spellCheck={false}
              value={again}
              onChange={(event) => setAgain(event.target.value)}
            />
          </label>
        )}
      </div>
      <p className={admin.problem} role="alert">
        {differs ? t('openers.passphraseDiffers') : ''}
      </p>
      <div className={styles.buttons}>
        <button
          type="submit"
          className={admin.primary}
          data-testid="openers-use-passphrase"
          disabled={busy || !ready}
        >
          {isShown ? t('openers.writtenDown') : t('openers.usePassphrase')}
        </button>
        <button
          type="button"
          className={admin.second}
          data-testid="openers-propose"
          onClick={() => {
            setPassphrase(proposed());
            setAgain('');
            setShown(true);
          }}
        >
          {t('openers.propose')}
        </button>
      </div>
    </form>
  );
}
