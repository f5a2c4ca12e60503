/** A word whose letters are of scripts that do not belong together. */
export interface MixedWord {
  readonly word: string
  /** In the order in which they come. */
  readonly scripts: readonly LettersOf[]
}

/** Which letters of a word are of one script. */
export interface LettersOf {
  /** ISO 15924. */
  readonly script: string
  /** Each once, in the order in which they come. */
  readonly letters: string
}

/** Scripts in which words of today are written (UAX #31, table 5), and three more whose letters look like those of others. */
const scripts: Readonly<Record<string, RegExp>> = {
  Latn: /\p{scx=Latn}/u,
  Cyrl: /\p{scx=Cyrl}/u,
  Grek: /\p{scx=Grek}/u,
  Arab: /\p{scx=Arab}/u,
  Hani: /\p{scx=Hani}/u,
  Hira: /\p{scx=Hira}/u,
  Kana: /\p{scx=Kana}/u,
  Hang: /\p{scx=Hang}/u,
  Bopo: /\p{scx=Bopo}/u,
  Armn: /\p{scx=Armn}/u,
  Geor: /\p{scx=Geor}/u,
  Hebr: /\p{scx=Hebr}/u,
  Deva: /\p{scx=Deva}/u,
  Beng: /\p{scx=Beng}/u,
  Guru: /\p{scx=Guru}/u,
  Gujr: /\p{scx=Gujr}/u,
  Orya: /\p{scx=Orya}/u,
  Taml: /\p{scx=Taml}/u,
  Telu: /\p{scx=Telu}/u,
  Knda: /\p{scx=Knda}/u,
  Mlym: /\p{scx=Mlym}/u,
  Sinh: /\p{scx=Sinh}/u,
  Thai: /\p{scx=Thai}/u,
  Laoo: /\p{scx=Laoo}/u,
  Khmr: /\p{scx=Khmr}/u,
  Mymr: /\p{scx=Mymr}/u,
  Tibt: /\p{scx=Tibt}/u,
  Ethi: /\p{scx=Ethi}/u,
  Thaa: /\p{scx=Thaa}/u,
  Cher: /\p{scx=Cher}/u,
  Copt: /\p{scx=Copt}/u,
  Lisu: /\p{scx=Lisu}/u,
}

/** What is written together: Japanese, Chinese with its phonetic letters, and Korean, each with Latin letters among them (UTS #39, section 5.2). */
const together: readonly (readonly string[])[] = [
  ['Latn', 'Hani', 'Hira', 'Kana'],
  ['Latn', 'Hani', 'Bopo'],
  ['Latn', 'Hani', 'Hang'],
]

/** Letters and what belongs to them; a hyphen, a point or a space ends a word, for each of its parts may be of another language. */
const words = /[\p{L}\p{M}\p{N}'’]+/gu
const plain = /^[ -~\u00c0-\u024f\u1e00-\u1eff\s]*$/

/**
 * The words of a text in which letters of several scripts stand beside each other, as in a name that is to look like another: at most so
 * many, each once. A word that is all of one other script is not among them, whatever it looks like.
 */
export function mixedWords(text: string, most: number): readonly MixedWord[] {
  if (plain.test(text)) return []
  const found = new Map<string, MixedWord>()
  for (const [word] of text.matchAll(words)) {
    if (found.size >= most) break
    if (plain.test(word) || found.has(word)) continue
    const mixed = scriptsIn(word)
    if (mixed.length > 1) found.set(word, { word, scripts: mixed })
  }
  return [...found.values()]
}

/** The letters of a word by their scripts; none where these belong together. */
function scriptsIn(word: string): readonly LettersOf[] {
  const letters = [...new Set(word.match(/\p{L}/gu))]
  const sets = letters.map(scriptsOf)
  const first = sets.find((set) => set.length > 0) ?? []
  const goesWith = (those: readonly string[]): boolean =>
    sets.every((set) => set.length === 0 || set.some((script) => those.includes(script)))
  if (first.some((script) => goesWith([script])) || together.some(goesWith)) return []
  const present = new Set(sets.flatMap((set) => set.slice(0, 1)))
  return [...present].map((script) => ({
    script,
    letters: letters.filter((letter) => scriptsOf(letter)[0] === script).join(''),
  }))
}

const known = new Map<string, readonly string[]>()
const knownMax = 5_000

/** The scripts that have this letter; none where it belongs to all, or to one that nobody writes today. */
function scriptsOf(letter: string): readonly string[] {
  const before = known.get(letter)
  if (before !== undefined) return before
  const of = Object.entries(scripts).flatMap(([script, pattern]) => (pattern.test(letter) ? [script] : []))
  if (known.size < knownMax) known.set(letter, of)
  return of
}
