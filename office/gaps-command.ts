import { timestampMs } from '../core/units.ts';
import type { Command, Usage, Words } from './command.ts';
import type { LogReport } from './log-report.ts';
import { emptyStore, runOnStore } from './store-command.ts';
import { timesIn } from './times.ts';

const usage: Usage = {
  en: `gatelog gaps --from office.duckdb [--lang en|vi] [--json]

Says of every gate's log in the database what is missing or contradictory, what was lost at a restore, when the kiosk
was off and what its clock did.

  --from STORE  the database that gatelog import made
  --lang        language of the answer, en or vi; GATELOG_LANG, then en, where left out
  --json        the same as JSON: ok, unverified, and logs as gatelog verify has them (docs/office.md)

Exit code: 0 nothing is missing or wrong, 1 something is, some batches are not verified, or the database holds none, 2 the
command was not understood.
`,
  vi: `gatelog gaps --from office.duckdb [--lang en|vi] [--json]

Cho biết sổ của từng cổng trong cơ sở dữ liệu thiếu gì, mâu thuẫn gì, mất gì khi khôi phục, khi nào máy tắt và đồng hồ
chạy ra sao.

  --from STORE  cơ sở dữ liệu do gatelog import tạo
  --lang        ngôn ngữ của câu trả lời, en hoặc vi; không ghi thì theo GATELOG_LANG, rồi tiếng Anh
  --json        như trên dạng JSON: ok, unverified, và logs như của gatelog verify (docs/office.md)

Mã kết thúc: 0 không thiếu và không sai gì, 1 có, hoặc có lô chưa kiểm, hoặc cơ sở dữ liệu không có lô nào, 2 không hiểu
lệnh.
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
      const { logLines, missingWords } = await import('./log-words.ts');
      const logs = await reportHeld(store, timestampMs(Date.now()));
      if (logs.length === 0 && !json) return emptyStore(language);
      const isSound = logs.length > 0 && !logs.some(({ findings }) => findings.some(isWrong));
      // Anybody can fill a gap with what nobody vouches for.
      const strange = (await store.held()).filter(({ verified }) => !verified);
      const unverified = strange.length;
      const ok = isSound && unverified === 0;
      const doubted = new Set(strange.map(({ manifest }) => manifest.log_id));
      const times = timesIn(language);
      const lines = [
        ...logs.flatMap((log) =>
          logLines(log, language, times, doubted.has(log.logId) ? 'unverified' : null),
        ),
        times.zone(),
        verdictWords(isSound, logs, unverified)[language === 'en' ? 0 : 1] + missingWords(logs, language),
      ];
      process.stdout.write(
        json ? `${JSON.stringify({ ok, unverified, logs }, null, 2)}\n` : `${lines.join('\n')}\n`,
      );
      return ok ? 0 : 1;
    }),
};

/**
 * The last line. It says no more than batches can tell: what came before the first one of a log nobody has said to be
 * here, since a first stick that was lost looks like that too; and where a new log took the place of an older one, the
 * older may have gone on behind the last batch of it that is here. Nor does it say so of what nobody vouches for.
 */
function verdictWords(isSound: boolean, logs: readonly LogReport[], unverified: number): Words {
  if (!isSound)
    return ['Something is missing or wrong: see ✗ above.', 'Có thiếu hoặc sai sót: xem các dòng ✗ ở trên.'];
  const isWhole = logs.every(({ firstSeq }) => firstSeq === 1);
  const isFollowed = logs.some(({ findings }) =>
    findings.some(({ code }) => code === 'began-anew' || code === 'restored'),
  );
  if (isWhole && !isFollowed && unverified === 0) return ['Nothing is missing.', 'Không thiếu gì.'];
  const said: readonly Words[] = [
    isWhole
      ? [
          'Nothing is missing between the batches that are here.',
          'Giữa các lô đang có ở đây thì không thiếu gì.',
        ]
      : [
          'Nothing is missing from the first batch of each log on; only you know whether what came before it (see • above) should be here.',
          'Không thiếu gì kể từ lô đầu tiên của từng sổ; phần trước đó (xem các dòng • ở trên) có cần ở đây hay không thì chỉ văn phòng biết.',
        ],
    ...(isFollowed
      ? ([
          [
            'But a new log took the place of an older one (see • above): whether the older held more behind its last batch here, batches cannot tell; ask whoever keeps that gate’s PC.',
            'Nhưng có sổ mới thay cho sổ cũ (xem các dòng • ở trên): sổ cũ còn dòng nào sau lô cuối ở đây hay không thì các lô không cho biết; hãy hỏi người giữ máy ở cổng ấy.',
          ],
        ] as const)
      : []),
    ...(unverified > 0 ? [unverifiedWords(unverified)] : []),
  ];
  return [said.map(([en]) => en).join(' '), said.map(([, vi]) => vi).join(' ')];
}

const unverifiedWords = (count: number): Words => [
  `But ${count.toLocaleString('en')} ${count === 1 ? 'batch' : 'batches'} here ${count === 1 ? 'is' : 'are'} not verified: whether those events are the gate’s own nobody vouches for; gatelog batches says which and why.`,
  `Nhưng có ${count.toLocaleString('vi')} lô chưa kiểm: chưa rõ các dòng trong đó có đúng là của cổng không; gatelog batches cho biết lô nào và vì sao.`,
];
