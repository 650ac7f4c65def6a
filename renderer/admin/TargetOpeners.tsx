import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TargetOpenersChoice, TargetView } from '../../preload/contract/target-views.ts';
import { VietnameseInput } from '../ui/VietnameseInput.tsx';
import type { AdminPageProps } from './Admin.tsx';
import admin from './admin.module.css';
import keys from './keys.module.css';
import { TargetKeys } from './TargetKeys.tsx';
import { TargetPassphrase } from './TargetPassphrase.tsx';
import styles from './targets.module.css';

export interface TargetOpenersProps {
  readonly target: TargetView | null;
  readonly typing: AdminPageProps['gate']['typing'];
  /** Null while what was typed or pasted is not whole. */
  readonly onChoice: (choice: TargetOpenersChoice | null) => void;
}

const WAYS = ['gate', 'recipients', 'passphrase', 'plain'] as const;
type Way = (typeof WAYS)[number];
/** As main has it: one word explains nothing. */
const [FEWEST, MOST] = [10, 300];

/** Who can open what lies at a target: whoever opens the gate's other batches, or somebody of its own. */
export function TargetOpeners({ target, typing, onChoice }: TargetOpenersProps) {
  const { t } = useTranslation();
  const before: Way = target?.openers ?? 'gate';
  const [way, setWay] = useState<Way>(before);
  const [reason, setReason] = useState(target?.plainReason ?? '');
  /** A passphrase that was chosen before is kept until another one is typed. */
  const [isKept, setKept] = useState(before === 'passphrase');
  const choose = (next: Way): void => {
    setWay(next);
    setKept(next === 'passphrase' && before === 'passphrase');
    if (next === 'gate') onChoice({ kind: 'gate' });
    else if (next === before) onChoice({ kind: 'asIs' });
    else if (next === 'plain' && reason.trim().length >= FEWEST) onChoice({ kind: 'plain', reason });
    else onChoice(null);
  };
  return (
    <>
      <fieldset className={styles.choices}>
        <legend>{t('openers.title')}</legend>
        {WAYS.map((one) => (
          <button
            key={one}
            type="button"
            aria-pressed={one === way}
            data-testid={one === 'recipients' ? 'target-openers-own' : `target-openers-${one}`}
            onClick={() => choose(one)}
          >
            {t(`targetOpeners.${one}`)}
          </button>
        ))}
      </fieldset>
      {way === 'recipients' && (
        <TargetKeys
          recipients={target?.recipients ?? []}
          onRecipients={(recipients) =>
            onChoice(recipients === null ? null : { kind: 'recipients', recipients })
          }
        />
      )}
      {way === 'passphrase' &&
        (isKept ? (
          <div className={styles.field}>
            <small>{t('targets.passphraseKept')}</small>
            <button
              type="button"
              className={admin.second}
              data-testid="target-passphrase-other"
              onClick={() => {
                setKept(false);
                onChoice(null);
              }}
            >
              {t('targets.otherPassphrase')}
            </button>
          </div>
        ) : (
          <TargetPassphrase
            onPassphrase={(passphrase) =>
              onChoice(passphrase === null ? null : { kind: 'passphrase', passphrase })
            }
          />
        ))}
      {way === 'plain' && (
        <div className={keys.field}>
          <label htmlFor="target-reason">{t('openers.plainReason')}</label>
          <VietnameseInput
            id="target-reason"
            method={typing}
            data-testid="target-reason"
            maxLength={MOST}
            value={reason}
            onText={(text) => {
              setReason(text);
              onChoice(text.trim().length < FEWEST ? null : { kind: 'plain', reason: text });
            }}
          />
          <small className={styles.wrong}>{t('targets.plainWarning')}</small>
          <small>{t('openers.reasonLength', { count: FEWEST })}</small>
        </div>
      )}
    </>
  );
}
