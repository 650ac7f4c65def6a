import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import type { Language } from '../../preload/contract/gate-views.ts';
import en from '../locales/en.json';
import vi from '../locales/vi.json';

/** Starts the texts in Vietnamese, the default; both languages are in the bundle, so changing is at once. */
export function startLanguage(): void {
  void i18next.use(initReactI18next).init({
    lng: 'vi',
    fallbackLng: 'vi',
    initAsync: false,
    resources: { vi: { translation: vi }, en: { translation: en } },
    // React escapes; escaping twice would show &amp; in a name.
    interpolation: { escapeValue: false },
  });
}

/** Changes the language of every text, and tells the browser for hyphenation and screen readers. */
export function showLanguage(language: Language): void {
  document.documentElement.lang = language;
  if (i18next.language !== language) void i18next.changeLanguage(language);
}
