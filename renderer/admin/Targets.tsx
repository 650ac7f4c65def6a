import { IconPlus, IconServer } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  SealingView,
  TargetProgressView,
  TargetsView,
  TargetView,
} from '../../preload/contract/target-views.ts';
import { call, onPush } from '../bridge.ts';
import type { AdminPageProps } from './Admin.tsx';
import admin from './admin.module.css';
import { RemovedTargets } from './RemovedTargets.tsx';
import { SpoolPanel } from './SpoolPanel.tsx';
import { TargetCard } from './TargetCard.tsx';
import { TargetForm } from './TargetForm.tsx';
import { TargetHistory, type TargetHistoryProps } from './TargetHistory.tsx';
import styles from './targets.module.css';
import { useCall } from './useCall.ts';

/** What the page shows beside its list: one thing at a time. */
type Shown =
  | { readonly what: 'list' }
  | { readonly what: 'form'; readonly target: TargetView | null }
  | { readonly what: 'history'; readonly target: TargetHistoryProps['target'] }
  | { readonly what: 'remove'; readonly target: TargetView };

const LIST: Shown = { what: 'list' };

/** The places that take every batch by themselves: how each is, what waits for it, and what the spool keeps. */
export function Targets({ gate, nowMs, onSignedOut }: AdminPageProps) {
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const [view, setView] = useState<TargetsView | null>(null);
  const [progress, setProgress] = useState<ReadonlyMap<string, TargetProgressView>>(new Map());
  const [sealing, setSealing] = useState<SealingView | null>(null);
  const [shown, setShown] = useState<Shown>(LIST);
  useEffect(
    () =>
      run(
        () => call('targets.view', {}),
        (now) => {
          setView(now);
          setSealing(now.sealing);
        },
      ),
    [run],
  );
  useEffect(() => {
    // What changes by itself is no call of the administrator's: no button waits for it.
    let ended = false;
    const ask = (): void => {
      call('targets.view', {}).then(
        (now) => {
          if (!ended) setView(now);
        },
        () => undefined,
      );
    };
    const stops = [
      onPush('targets.changed', ask),
      onPush('targets.sealing', setSealing),
      onPush('targets.progress', (one) => setProgress((all) => new Map(all).set(one.id, one))),
    ];
    return () => {
      ended = true;
      for (const stop of stops) stop();
    };
  }, []);

  const act = (work: () => Promise<TargetsView>): void =>
    run(work, (now) => {
      setView(now);
      setShown(LIST);
    });
  if (view === null) return <Problem text={problem} />;
  if (shown.what === 'form')
    return (
      <TargetForm
        target={shown.target}
        profile={view.profile}
        lostUpTo={view.spool.withoutPersonal}
        typing={gate.typing}
        onSignedOut={onSignedOut}
        onSaved={(now) => {
          setView(now);
          setShown(LIST);
        }}
        onCancel={() => setShown(LIST)}
      />
    );
  if (shown.what === 'history')
    return (
      <TargetHistory
        target={shown.target}
        language={gate.language}
        nowMs={nowMs}
        onSignedOut={onSignedOut}
        onBack={() => setShown(LIST)}
      />
    );
  const full = view.targets.length >= view.mostTargets;
  return (
    <div className={styles.page} data-testid="targets-page">
      <section className={styles.targets} aria-label={t('targets.title')}>
        <header className={styles.head}>
          <div>
            <h2>{t('targets.title')}</h2>
            <p className={admin.help}>{t('targets.help')}</p>
          </div>
          {view.targets.length > 0 && (
            <AddButton disabled={busy || full} onAdd={() => setShown({ what: 'form', target: null })} />
          )}
        </header>
        {shown.what === 'remove' && (
          <Sure
            target={shown.target}
            busy={busy}
            onYes={() => act(() => call('targets.remove', { id: shown.target.id }))}
            onNo={() => setShown(LIST)}
          />
        )}
        <Problem text={problem} />
        {view.targets.length === 0 ? (
          <div className={styles.empty} data-testid="targets-none">
            <IconServer aria-hidden="true" />
            <p>{t('targets.none')}</p>
            <p className={admin.help}>{t('targets.noneHelp')}</p>
            <AddButton disabled={busy} onAdd={() => setShown({ what: 'form', target: null })} />
          </div>
        ) : (
          <ul className={styles.cards}>
            {view.targets.map((target) => (
              <TargetCard
                key={target.id}
                target={target}
                progress={progress.get(target.id) ?? target.progress}
                language={gate.language}
                nowMs={nowMs}
                busy={busy}
                onSend={() => act(() => call('targets.send', { id: target.id }))}
                onStop={() => act(() => call('targets.stop', { id: target.id }))}
                onChange={() => setShown({ what: 'form', target })}
                onHistory={() => setShown({ what: 'history', target })}
                onRemove={() => setShown({ what: 'remove', target })}
              />
            ))}
          </ul>
        )}
        <RemovedTargets
          removed={view.removed}
          language={gate.language}
          nowMs={nowMs}
          busy={busy}
          full={full}
          onHistory={(target) => setShown({ what: 'history', target })}
          onBringBack={({ id }) => act(() => call('targets.bring-back', { id }))}
        />
      </section>
      <SpoolPanel
        view={view}
        signingProblem={gate.signingProblem}
        sealing={sealing}
        language={gate.language}
        nowMs={nowMs}
        busy={busy}
        onSeal={() => act(() => call('targets.seal', {}))}
        onSealAt={(times) => act(() => call('targets.seal-at', { times: [...times] }))}
      />
    </div>
  );
}

const Problem = ({ text }: { readonly text: string | null }) => (
  <p className={admin.problem} role="alert" data-testid="targets-problem">
    {text}
  </p>
);

function AddButton({ disabled, onAdd }: { readonly disabled: boolean; readonly onAdd: () => void }) {
  const { t } = useTranslation();
  return (
    <button
      type="button"
      className={`${admin.primary} ${styles.withIcon}`}
      data-testid="targets-add"
      disabled={disabled}
      onClick={onAdd}
    >
      <IconPlus aria-hidden="true" />
      {t('targets.add')}
    </button>
  );
}

/** Asks once more before a target goes; the answer that changes nothing has the keys. */
function Sure({
  target,
  busy,
  onYes,
  onNo,
}: {
  readonly target: TargetView;
  readonly busy: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
}) {
  const { t } = useTranslation();
  const no = useRef<HTMLButtonElement>(null);
  useEffect(() => no.current?.focus(), []);
  return (
    <section className={styles.sure} role="alert" data-testid="targets-sure">
      <div>
        <h3>{t('targets.removeTitle', { name: target.name })}</h3>
        <p className={admin.help}>{t('targets.removeHelp')}</p>
        {target.batchesToCome > 0 && (
          <p className={admin.problem}>{t('targets.removeOwes', { count: target.batchesToCome })}</p>
        )}
      </div>
      <div className={styles.buttons}>
        <button ref={no} type="button" className={admin.second} data-testid="targets-no" onClick={onNo}>
          {t('targets.cancel')}
        </button>
        <button
          type="button"
          className={admin.primary}
          data-testid="targets-yes"
          disabled={busy}
          onClick={onYes}
        >
          {t('targets.remove')}
        </button>
      </div>
    </section>
  );
}
