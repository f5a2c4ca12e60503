import type { LetterLanguage } from '../../letter/language.ts'
import ar from './text/ar.json' with { type: 'json' }
import es from './text/es.json' with { type: 'json' }
import fr from './text/fr.json' with { type: 'json' }
import ru from './text/ru.json' with { type: 'json' }
import vi from './text/vi.json' with { type: 'json' }
import zh from './text/zh.json' with { type: 'json' }

/**
 * What the schemas say of members of a body, and what legal bases ask a message to hold (`content` of the profiles), in the languages
 * other than English: by the sentence in English.
 */
export const hintTexts: Readonly<Record<Exclude<LetterLanguage, 'en'>, Readonly<Record<string, string>>>> = {
  ar,
  es,
  fr,
  ru,
  vi,
  zh,
}

/**
 * A description of a schema, or a wish of a profile, in the language of a reader; undefined where there is none in it, as of what a State has described in a
 * schema of its own.
 */
export function hintIn(language: LetterLanguage, description: string): string | undefined {
  return language === 'en' ? description : hintTexts[language][description]
}
