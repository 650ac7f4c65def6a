/**
 * The text of an autostart file of the Desktop Entry Specification 1.5 that runs this command. Its key Exec quotes
 * an argument with double quotes, in which `"`, `` ` ``, `$` and `\` are escaped; the value as a string escapes `\`
 * once more; `%` begins a field code and is doubled.
 */
export function desktopEntry(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Sổ Cổng',
    'Name[en]=Gatelog',
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n');
}

function quoted(argument: string): string {
  const inQuotes = argument.replace(/["`$\\]/g, '\\$&').replace(/%/g, '%%');
  return `"${inQuotes}"`.replace(/\\/g, '\\\\').replace(/\n/g, '\\n');
}
