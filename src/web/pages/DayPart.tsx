import type { DeskDayPart } from '../../exchange/desk/deskDayPart.ts'
import { dayLink } from '../desk/caseLinks.ts'
import { caseWords } from '../desk/caseWords.ts'
import type { Visit } from '../desk/pageOf.ts'
import { DayLines, listOf } from '../parts/DayLists.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'

interface DayPartProps extends Visit {
  readonly frame: Frame
  readonly part: DeskDayPart
}

/** A further page of one list of the desk. */
export function DayPart({ frame, words: spoken, person, part: { names, filter, page } }: DayPartProps) {
  const words = caseWords(spoken, names)
  const { say } = words
  const title = say(listOf(page.list, person).title)
  return (
    <Layout frame={frame} words={spoken} person={person} title={title}>
      <a class="govuk-back-link" href={dayLink(filter)}>
        {say('backToDesk')}
      </a>
      <h1 class="govuk-heading-xl">{title}</h1>
      {page.lines.length === 0 && page.next === null ? (
        <p class="govuk-body">{say('nothingBehind')}</p>
      ) : null}
      <DayLines words={words} person={person} filter={filter} page={page} />
    </Layout>
  )
}
