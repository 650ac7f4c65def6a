import { describe, expect, it } from 'vitest';
import { desktopEntry } from '../../../main/electron/desktop-entry.ts';

const execOf = (command: readonly string[]): string | undefined =>
  /^Exec=(.*)$/m.exec(desktopEntry(command))?.[1];

describe('the autostart file', () => {
  it('is written whole for a plain command', () => {
    expect(desktopEntry(['/opt/Gatelog/gatelog', '--settings=/home/gate/settings.json'])).toBe(
      [
        '[Desktop Entry]',
        'Type=Application',
        'Name=Sổ Cổng',
        'Name[en]=Gatelog',
        'Exec="/opt/Gatelog/gatelog" "--settings=/home/gate/settings.json"',
        'Terminal=false',
        'X-GNOME-Autostart-enabled=true',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['a space', '/mnt/Sổ Cổng/gatelog', '"/mnt/Sổ Cổng/gatelog"'],
    ['a percent sign, which begins a field code', '100%', '"100%%"'],
    ['a quote', 'a"b', String.raw`"a\\"b"`],
    ['a dollar, which a shell would act on', '$', String.raw`"\\$"`],
    ['a backslash, escaped for the quotes and for the value', 'a\\b', String.raw`"a\\\\b"`],
    ['a line end, which must not begin a key of its own', 'a\nExec=b', String.raw`"a\nExec=b"`],
  ])('escapes %s', (_what, argument, expected) => {
    expect(execOf([argument])).toBe(expected);
  });
});
