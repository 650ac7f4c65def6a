import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../../preload/contract/gate-views.ts';
import { purposeWords } from '../../../preload/contract/purposes.ts';
import styles from '../../ui/dialog.module.css';

/** What somebody comes for: one of the site's purposes, or none; pressed again it is taken back. */
export function Purposes({
  all,
  language,
  chosen,
  onChoose,
}: {
  readonly all: readonly string[];
  readonly language: Language;
  /** '' where none is. */
  readonly chosen: string;
  readonly onChoose: (purpose: string) => void;
}) {
  const { t } = useTranslation();
  if (all.length === 0) return null;
  return (
    <fieldset className={styles.purposes} data-testid="type-purposes">
      <legend>
        {t('type.purpose')}
        <small>{t('type.optional')}</small>
      </legend>
      {all.map((purpose, index) => (
        <button
          key={purpose}
          type="button"
          data-testid={`type-purpose-${index}`}
          aria-pressed={purpose === chosen}
          onClick={() => onChoose(purpose === chosen ? '' : purpose)}
        >
          {purpose === chosen && <IconCheck aria-hidden="true" className={styles.chosen} />}
          {purposeWords(purpose, language)}
        </button>
      ))}
    </fieldset>
  );
}
