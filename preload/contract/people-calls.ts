import { z } from 'zod';
import type { CallMap } from './call-map.ts';
import type { FoundPersonView, PeoplePageView, PeoplePairView } from './people-views.ts';

const personKey = z.string().regex(/^[0-9a-f]{32}$/);
const twoPeople = z.strictObject({ keys: z.tuple([personKey, personKey]) });

/** Calls of people who may be one: arguments and the role that each needs. */
export const peopleCalls = {
  /** A page of pairs: who may be one person, who is, or who was said to be two. */
  'people.page': {
    role: 'admin',
    args: z.strictObject({
      list: z.enum(['open', 'joined', 'dismissed']),
      before: z.int().positive().nullable(),
    }),
  },
  /** Finds people by how a word of the name, with or without its accents, or a number begins. */
  'people.find': { role: 'admin', args: z.strictObject({ text: z.string().max(200) }) },
  'people.compare': { role: 'admin', args: twoPeople },
  /** Says that two are one person. */
  'people.join': { role: 'admin', args: twoPeople },
  /** Undoes that, or says that the cards which join them are wrong. */
  'people.part': { role: 'admin', args: twoPeople },
  /** Says that two who look alike are two. */
  'people.dismiss': { role: 'admin', args: twoPeople },
  /** Takes that back. */
  'people.recall': { role: 'admin', args: twoPeople },
} as const satisfies CallMap;

/** What each of them answers. */
export interface PeopleResults {
  'people.page': PeoplePageView;
  'people.find': readonly FoundPersonView[];
  'people.compare': PeoplePairView;
  'people.join': null;
  'people.part': null;
  'people.dismiss': null;
  'people.recall': null;
}
