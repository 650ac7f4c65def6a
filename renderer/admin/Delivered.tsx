import { IconChecks, IconFileCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { DeliveredView } from '../../preload/contract/delivery-views.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import styles from './deliver.module.css';

/**
 * What a delivery to a folder came to. Green, with two ticks, only where it was read back from the medium itself: what was
 * read through this PC's cache is done with a caveat, and looks and says so.
 */
export function Delivered({ delivered }: { readonly delivered: DeliveredView }) {
  const { t } = useTranslation();
  const count = delivered.batches.reduce((sum, batch) => sum + batch.events, 0);
  const isSure = delivered.checked === 'medium';
  const Icon = isSure ? IconChecks : IconFileCheck;
  return (
    <div
      className={styles.result}
      role="status"
      data-testid="deliver-result"
      data-events={count}
      data-checked={delivered.checked}
    >
      <p className={styles.done}>
        <Icon aria-hidden="true" />
        {t('deliver.done', { count })}
      </p>
      <p>{t(isSure ? 'deliver.checkedMedium' : 'deliver.checkedCache')}</p>
      <ul>
        {delivered.batches.map((batch) => (
          <li key={batch.name}>
            <strong>
              {t('deliver.batch', { count: batch.events, first: batch.firstSeq, last: batch.lastSeq })}
            </strong>{' '}
            <ForeignText text={batch.folder} most={300} />
          </li>
        ))}
      </ul>
    </div>
  );
}
