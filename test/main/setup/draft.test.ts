import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDraft } from '../../../main/setup/draft.ts';
import { testFolder } from '../../support/folder.ts';

describe('the answers of set-up', () => {
  it('are there again at the next start, until they are taken away', () => {
    const folder = testFolder();
    const draft = openDraft(folder);
    const nothing = draft.read();
    const answers = { ...nothing, step: 'gate' as const, siteName: 'Chợ Thử', place: 'market' as const };
    draft.write(answers);
    expect(openDraft(folder).read()).toEqual(answers);
    draft.remove();
    draft.remove();
    expect(openDraft(folder).read()).toEqual(nothing);
  });

  it.each(['', '{', '[]', '{"step":"gate"}', '{"step":"nowhere"}', '\0'])(
    'begin anew where the file holds %j',
    (text) => {
      const folder = testFolder();
      const nothing = openDraft(folder).read();
      writeFileSync(join(folder, 'setup.json'), text);
      expect(openDraft(folder).read()).toEqual(nothing);
    },
  );
});
