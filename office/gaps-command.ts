import { timestampMs } from '../core/units.ts';
import type { Command, Usage } from './command.ts';
import { emptyStore, runOnStore } from './store-command.ts';
import { timesIn } from './times.ts';

const usage: Usage = {
  en: `gatelog gaps --from office.duckdb [--lang en|vi] [--json]

Says of every gate's log in the database what is missing or contradictory, what was lost at a restore, when the kiosk
was off and what its clock did.

  --from STORE  the database that gatelog import made
  --lang        language of the answer, en or vi; GATELOG_LANG, then en, where left out
  --json        the same as JSON: ok, and logs as gatelog verify has them (docs/office.md)

Exit code: 0 nothing is missing or wrong, 1 something is, or the database holds no batch, 2 the command was not
understood.
`,
  vi: `gatelog gaps --from office.duckdb [--lang en|vi] [--json]

Cho biết sổ của từng cổng trong cơ sở dữ liệu thiếu gì, mâu thuẫn gì, mất gì khi khôi phục, khi nào máy tắt và đồng hồ
chạy ra sao.

  --from STORE  cơ sở dữ liệu do gatelog import tạo
  --lang        ngôn ngữ của câu trả lời, en hoặc vi; không ghi thì theo GATELOG_LANG, rồi tiếng Anh
  --json        như trên dạng JSON: ok, và logs như của gatelog verify (docs/office.md)

Mã kết thúc: 0 không thiếu và không sai gì, 1 có, hoặc cơ sở dữ liệu không có lô nào, 2 không hiểu lệnh.
`,
};

/** `gatelog gaps`: what the office does not have. */
export const gapsCommand: Command = {
  usage,
  run: (args) =>
    runOnStore(args, usage, async ({ store, language, json }) => {
      // Loaded late: usage and mistakes need none of what reads batches.
      const { reportHeld } = await import('./held-logs.ts');
      const { isWrong } = await import('./log-report.ts');
      const { logLines } = await import('./log-words.ts');
      const logs = await reportHeld(store, timestampMs(Date.now()));
      if (logs.length === 0 && !json) return emptyStore(language);
      const ok = logs.length > 0 && !logs.some(({ findings }) => findings.some(isWrong));
      // What came before the first batch nobody has said to be here: a first stick that was lost looks like that too.
      const isWhole = logs.every(({ firstSeq }) => firstSeq === 1);
      const verdict = ok
        ? isWhole
          ? ['Nothing is missing.', 'Không thiếu gì.']
          : [
              'Nothing is missing from the first batch of each log on; only you know whether what came before it (see • above) should be here.',
              'Không thiếu gì kể từ lô đầu tiên của từng sổ; phần trước đó (xem các dòng • ở trên) có cần ở đây hay không thì chỉ văn phòng biết.',
            ]
        : ['Something is missing or wrong: see ✗ above.', 'Có thiếu hoặc sai sót: xem các dòng ✗ ở trên.'];
      const times = timesIn(language);
      const lines = [
        ...logs.flatMap((log) => logLines(log, language, times)),
        times.zone(),
        verdict[language === 'en' ? 0 : 1] ?? '',
      ];
      process.stdout.write(json ? `${JSON.stringify({ ok, logs }, null, 2)}\n` : `${lines.join('\n')}\n`);
      return ok ? 0 : 1;
    }),
};
