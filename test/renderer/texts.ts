import i18next, { type TFunction } from 'i18next';
import { initReactI18next } from 'react-i18next';
import en from '../../renderer/locales/en.json' with { type: 'json' };
import vi from '../../renderer/locales/vi.json' with { type: 'json' };

/** The screen's texts in a language, also for what is rendered from now on. */
export async function textsOf(language: 'vi' | 'en'): Promise<TFunction> {
  const texts = i18next.createInstance();
  await texts.use(initReactI18next).init({
    lng: language,
    resources: { vi: { translation: vi }, en: { translation: en } },
    interpolation: { escapeValue: false },
  });
  return texts.t;
}
