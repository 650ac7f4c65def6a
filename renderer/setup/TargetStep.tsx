import { useTranslation } from 'react-i18next';
import { useCall } from '../admin/useCall.ts';
import { call } from '../bridge.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import type { StepProps } from './Setup.tsx';
import styles from './setup.module.css';

/** Where the batches go unless somebody says otherwise at the time. */
export function TargetStep({ draft, change }: StepProps) {
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(() => undefined);
  const choose = (): void =>
    run(
      () => call('delivery.choose-folder', {}),
      ({ folder }) => {
        if (folder !== null) change({ target: folder });
      },
    );
  return (
    <div className={styles.step}>
      <h2 tabIndex={-1}>{t('setup.target')}</h2>
      <p className={styles.lead}>{t('setup.targetHelp')}</p>
      <div className={styles.target}>
        <output data-testid="setup-target-folder">
          {draft.target === null ? t('setup.targetAsk') : <ForeignText text={draft.target} most={400} />}
        </output>
        <button
          type="button"
          className={styles.second}
          data-testid="setup-target-choose"
          disabled={busy}
          onClick={choose}
        >
          {t('setup.targetChoose')}
        </button>
        {draft.target !== null && (
          <button
            type="button"
            className={styles.second}
            data-testid="setup-target-none"
            onClick={() => change({ target: null })}
          >
            {t('setup.targetNone')}
          </button>
        )}
      </div>
      <p className={styles.problem} role="alert">
        {problem}
      </p>
    </div>
  );
}
