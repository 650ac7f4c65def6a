import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../preload/contract/gate-views.ts';
import type {
  KeepDaysView,
  RetentionPreviewView,
  RetentionView,
} from '../../preload/contract/retention-views.ts';
import { call } from '../bridge.ts';
import { dateOf } from '../ui/time.ts';
import admin from './admin.module.css';
import styles from './retention.module.css';
import { useCall } from './useCall.ts';

export interface RetentionFormProps {
  readonly view: RetentionView;
  readonly language: Language;
  readonly onSignedOut: () => void;
  readonly onChanged: (view: RetentionView) => void;
}

/** What is suggested where nobody kept any time yet. days */
const USUAL_DAYS = 30;
const MOST_DAYS = 3650;

/** Says how long personal data are kept: shows what would be deleted, and asks before it is. */
export function RetentionForm({ view, language, onSignedOut, onChanged }: RetentionFormProps) {
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const [never, setNever] = useState(view.days === 'never');
  const [text, setText] = useState(String(view.days === 'never' ? USUAL_DAYS : view.days));
  const [preview, setPreview] = useState<RetentionPreviewView | null>(null);
  const [asked, setAsked] = useState(false);
  const [saved, setSaved] = useState(false);
  const days = daysOf(text);
  const wanted: KeepDaysView | null = never ? 'never' : days;
  const changed = wanted !== null && wanted !== view.days;

  useEffect(() => {
    setPreview(null);
    setAsked(false);
    if (wanted !== null) run(() => call('retention.preview', { days: wanted }), setPreview);
  }, [run, wanted]);

  const keep = (): void => {
    if (wanted === null) return;
    // What is deleted does not come back: said before, and only where something would be.
    if (!asked && preview !== null && preview.events > 0) {
      setAsked(true);
      return;
    }
    run(
      () => call('retention.change', { days: wanted }),
      (now) => {
        setAsked(false);
        setSaved(true);
        onChanged(now);
      },
    );
  };
  const turn = (to: boolean): void => {
    setNever(to);
    setSaved(false);
  };
  return (
    <form
      className={styles.part}
      onSubmit={(event) => {
        event.preventDefault();
        if (changed) keep();
      }}
    >
      <h3>{t('retention.rule')}</h3>
      <fieldset className={styles.rule}>
        <legend className="visually-hidden">{t('retention.rule')}</legend>
        <label className={styles.choice}>
          <input type="radio" checked={!never} data-testid="retention-some" onChange={() => turn(false)} />
          <span>{t('retention.after')}</span>
          <input
            className={styles.days}
            data-testid="retention-days"
            aria-label={t('retention.daysLabel')}
            inputMode="numeric"
            autoComplete="off"
            maxLength={4}
            value={text}
            disabled={never}
            onChange={(event) => {
              setText(event.target.value);
              setSaved(false);
            }}
          />
          <span>{t('retention.days')}</span>
        </label>
        <label className={styles.choice}>
          <input type="radio" checked={never} data-testid="retention-never" onChange={() => turn(true)} />
          <span>{t('retention.neverDelete')}</span>
        </label>
      </fieldset>
      <p
        className={never ? admin.warning : admin.help}
        role="status"
        data-testid="retention-preview"
        data-events={preview?.events}
      >
        {never
          ? t('retention.neverHelp')
          : days === null
            ? t('retention.daysWrong', { most: MOST_DAYS })
            : preview === null || preview.beforeMs === null
              ? ''
              : preview.events === 0
                ? t('retention.previewNone', { before: dateOf(preview.beforeMs, language) })
                : t('retention.preview', {
                    count: preview.events,
                    before: dateOf(preview.beforeMs, language),
                  })}
      </p>
      {asked && (
        <p className={admin.warning} role="alert" data-testid="retention-sure">
          {t('retention.sure')}
        </p>
      )}
      <div className={styles.end}>
        <button
          type="submit"
          className={admin.primary}
          data-testid="retention-keep"
          disabled={busy || !changed || preview === null}
        >
          {asked ? t('retention.keepSure') : t('retention.keep')}
        </button>
        {asked && (
          <button
            type="button"
            className={admin.second}
            data-testid="retention-back"
            onClick={() => setAsked(false)}
          >
            {t('retention.back')}
          </button>
        )}
        <p className={admin.good} role="status">
          {saved && !changed && t('retention.saved')}
        </p>
      </div>
      <p className={admin.problem} role="alert">
        {problem}
      </p>
    </form>
  );
}

/** A whole number of days that can be kept, or null. */
function daysOf(text: string): number | null {
  if (!/^\d{1,4}$/.test(text.trim())) return null;
  const days = Number(text);
  return days >= 1 && days <= MOST_DAYS ? days : null;
}
