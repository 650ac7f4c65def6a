import { useTranslation } from 'react-i18next';
import { Choices } from './Choices.tsx';
import type { StepProps } from './Setup.tsx';
import styles from './setup.module.css';

/** Which language: asked in both, since nobody has said yet. */
export function LanguageStep({ draft, change }: StepProps) {
  const { t } = useTranslation();
  return (
    <div className={styles.step}>
      <h2 tabIndex={-1}>{t('setup.welcome')}</h2>
      <p className={styles.lead}>{t('setup.welcomeHelp')}</p>
      <Choices
        name="setup-language"
        label={t('setup.language')}
        chosen={draft.language}
        onChoose={(language) => change({ language })}
        choices={[
          { value: 'vi' as const, id: 'vi', title: t('language.vi'), help: t('setup.languageVi') },
          { value: 'en' as const, id: 'en', title: t('language.en'), help: t('setup.languageEn') },
        ]}
      />
      <p className={styles.note}>{t('setup.offline')}</p>
    </div>
  );
}
