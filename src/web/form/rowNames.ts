import type { LetterLanguage } from '../../letter/language.ts'
import ar from './rows/ar.json' with { type: 'json' }
import en from './rows/en.json' with { type: 'json' }
import es from './rows/es.json' with { type: 'json' }
import fr from './rows/fr.json' with { type: 'json' }
import ru from './rows/ru.json' with { type: 'json' }
import vi from './rows/vi.json' with { type: 'json' }
import zh from './rows/zh.json' with { type: 'json' }

/** What one of a list is called, by what the list is called in the same language. */
export const rowNames: Readonly<Record<LetterLanguage, Readonly<Record<string, string>>>> = {
  ar,
  en,
  es,
  fr,
  ru,
  vi,
  zh,
}

/** What one of a list is called; as the list itself, where the language or its name has no other word for one. */
export function rowName(language: LetterLanguage, list: string): string {
  const names = rowNames[language]
  return Object.hasOwn(names, list) ? (names[list] ?? list) : list
}
