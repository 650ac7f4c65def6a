import { IconCheck } from '@tabler/icons-react';
import { type FormEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TypingMethod } from '../../../core/typing/methods.ts';
import type { GateStateView, SuggestionView } from '../../../preload/contract/gate-views.ts';
import { call, codeOf } from '../../bridge.ts';
import { Dialog } from '../../ui/Dialog.tsx';
import styles from '../../ui/dialog.module.css';
import { hasTouchKeys, keepTouchKeys } from '../../ui/keep-touch-keys.ts';
import { errorText } from '../../ui/texts.ts';
import { Companions } from './Companions.tsx';
import { Purposes } from './Purposes.tsx';
import { RecordButtons, type Way } from './RecordButtons.tsx';
import { Suggestions } from './Suggestions.tsx';
import { TakenPerson } from './TakenPerson.tsx';
import { TextField, type TextFieldName } from './TextField.tsx';
import { useSuggestions } from './useSuggestions.ts';

const METHODS = ['telex', 'vni', 'off'] as const;
const NOTHING = { name: '', document: '', phone: '', note: '' };

/** Somebody known who was taken, and the numbers that he was found by. */
interface Taken {
  readonly person: SuggestionView;
  readonly by: { readonly document: string; readonly phone: string };
}

/** "Type it in": a visitor without a readable code. A scan meanwhile shows its verdict and leaves the text alone. */
export function TypeDialog({
  proposed: first,
  answers,
  gate,
  onClose,
}: {
  /** The way that Enter records, as the lane stood when the form was opened: it changes under nobody's hand. */
  readonly proposed: Way;
  /** Seq of the ask that recording answers with a yes, or null. */
  readonly answers: number | null;
  readonly gate: Pick<GateStateView, 'typing' | 'language' | 'purposes'>;
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const [values, setValues] = useState(NOTHING);
  const [proposed] = useState(first);
  const [purpose, setPurpose] = useState('');
  const [companions, setCompanions] = useState(0);
  const [taken, setTaken] = useState<Taken | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  /** Tells at once what `busy` tells the next picture of the form. */
  const isSent = useRef(false);
  const form = useRef<HTMLFormElement>(null);
  const save = useRef<HTMLButtonElement>(null);
  const found = useSuggestions(taken === null ? values : NOTHING);

  const change = (field: TextFieldName, text: string): void => {
    setValues((before) => ({ ...before, [field]: text }));
    // Another number is another person: what he was found by no longer stands there.
    if (taken !== null && field !== 'name' && field !== 'note' && taken.by[field] !== '') setTaken(null);
  };
  const take = (person: SuggestionView): void => {
    setTaken({ person, by: { document: values.document, phone: values.phone } });
    setProblem(null);
    // What is left to do is to write it down; a finger goes where it likes, and may have a note to type.
    if (!hasTouchKeys()) save.current?.focus();
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    void record(proposed);
  };
  const record = async (direction: Way): Promise<void> => {
    if (taken === null && values.name.trim() === '') {
      setProblem(t('type.nameMissing'));
      form.current?.querySelector<HTMLInputElement>('#type-name')?.focus();
      return;
    }
    // Before the button is off on the screen, it can be pressed again.
    if (isSent.current) return;
    isSent.current = true;
    setBusy(true);
    try {
      await call('gate.manual', {
        ...values,
        name: taken === null ? values.name : '',
        direction,
        purpose,
        companions,
        known: taken?.person.ref ?? null,
        answers,
      });
      onClose();
    } catch (error) {
      // Nobody is offered under that ref any more: his number is asked about anew.
      if (codeOf(error) === 'person/unknown') setTaken(null);
      setProblem(errorText(t, codeOf(error)));
      isSent.current = false;
      setBusy(false);
    }
  };
  const field = (name: TextFieldName) => (
    <TextField name={name} method={gate.typing} value={values[name]} onText={(text) => change(name, text)} />
  );

  return (
    <Dialog
      title={t(answers === null ? 'type.title' : 'type.answerTitle')}
      help={t(answers === null ? 'type.help' : 'type.answerHelp')}
      testId="type-dialog"
      wide
    >
      <form
        ref={form}
        className={styles.form}
        onSubmit={submit}
        onMouseDown={keepTouchKeys}
        autoComplete="off"
        noValidate
      >
        <div className={styles.fields} data-testid="type-fields">
          <div className={styles.row} data-columns="wide-narrow">
            {taken === null ? (
              field('name')
            ) : (
              <TakenPerson person={taken.person} onBack={() => setTaken(null)} />
            )}
            <Companions value={companions} onChange={setCompanions} />
          </div>
          <div className={styles.row}>
            {field('document')}
            {field('phone')}
          </div>
          {taken === null && <Suggestions found={found} onTake={take} />}
          <Purposes all={gate.purposes} language={gate.language} chosen={purpose} onChoose={setPurpose} />
          <div className={styles.row} data-columns="wide-narrow">
            {field('note')}
            <Methods typing={gate.typing} />
          </div>
        </div>
        <div className={styles.end}>
          <p className={styles.problem} role="alert" data-testid="type-problem">
            {problem}
          </p>
          <button type="button" data-testid="type-cancel" onClick={onClose}>
            {t('type.cancel')}
          </button>
          <RecordButtons proposed={proposed} busy={busy} first={save} onRecord={(way) => void record(way)} />
        </div>
      </form>
    </Dialog>
  );
}

/** How Vietnamese is written, chosen for this kiosk. */
function Methods({ typing }: { readonly typing: TypingMethod }) {
  const { t } = useTranslation();
  return (
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
          {typing === method && <IconCheck aria-hidden="true" className={styles.chosen} />}
          {t(`type.methods.${method}`)}
        </button>
      ))}
    </fieldset>
  );
}
