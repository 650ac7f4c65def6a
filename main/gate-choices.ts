import type { ChoicesView } from '../preload/contract/gate-views.ts';
import { usualPurposes } from '../preload/contract/purposes.ts';
import type { AuditDetails } from './log/audit.ts';
import type { Settings } from './settings/schema.ts';

export interface GateChoicesParts {
  readonly settings: Settings;
  /** Writes into the settings file. Throws `settings/...`. */
  readonly changeSettings: (change: Partial<Settings>) => void;
  readonly audit: (what: string, details: AuditDetails) => void;
  readonly pushState: () => void;
}

/** What an administrator changes of the gate's screen while it runs: what people come for, how loud it sounds, whether it names anybody. */
export interface GateChoices {
  purposes(): readonly string[];
  /** % */
  soundVolume(): number;
  /** False where the gate's screen shows no name. */
  showNames(): boolean;
  view(): ChoicesView;
  /** In force once the settings file has it. Throws `settings/...`, and then nothing has changed. */
  change(to: Pick<ChoicesView, 'purposes' | 'soundVolume' | 'showNames'>): ChoicesView;
}

export function createGateChoices({
  settings,
  changeSettings,
  audit,
  pushState,
}: GateChoicesParts): GateChoices {
  // In the language of the log, whatever language the guard reads: one purpose is one text there.
  const usual = usualPurposes(settings.site.place, settings.language);
  let purposes = settings.purposes ?? usual;
  let { soundVolume, showNames } = settings;
  const view = (): ChoicesView => ({ purposes, usual, soundVolume, showNames });
  return {
    purposes: () => purposes,
    soundVolume: () => soundVolume,
    showNames: () => showNames,
    view,
    change: (to) => {
      changeSettings({
        purposes: [...to.purposes],
        soundVolume: to.soundVolume,
        showNames: to.showNames,
      });
      if (to.purposes.join('\n') !== purposes.join('\n')) {
        audit('choices/purposes', { count: to.purposes.length });
      }
      if (to.soundVolume !== soundVolume) audit('choices/sound', { percent: to.soundVolume });
      if (to.showNames !== showNames) audit('choices/names', { shown: to.showNames });
      purposes = to.purposes;
      ({ soundVolume, showNames } = to);
      pushState();
      return view();
    },
  };
}
