import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import type { Stick, StickFinder } from './stick.ts';

/**
 * One PowerShell that stays: it prints the drives that can be pulled out as one line of JSON, and again whenever that
 * changes. Windows' event of a volume that came or went wakes it; where an account may not listen to it, it looks once a
 * second. Classes and numbers: Win32_LogicalDisk (DriveType 2 is removable, Access 1 is readable only) and
 * Win32_VolumeChangeEvent in Microsoft's reference of CIM classes.
 */
export const WINDOWS_SCRIPT = `
$ErrorActionPreference = 'Stop'
[Console]::OutputEncoding = New-Object Text.UTF8Encoding $false
try { Register-CimIndicationEvent -ClassName Win32_VolumeChangeEvent -SourceIdentifier gatelog } catch { }
$last = ''
while ($true) {
  $now = $last
  try {
    $all = @(Get-CimInstance Win32_LogicalDisk -Filter 'DriveType=2' | ForEach-Object {
      @{ device = $_.DeviceID; label = [string]$_.VolumeName; fileSystem = [string]$_.FileSystem
         sizeBytes = $_.Size; freeBytes = $_.FreeSpace; serial = [string]$_.VolumeSerialNumber
         readOnly = ($_.Access -eq 1) } })
    $now = ConvertTo-Json -Compress -InputObject $all
  } catch { }
  if ($now -ne $last) { [Console]::Out.WriteLine($now); $last = $now }
  Wait-Event -SourceIdentifier gatelog -Timeout 1 | Out-Null
  Get-Event | Remove-Event
}
`;

const drive = z.object({
  device: z.string().regex(/^[A-Z]:$/),
  label: z.string().nullish(),
  fileSystem: z.string().nullish(),
  sizeBytes: z.number().nullish(),
  freeBytes: z.number().nullish(),
  serial: z.string().nullish(),
  readOnly: z.boolean().nullish(),
});

/** One line of the script; null where it is none. A reader without a card has no size and is left out. */
export function parseDrives(line: string): readonly Stick[] | null {
  let drives: readonly z.infer<typeof drive>[];
  try {
    drives = z.array(drive).parse(JSON.parse(line));
  } catch {
    return null;
  }
  return drives.flatMap(({ device, label, fileSystem, sizeBytes, freeBytes, serial, readOnly }) =>
    typeof sizeBytes !== 'number'
      ? []
      : [
          {
            device,
            id: serial ? `${serial}/${sizeBytes}` : null,
            label: label ?? '',
            fileSystem: (fileSystem ?? '').toLowerCase(),
            sizeBytes,
            freeBytes: freeBytes ?? null,
            dead: false,
            readOnly: readOnly === true,
            place: `${device}\\`,
          },
        ],
  );
}

/** Starts PowerShell with the script; another program stands in for it in tests. */
export type StartPowerShell = () => ChildProcess;

export const powerShell: StartPowerShell = () =>
  spawn(
    'powershell.exe',
    ['-NoLogo', '-NoProfile', '-NonInteractive', '-ExecutionPolicy', 'Bypass', '-Command', WINDOWS_SCRIPT],
    { stdio: ['ignore', 'pipe', 'ignore'], windowsHide: true },
  );

/** How long the first line is waited for: PowerShell starts slowly on an old PC. ms */
const FIRST_MS = 15_000;

/** Pause before a PowerShell that ended by itself is started again. ms */
const AGAIN_MS = 5_000;

/**
 * Drives of a Windows PC that can be pulled out. While nobody watches, each look starts PowerShell once. One that ends
 * while somebody watches is started again: what it said last would be shown for ever.
 */
export function windowsFinder(start: StartPowerShell = powerShell, againMs = AGAIN_MS): StickFinder {
  let watched: readonly Stick[] | null = null;
  return {
    look: () =>
      watched !== null
        ? Promise.resolve(watched)
        : new Promise((resolve) => {
            const child = start();
            const end = listen(child, (sticks) => done(sticks));
            // It may have ended without a word; `close` comes behind its last one.
            child.on('close', () => done([]));
            const timer = setTimeout(() => done([]), FIRST_MS);
            const done = (sticks: readonly Stick[]): void => {
              clearTimeout(timer);
              end();
              resolve(sticks);
            };
          }),
    watch: (onChange) => {
      let ended = false;
      let end = (): void => undefined;
      let timer: NodeJS.Timeout | undefined;
      const begin = (): void => {
        const child = start();
        end = listen(child, (sticks) => {
          watched = sticks;
          onChange();
        });
        child.on('close', () => {
          if (!ended) timer = setTimeout(begin, againMs);
        });
      };
      begin();
      return () => {
        ended = true;
        clearTimeout(timer);
        watched = null;
        end();
      };
    },
  };
}

function listen(child: ChildProcess, onSticks: (sticks: readonly Stick[]) => void): () => void {
  child.on('error', () => onSticks([]));
  if (child.stdout !== null) {
    createInterface({ input: child.stdout }).on('line', (line) => {
      const sticks = parseDrives(line);
      if (sticks !== null) onSticks(sticks);
    });
  }
  return () => {
    child.kill();
  };
}
