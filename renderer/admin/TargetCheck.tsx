import { IconCheck, IconCircleDashed, IconLoader2, IconX } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  TARGET_CHECK_STEPS,
  type TargetCheckStep,
  type TargetCheckView,
} from '../../preload/contract/target-views.ts';
import { onPush } from '../bridge.ts';
import { targetWhy } from './target-why.ts';
import styles from './targets.module.css';

const ICONS = { done: IconCheck, now: IconLoader2, failed: IconX, later: IconCircleDashed } as const;

/**
 * The steps of trying out a folder as they pass, and why one did not.
 * @param result null while they run
 */
export function TargetCheck({ result }: { readonly result: TargetCheckView | null }) {
  const { t } = useTranslation();
  const [now, setNow] = useState<TargetCheckStep>('find');
  useEffect(() => onPush('targets.step', setNow), []);
  const at = TARGET_CHECK_STEPS.indexOf(result === null ? now : (result.failedStep ?? 'delete'));
  const stateOf = (index: number): keyof typeof ICONS => {
    if (result !== null && result.failedStep === null) return 'done';
    if (index < at) return 'done';
    if (index > at) return 'later';
    return result === null ? 'now' : 'failed';
  };
  return (
    <section
      className={styles.check}
      role="status"
      data-testid="target-check"
      data-failed={result?.failedStep ?? ''}
      data-why={result?.why ?? ''}
    >
      <h3>{t('targets.trying')}</h3>
      <ol>
        {TARGET_CHECK_STEPS.map((step, index) => {
          const state = stateOf(index);
          const Icon = ICONS[state];
          return (
            <li key={step} data-state={state}>
              <Icon aria-hidden="true" />
              {t(`targetSteps.${step}`)}
              <span className="visually-hidden">, {t(`targetStepStates.${state}`)}</span>
            </li>
          );
        })}
      </ol>
      {result?.why != null && <p className={styles.why}>{targetWhy(t, result.why)}</p>}
    </section>
  );
}
