import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TypingMethod } from '../../core/typing/methods.ts';
import { call, codeOf } from '../bridge.ts';
import { Dialog } from '../ui/Dialog.tsx';
import styles from '../ui/dialog.module.css';
import { errorText } from '../ui/texts.ts';
import { VietnameseInput } from '../ui/VietnameseInput.tsx';
import { DoorIn, DoorOut } from './shapes.tsx';

/** Limits of `gate.manual` (preload/contract/channels.ts), in characters. */
const FIELDS = [
  { name: 'name', most: 200, optional: false, mode: 'text' },
  { name: 'document', most: 40, optional: true, mode: 'text' },
  { name: 'phone', most: 20, optional: true, mode: 'tel' },
  { name: 'note', most: 500, optional: true, mode: 'text' },
] as const;

/** Fields that hold words: there Vietnamese is written as it is typed. */
const WORDS: readonly string[] = ['name', 'note'];
const METHODS = ['telex', 'vni', 'off'] as const;

/** "Type it in": a visitor without a readable code. A scan meanwhile shows its verdict and leaves the text alone. */
export function TypeDialog({
  direction: first,
  typing,
  onClose,
}: {
  readonly direction: 'in' | 'out';
  readonly typing: TypingMethod;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [values, setValues] = useState({ name: '', document: '', phone: '', note: '' });
  const [direction, setDirection] = useState(first);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (values.name.trim() === '') {
      setProblem(t('type.nameMissing'));
      return;
    }
    setBusy(true);
    try {
      await call('gate.manual', { ...values, direction });
      onClose();
    } catch (error) {
      setProblem(errorText(t, codeOf(error)));
      setBusy(false);
    }
  };

  return (
    <Dialog title={t('type.title')} help={t('type.help')} testId="type-dialog">
      <form className={styles.form} onSubmit={(event) => void save(event)} autoComplete="off" noValidate>
        {FIELDS.map((field) => (
          <label
            key={field.name}
            className={styles.field}
            data-field={field.name}
            htmlFor={`type-${field.name}`}
          >
            <span>
              {t(`type.${field.name}`)}
              {field.optional && <small>{t('type.optional')}</small>}
            </span>
            <VietnameseInput
              id={`type-${field.name}`}
              data-testid={`type-${field.name}`}
              name={field.name}
              inputMode={field.mode}
              method={WORDS.includes(field.name) ? typing : 'off'}
              maxLength={field.most}
              value={values[field.name]}
              spellCheck={false}
              autoComplete="off"
              autoCapitalize={field.name === 'name' ? 'words' : 'off'}
              onText={(text) => setValues((before) => ({ ...before, [field.name]: text }))}
            />
          </label>
        ))}
        <fieldset className={styles.choice}>
          <legend>{t('type.direction')}</legend>
          {(['in', 'out'] as const).map((way) => (
            <button
              key={way}
              type="button"
              data-testid={`type-${way}`}
              data-direction={way}
              aria-pressed={direction === way}
              onClick={() => setDirection(way)}
            >
              {way === 'in' ? <DoorIn /> : <DoorOut />}
              {t(`type.${way}`)}
            </button>
          ))}
        </fieldset>
        <p className={styles.problem} role="alert" data-testid="type-problem">
          {problem}
        </p>
        <div className={styles.buttons}>
          <fieldset className={styles.methods}>
            <legend>{t('type.method')}</legend>
            {METHODS.map((method) => (
              <button
                key={method}
                type="button"
                title={t(`type.methodHelp.${method}`)}
                data-testid={`type-method-${method}`}
                aria-pressed={typing === method}
                onClick={() => void call('screen.typing', { method }).catch(() => undefined)}
              >
                {t(`type.methods.${method}`)}
              </button>
            ))}
          </fieldset>
          <button type="button" data-testid="type-cancel" onClick={onClose}>
            {t('type.cancel')}
          </button>
          <button type="submit" data-testid="type-save" data-primary="true" disabled={busy}>
            {t('type.save')}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
