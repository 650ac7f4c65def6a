import { allLooks, DOCS_LOOK, type Look, lookWord } from './looks.ts';

/**
 * What docs/screens shows, under the names that README, guide and decisions use: every state of the guard's screen and
 * every page of the administrator's, as guards see it, and where languages are named after it also in those looks.
 */
export const DOCS: Readonly<Record<string, readonly string[]>> = {
  // The guard's screen, from morning to the worst of days.
  'idle-morning': [],
  idle: ['en-dark-1920x1080', 'vi-light-1080x1920'],
  'clock-idle': [],
  'idle-problem': [],
  'idle-unread': ['en-light-1080x1920'],
  'idle-problems': ['en-dark-1080x1920'],
  welcome: ['en-light-1920x1080', 'vi-light-1080x1920'],
  'welcome-long': [],
  'marks-welcome': [],
  goodbye: [],
  again: ['en-light-1080x1920'],
  unreadable: [],
  'not-a-pass': [],
  stop: ['en-light-1920x1080'],
  ask: ['en-light-1080x1920'],
  'ask-full': [],
  'ask-warnings': [],
  'not-recorded': ['en-light-1920x1080'],
  'marks-parts': ['en-dark-1920x1080'],
  'camera-held': [],
  'camera-unclear': [],
  direction: [],
  type: ['en-dark-1366x768'],
  'type-known': [],
  'type-touch': ['en-light-1080x1920'],
  // A start after a crash, and without the key; set-up.
  'start-sudden-end': [],
  'start-recover': [],
  'setup-language': [],
  'setup-site': ['en-light-1080x1920'],
  'setup-gate': ['en-dark-1920x1080'],
  'setup-password': [],
  'setup-scanner': [],
  'setup-target': [],
  'setup-openers': [],
  'setup-summary': [],
  // The administrator's pages.
  'sign-in': [],
  delivered: [],
  'sticks-new': [],
  'sticks-delivering': [],
  'sticks-safe': ['en-light-1920x1080'],
  'targets-list': ['en-dark-1080x1920'],
  'targets-form': [],
  keys: ['en-dark-1366x768'],
  retention: ['en-light-1366x768'],
  password: [],
  'people-open': ['en-dark-1920x1080'],
  'people-found': [],
  choices: [],
  find: [],
  'find-code': [],
  'find-found': ['en-dark-1920x1080'],
  ports: ['en-light-1080x1920'],
  'camera-admin': [],
  'trust-lists': ['en-light-1366x768'],
  'trust-health': [],
  clock: ['en-dark-1920x1080'],
  'clock-doubt': ['en-light-1366x768'],
};

/** The looks that docs/screens has of a screen; none of one that it does not show. */
export function docsLooksOf(screen: string): readonly Look[] {
  const also = DOCS[screen];
  if (also === undefined) return [];
  return [DOCS_LOOK, ...allLooks().filter((look) => also.includes(lookWord(look)))];
}
