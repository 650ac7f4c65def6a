import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { VietnameseInput } from '../ui/VietnameseInput.tsx';
import admin from './admin.module.css';
import styles from './keys.module.css';
import type { OpenersFormProps } from './OpenersPanel.tsx';

/** As main has it: one word explains nothing. */
const [FEWEST, MOST] = [10, 300];

/** Batches that whoever holds the stick can read: only with a reason, which is written down. */
export function PlainForm({ busy, typing, onChoose }: OpenersFormProps) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const fieldId = useId();
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        onChoose({ kind: 'plain', reason });
      }}
    >
      <p className={admin.warning}>{t('openers.plainWarning')}</p>
      <div className={styles.field}>
        <label htmlFor={fieldId}>{t('openers.plainReason')}</label>
        <VietnameseInput
          id={fieldId}
          method={typing}
          data-testid="openers-reason"
          maxLength={MOST}
          value={reason}
          onText={setReason}
        />
      </div>
      <div className={styles.buttons}>
        <button
          type="submit"
          className={admin.second}
          data-testid="openers-use-plain"
          disabled={busy || reason.trim().length < FEWEST}
        >
          {t('openers.usePlain')}
        </button>
        <span className={admin.help}>{t('openers.reasonLength', { count: FEWEST })}</span>
      </div>
    </form>
  );
}
