import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { type InputHTMLAttributes, type KeyboardEvent, type Ref, useState } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './password-field.module.css';

export interface PasswordFieldProps
  extends Omit<InputHTMLAttributes<HTMLInputElement>, 'type' | 'onChange' | 'value'> {
  readonly name: string;
  readonly value: string;
  readonly onText: (text: string) => void;
  readonly field?: Ref<HTMLInputElement>;
}

/**
 * A field for a password, with an eye that shows what was typed: in gloves and on glass nobody types blind. It says so
 * where Caps Lock is on.
 */
export function PasswordField({ name, value, onText, field, ...rest }: PasswordFieldProps) {
  const { t } = useTranslation();
  const [isShown, setShown] = useState(false);
  const [capsLock, setCapsLock] = useState(false);
  const look = (event: KeyboardEvent): void => setCapsLock(event.getModifierState('CapsLock'));
  return (
    <>
      <div className={styles.box}>
        <input
          {...rest}
          {...(field !== undefined && { ref: field })}
          id={name}
          data-testid={name}
          // Shown or not it is a secret: the keys on the glass stay those for passwords.
          data-secret=""
          type={isShown ? 'text' : 'password'}
          autoCapitalize="off"
          spellCheck={false}
          maxLength={200}
          value={value}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={look}
          onKeyUp={look}
        />
        <button
          type="button"
          className={styles.eye}
          data-testid={`${name}-eye`}
          aria-label={t(isShown ? 'password.hide' : 'password.show')}
          data-shown={isShown}
          // The focus, and with it the keys on the glass, stays in the field.
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => setShown((now) => !now)}
        >
          {isShown ? <IconEyeOff aria-hidden="true" /> : <IconEye aria-hidden="true" />}
        </button>
      </div>
      {capsLock && (
        <p className={styles.caps} role="status">
          {t('password.capsLock')}
        </p>
      )}
    </>
  );
}
