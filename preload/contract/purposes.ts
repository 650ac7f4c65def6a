import type { Language } from './gate-views.ts';
import type { PlaceKind } from './setup.ts';

/** Longest purpose, in characters, and how many there can be: all of them are buttons in one dialog. */
export const LONGEST_PURPOSE = 40;
export const MOST_PURPOSES = 12;

/** What people come for, in both languages: the log keeps one of these texts, so both stand beside each other. */
const USUAL = {
  examination: { vi: 'Khám bệnh', en: 'Examination' },
  'visit-patient': { vi: 'Thăm người bệnh', en: 'Visiting a patient' },
  'care-patient': { vi: 'Chăm người bệnh', en: 'Caring for a patient' },
  medicine: { vi: 'Mua thuốc', en: 'Buying medicine' },
  work: { vi: 'Làm việc', en: 'Work' },
  meeting: { vi: 'Họp', en: 'Meeting' },
  paperwork: { vi: 'Làm thủ tục', en: 'Paperwork' },
  interview: { vi: 'Phỏng vấn', en: 'Job interview' },
  delivery: { vi: 'Giao hàng', en: 'Delivery' },
  pickup: { vi: 'Nhận hàng', en: 'Collecting goods' },
  repair: { vi: 'Sửa chữa', en: 'Repairs' },
  home: { vi: 'Về nhà', en: 'Going home' },
  'visit-resident': { vi: 'Thăm cư dân', en: 'Visiting a resident' },
  'pick-up-child': { vi: 'Đón con', en: 'Collecting a child' },
  'see-teacher': { vi: 'Gặp giáo viên', en: 'Seeing a teacher' },
  study: { vi: 'Học tập', en: 'Study' },
  shopping: { vi: 'Mua hàng', en: 'Shopping' },
  selling: { vi: 'Bán hàng', en: 'Selling' },
  eating: { vi: 'Ăn uống', en: 'Food and drink' },
  leisure: { vi: 'Giải trí', en: 'Leisure' },
  exercise: { vi: 'Tập luyện', en: 'Exercise' },
  travel: { vi: 'Đi lại', en: 'Travelling' },
  'see-off': { vi: 'Đưa, đón người', en: 'Seeing somebody off' },
  sights: { vi: 'Tham quan', en: 'Sightseeing' },
  worship: { vi: 'Đi lễ', en: 'Worship' },
  wedding: { vi: 'Dự tiệc cưới', en: 'Wedding guest' },
  funeral: { vi: 'Viếng tang', en: 'Paying respects' },
  service: { vi: 'Dùng dịch vụ', en: 'Customer' },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;
type Usual = keyof typeof USUAL;

const SHOP = ['shopping', 'selling', 'delivery', 'work'] as const;
const PARLOUR = ['service', 'delivery', 'work'] as const;
const WORKPLACE = ['work', 'meeting', 'paperwork', 'interview', 'delivery', 'repair'] as const;
const FACTORY = ['work', 'meeting', 'delivery', 'pickup', 'repair', 'interview'] as const;

/** What people usually come for, by kind of place, the most frequent first. */
const BY_PLACE: Readonly<Record<PlaceKind, readonly Usual[]>> = {
  hospital: ['examination', 'visit-patient', 'care-patient', 'medicine', 'work', 'delivery'],
  clinic: ['examination', 'care-patient', 'medicine', 'work', 'delivery'],
  workplace: WORKPLACE,
  factory: FACTORY,
  'industrial-park': FACTORY,
  'apartment-block': ['home', 'visit-resident', 'delivery', 'repair', 'work'],
  school: ['pick-up-child', 'see-teacher', 'study', 'work', 'delivery', 'repair'],
  market: SHOP,
  'wholesale-market': ['shopping', 'selling', 'delivery', 'pickup', 'work'],
  supermarket: SHOP,
  'shopping-centre': ['shopping', 'eating', 'leisure', 'delivery', 'work'],
  'essential-shop': ['shopping', 'delivery', 'work'],
  restaurant: ['eating', 'delivery', 'work'],
  bar: ['eating', 'leisure', 'delivery', 'work'],
  karaoke: ['leisure', 'delivery', 'work'],
  'massage-beauty': PARLOUR,
  gym: ['exercise', 'delivery', 'work'],
  meeting: ['meeting', 'work', 'delivery'],
  station: ['travel', 'see-off', 'pickup', 'delivery', 'work'],
  'waiting-room': ['travel', 'see-off', 'work'],
  'public-transport': ['travel', 'delivery', 'work'],
  'tourist-site': ['sights', 'eating', 'delivery', 'work'],
  worship: ['worship', 'sights', 'delivery', 'work'],
  wedding: ['wedding', 'delivery', 'work'],
  funeral: ['funeral', 'delivery', 'work'],
  other: ['work', 'meeting', 'delivery', 'repair'],
};
/** Where nobody said what kind of place it is. */
const ANYWHERE: readonly Usual[] = ['work', 'meeting', 'delivery', 'repair'];

/** The purposes that a place starts with, in the language of its log. */
export function usualPurposes(place: PlaceKind | undefined, language: Language): readonly string[] {
  return (place === undefined ? ANYWHERE : BY_PLACE[place]).map((one) => USUAL[one][language]);
}

/**
 * A purpose in the language of the screen: one of the usual ones in that language, any other as the site wrote it.
 * @param purpose as it stands in settings and log
 */
export function purposeWords(purpose: string, language: Language): string {
  const usual = Object.values(USUAL).find(({ vi, en }) => vi === purpose || en === purpose);
  return usual?.[language] ?? purpose;
}
