import { IconUserCheck, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { SuggestionView } from '../../../preload/contract/gate-views.ts';
import styles from '../../ui/dialog.module.css';
import { personWords } from './person-words.ts';

/** Somebody known in the place of a name: still masked, for the whole name is in the row and nowhere before. */
export function TakenPerson({
  person,
  onBack,
}: {
  readonly person: SuggestionView;
  readonly onBack: () => void;
}) {
  const { t } = useTranslation();
  return (
    <div className={styles.field} data-testid="type-taken">
      <span>{t('type.name')}</span>
      <p className={styles.taken}>
        <IconUserCheck aria-hidden="true" />
        <span>
          <strong>{person.nameMasked}</strong>
          <small>
            {personWords(t, { ...person, nameMasked: '' })}
            {person.nameDiffers && <b>{t('type.typedDropped')}</b>}
          </small>
        </span>
        <button type="button" data-testid="type-taken-back" aria-label={t('type.takenBack')} onClick={onBack}>
          <IconX aria-hidden="true" />
        </button>
      </p>
    </div>
  );
}
