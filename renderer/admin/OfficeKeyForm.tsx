import { type ChangeEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RecipientsCheckView } from '../../preload/contract/opener-views.ts';
import { call, codeOf } from '../bridge.ts';
import { errorText, textFor } from '../ui/texts.ts';
import admin from './admin.module.css';
import { inGroups } from './groups.ts';
import { readKeyFile } from './key-file.ts';
import styles from './keys.module.css';
import type { OpenersFormProps } from './OpenersPanel.tsx';

/** Longest text that is looked at, characters. */
const LONGEST = 65_536;

/** The office's public keys: pasted, out of a file, or out of a picture of their QR code; shown before they are used. */
export function OfficeKeyForm({ busy, onChoose }: OpenersFormProps) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const [checked, setChecked] = useState<RecipientsCheckView | null>(null);
  const [problem, setProblem] = useState<{ readonly what: string; readonly words: string } | null>(null);
  const [reading, setReading] = useState(false);
  const file = useRef<HTMLInputElement>(null);
  /** Counts texts: the answer to an earlier one says nothing of what stands there now. */
  const asked = useRef(0);

  const look = async (given: string): Promise<void> => {
    setText(given);
    setChecked(null);
    setProblem(null);
    asked.current += 1;
    const mine = asked.current;
    if (given.trim() === '') return;
    try {
      const found = await call('openers.check', { text: given.slice(0, LONGEST) });
      if (mine !== asked.current) return;
      if (found.problem === null) setChecked(found);
      else {
        const words = textFor(t, 'recipientProblems', found.problem, t('recipientProblems.damaged'));
        // Which line is worth saying only where there are several.
        const many = given.trim().includes('\n') && found.line !== null;
        setProblem({
          what: found.problem,
          words: many ? `${t('openers.line', { line: found.line })} ${words}` : words,
        });
      }
    } catch (error) {
      const code = codeOf(error);
      setProblem({ what: code, words: errorText(t, code) });
    }
  };
  const open = async (event: ChangeEvent<HTMLInputElement>): Promise<void> => {
    const [given] = event.target.files ?? [];
    if (given === undefined) return;
    setReading(true);
    const read = await readKeyFile(given);
    // So that the same file, mended, can be chosen again.
    event.target.value = '';
    setReading(false);
    if (read.text !== null) await look(read.text);
    else {
      setChecked(null);
      const words = textFor(t, 'keyFileProblems', read.problem, t('keyFileProblems.unreadable'));
      setProblem({ what: read.problem, words });
    }
  };

  const keys = checked?.recipients ?? [];
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (keys.length > 0) onChoose({ kind: 'recipients', recipients: [...keys] });
      }}
    >
      <p className={admin.help}>{t('openers.keyHelp')}</p>
      <label className={styles.field}>
        <span>{t('openers.key')}</span>
        <textarea
          data-testid="openers-key-text"
          rows={2}
          spellCheck={false}
          placeholder="age1…"
          maxLength={LONGEST}
          value={text}
          onChange={(event) => void look(event.target.value)}
        />
      </label>
      {keys.length > 0 && (
        <div className={styles.compare} role="status" data-testid="openers-keys-found">
          <p>{t('openers.compare', { count: keys.length })}</p>
          {keys.map((key) => (
            <p key={key} className={styles.mono}>
              {inGroups(key)}
            </p>
          ))}
        </div>
      )}
      <p
        className={admin.problem}
        role="alert"
        data-testid="openers-key-problem"
        data-problem={problem?.what ?? ''}
      >
        {problem?.words}
      </p>
      <div className={styles.buttons}>
        <button
          type="submit"
          className={admin.primary}
          data-testid="openers-use-key"
          disabled={busy || reading || keys.length === 0}
        >
          {t('openers.useKey')}
        </button>
        {/* The button is the one to reach: Enter on a file field would send the form. */}
        <button
          type="button"
          className={admin.second}
          data-testid="openers-open-file"
          disabled={busy || reading}
          onClick={() => file.current?.click()}
        >
          {t('openers.openFile')}
        </button>
        <input
          ref={file}
          type="file"
          hidden
          data-testid="openers-key-file"
          accept=".txt,.pub,.age,.keys,image/png,image/jpeg,image/webp,image/gif,image/bmp"
          onChange={(event) => void open(event)}
        />
      </div>
    </form>
  );
}
