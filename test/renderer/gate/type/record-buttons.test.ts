import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { proposedWay, RecordButtons, type Way } from '../../../../renderer/gate/type/RecordButtons.tsx';
import { textsOf } from '../../texts.ts';

/** What stands on each button, in its order, and what it is to the form around it. */
async function buttons(proposed: Way, language: 'vi' | 'en') {
  await textsOf(language);
  const markup = renderToStaticMarkup(
    createElement(RecordButtons, { proposed, busy: false, onRecord: () => undefined }),
  );
  return [...markup.matchAll(/<button type="(\w+)"[^>]*>(.*?)<\/button>/g)].map(([, type, inner = '']) => ({
    type,
    text: inner
      .replace(/<svg.*?<\/svg>/g, '')
      .replace(/<[^>]+>/g, ' ')
      .trim(),
  }));
}

describe('the two buttons that record what was typed', () => {
  test('say what each does, and the one that Enter presses says that too', async () => {
    expect([await buttons('in', 'vi'), await buttons('out', 'en')]).toEqual([
      [
        { type: 'submit', text: 'Ghi VÀO Enter' },
        { type: 'button', text: 'Ghi RA' },
      ],
      [
        { type: 'button', text: 'Record IN' },
        { type: 'submit', text: 'Record OUT Enter' },
      ],
    ]);
  });

  test('Enter records the way of the first lane, and in where it goes both ways', () => {
    const lane = (direction: 'in' | 'out' | 'auto') => ({ name: direction, direction });
    expect([
      proposedWay([lane('in'), lane('out')]),
      proposedWay([lane('out'), lane('in')]),
      proposedWay([lane('auto'), lane('out')]),
    ]).toEqual(['in', 'out', 'in']);
  });
});
