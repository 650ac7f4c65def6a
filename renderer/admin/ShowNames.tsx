import { useTranslation } from 'react-i18next';
import admin from './admin.module.css';
import styles from './choices.module.css';

/** Whether the gate's screen names whoever was read: where a queue can read along, it need not. */
export function ShowNames({
  shown,
  onChange,
}: {
  readonly shown: boolean;
  readonly onChange: (shown: boolean) => void;
}) {
  const { t } = useTranslation();
  return (
    <section className={styles.part} aria-labelledby="choices-names">
      <h2 id="choices-names">{t('choices.names')}</h2>
      <label className={styles.tick}>
        <input
          type="checkbox"
          data-testid="choices-names"
          checked={shown}
          onChange={(event) => onChange(event.target.checked)}
        />
        {t('choices.namesShown')}
      </label>
      <p className={admin.help}>{t('choices.namesHelp')}</p>
    </section>
  );
}
