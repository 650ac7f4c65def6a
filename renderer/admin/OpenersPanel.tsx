import { IconAlertTriangle, IconHelpOctagon, IconKey, IconLock, IconLockOpen } from '@tabler/icons-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OpenersChoiceView, OpenersView } from '../../preload/contract/opener-views.ts';
import { call } from '../bridge.ts';
import { ForeignText } from '../ui/ForeignText.tsx';
import { errorText, textFor } from '../ui/texts.ts';
import { timeOrDay } from '../ui/time.ts';
import type { AdminPageProps } from './Admin.tsx';
import admin from './admin.module.css';
import { inGroups } from './groups.ts';
import styles from './keys.module.css';
import { OfficeKeyForm } from './OfficeKeyForm.tsx';
import { PassphraseForm } from './PassphraseForm.tsx';
import { PlainForm } from './PlainForm.tsx';
import { useCall } from './useCall.ts';

/** What each way of choosing needs: it says what is chosen; main checks it in full. */
export interface OpenersFormProps {
  readonly busy: boolean;
  readonly typing: AdminPageProps['gate']['typing'];
  readonly onChoose: (choice: OpenersChoiceView) => void;
}

const WAYS = [
  { kind: 'recipients', Form: OfficeKeyForm, Icon: IconKey },
  { kind: 'passphrase', Form: PassphraseForm, Icon: IconLock },
  { kind: 'plain', Form: PlainForm, Icon: IconLockOpen },
] as const;

export interface OpenersPanelProps extends Pick<AdminPageProps, 'nowMs' | 'onSignedOut'> {
  readonly gate: Pick<AdminPageProps['gate'], 'typing' | 'language'>;
  /** Told of every choice that main took. */
  readonly onChosen?: (view: OpenersView) => void;
}

/** Who can open the batches now, and, where the settings file leaves it to the screen, another choice. */
export function OpenersPanel({ gate, nowMs, onSignedOut, onChosen }: OpenersPanelProps) {
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const [view, setView] = useState<OpenersView | null>(null);
  const [way, setWay] = useState<OpenersChoiceView['kind']>('recipients');
  const [chosen, setChosen] = useState(0);
  useEffect(() => run(() => call('openers.view', {}), setView), [run]);
  const choose = (choice: OpenersChoiceView): void =>
    run(
      () => call('openers.choose', choice),
      (now) => {
        setView(now);
        onChosen?.(now);
        // A form anew: what was typed, a passphrase above all, does not stay on the screen.
        setChosen((count) => count + 1);
      },
    );
  const { Form } = WAYS.find(({ kind }) => kind === way) ?? WAYS[0];
  return (
    <section className={styles.openers} aria-label={t('openers.title')}>
      <h2>{t('openers.title')}</h2>
      {view !== null && <InForce view={view} when={whenOf(view)} />}
      {view !== null && view.decidedBy === 'settings' && (
        <p className={admin.help}>{t('openers.inSettings')}</p>
      )}
      {view !== null && view.decidedBy !== 'settings' && (
        <>
          <h3>{view.decidedBy === null ? t('openers.choose') : t('openers.change')}</h3>
          <div className={styles.ways}>
            {WAYS.map(({ kind, Icon }) => (
              <button
                key={kind}
                type="button"
                aria-pressed={kind === way}
                data-testid={`openers-way-${kind}`}
                onClick={() => setWay(kind)}
              >
                <Icon aria-hidden="true" className={styles.icon} />
                <span>
                  <strong>{t(`openersWays.${kind}`)}</strong>
                  <small>{t(`openersWhy.${kind}`)}</small>
                </span>
              </button>
            ))}
          </div>
          <Form key={`${way} ${chosen}`} busy={busy} typing={gate.typing} onChoose={choose} />
        </>
      )}
      <p className={admin.problem} role="alert" data-testid="openers-problem">
        {problem}
      </p>
    </section>
  );

  function whenOf({ sinceMs }: OpenersView): string | null {
    return sinceMs === null ? null : timeOrDay(sinceMs, nowMs, gate.language);
  }
}

function InForce({ view, when }: { readonly view: OpenersView; readonly when: string | null }) {
  const { t } = useTranslation();
  const closed = view.kind === 'recipients' || view.kind === 'passphrase';
  const Icon = closed ? IconLock : view.kind === 'plain' ? IconAlertTriangle : IconHelpOctagon;
  const state = view.problem !== null ? 'problem' : (view.kind ?? 'undecided');
  return (
    <div
      className={styles.inForce}
      data-testid="openers-in-force"
      data-state={state}
      data-closed={closed}
      role="status"
    >
      <Icon aria-hidden="true" className={styles.stateIcon} />
      <div>
        <strong>
          {view.problem === null
            ? t(`openersInForce.${view.profile === 'counts' && view.kind === null ? 'counts' : state}`)
            : errorText(t, view.problem)}
        </strong>
        {view.reason !== null && (
          <p>
            {t('openers.reason')} <ForeignText text={view.reason} most={300} />
          </p>
        )}
        {view.recipients.map((recipient) => (
          <p key={recipient} className={styles.mono} data-testid="openers-recipient">
            {inGroups(recipient)}
          </p>
        ))}
        {/* Nothing goes out before somebody is chosen: what would be in it contradicts that. */}
        {(view.kind !== null || view.profile === 'counts') && (
          <p className={styles.facts}>
            {textFor(t, 'profiles', view.profile, view.profile)}
            {when !== null && ` · ${t('openers.since', { when })}`}
          </p>
        )}
      </div>
    </div>
  );
}
