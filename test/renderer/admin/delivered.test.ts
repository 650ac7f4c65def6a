import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { Delivered } from '../../../renderer/admin/Delivered.tsx';
import { textsOf } from '../texts.ts';

const batch = { name: 'lo', folder: '/mnt/kho/lo', firstSeq: 1, lastSeq: 15, events: 15 };

async function shown(checked: 'medium' | 'cache', language: 'vi' | 'en') {
  await textsOf(language);
  const markup = renderToStaticMarkup(createElement(Delivered, { delivered: { batches: [batch], checked } }));
  return {
    checked: /data-checked="(\w+)"/.exec(markup)?.[1],
    sign: /tabler-icon-([\w-]+)/.exec(markup)?.[1],
    words: markup.replace(/<svg.*?<\/svg>/g, '').replace(/<[^>]+>/g, ' '),
  };
}

describe('what a delivery to a folder came to', () => {
  test('is another sign and other words where it was read back through the cache alone', async () => {
    const [sure, cached] = [await shown('medium', 'vi'), await shown('cache', 'vi')];
    expect([sure.checked, cached.checked]).toEqual(['medium', 'cache']);
    expect(sure.sign).not.toBe(cached.sign);
    expect(sure.words).toContain('Đã đọc lại từ chính nơi nhận và khớp.');
    expect(cached.words).toContain('chưa phải từ chính nơi nhận');
  });

  test('never speaks of a stick that is pulled out: it is a folder', async () => {
    for (const language of ['vi', 'en'] as const)
      for (const checked of ['medium', 'cache'] as const)
        expect((await shown(checked, language)).words).not.toMatch(/USB|stick|rút|pull|eject/i);
  });
});
