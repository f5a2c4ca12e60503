import type { ComponentChildren, JSX } from 'preact'
import { type LetterLanguage, directionOf } from '../../letter/language.ts'
import ar from './text/ar.json' with { type: 'json' }
import es from './text/es.json' with { type: 'json' }
import fr from './text/fr.json' with { type: 'json' }
import ru from './text/ru.json' with { type: 'json' }
import vi from './text/vi.json' with { type: 'json' }
import zh from './text/zh.json' with { type: 'json' }

/** What the document of the port says in English, and the frame of its reader, in the other languages: by the sentence in English. */
export const readerTexts: Readonly<Record<Exclude<LetterLanguage, 'en'>, Readonly<Record<string, string>>>> =
  { ar, es, fr, ru, vi, zh }

/** The reader in the words of one language. */
export interface ReaderWords {
  readonly language: LetterLanguage
  readonly direction: 'ltr' | 'rtl'
  /**
   * A sentence of the reader or of the document.
   *
   * @param sentence - in English
   * @throws RangeError where nobody has translated it
   */
  readonly say: (sentence: string) => string
}

export function readerWords(language: LetterLanguage): ReaderWords {
  const say = (sentence: string): string => {
    const said = language === 'en' ? sentence : readerTexts[language][sentence]
    if (said === undefined) throw new RangeError(`nothing is said in ${language} for: ${sentence}`)
    return said
  }
  return { language, direction: directionOf(language), say }
}

/** A sentence with what stands between grave accents as code, which is read from left to right in every language. */
export function Prose({ text }: { readonly text: string }): JSX.Element {
  return <>{text.split('`').map((piece, place) => (place % 2 === 1 ? <Name text={piece} /> : piece))}</>
}

/** The name of something for programs, as it is written in every language. */
export function Name({ text }: { readonly text: string }): JSX.Element {
  return <code dir="ltr">{text}</code>
}

/** What the document has in English alone. */
export function English({ children }: { readonly children: ComponentChildren }): JSX.Element {
  return (
    <span lang="en" dir="ltr">
      {children}
    </span>
  )
}
