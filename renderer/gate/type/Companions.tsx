import { IconMinus, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { MOST_COMPANIONS } from '../../../preload/contract/gate-calls.ts';
import styles from '../../ui/dialog.module.css';

/** How many go with this visitor and are not entered themselves: two buttons for a finger, a field for keys. */
export function Companions({
  value,
  onChange,
}: {
  readonly value: number;
  readonly onChange: (value: number) => void;
}) {
  const { t } = useTranslation();
  const set = (to: number): void => onChange(Math.min(MOST_COMPANIONS, Math.max(0, to)));
  return (
    <div className={styles.field}>
      <label htmlFor="type-companions">{t('type.companions')}</label>
      <div className={styles.stepper}>
        <button
          type="button"
          data-testid="type-companions-less"
          aria-label={t('type.companionsLess')}
          disabled={value === 0}
          onClick={() => set(value - 1)}
        >
          <IconMinus aria-hidden="true" />
        </button>
        <input
          id="type-companions"
          data-testid="type-companions"
          inputMode="numeric"
          autoComplete="off"
          value={value}
          onChange={(event) => set(Number(event.target.value.replace(/\D/g, '')))}
          onFocus={(event) => event.target.select()}
        />
        <button
          type="button"
          data-testid="type-companions-more"
          aria-label={t('type.companionsMore')}
          disabled={value === MOST_COMPANIONS}
          onClick={() => set(value + 1)}
        >
          <IconPlus aria-hidden="true" />
        </button>
      </div>
    </div>
  );
}
