import type { ComponentChildren, JSX } from 'preact'
import { letterLanguages } from '../../letter/language.ts'
import { sentences } from '../desk/words.ts'
import { readerPaths } from '../paths.ts'
import type { ReaderWords } from './words.tsx'

/** Where a page of the reader is in the language in which this one is. */
export function readerLink(path: string, { language }: Pick<ReaderWords, 'language'>): string {
  return `${path}?language=${language}`
}

/** The address of the page of a schema. */
export function schemaPage(name: string, words: Pick<ReaderWords, 'language'>): string {
  return readerLink(readerPaths.readerSchema.replace(':schema', name), words)
}

interface ReaderPageProps {
  readonly words: ReaderWords
  /** Path of the page itself: where it is in another language. */
  readonly path: string
  /** What it is called. */
  readonly title: string
  /** The title is a name for programs, and the same in every language. */
  readonly isName?: true
  readonly children: ComponentChildren
}

/** A page of the reader, for programmers. It has no script, and nothing from elsewhere. */
export function ReaderPage({ words, path, title, isName, children }: ReaderPageProps): JSX.Element {
  const { say, language, direction } = words
  return (
    <html lang={language} dir={direction}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        <link rel="stylesheet" href={readerPaths.readerStyle} />
      </head>
      <body>
        <a class="skip" href="#main">
          {say('Skip to the content')}
        </a>
        <header>
          <a href={readerLink(readerPaths.reader, words)}>{say('Rogatory: the API')}</a>
          <a href={readerPaths.document}>{say('OpenAPI document')}</a>
          <nav aria-label={say('Language')}>
            <ul class="languages">
              {letterLanguages.map((one) => (
                <li>
                  <a
                    href={readerLink(path, { language: one })}
                    lang={one}
                    hreflang={one}
                    aria-current={one === language ? 'true' : undefined}
                  >
                    {sentences[one].languageName}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        </header>
        <main id="main">
          <h1>{isName === true ? <bdi dir="ltr">{title}</bdi> : title}</h1>
          {children}
          <p>
            {say(
              'The document itself, names and codes are the same in every language; what is in English here stands there in English.',
            )}
          </p>
        </main>
      </body>
    </html>
  )
}
