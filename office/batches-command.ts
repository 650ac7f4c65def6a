import { encryptionOf } from '../core/batch/manifest.ts';
import type { Profile } from '../core/batch/profile.ts';
import type { Command, Usage } from './command.ts';
import type { HeldBatch } from './store/store.ts';
import { emptyStore, runOnStore } from './store-command.ts';
import { type Times, timesIn } from './times.ts';
import { type Language, plain, profileWords } from './words.ts';

const usage: Usage = {
  en: `gatelog batches --from office.duckdb [--lang en|vi] [--json]

Lists every batch that the database holds: gate, range, times, profile, whether it is verified, and when it came.

  --from STORE  the database that gatelog import made
  --lang        language of the answer, en or vi; GATELOG_LANG, then en, where left out
  --json        one JSON object a line (docs/office.md)

Exit code: 0 all are verified, 1 some are not, or there is none, 2 the command was not understood.
`,
  vi: `gatelog batches --from office.duckdb [--lang en|vi] [--json]

Liệt kê mọi lô trong cơ sở dữ liệu: cổng, khoảng dòng, thời gian, kiểu xuất, đã kiểm hay chưa, và nhập khi nào.

  --from STORE  cơ sở dữ liệu do gatelog import tạo
  --lang        ngôn ngữ của câu trả lời, en hoặc vi; không ghi thì theo GATELOG_LANG, rồi tiếng Anh
  --json        mỗi dòng một đối tượng JSON (docs/office.md)

Mã kết thúc: 0 mọi lô đã kiểm, 1 có lô chưa kiểm hoặc không có lô nào, 2 không hiểu lệnh.
`,
};

/** `gatelog batches`: what the office has. */
export const batchesCommand: Command = {
  usage,
  run: (args) =>
    runOnStore(args, usage, async ({ store, language, json }) => {
      // Loaded late: usage and mistakes need none of what reads batches.
      const { heldName } = await import('./held-logs.ts');
      const { markWords } = await import('./import-words.ts');
      const times = timesIn(language);
      const held = await store.held();
      for (const batch of held) {
        const name = heldName(batch);
        const why = batch.verified ? '' : markWords(batch.marks, language);
        process.stdout.write(
          json
            ? `${JSON.stringify(asJson(name, batch))}\n`
            : `${batchLines(name, batch, why, language, times).join('\n')}\n`,
        );
      }
      if (held.length === 0) return emptyStore(language);
      if (!json) process.stdout.write(`${summary(held, language)} ${times.zone()}\n`);
      return held.every(({ verified }) => verified) ? 0 : 1;
    }),
};

/** One line of `--json`; docs/office.md names its keys. */
export function asJson(name: string, { manifest, verified, marks, importedAtMs }: HeldBatch) {
  return {
    name,
    logId: manifest.log_id,
    site: manifest.site,
    gate: manifest.gate,
    firstSeq: manifest.first_seq,
    lastSeq: manifest.last_seq,
    firstAtMs: manifest.first_at_ms,
    lastAtMs: manifest.last_at_ms,
    events: manifest.events,
    profile: manifest.profile satisfies Profile,
    encrypted: encryptionOf(manifest) !== null,
    verified,
    marks,
    importedAtMs,
  };
}

function batchLines(
  name: string,
  batch: HeldBatch,
  why: string,
  language: Language,
  times: Times,
): readonly string[] {
  const { manifest, verified, importedAtMs } = batch;
  const en = language === 'en';
  const facts = [
    `${manifest.events.toLocaleString(language)} ${en ? 'events' : 'dòng'}`,
    times.span(manifest.first_at_ms, manifest.last_at_ms),
    profileWords(manifest.profile, language),
    `${en ? 'imported' : 'nhập lúc'} ${times.time(importedAtMs)}`,
  ];
  const lines = [`${verified ? '✓' : '•'} ${plain(name)}: ${facts.join('; ')}`];
  return verified ? lines : [...lines, `  • ${en ? 'not verified' : 'chưa kiểm'}: ${why}`];
}

function summary(held: readonly HeldBatch[], language: Language): string {
  const unverified = held.filter(({ verified }) => !verified).length;
  const n = (value: number): string => value.toLocaleString(language);
  if (language === 'vi') return `${n(held.length)} lô, trong đó ${n(unverified)} lô chưa kiểm.`;
  return `${n(held.length)} ${held.length === 1 ? 'batch' : 'batches'}, ${n(unverified)} not verified.`;
}
