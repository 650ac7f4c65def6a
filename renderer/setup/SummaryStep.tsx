import { useTranslation } from 'react-i18next';
import { SETUP_STEPS } from '../../preload/contract/setup.ts';
import { useCall } from '../admin/useCall.ts';
import { call } from '../bridge.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { answerText } from './answer-text.ts';
import { isAnswered } from './answered.ts';
import type { StepProps } from './Setup.tsx';
import styles from './setup.module.css';

/** Everything that was answered, each line a way back to its question; then the gate opens. */
export function SummaryStep({ draft, passwordSet, openers, go, back, onDone }: StepProps) {
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(() => undefined);
  const asked = SETUP_STEPS.filter((step) => step !== 'summary');
  const open = asked.filter((step) => !isAnswered(step, draft, passwordSet));
  const finish = (): void => run(() => call('setup.finish', { draft }), onDone);
  return (
    <div className={styles.step}>
      <h2 tabIndex={-1}>{t('setup.summary')}</h2>
      <dl className={styles.summary}>
        {asked.map((step) => (
          <div key={step} data-open={open.includes(step)} data-testid={`setup-answer-${step}`}>
            <dt>{t(`setup.steps.${step}`)}</dt>
            <dd>
              <ForeignText text={answerText(t, step, draft, { passwordSet, openers })} most={400} />
              <button
                type="button"
                className={styles.change}
                data-testid={`setup-change-${step}`}
                onClick={() => go(step)}
              >
                {t('setup.change')}
                <span className="visually-hidden">: {t(`setup.steps.${step}`)}</span>
              </button>
            </dd>
          </div>
        ))}
      </dl>
      {open.length > 0 && (
        <p className={styles.problem} data-testid="setup-open">
          {t('setup.stillOpen', { steps: open.map((step) => t(`setup.steps.${step}`)).join(', ') })}
        </p>
      )}
      <p className={styles.problem} role="alert" data-testid="setup-problem">
        {problem}
      </p>
      <div className={styles.finish}>
        <button type="button" className={styles.second} data-testid="setup-back" onClick={() => back?.()}>
          {t('setup.back')}
        </button>
        <button
          type="button"
          className={styles.primary}
          data-autofocus=""
          data-testid="setup-finish"
          disabled={busy || open.length > 0}
          onClick={finish}
        >
          {t('setup.finish')}
        </button>
      </div>
    </div>
  );
}
