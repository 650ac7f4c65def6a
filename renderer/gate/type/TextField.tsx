import { useTranslation } from 'react-i18next';
import type { TypingMethod } from '../../../core/typing/methods.ts';
import styles from '../../ui/dialog.module.css';
import { VietnameseInput } from '../../ui/VietnameseInput.tsx';

/** Limits of `gate.manual` (preload/contract/channels.ts), in characters; `words`: Vietnamese is written as it is typed. */
const FIELDS = {
  name: { most: 200, optional: false, mode: 'text', words: true },
  document: { most: 40, optional: true, mode: 'text', words: false },
  phone: { most: 20, optional: true, mode: 'tel', words: false },
  note: { most: 500, optional: true, mode: 'text', words: true },
} as const;
export type TextFieldName = keyof typeof FIELDS;

/** One text of an entry that is typed. */
export function TextField({
  name,
  method,
  value,
  onText,
}: {
  readonly name: TextFieldName;
  readonly method: TypingMethod;
  readonly value: string;
  readonly onText: (text: string) => void;
}) {
  const { t } = useTranslation();
  const { most, optional, mode, words } = FIELDS[name];
  return (
    <label className={styles.field} htmlFor={`type-${name}`}>
      <span>
        {t(`type.${name}`)}
        {optional && <small>{t('type.optional')}</small>}
      </span>
      <VietnameseInput
        id={`type-${name}`}
        data-testid={`type-${name}`}
        name={name}
        inputMode={mode}
        method={words ? method : 'off'}
        maxLength={most}
        value={value}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize={name === 'name' ? 'words' : 'off'}
        onText={onText}
      />
    </label>
  );
}
