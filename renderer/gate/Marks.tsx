import {
  IconAlertTriangle,
  IconCircleCheck,
  IconEye,
  IconHelpCircle,
  IconInfoCircle,
  IconSquareXFilled,
} from '@tabler/icons-react';
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { VerdictView } from '../../preload/contract/verdict-views.ts';
import { textFor } from '../ui/texts.ts';
import styles from './marks.module.css';
import { dayShort, type Mark, type MarkTone, marksOf } from './marks.ts';
import { partsValues } from './PartsScreen.tsx';

/** A shape of its own for each tone: told apart without colour. */
const ICONS: Readonly<Record<MarkTone, typeof IconEye>> = {
  bad: IconSquareXFilled,
  warning: IconAlertTriangle,
  unknown: IconHelpCircle,
  read: IconEye,
  good: IconCircleCheck,
};

/** Marks of so many letters together take one line of a wide screen; more want the room of something else. */
const FEW_LETTERS = 90;

/** The facts of a credential as small marks with words, the weightiest first and never more than there is room for. */
export function Marks({ verdict }: { readonly verdict: VerdictView }) {
  const { t } = useTranslation();
  const marks = marksOf(verdict).flatMap((mark) => {
    const date = mark.date === null ? '' : dayShort(mark.date, verdict.atMs);
    const parts = verdict.parts === null ? {} : partsValues(verdict.parts);
    const text = textFor(t, mark.group, mark.word, '', { date, ...parts });
    return text === '' ? [] : [{ mark, text }];
  });
  const { list, shown } = useRoom(marks.map(({ text }) => text).join('\n'), marks.length);
  if (shown === 0) return null;
  const hidden = marks.length - shown;
  return (
    <ul
      ref={list}
      className={styles.marks}
      data-testid="verdict-marks"
      data-hidden={hidden}
      data-many={marks.reduce((sum, { text }) => sum + text.length, 0) > FEW_LETTERS}
    >
      {marks.slice(0, shown).map(({ mark, text }) => (
        <MarkItem key={mark.key} mark={mark} text={text} />
      ))}
      {hidden > 0 && shown > 0 && (
        <li className={styles.mark} data-tone="good">
          {t('checks.more', { more: hidden })}
        </li>
      )}
    </ul>
  );
}

function MarkItem({ mark, text }: { readonly mark: Mark; readonly text: string }) {
  // An explanation was not read from the card.
  const Icon = mark.tone === 'read' && mark.group === 'notes' ? IconInfoCircle : ICONS[mark.tone];
  return (
    <li className={styles.mark} data-tone={mark.tone} data-mark={mark.key} data-word={mark.word}>
      <Icon aria-hidden="true" />
      <span>{text}</span>
    </li>
  );
}

/**
 * How many of the marks fit into the room that the rest of the card leaves: measured once they are laid out and
 * before they are painted, and anew when the window changes its size.
 */
function useRoom(texts: string, count: number) {
  const list = useRef<HTMLUListElement>(null);
  const [fit, setFit] = useState({ texts, shown: count });
  // Other marks start with all of them.
  const shown = fit.texts === texts ? Math.min(fit.shown, count) : count;
  useLayoutEffect(() => {
    const element = list.current;
    if (element === null || shown === 0) return;
    const limit = element.getBoundingClientRect().bottom + 1;
    const fitting = [...element.children].filter(
      (child) => child.getBoundingClientRect().bottom <= limit,
    ).length;
    // What stands behind the last mark says how many more there are; it needs room as well.
    if (fitting < element.childElementCount) setFit({ texts, shown: Math.min(fitting, shown - 1) });
  }, [texts, shown]);
  useLayoutEffect(() => {
    const again = (): void => setFit({ texts, shown: count });
    window.addEventListener('resize', again);
    return () => window.removeEventListener('resize', again);
  }, [texts, count]);
  return { list, shown };
}
