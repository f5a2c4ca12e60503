import { messageWords } from '../../src/exchange/search/messageWords.ts'
import type { SearchPart } from '../../src/store/search/searchTables.ts'

// People, companies and words that nobody has: made by rule from a number, so that two runs ask for the same.

/** Words with the part of a record in which they stand. */
export type Words = readonly (readonly [word: string, part: SearchPart])[]

/** A text, and the words by which it is found. */
export interface InventedText {
  readonly text: string
  readonly words: Words
}

/** Numbers from 0 up to 1, the same for the same seed (mulberry32). */
export function chance(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const parts = {
  latin:
    'ba be bi bo da de di do fa fe ga go ka ke ki ko la le li lo ma me mi mo na ne ni no pa pe ra re ri ro sa se si so ta te',
  cyrillic:
    'ба бе би бо да де до жа ка ке ки ко ла ле ли ло ма ме ми мо на не ни но па ра ре ри ро са се си со та те ти то ва ве',
  arabic:
    'با بو بي تا تو تي جا دا دي را رو ري سا سو سي شا طا عا فا في قا كا كو لا لي ما مو مي نا نو ني ها وا يا',
} as const

const first = 0x4e00

/** A word of a script by its number: the same number is the same word. */
function wordOf(script: keyof typeof parts, number: number): string {
  const syllables = parts[script].split(' ')
  let word = ''
  for (let rest = number + syllables.length; rest > 0; rest = Math.floor(rest / syllables.length))
    word += syllables[rest % syllables.length] ?? ''
  return word
}

/** Words that a language has; some are said in most texts and most in few (Zipf). */
const vocabulary = 8_000
const characters = 1_200

export type Script = keyof typeof parts | 'chinese'
const scripts: readonly Script[] = ['latin', 'latin', 'cyrillic', 'arabic', 'chinese']

function rank(next: () => number, most: number): number {
  return Math.floor(most ** next()) - 1
}

/** The word of a script that is said most often, and one that is said seldom. */
export function spokenWord(script: Script, at: number): string {
  return script === 'chinese' ? String.fromCodePoint(first + at, first + at + 1) : wordOf(script, at)
}

function textIn(script: Script, next: () => number): string {
  if (script === 'chinese')
    return Array.from({ length: 45 }, () => String.fromCodePoint(first + rank(next, characters))).join('')
  return Array.from({ length: 35 }, () => wordOf(script, rank(next, vocabulary))).join(' ')
}

/** Texts of several scripts, each as long as the facts of a short request. */
export function inventedTexts(count: number): readonly InventedText[] {
  const next = chance(7)
  return Array.from({ length: count }, (_, at) => {
    const text = textIn(scripts[at % scripts.length] ?? 'latin', next)
    return { text, words: wordsIn({ text }) }
  })
}

/** A name that looks invented, of about half a million. */
export function inventedName(number: number): string {
  const script = scripts[number % scripts.length] ?? 'latin'
  const at = Math.floor(number / scripts.length)
  if (script === 'chinese')
    return `示例${String.fromCodePoint(first + 2_000 + (at % 300), first + 3_000 + (Math.floor(at / 300) % 300))}`
  const prefix = { latin: 'Example', cyrillic: 'Пример', arabic: 'مثال' }[script]
  return `${prefix} ${wordOf(script, 2_000 + (at % 600))} ${wordOf(script, 5_000 + (Math.floor(at / 600) % 900))}`
}

/** The words of members of a body, as the node finds them. */
export function wordsIn(body: Readonly<Record<string, unknown>>, reference = ''): Words {
  return [...messageWords({ reference, body, exhibits: [] })]
}

/** Codes of other States, those first with which most is exchanged. */
export const otherStates: readonly string[] =
  'FR DE ES IT GB US BR MX AR CL CO PE EC PT NL BE LU CH AT PL CZ SK HU RO BG GR TR UA MD GE AM AZ KZ UZ KG TJ MN CN JP KR TH LA KH MM MY SG ID PH BN TL AU NZ FJ PG IN PK BD LK NP BT MV IR IQ SA AE KW BH OM YE JO LB SY EG LY TN DZ MA MR SN GM GN SL LR CI GH TG BJ NG NE ML BF TD CM GA CG CD AO ZM ZW MW MZ NA BW ZA LS SZ MG MU SC KM KE UG TZ RW BI ET ER DJ SO SD SS CF GQ ST CV IE IS NO SE FI DK EE LV LT BY RU RS ME MK AL BA HR SI MT CY IL CA CU DO HT JM TT BB BS BZ GT HN SV NI CR PA VE GY SR BO PY UY'.split(
    ' ',
  )
