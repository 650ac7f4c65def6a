import { IconPlugConnectedX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../preload/contract/gate-views.ts';
import type { SuddenEndView } from '../../preload/contract/start-views.ts';
import { call } from '../bridge.ts';
import { timeOrDay } from '../ui/time.ts';
import styles from './sudden-end.module.css';

/** What the log says of the end before this start: that it was sudden, and that nothing written is lost. */
export function SuddenEnd({
  end,
  isWritten,
  nowMs,
  language,
}: {
  readonly end: SuddenEndView;
  /** The log takes rows just now: nobody is asked to type in what it would not take. */
  readonly isWritten: boolean;
  readonly nowMs: number;
  readonly language: Language;
}) {
  const { t } = useTranslation();
  const { what, lastAtMs, openedAtMs, lastSeq } = end;
  const dated = lastAtMs !== null && openedAtMs !== null;
  return (
    <p className={styles.note} role="status" data-testid="sudden-end" data-what={what} data-seq={lastSeq}>
      <IconPlugConnectedX aria-hidden="true" />
      <span>
        <strong>
          {dated
            ? t(`suddenEnd.${what}`, {
                from: timeOrDay(lastAtMs, nowMs, language),
                to: timeOrDay(openedAtMs, nowMs, language),
              })
            : t(`suddenEnd.${what}Undated`)}
        </strong>{' '}
        {t(isWritten ? 'suddenEnd.whole' : 'suddenEnd.wholeOnPaper', {
          seq: lastSeq.toLocaleString(language),
        })}
      </span>
      <button
        type="button"
        data-testid="sudden-end-seen"
        onClick={() => void call('gate.sudden-end-seen', {}).catch(() => undefined)}
      >
        {t('suddenEnd.seen')}
      </button>
    </p>
  );
}
