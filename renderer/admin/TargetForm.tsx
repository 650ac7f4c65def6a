import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type {
  ProfileView,
  TargetCheckView,
  TargetOpenersChoice,
  TargetsView,
  TargetView,
} from '../../preload/contract/target-views.ts';
import { call } from '../bridge.ts';
import { VietnameseInput } from '../ui/VietnameseInput.tsx';
import type { AdminPageProps } from './Admin.tsx';
import admin from './admin.module.css';
import { TargetCheck } from './TargetCheck.tsx';
import { TargetOpeners } from './TargetOpeners.tsx';
import styles from './targets.module.css';
import { timesOf } from './times-of-day.ts';
import { useCall } from './useCall.ts';

export interface TargetFormProps {
  /** Null: a new one. */
  readonly target: TargetView | null;
  /** What a new one begins with. */
  readonly profile: ProfileView;
  /** Events up to this seq have no personal part any more; 0: all have. */
  readonly lostUpTo: number;
  readonly typing: AdminPageProps['gate']['typing'];
  readonly onSignedOut: () => void;
  readonly onSaved: (view: TargetsView) => void;
  readonly onCancel: () => void;
}

const PROFILES: readonly ProfileView[] = ['full', 'masked', 'pseudonymous', 'counts'];

/** Says what a target is; saved once its folder was tried out, or all the same where it is off just now. */
export function TargetForm(props: TargetFormProps) {
  const { target, typing, onSignedOut } = props;
  const { t } = useTranslation();
  const { busy, problem, run } = useCall(onSignedOut);
  const [name, setName] = useState(target?.name ?? '');
  const [folder, setFolder] = useState(target?.folder ?? '');
  const [profile, setProfile] = useState(target?.profile ?? props.profile);
  /** Null: what was pasted is no key, or a passphrase or reason is not whole. */
  const [openers, setOpeners] = useState<TargetOpenersChoice | null>(
    target === null ? { kind: 'gate' } : { kind: 'asIs' },
  );
  const [times, setTimes] = useState(target?.times.join(', ') ?? '');
  const [required, setRequired] = useState(target?.required ?? true);
  const [everything, setEverything] = useState(false);
  const [checking, setChecking] = useState(false);
  const [checked, setChecked] = useState<TargetCheckView | null>(null);
  const wanted = timesOf(times);
  const ready = name.trim() !== '' && folder.trim() !== '' && wanted !== null && openers !== null;

  const save = (): void => {
    if (wanted === null || openers === null) return;
    const form = { name, folder, profile, required, everything };
    run(
      () =>
        call('targets.save', {
          ...form,
          id: target?.id ?? null,
          openers:
            openers.kind === 'recipients' ? { ...openers, recipients: [...openers.recipients] } : openers,
          times: [...wanted],
        }),
      props.onSaved,
    );
  };
  const tryOut = (): void => {
    setChecked(null);
    setChecking(true);
    run(
      () => call('targets.check', { folder }).finally(() => setChecking(false)),
      (result) => {
        setChecked(result);
        if (result.failedStep === null) save();
      },
    );
  };
  return (
    <form
      className={styles.form}
      data-testid="target-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (ready && !busy) tryOut();
      }}
    >
      <h2>{target === null ? t('targets.addTitle') : t('targets.changeTitle', { name: target.name })}</h2>
      <div className={styles.columns}>
        <div className={styles.column}>
          <label className={styles.field} htmlFor="target-name">
            <span>{t('targets.name')}</span>
            <VietnameseInput
              id="target-name"
              method={typing}
              value={name}
              maxLength={60}
              autoFocus
              data-testid="target-name"
              placeholder={t('targets.namePlaceholder')}
              onText={setName}
            />
          </label>
          <div className={styles.withButton}>
            <label className={styles.field}>
              <span>{t('targets.folder')}</span>
              <input
                data-testid="target-folder"
                value={folder}
                maxLength={4000}
                autoComplete="off"
                spellCheck={false}
                placeholder={t('targets.folderPlaceholder')}
                onChange={(event) => {
                  setChecked(null);
                  setFolder(event.target.value);
                }}
              />
            </label>
            <button
              type="button"
              className={admin.second}
              data-testid="target-pick"
              disabled={busy}
              onClick={() =>
                run(
                  () => call('targets.pick-folder', {}),
                  (answer) => {
                    if (answer.folder !== null) setFolder(answer.folder);
                  },
                )
              }
            >
              {t('deliver.choose')}
            </button>
          </div>
          <label className={styles.field}>
            <span>{t('targets.times')}</span>
            <input
              data-testid="target-times"
              value={times}
              maxLength={60}
              autoComplete="off"
              spellCheck={false}
              placeholder="22:00"
              onChange={(event) => setTimes(event.target.value)}
            />
            <small>{wanted === null ? t('targets.timesWrong') : t('targets.timesHelp')}</small>
          </label>
          <Tick
            id="target-required"
            on={required}
            title={t('targets.requiredTitle')}
            help={t('targets.requiredHelp')}
            onTurn={setRequired}
          />
          <Tick
            id="target-everything"
            on={everything}
            title={t('targets.everythingTitle')}
            help={
              props.lostUpTo === 0
                ? t('targets.everythingHelp')
                : `${t('targets.everythingHelp')} ${t('retention.everythingLost', { seq: props.lostUpTo })}`
            }
            onTurn={setEverything}
          />
        </div>
        <div className={styles.column}>
          <fieldset className={styles.choices}>
            <legend>{t('targets.profile')}</legend>
            {PROFILES.map((one) => (
              <button
                key={one}
                type="button"
                aria-pressed={one === profile}
                data-testid={`target-profile-${one}`}
                onClick={() => setProfile(one)}
              >
                {t(`profilesShort.${one}`)}
              </button>
            ))}
          </fieldset>
          <TargetOpeners target={target} typing={typing} onChoice={setOpeners} />
          {(checking || checked !== null) && <TargetCheck result={checked} />}
        </div>
      </div>
      <p className={admin.problem} role="alert" data-testid="target-problem">
        {problem}
      </p>
      <div className={styles.buttons}>
        <button type="submit" className={admin.primary} data-testid="target-try" disabled={busy || !ready}>
          {t('targets.tryAndSave')}
        </button>
        {checked !== null && checked.failedStep !== null && (
          <button
            type="button"
            className={admin.second}
            data-testid="target-save-anyway"
            disabled={busy || !ready}
            onClick={save}
          >
            {t('targets.saveAnyway')}
          </button>
        )}
        <button
          type="button"
          className={admin.second}
          data-testid="target-cancel"
          disabled={busy}
          onClick={props.onCancel}
        >
          {t('targets.cancel')}
        </button>
      </div>
    </form>
  );
}

function Tick(props: {
  readonly id: string;
  readonly on: boolean;
  readonly title: string;
  readonly help: string;
  readonly onTurn: (on: boolean) => void;
}) {
  return (
    <label className={styles.tick}>
      <input
        type="checkbox"
        data-testid={props.id}
        checked={props.on}
        onChange={(event) => props.onTurn(event.target.checked)}
      />
      <span>
        <strong>{props.title}</strong>
        <small>{props.help}</small>
      </span>
    </label>
  );
}
