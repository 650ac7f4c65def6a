import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { Suggestions } from '../../../../renderer/gate/type/Suggestions.tsx';
import { textsOf } from '../../texts.ts';

/** What an offer says, on the glass and to who listens to it. */
async function offer(nameDiffers: boolean, language: 'vi' | 'en') {
  await textsOf(language);
  const person = {
    ref: '0'.repeat(32),
    nameMasked: 'N. V. Thử',
    birthYear: '1999',
    documentMasked: '001•••••0001',
    nameDiffers,
  };
  const markup = renderToStaticMarkup(
    createElement(Suggestions, { found: { people: [person], tooMany: false }, onTake: () => undefined }),
  );
  const [, label, inner = ''] = /<button[^>]*aria-label="([^"]*)"[^>]*>(.*)<\/button>/.exec(markup) ?? [];
  const shown = inner
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return { label, shown };
}

describe('somebody who is offered for a number', () => {
  test('is named as he is known', async () => {
    expect(await offer(false, 'vi')).toEqual({
      label: 'Dùng lại: N. V. Thử · sinh năm 1999 · 001•••••0001',
      shown: 'N. V. Thử sinh năm 1999 · 001•••••0001',
    });
  });

  test('is said to have another name than the one typed, in words', async () => {
    expect([await offer(true, 'vi'), await offer(true, 'en')]).toEqual([
      {
        label: 'Sổ ghi tên khác với tên đã gõ. Dùng lại: N. V. Thử · sinh năm 1999 · 001•••••0001',
        shown: 'Sổ ghi tên khác: N. V. Thử sinh năm 1999 · 001•••••0001',
      },
      {
        label: 'The log has another name than the one typed. Use N. V. Thử · born 1999 · 001•••••0001',
        shown: 'Other name in the log: N. V. Thử born 1999 · 001•••••0001',
      },
    ]);
  });
});
