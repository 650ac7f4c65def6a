import {
  IconAlertTriangle,
  IconCircleCheck,
  IconHourglass,
  IconMoon,
  IconOctagon,
  IconUpload,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../preload/contract/gate-views.ts';
import type { TargetProgressView, TargetView } from '../../preload/contract/target-views.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { timeOrDay } from '../ui/time.ts';
import admin from './admin.module.css';
import { Running } from './Running.tsx';
import { targetWhy } from './target-why.ts';
import styles from './targets.module.css';

export interface TargetCardProps {
  readonly target: TargetView;
  readonly progress: TargetProgressView | null;
  readonly language: Language;
  readonly nowMs: number;
  readonly busy: boolean;
  readonly onSend: () => void;
  readonly onStop: () => void;
  readonly onChange: () => void;
  readonly onHistory: () => void;
  readonly onRemove: () => void;
}

/** A shape beside the colour: who sees no red still sees an octagon. */
const ICONS = {
  idle: IconCircleCheck,
  resting: IconMoon,
  writing: IconUpload,
  verifying: IconUpload,
  waiting: IconHourglass,
  blocked: IconOctagon,
} as const;

/** One target: how it is in words, what it has, what it waits for, and what can be done. */
export function TargetCard({ target, progress, language, nowMs, busy, ...on }: TargetCardProps) {
  const { t } = useTranslation();
  const { id, state, why } = target;
  const Icon = ICONS[state];
  const time = (atMs: number): string => timeOrDay(atMs, nowMs, language);
  const runs = state === 'writing' || state === 'verifying';
  const facts = [
    t(`profilesShort.${target.profile}`),
    target.openers === 'gate' ? null : t(`targetOpeners.${target.openers}`),
    target.required ? t('targets.required') : t('targets.optional'),
    target.times.length === 0
      ? t('targets.onDemand')
      : t('targets.daily', { times: target.times.join(', ') }),
  ].filter((fact) => fact !== null);
  return (
    <li className={styles.card} data-testid={`target-${id}`} data-state={state} data-why={why ?? ''}>
      <div className={styles.cardHead}>
        <div>
          <h3>
            <ForeignText text={target.name} most={60} />
          </h3>
          <p className={styles.folder}>
            <ForeignText text={target.folder} most={200} />
          </p>
        </div>
        <p className={styles.state} data-testid={`target-state-${id}`} role="status">
          <Icon aria-hidden="true" />
          {t(`targetStates.${state}`)}
        </p>
      </div>
      {(state === 'waiting' || state === 'blocked') && why !== null && (
        <p className={styles.why}>
          {targetWhy(t, why)}{' '}
          {target.nextTryAtMs !== null && t('targets.nextTry', { when: time(target.nextTryAtMs) })}
        </p>
      )}
      {target.openers === 'plain' && (
        <p className={styles.why}>
          <IconAlertTriangle aria-hidden="true" className={styles.small} /> {t('targets.open')}
        </p>
      )}
      {runs && progress !== null && <Running {...progress} language={language} />}
      <dl className={styles.facts}>
        <div>
          <dt>{t('targets.last')}</dt>
          <dd>{target.lastDelivery === null ? t('targets.never') : time(target.lastDelivery.atMs)}</dd>
        </div>
        <div>
          <dt>{t('targets.toCome')}</dt>
          <dd>
            {target.batchesToCome === 0
              ? t('targets.nothingToCome')
              : t('targets.batchesToCome', { count: target.batchesToCome, events: target.eventsToCome })}
          </dd>
        </div>
        <div>
          <dt>{t('targets.gets')}</dt>
          <dd>{facts.join(' · ')}</dd>
        </div>
      </dl>
      <div className={styles.acts}>
        <button
          type="button"
          className={admin.second}
          data-testid={runs ? `target-stop-${id}` : `target-send-${id}`}
          disabled={busy}
          onClick={runs ? on.onStop : on.onSend}
        >
          {runs
            ? t('targets.stop')
            : state === 'waiting' || state === 'blocked'
              ? t('targets.tryNow')
              : t('targets.sendNow')}
        </button>
        <button type="button" data-testid={`target-history-${id}`} onClick={on.onHistory}>
          {t('targets.history')}
        </button>
        <button type="button" data-testid={`target-change-${id}`} disabled={busy} onClick={on.onChange}>
          {t('targets.change')}
        </button>
        <button type="button" data-testid={`target-remove-${id}`} disabled={busy} onClick={on.onRemove}>
          {t('targets.remove')}
        </button>
      </div>
    </li>
  );
}
