import { type LetterLanguage, directionOf } from '../../letter/language.ts'
import ar from '../text/ar.json' with { type: 'json' }
import en from '../text/en.json' with { type: 'json' }
import es from '../text/es.json' with { type: 'json' }
import fr from '../text/fr.json' with { type: 'json' }
import ru from '../text/ru.json' with { type: 'json' }
import vi from '../text/vi.json' with { type: 'json' }
import zh from '../text/zh.json' with { type: 'json' }

/** Name of a sentence of the desk. */
export type Sentence = keyof typeof en

/** The sentences of every language; each has the keys of English and the same places in them. */
export const sentences: Readonly<Record<LetterLanguage, Readonly<Record<Sentence, string>>>> = {
  ar,
  en,
  es,
  fr,
  ru,
  vi,
  zh,
}

/** The desk in the words of one language. */
export interface Words {
  readonly language: LetterLanguage
  readonly direction: 'ltr' | 'rtl'
  /**
   * A sentence with what belongs in its places, `{name}`.
   *
   * @throws RangeError where a place has nothing that belongs there
   */
  readonly say: (sentence: Sentence, values?: Readonly<Record<string, string | number>>) => string
}

export function wordsIn(language: LetterLanguage): Words {
  const numbers = new Intl.NumberFormat(language)
  return {
    language,
    direction: directionOf(language),
    say: (sentence, values = {}) =>
      sentences[language][sentence].replace(/\{([a-z][A-Za-z]*)\}/g, (_place, name: string) => {
        const value = values[name]
        if (value === undefined) throw new RangeError(`${sentence} needs ${name}`)
        return typeof value === 'number' ? numbers.format(value) : value
      }),
  }
}

/** The language of the desk that the head `Accept-Language` (RFC 9110 section 12.5.4) prefers; English where none is ours. */
export function preferredLanguage(accepted: string | undefined): LetterLanguage {
  const wanted = (accepted ?? '')
    .split(',', 50)
    .map((one) => {
      const [range = '', ...parameters] = one.trim().toLowerCase().split(';')
      const quality = parameters.map((parameter) => /^\s*q=([01](?:\.[0-9]{0,3})?)\s*$/.exec(parameter)?.[1])
      return { language: range.split('-')[0] ?? '', quality: Number(quality[0] ?? 1) }
    })
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality)
  const ours = Object.keys(sentences) as LetterLanguage[]
  for (const { language } of wanted) {
    const found = ours.find((one) => one === language)
    if (found !== undefined) return found
  }
  return 'en'
}
