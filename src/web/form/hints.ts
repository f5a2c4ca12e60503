import type { LetterLanguage } from '../../letter/language.ts'
import ar from './text/ar.json' with { type: 'json' }
import en from './text/en.json' with { type: 'json' }
import es from './text/es.json' with { type: 'json' }
import fr from './text/fr.json' with { type: 'json' }
import ru from './text/ru.json' with { type: 'json' }
import vi from './text/vi.json' with { type: 'json' }
import zh from './text/zh.json' with { type: 'json' }

/**
 * What stands below fields, and what legal bases ask a message to hold (`content` of the profiles), by what the schemas say of the member in
 * English. That is written for whoever reads schemas too: where it speaks of them, the English file has other words for who fills in the
 * form; nothing, where there is nothing to tell them.
 */
export const hintTexts: Readonly<Record<LetterLanguage, Readonly<Record<string, string>>>> = {
  ar,
  en,
  es,
  fr,
  ru,
  vi,
  zh,
}

/**
 * A description of a schema, or a wish of a profile, in the language of a reader; undefined where nothing is said of it, and where there is none in
 * that language, as of what a State has described in a schema of its own.
 */
export function hintIn(language: LetterLanguage, description: string): string | undefined {
  const text = hintTexts[language][description] ?? (language === 'en' ? description : '')
  return text === '' ? undefined : text
}
