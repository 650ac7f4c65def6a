import { useTranslation } from 'react-i18next';
import { PLACE_KINDS, type PlaceKind } from '../../preload/contract/setup.ts';
import { VietnameseInput } from '../ui/VietnameseInput.tsx';
import { Choices } from './Choices.tsx';
import type { StepProps } from './Setup.tsx';
import styles from './setup.module.css';

/** Limit of `siteName` and `gateName` (preload/contract/setup.ts), in characters. */
export const NAME_MOST = 120;

/** What the place is called and what kind it is. */
export function SiteStep({ draft, change }: StepProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.step}>
      <h2 tabIndex={-1}>{t('setup.site')}</h2>
      <label className={styles.field} htmlFor="setup-site-name">
        <span>{t('setup.siteName')}</span>
        <VietnameseInput
          id="setup-site-name"
          data-testid="setup-site-name"
          method={draft.language === 'vi' ? 'telex' : 'off'}
          autoCapitalize="words"
          autoComplete="off"
          spellCheck={false}
          maxLength={NAME_MOST}
          placeholder={t('setup.siteExample')}
          value={draft.siteName}
          onText={(siteName) => change({ siteName, siteSlug: '' })}
        />
      </label>
      <Choices<PlaceKind | null>
        name="setup-place"
        label={t('setup.place')}
        small
        chosen={draft.place}
        onChoose={(place) => change({ place })}
        choices={PLACE_KINDS.map((kind) => ({ value: kind, id: kind, title: t(`places.${kind}`) }))}
      />
    </div>
  );
}
