import { IconKeyboard } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import styles from './touch-keyboard.module.css';
import { TOUCH_KEYS_ASKED } from './touch-keys.ts';

/** Brings up the keys on the glass for who has neither a keyboard nor a finger's touch that would; gone while they are up. */
export function TouchKeysButton({ fieldId }: { readonly fieldId: string }) {
  const { t } = useTranslation();
  const ask = (): void => {
    document.getElementById(fieldId)?.focus();
    window.dispatchEvent(new Event(TOUCH_KEYS_ASKED));
  };
  return (
    <button type="button" className={styles.ask} data-testid="touch-keys-show" onClick={ask}>
      <IconKeyboard aria-hidden="true" />
      {t('touch.show')}
    </button>
  );
}
