import type { JSX } from 'preact'
import { type ToldEvent, toldEvents } from '../../exchange/webhooks/told.ts'
import { aboutNotices, meaningOf, noticeHeads } from '../openapi/notices.ts'
import { schemaPage } from './ReaderPage.tsx'
import { Name, Prose, type ReaderWords } from './words.tsx'

/** What systems of the State are told, and how they know that it is true. */
export function NoticesPart({ words }: { readonly words: ReaderWords }): JSX.Element {
  const { say } = words
  const rows = (Object.keys(toldEvents) as ToldEvent[]).map((event) => [event, meaningOf(event)] as const)
  return (
    <section>
      <h2 id="notices">{say('What systems are told')}</h2>
      {Object.values(aboutNotices).map((sentence) => (
        <p>
          <Prose text={say(sentence)} />
        </p>
      ))}
      <p>
        {say('Body:')} <Name text="application/json" />{' '}
        <a href={schemaPage('Notice', words)}>
          <Name text="Notice" />
        </a>
      </p>
      <NamesTable words={words} caption="Heads of a notice" rows={Object.entries(noticeHeads)} />
      <NamesTable words={words} caption="Events" rows={rows} />
    </section>
  )
}

interface NamesProps {
  readonly words: ReaderWords
  readonly caption: string
  /** Names, each with what it means in English. */
  readonly rows: readonly (readonly [string, string])[]
}

function NamesTable({ words: { say }, caption, rows }: NamesProps): JSX.Element {
  return (
    <table>
      <caption>{say(caption)}</caption>
      <thead>
        <tr>
          <th scope="col">{say('Name')}</th>
          <th scope="col">{say('What')}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(([name, meaning]) => (
          <tr>
            <th scope="row">
              <Name text={name} />
            </th>
            <td>
              <Prose text={say(meaning)} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
