import { hasOneCase, TONE_MARKS } from './letters.ts';

/*
 * Which words can be Vietnamese at all. A damaged letter often has two readings of which only one makes a
 * syllable: `Tr░íng` can be Trương and nothing else. The rhymes are those of the school grammar plus the few
 * that place names of the Central Highlands need (Đắk, Lắk, Búk).
 */
const RHYMES = new Set(
  `a ai ao au ay am an ang anh ap at ac ach ak
ăm ăn ăng ăp ăt ăc ăk âm ân âng âp ât âc âu ây âk
e em en eng ep et ec eo ek ê êm ên êng ênh êp êt êch êu êk
i im in inh ip it ich iu ia iêm iên iêng iêp iêt iêc iêu ik
o om on ong op ot oc oi ok oong ooc oa oai oam oan oang oanh oap oat oac oach oay oao
oăm oăn oăng oăp oăt oăc oe oem oen oeo oet
ô ôm ôn ông ôp ôt ôc ôi ôk ơ ơm ơn ơp ơt ơi
u um un ung up ut uc ui ua uk uôm uôn uông uôt uôc uôi
uân uâng uât uây uê uên uêt uênh uêch uêu uơ uy uya uyên uyêt uynh uych uyt uyu uyn uyp
ư ưm ưn ưng ưt ưc ưi ưu ưa ươm ươn ương ươp ươt ươc ươi ươu
y yên yêm yêng yêt yêu ynh ych yt yn yu`
    .split(/\s+/)
    .map((rhyme) => rhyme.normalize('NFC')),
);

const ONSETS = [
  'ngh',
  'ch',
  'gh',
  'gi',
  'kh',
  'ng',
  'nh',
  'ph',
  'qu',
  'th',
  'tr',
  'b',
  'c',
  'd',
  'đ',
  'g',
  'h',
  'k',
  'l',
  'm',
  'n',
  'p',
  'r',
  's',
  't',
  'v',
  'x',
  '',
];

const TONES = new RegExp(`[${TONE_MARKS}]`, 'g');
const FRONT = /^[eêiy]/;
/** After these only the full rhymes of y are written: `quyên`, but never `buyên` with u lost. */
const LONG_Y = /^y./;

/** Toneless form and the tone mark of a word, or null where it carries more than one tone. */
function splitTone(word: string): { readonly plain: string; readonly tone: string } | null {
  const open = word.toLowerCase().normalize('NFD');
  const tones = open.match(TONES) ?? [];
  if (tones.length > 1) return null;
  return { plain: open.replace(TONES, '').normalize('NFC'), tone: tones[0] ?? '' };
}

function fits(onset: string, rhyme: string): boolean {
  if (!RHYMES.has(rhyme)) return false;
  const front = FRONT.test(rhyme);
  if (onset === 'qu') return /^[aăâeêiơy]/.test(rhyme) || rhyme === 'ôc';
  if (LONG_Y.test(rhyme)) return onset === '';
  if (onset === 'gh' || onset === 'ngh') return front && !rhyme.startsWith('y');
  if (onset === 'k') return front || rhyme.endsWith('k');
  if (onset === 'c') return !front;
  if (onset === 'g') return !front || rhyme.startsWith('i');
  if (onset === 'ng') return !front;
  if (rhyme === 'y') return /^(|h|k|l|m|s|t|v|th)$/.test(onset);
  return true;
}

/**
 * True where the word is a Vietnamese syllable by its letters: a known beginning, a known rhyme, at most one tone,
 * sắc or nặng before a final stop, and one case throughout. It says nothing about whether such a word is in use.
 */
export function isSyllable(word: string): boolean {
  if (word === '' || word.length > 16 || !hasOneCase(word)) return false;
  const split = splitTone(word);
  if (split === null) return false;
  const { plain, tone } = split;
  if (/([cpt]|ch)$/.test(plain) && tone !== '\u0301' && tone !== '\u0323') return false;
  return ONSETS.some((onset) => plain.startsWith(onset) && fits(onset, plain.slice(onset.length)));
}
