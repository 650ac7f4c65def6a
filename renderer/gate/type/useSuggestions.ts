import { useEffect, useState } from 'react';
import { documentFromTyped, hasShape, normaliseNumber } from '../../../core/person/documents.ts';
import type { SuggestionsView } from '../../../preload/contract/gate-views.ts';
import { call } from '../../bridge.ts';

/** After the last digit: nine of them can be the beginning of twelve. ms */
const PAUSE_MS = 350;
const NOBODY: SuggestionsView = { people: [], tooMany: false };

/**
 * Who is known by the numbers as they stand, and whether under the name that was typed; main is asked only where a
 * number is whole.
 */
export function useSuggestions(typed: {
  readonly name: string;
  readonly document: string;
  readonly phone: string;
}): SuggestionsView {
  const { name } = typed;
  const document = isWholeDocument(typed.document) ? typed.document : '';
  const phone = hasShape('phone', normaliseNumber('phone', typed.phone)) ? typed.phone : '';
  const [found, setFound] = useState(NOBODY);
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever was offered for other numbers is offered no more.
  useEffect(() => setFound(NOBODY), [document, phone]);
  useEffect(() => {
    if (document === '' && phone === '') return undefined;
    let over = false;
    const timer = setTimeout(() => {
      call('gate.suggest', { document, phone, name }).then(
        (answer) => {
          if (!over) setFound(answer);
        },
        // A log that cannot be read says so where an entry is written; here it knows nobody.
        () => undefined,
      );
    }, PAUSE_MS);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }, [document, phone, name]);
  return found;
}

/** As main has it: what has no shape, such as a badge's code, is never known to be whole. */
function isWholeDocument(typed: string): boolean {
  const document = documentFromTyped(typed);
  return document !== null && document.kind !== 'badge' && !document.masked;
}
