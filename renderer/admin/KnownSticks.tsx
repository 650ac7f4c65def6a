import { IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../preload/contract/gate-views.ts';
import type { SticksView } from '../../preload/contract/stick-views.ts';
import { call } from '../bridge.ts';
import { bytesInWords } from '../ui/bytes.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { timeOrDay } from '../ui/time.ts';
import type { AdminPageProps } from './Admin.tsx';
import admin from './admin.module.css';
import styles from './deliver.module.css';
import { useCall } from './useCall.ts';

export interface KnownSticksProps extends Pick<AdminPageProps, 'nowMs' | 'onSignedOut'> {
  readonly view: SticksView;
  readonly onView: (view: SticksView) => void;
  readonly language: Language;
}

/** Whether sticks get everything without being asked about, and which ones were here before. */
export function KnownSticks({ view, onView, language, nowMs, onSignedOut }: KnownSticksProps) {
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const [isOpen, setOpen] = useState(false);
  const { on, allowed } = view.withoutAsking;
  return (
    <>
      {/* Not a checkbox: a scanner's keys go by one listener, which presses buttons. */}
      <button
        type="button"
        role="switch"
        aria-checked={on}
        className={styles.without}
        data-testid="sticks-without-asking"
        disabled={busy || (!allowed && !on)}
        onClick={() => run(() => call('sticks.without-asking', { on: !on }), onView)}
      >
        <span className={styles.switch} aria-hidden="true" />
        <span>
          {t('sticks.withoutAsking')}
          <small>{allowed ? t('sticks.withoutAskingHelp') : t('sticks.withoutAskingNot')}</small>
        </span>
      </button>
      <p className={admin.problem} role="alert" data-testid="sticks-setting-problem">
        {problem}
      </p>
      {view.known.length > 0 && (
        <div className={styles.known}>
          <button
            type="button"
            className={styles.unfold}
            aria-expanded={isOpen}
            data-testid="sticks-known"
            onClick={() => setOpen(!isOpen)}
          >
            <IconChevronRight aria-hidden="true" />
            {t('sticks.remembered', { count: view.known.length })}
          </button>
          {isOpen && (
            <ul>
              {view.known.map((one) => (
                <li key={one.id}>
                  <span>
                    <strong>
                      {one.label === '' ? t('sticks.unnamed') : <ForeignText text={one.label} most={40} />}
                    </strong>{' '}
                    <small>
                      {bytesInWords(one.sizeBytes, language)} ·{' '}
                      {t('sticks.last', {
                        when: timeOrDay(one.lastAtMs, nowMs, language),
                        count: one.deliveries,
                      })}
                    </small>
                  </span>
                  <button
                    type="button"
                    className={admin.second}
                    data-testid="stick-forget"
                    disabled={busy}
                    onClick={() => run(() => call('sticks.forget', { id: one.id }), onView)}
                  >
                    {t('sticks.forget')}
                  </button>
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </>
  );
}
