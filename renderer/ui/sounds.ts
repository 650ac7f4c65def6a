import type { ShownVerdict } from '../../preload/contract/verdict-views.ts';
import againUrl from '../sounds/again.wav?url';
import askUrl from '../sounds/ask.wav?url';
import goodbyeUrl from '../sounds/goodbye.wav?url';
import notRecordedUrl from '../sounds/not-recorded.wav?url';
import partUrl from '../sounds/part.wav?url';
import stopUrl from '../sounds/stop.wav?url';
import unreadableUrl from '../sounds/unreadable.wav?url';
import welcomeUrl from '../sounds/welcome.wav?url';

/** A verdict, or one of several codes of a card. */
export type Heard = ShownVerdict | 'part';

/** Made by `npm run sounds`; what they sound like stands in tools/sounds/rhythms.ts. */
const FILES: Readonly<Record<Heard, string>> = {
  welcome: welcomeUrl,
  goodbye: goodbyeUrl,
  stop: stopUrl,
  ask: askUrl,
  again: againUrl,
  unreadable: unreadableUrl,
  part: partUrl,
  'not-recorded': notRecordedUrl,
};

/** Plays a verdict's sound. @param volume % */
export type Play = (heard: Heard, volume: number) => void;

/** Loads the sounds and plays them; a new one cuts the last off. Silent where the PC has no sound. */
export function createSounds(): Play {
  const sounds = new Map<Heard, AudioBuffer>();
  // Decodes without a loudspeaker: one that is open costs something all the time.
  const reader = new OfflineAudioContext(1, 1, 22_050);
  for (const [heard, url] of Object.entries(FILES) as [Heard, string][]) {
    // Long before the first read; a sound that could not be loaded leaves colour, shape and word.
    fetch(url)
      .then((answer) => answer.arrayBuffer())
      .then((bytes) => reader.decodeAudioData(bytes))
      .then((sound) => sounds.set(heard, sound))
      .catch(() => undefined);
  }
  let context: AudioContext | null = null;
  let current: AudioBufferSourceNode | null = null;
  return (heard, volume) => {
    current?.stop();
    current = null;
    const sound = sounds.get(heard);
    if (sound === undefined || volume <= 0) return;
    try {
      context ??= new AudioContext();
      const source = context.createBufferSource();
      const out = context.createGain();
      out.gain.value = loudness(volume);
      source.buffer = sound;
      source.connect(out).connect(context.destination);
      source.start();
      current = source;
    } catch {
      // No sound device.
    }
  };
}

/** Ears hear ratios: half of the way sounds half as loud only where the amplitude falls faster. */
const loudness = (volume: number): number => (volume / 100) ** 2;
