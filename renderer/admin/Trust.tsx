import { IconCertificate, IconFile, IconFolder } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  TrustListView,
  TrustPreviewView,
  TrustProgressView,
} from '../../preload/contract/trust-views.ts';
import { call, onPush } from '../bridge.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { textFor } from '../ui/texts.ts';
import type { AdminPageProps } from './Admin.tsx';
import admin from './admin.module.css';
import { TrustPreview } from './TrustPreview.tsx';
import { TrustTable } from './TrustTable.tsx';
import styles from './trust.module.css';
import { useCall } from './useCall.ts';

/** An act on a list that waits for "yes". */
interface Asked {
  readonly act: 'bring-back' | 'remove';
  readonly list: TrustListView;
}

/** Trust lists: what is in force, and importing: choose, look at what would change, apply. */
export function Trust({ gate, nowMs, onSignedOut }: AdminPageProps) {
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const [lists, setLists] = useState<readonly TrustListView[] | null>(null);
  const [preview, setPreview] = useState<TrustPreviewView | null>(null);
  const [choosing, setChoosing] = useState(false);
  const [done, setDone] = useState<'applied' | 'removedDone' | 'broughtBack' | null>(null);
  const [asked, setAsked] = useState<Asked | null>(null);
  useEffect(() => run(() => call('trust.lists', {}), setLists), [run]);
  // Leaving the page forgets what was looked at: nothing half chosen waits behind another page.
  useEffect(
    () => () => {
      void call('trust.cancel', {}).catch(() => undefined);
    },
    [],
  );

  const choose = (what: 'file' | 'folder'): void => {
    setDone(null);
    setChoosing(true);
    run(
      () => call('trust.choose', { what }).finally(() => setChoosing(false)),
      (answer) => setPreview(answer),
    );
  };
  const cancel = (): void => {
    setPreview(null);
    void call('trust.cancel', {}).catch(() => undefined);
  };
  const apply = (id: number): void =>
    run(
      () => call('trust.apply', { preview: id }),
      (after) => {
        setLists(after);
        setPreview(null);
        setDone('applied');
      },
    );
  const act = ({ act: what, list: { id } }: Asked): void => {
    setAsked(null);
    setDone(null);
    run(
      () => (what === 'remove' ? call('trust.remove', { id }) : call('trust.bring-back', { id })),
      (after) => {
        setLists(after);
        setDone(what === 'remove' ? 'removedDone' : 'broughtBack');
      },
    );
  };

  if (preview !== null) {
    return (
      <div className={styles.page} data-testid="trust-page">
        <header className={`${styles.head} ${styles.stays}`}>
          <div>
            <h2>
              {t('trust.previewTitle')} <ForeignText text={preview.from} most={60} />
            </h2>
            {preview.applicable ? (
              <p className={admin.help}>{t('trust.previewHelp')}</p>
            ) : (
              <p className={admin.problem} role="alert">
                {t('trust.notApplicable')}
              </p>
            )}
          </div>
          <div className={styles.buttons}>
            <button
              type="button"
              className={admin.second}
              data-testid="trust-cancel"
              disabled={busy}
              onClick={cancel}
            >
              {t('trust.cancel')}
            </button>
            <button
              type="button"
              className={admin.primary}
              data-testid="trust-apply"
              disabled={busy || !preview.applicable}
              onClick={() => apply(preview.id)}
            >
              {t('trust.apply')}
            </button>
          </div>
        </header>
        <Problem text={problem} />
        <TrustPreview preview={preview} language={gate.language} nowMs={nowMs} />
      </div>
    );
  }
  return (
    <div className={styles.page} data-testid="trust-page">
      <header className={styles.head}>
        <div>
          <h2>{t('trust.title')}</h2>
          <p className={admin.help}>{t('trust.help')}</p>
        </div>
        <div className={styles.buttons}>
          <button
            type="button"
            className={admin.second}
            data-testid="trust-choose-file"
            disabled={busy}
            onClick={() => choose('file')}
          >
            <IconFile aria-hidden="true" />
            {t('trust.chooseFile')}
          </button>
          <button
            type="button"
            className={admin.primary}
            data-testid="trust-choose-folder"
            disabled={busy}
            onClick={() => choose('folder')}
          >
            <IconFolder aria-hidden="true" />
            {t('trust.chooseFolder')}
          </button>
        </div>
      </header>
      {choosing && <Reading onCancel={cancel} />}
      <Problem text={problem} />
      {done !== null && (
        <p className={admin.good} role="status" data-testid="trust-done">
          {t(`trust.${done}`)}
        </p>
      )}
      {asked !== null && <Sure asked={asked} onYes={() => act(asked)} onNo={() => setAsked(null)} />}
      {lists !== null && lists.length === 0 && !choosing && (
        <div className={styles.empty} data-testid="trust-none">
          <IconCertificate aria-hidden="true" />
          <p>{t('trust.none')}</p>
          <p className={admin.help}>{t('trust.noneHelp')}</p>
        </div>
      )}
      {lists !== null && lists.length > 0 && (
        <TrustTable
          lists={lists}
          gate={gate}
          nowMs={nowMs}
          busy={busy}
          onBringBack={(list) => setAsked({ act: 'bring-back', list })}
          onRemove={(list) => setAsked({ act: 'remove', list })}
        />
      )}
    </div>
  );
}

const Problem = ({ text }: { readonly text: string | null }) => (
  <p className={admin.problem} role="alert" data-testid="trust-problem">
    {text}
  </p>
);

/** How far the reading has come; nothing is said of one that is over at once. */
function Reading({ onCancel }: { readonly onCancel: () => void }) {
  const { t } = useTranslation();
  const [progress, setProgress] = useState<TrustProgressView | null>(null);
  useEffect(() => onPush('trust.progress', setProgress), []);
  if (progress === null) return null;
  const { phase, done, total } = progress;
  return (
    <div className={styles.reading} data-testid="trust-reading" data-phase={phase}>
      <label>
        <span>{t(`trustPhases.${phase}`)}</span>
        <progress max={Math.max(1, total)} value={phase === 'reading' ? done : undefined} />
      </label>
      <button type="button" className={admin.second} data-testid="trust-stop" onClick={onCancel}>
        {t('trust.cancel')}
      </button>
    </div>
  );
}

/** Asks once more before a list goes or comes back; the answer that changes nothing has the keys. */
function Sure({
  asked: { act, list },
  onYes,
  onNo,
}: {
  readonly asked: Asked;
  readonly onYes: () => void;
  readonly onNo: () => void;
}) {
  const { t } = useTranslation();
  const no = useRef<HTMLButtonElement>(null);
  useEffect(() => no.current?.focus(), []);
  const kind = list.kind === null ? t('trust.damagedKind') : textFor(t, 'trustKinds', list.kind, list.kind);
  const isRemoval = act === 'remove';
  return (
    <section className={styles.sure} role="alert" data-testid="trust-sure">
      <div>
        <h3>{isRemoval ? t('trust.removeTitle', { kind }) : t('trust.bringBackTitle', { kind })}</h3>
        <p className={admin.help}>
          {isRemoval ? t('trust.removeHelp') : t('trust.bringBackHelp', { count: list.before?.issuers ?? 0 })}
        </p>
      </div>
      <div className={styles.buttons}>
        <button ref={no} type="button" className={admin.second} data-testid="trust-no" onClick={onNo}>
          {t('trust.cancel')}
        </button>
        <button type="button" className={admin.primary} data-testid="trust-yes" onClick={onYes}>
          {isRemoval ? t('trust.remove') : t('trust.bringBack')}
        </button>
      </div>
    </section>
  );
}
