import type { OverKeptPage } from '../../exchange/desk/overKept.ts'
import { deskRoutes } from '../deskPaths.ts'
import { type CaseWords, caseWords } from '../desk/caseWords.ts'
import type { Visit } from '../desk/pageOf.ts'
import { CaseReference, FromTo, States } from '../parts/CaseParts.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code } from '../parts/Line.tsx'
import { Moment } from '../parts/Moment.tsx'
import { Said } from '../parts/Said.tsx'
import { Table } from '../parts/Table.tsx'

interface OverKeptProps extends Visit {
  readonly frame: Frame
  readonly list: OverKeptPage
}

/** The requests whose time of keeping is over, and what two persons do about each. */
export function OverKept({ frame, words: spoken, person, list }: OverKeptProps) {
  const words = caseWords(spoken, list.names)
  const { say } = words
  const title = say('overKept')
  return (
    <Layout frame={frame} words={spoken} person={person} title={title}>
      <a class="govuk-back-link" href={deskRoutes.home.path}>
        {say('backToDesk')}
      </a>
      <h1 class="govuk-heading-xl">{title}</h1>
      <p class="govuk-body-l">{say('overKeptMeaning')}</p>
      {list.requests.length === 0 ? (
        <p class="govuk-body">{say('overKeptEmpty')}</p>
      ) : (
        <>
          <Ways words={words} />
          <Listed words={words} list={list} />
        </>
      )}
      {list.next === null ? null : (
        <p class="desk-pages">
          <a
            class="govuk-link"
            rel="next"
            href={`${deskRoutes.overKept.path}?${new URLSearchParams({ after: list.next }).toString()}`}
          >
            {say('nextPageOf', { list: title })}
          </a>
        </p>
      )}
    </Layout>
  )
}

/** Both are done at the machine of the node, by whoever runs it, and named with who decided. */
function Ways({ words }: { readonly words: CaseWords }) {
  const ways = [
    ['overKeptErase', 'rogatory erase REF --ground "…" --as "…" --approved-by "…"'],
    ['overKeptHold', 'rogatory hold REF --reason "…" --as "…"'],
  ] as const
  return (
    <ul class="govuk-list govuk-list--bullet">
      {ways.map(([sentence, command]) => (
        <li key={sentence}>
          <Said words={words} sentence={sentence} values={{ command: <Code text={command} /> }} />
        </li>
      ))}
    </ul>
  )
}

function Listed({ words, list }: { readonly words: CaseWords; readonly list: OverKeptPage }) {
  const { say } = words
  return (
    <Table
      caption={say('overKeptCaption')}
      head={[say('request'), say('state'), say('overKeptEnded'), say('overKeptUntil')]}
      rows={list.requests.map(({ view, endedAt, until }) => [
        <>
          <CaseReference view={view} />
          <div class="desk-under">
            <FromTo words={words} view={view} />
          </div>
        </>,
        <States key="state" words={words} view={view} />,
        <Moment key="ended" words={words} at={endedAt} />,
        <Moment key="until" words={words} at={until} />,
      ])}
    />
  )
}
