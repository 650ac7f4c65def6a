import { IconAlertTriangle, IconCircleCheck, IconHandStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { StickOutcomeView } from '../../preload/contract/stick-views.ts';
import { ForeignText, showable } from '../ui/ForeignText.tsx';
import { errorText } from '../ui/texts.ts';
import styles from './deliver.module.css';

const ICONS = { safe: IconCircleCheck, written: IconHandStop, failed: IconAlertTriangle } as const;

/** How it went, in one sentence that says whether the stick can be pulled out, and which stick that is. */
export function StickOutcome({
  outcome,
  label,
  isOneOfMany,
}: {
  readonly outcome: StickOutcomeView;
  readonly label: string;
  /** Several are plugged in: the sentence itself names the one to pull out. */
  readonly isOneOfMany: boolean;
}) {
  const { t } = useTranslation();
  const isNamed = outcome.kind === 'safe' && isOneOfMany && label !== '';
  const Icon = ICONS[outcome.kind];
  const facts =
    outcome.kind !== 'failed'
      ? [t('deliver.done', { count: outcome.events })]
      : outcome.code === 'delivery/gone'
        ? []
        : [t(outcome.safeToPull ? 'sticks.safeAnyway' : 'sticks.ejectFirst')];
  return (
    <div
      className={styles.outcome}
      role="status"
      data-testid="stick-outcome"
      data-kind={outcome.kind}
      data-code={outcome.kind === 'failed' ? outcome.code : ''}
      data-events={outcome.kind === 'failed' ? '' : outcome.events}
    >
      <Icon aria-hidden="true" />
      <div>
        <p className={styles.sentence}>
          {outcome.kind === 'failed'
            ? errorText(t, outcome.code)
            : isNamed
              ? t('sticks.safeNamed', { name: showable(label, 24) })
              : t(`sticks.${outcome.kind}`)}
        </p>
        <p>
          {facts.join(' ')}
          {label !== '' && !isNamed && (
            <>
              {facts.length > 0 && ' · '}
              <ForeignText text={label} most={40} />
            </>
          )}
        </p>
      </div>
    </div>
  );
}
