import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { TrustSignatureView } from '../../../preload/contract/trust-views.ts';
import { TrustSignature } from '../../../renderer/admin/TrustSignature.tsx';
import { textsOf } from '../texts.ts';

test('a list’s signature is green only where it is right and something else vouches for its key', async () => {
  await textsOf('vi');
  const tone = (why: string, isVouched: boolean): string | undefined => {
    const signature = { why, by: null, keyHash: null } as TrustSignatureView;
    return /data-tone="(\w+)"/.exec(
      renderToStaticMarkup(createElement(TrustSignature, { signature, isVouched })),
    )?.[1];
  };
  const words = ['by-given-key', 'by-own-certificate', 'not-signed', 'no-key', 'not-supported', 'wrong'];
  expect(words.map((why) => [tone(why, false), tone(why, true)])).toEqual([
    ['plain', 'good'],
    ['plain', 'good'],
    ['plain', 'plain'],
    ['plain', 'plain'],
    ['plain', 'plain'],
    ['bad', 'bad'],
  ]);
});
