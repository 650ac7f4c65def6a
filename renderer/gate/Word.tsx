import { useLayoutEffect, useRef } from 'react';
import styles from './verdict.module.css';

/**
 * The verdict's word, as large as its letters leave room for. They are measured before the first paint, in ems, so that
 * every language's word fills the screen and none is broken: `--ems` is the whole of it on one line, `--ems-widest` its
 * widest part, for a screen where it stands on two.
 */
export function Word({ text, testId }: { readonly text: string; readonly testId: string }) {
  const word = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another text has another width
  useLayoutEffect(() => {
    const heading = word.current;
    if (heading === null) return;
    const em = Number.parseFloat(getComputedStyle(heading).fontSize);
    const parts = [...heading.children].map((part) => part.getBoundingClientRect().width / em);
    const spaces = (parts.length - 1) * SPACE_EMS;
    heading.style.setProperty('--ems', String(parts.reduce((sum, part) => sum + part, spaces)));
    heading.style.setProperty('--ems-widest', String(Math.max(...parts)));
  }, [text]);
  return (
    <h1 ref={word} className={styles.word} data-testid={testId}>
      {text.split(' ').flatMap((part, index) => [
        ...(index === 0 ? [] : [' ']),
        // biome-ignore lint/suspicious/noArrayIndexKey: the words of one text stay where they are
        <span key={index}>{part}</span>,
      ])}
    </h1>
  );
}

/** A space of Be Vietnam Pro at weight 800 is narrower; what is over keeps the word off the edge. em */
const SPACE_EMS = 0.3;
