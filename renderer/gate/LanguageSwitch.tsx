import { IconCheck } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { Language } from '../../preload/contract/gate-views.ts';
import { call } from '../bridge.ts';
import { showLanguage } from '../ui/language.ts';
import styles from './column.module.css';

const LANGUAGES: readonly Language[] = ['vi', 'en'];

/** Both languages, each in its own words, always in reach. Main keeps the choice. */
export function LanguageSwitch({ language }: { readonly language: Language }) {
  const { t } = useTranslation();
  const choose = (next: Language): void => {
    showLanguage(next);
    // Main's next state push says the language again; if the call failed, it goes back with it.
    void call('screen.language', { language: next }).catch(() => showLanguage(language));
  };
  return (
    <fieldset className={styles.languages}>
      <legend className="visually-hidden">{t('language.label')}</legend>
      {LANGUAGES.map((one) => (
        <button
          key={one}
          type="button"
          lang={one}
          data-testid={`language-${one}`}
          aria-pressed={one === language}
          onClick={() => choose(one)}
        >
          {one === language && <IconCheck aria-hidden="true" />}
          {t(`language.${one}`)}
        </button>
      ))}
    </fieldset>
  );
}
