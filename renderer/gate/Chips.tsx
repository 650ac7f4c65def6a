import {
  IconCamera,
  IconCertificate,
  IconClock,
  IconDatabase,
  IconEraser,
  IconLockOpen,
  IconScan,
  IconSignature,
  IconUsb,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ColumnChip } from './chips.ts';
import styles from './column.module.css';

const ICONS = {
  scanner: IconScan,
  camera: IconCamera,
  log: IconDatabase,
  clock: IconClock,
  delivery: IconUsb,
  stick: IconUsb,
  trust: IconCertificate,
  openers: IconLockOpen,
  signing: IconSignature,
  retention: IconEraser,
} as const;

/** State of everything the gate depends on: a quiet line while well, a card with advice when not. */
export function Chips({ chips }: { readonly chips: readonly ColumnChip[] }) {
  const { t } = useTranslation();
  return (
    <ul className={styles.chips} aria-label={t('chips.title')}>
      {chips.map((chip) => {
        const Icon = ICONS[chip.kind];
        return (
          <li
            key={chip.id}
            className={styles.chip}
            data-testid={`chip-${chip.id}`}
            data-state={chip.dataState}
            data-level={chip.state}
          >
            <Icon aria-hidden="true" className={styles.chipIcon} />
            <div className={styles.chipText} role={chip.advice === null ? undefined : 'status'}>
              <span className={styles.chipTitle}>{chip.title}</span>
              {chip.word !== '' && <span className={styles.chipWord}>{chip.word}</span>}
              {chip.advice !== null && <p className={styles.chipAdvice}>{chip.advice}</p>}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
