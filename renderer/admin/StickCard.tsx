import { IconAlertTriangle, IconCheck, IconCircleCheck, IconUsb } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../preload/contract/gate-views.ts';
import type { StickView } from '../../preload/contract/stick-views.ts';
import { bytesInWords } from '../ui/bytes.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { errorText, textFor } from '../ui/texts.ts';
import { timeOrDay } from '../ui/time.ts';
import styles from './deliver.module.css';

export interface StickCardProps {
  readonly stick: StickView;
  readonly isChosen: boolean;
  readonly isDisabled: boolean;
  /** Less room than the next delivery takes. */
  readonly isTight: boolean;
  readonly language: Language;
  readonly nowMs: number;
  readonly onChoose: () => void;
}

/** One stick: its name, size and room, whether it was here before, and what is wrong with it. */
export function StickCard(props: StickCardProps) {
  const { stick, isChosen, isDisabled, isTight, language, nowMs, onChoose } = props;
  const { t } = useTranslation();
  const isSafe = stick.outcome?.kind === 'safe' && !isDisabled;
  const facts = [
    // Of one that tells nothing its letter is all there is.
    stick.sizeBytes === 0 ? stick.device : bytesInWords(stick.sizeBytes, language),
    ...(stick.freeBytes === null
      ? []
      : [t('sticks.free', { size: bytesInWords(stick.freeBytes, language) })]),
    ...(stick.fileSystem === ''
      ? []
      : [textFor(t, 'fileSystems', stick.fileSystem, stick.fileSystem.slice(0, 12))]),
  ];
  const trouble = stick.problem !== null ? errorText(t, stick.problem) : isTight ? t('sticks.tight') : null;
  const Icon = trouble !== null ? IconAlertTriangle : isSafe ? IconCircleCheck : IconUsb;
  return (
    <button
      type="button"
      className={styles.card}
      aria-pressed={isChosen}
      disabled={isDisabled || stick.problem !== null}
      data-testid="stick-card"
      data-label={stick.label}
      data-known={stick.known !== null}
      data-problem={stick.problem ?? ''}
      data-state={trouble !== null ? 'trouble' : isSafe ? 'safe' : 'ready'}
      onClick={onChoose}
    >
      <Icon aria-hidden="true" />
      <span>
        <span className={styles.cardTop}>
          <strong>
            {stick.label === '' ? t('sticks.unnamed') : <ForeignText text={stick.label} most={40} />}
          </strong>
          <span className={styles.badge}>{stick.known === null ? t('sticks.new') : t('sticks.known')}</span>
        </span>
        <small>{facts.join(' · ')}</small>
        {trouble === null && (
          <small>
            {stick.known === null
              ? t('sticks.never')
              : t('sticks.last', {
                  when: timeOrDay(stick.known.lastAtMs, nowMs, language),
                  count: stick.known.deliveries,
                })}
          </small>
        )}
        {trouble !== null && <small className={styles.trouble}>{trouble}</small>}
      </span>
      {isChosen && <IconCheck aria-hidden="true" className={styles.chosen} />}
    </button>
  );
}
