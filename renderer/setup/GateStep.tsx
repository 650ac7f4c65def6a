import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { call } from '../bridge.ts';
import { DirectionIcon } from '../gate/Idle.tsx';
import { DoorIn, DoorOut } from '../gate/shapes.tsx';
import { VietnameseInput } from '../ui/VietnameseInput.tsx';
import { Choices } from './Choices.tsx';
import type { StepProps } from './Setup.tsx';
import { NAME_MOST } from './SiteStep.tsx';
import styles from './setup.module.css';

/** What this gate is called, whether there are others, and which way people go through it. */
export function GateStep({ draft, change }: StepProps) {
  const { t } = useTranslation();
  const folder = useFolderNames(draft.siteName, draft.gateName);
  return (
    <div className={styles.step}>
      <h2 tabIndex={-1}>{t('setup.gate')}</h2>
      <label className={styles.field} htmlFor="setup-gate-name">
        <span>{t('setup.gateName')}</span>
        <VietnameseInput
          id="setup-gate-name"
          data-testid="setup-gate-name"
          method={draft.language === 'vi' ? 'telex' : 'off'}
          autoCapitalize="words"
          autoComplete="off"
          spellCheck={false}
          maxLength={NAME_MOST}
          placeholder={t('setup.gateExample')}
          value={draft.gateName}
          onText={(gateName) => change({ gateName, gateSlug: '' })}
        />
        {draft.gateName.trim() !== '' && folder !== null && (
          <small data-testid="setup-folder">{t('setup.folder', folder)}</small>
        )}
      </label>
      <Choices<boolean | null>
        name="setup-only"
        label={t('setup.onlyGate')}
        chosen={draft.onlyGate}
        onChoose={(onlyGate) =>
          // AUTO sees only who goes through this gate: with another one it would be wrong half of the time.
          change({
            onlyGate,
            direction: onlyGate ? 'auto' : draft.direction === 'auto' ? 'in' : draft.direction,
          })
        }
        choices={[
          { value: true, id: 'yes', title: t('setup.onlyYes'), help: t('setup.onlyYesHelp') },
          { value: false, id: 'no', title: t('setup.onlyNo'), help: t('setup.onlyNoHelp') },
        ]}
      />
      <Choices
        name="setup-direction"
        label={t('setup.direction')}
        chosen={draft.direction}
        onChoose={(direction) => change({ direction })}
        choices={[
          {
            value: 'in' as const,
            id: 'in',
            title: t('direction.in'),
            help: t('directionHelp.in'),
            picture: <DoorIn />,
          },
          {
            value: 'out' as const,
            id: 'out',
            title: t('direction.out'),
            help: t('directionHelp.out'),
            picture: <DoorOut />,
          },
          {
            value: 'auto' as const,
            id: 'auto',
            title: t('direction.auto'),
            // Until it is answered whether there are others, nobody knows whether it will do.
            help: draft.onlyGate === true ? t('setup.autoHelp') : t('setup.autoOnly'),
            disabled: draft.onlyGate !== true,
            picture: <DirectionIcon direction="auto" />,
          },
          {
            value: 'both' as const,
            id: 'both',
            title: t('setup.both'),
            help: t('setup.bothHelp'),
            picture: (
              <span className={styles.pair}>
                <DoorIn />
                <DoorOut />
              </span>
            ),
          },
        ]}
      />
    </div>
  );
}

/** How main would name the folders on a stick, or null until it has said so. */
function useFolderNames(siteName: string, gateName: string): { site: string; gate: string } | null {
  const [names, setNames] = useState<{ site: string; gate: string } | null>(null);
  useEffect(() => {
    let ended = false;
    call('setup.slugs', { siteName, gateName }).then(
      (answer) => {
        if (!ended) setNames(answer);
      },
      () => undefined,
    );
    return () => {
      ended = true;
    };
  }, [siteName, gateName]);
  return names;
}
