import type { ComponentChildren } from 'preact'
import type { DayFilter } from '../../exchange/desk/dayFilter.ts'
import type { DeskDay } from '../../exchange/desk/deskDay.ts'
import type { DeskDayPart } from '../../exchange/desk/deskDayPart.ts'
import type { SavedSearch } from '../../exchange/search/saved.ts'
import type { DeskDrafts } from '../../exchange/drafts/listDrafts.ts'
import { exchangeLimits } from '../../exchange/limits.ts'
import { deskRoutes } from '../deskPaths.ts'
import { casesLink, everyCase } from '../desk/caseLinks.ts'
import { type CaseWords, caseWords } from '../desk/caseWords.ts'
import type { Visit } from '../desk/pageOf.ts'
import type { Sentence, Words } from '../desk/words.ts'
import { DayFilters, emptyOf, isWithDrafts } from '../parts/DayFilters.tsx'
import { DayLines, listOf } from '../parts/DayLists.tsx'
import { DraftTable } from '../parts/DraftParts.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code } from '../parts/Line.tsx'
import { Said } from '../parts/Said.tsx'
import { SavedSearches } from '../parts/SavedSearches.tsx'

interface DayProps extends Visit {
  readonly frame: Frame
  readonly day: DeskDay
  /** Null: the person writes none. */
  readonly drafts: DeskDrafts | null
  readonly saved: readonly SavedSearch[]
  /** Something is kept that the person had typed when their session ended. */
  readonly isTypedKept: boolean
}

/** The day's desk: what needs me, what came in, for whom I wait, and what has not arrived. */
export function Day({ frame, words: spoken, person, day, drafts, saved, isTypedKept }: DayProps) {
  const words = caseWords(spoken, day.names)
  const { say } = words
  const { filter, needing } = day
  const own = isWithDrafts(filter) ? drafts : null
  const waiting = [...(drafts?.toApprove ?? []), ...(drafts?.returned ?? [])].length
  const list = { words, person, filter }
  return (
    <Layout frame={frame} words={spoken} person={person} title={say('dayTitle')}>
      <h1 class="govuk-heading-xl">{say('dayTitle')}</h1>
      {isTypedKept ? (
        <p class="govuk-inset-text">
          {say('typedWaits')}{' '}
          <a class="govuk-link" href={deskRoutes.typedForms.path}>
            {say('typedTitle')}
          </a>
        </p>
      ) : null}
      {drafts === null || day.over === 0 ? null : <Over words={spoken} over={day.over} />}
      <Counts words={spoken} counts={day.counts} isWriter={drafts !== null} forPerson={waiting} />
      <DayFilters
        words={words}
        needing={needing}
        filter={filter}
        isWriter={drafts !== null}
        drafts={waiting}
      />
      <p class="govuk-body">
        <Said words={words} sentence="timesIn" values={{ zone: <Code text={day.names.timeZone} /> }} />
      </p>
      <Needs {...list} page={day.needs} drafts={own} />
      {own === null ? null : (
        <Part words={words} title="yourDrafts" empty="yourDraftsEmpty" count={own.mine.length}>
          <DraftTable words={caseWords(spoken, own.names)} drafts={own.mine} />
        </Part>
      )}
      <List {...list} page={{ list: 'arrived', ...day.arrived }} />
      <List {...list} page={{ list: 'waits', ...day.waits }} />
      {day.undelivered === null ? null : (
        <List {...list} page={{ list: 'undelivered', ...day.undelivered }} />
      )}
      <SavedSearches frame={frame} words={spoken} saved={saved} />
      <WaysToRequests words={spoken} isWriter={drafts !== null} />
      {drafts === null ? null : <WaysOfWriters words={words} />}
    </Layout>
  )
}

/** What was kept for its time and waits for two persons. */
function Over({ words, over }: { readonly words: Words; readonly over: number }) {
  const { say } = words
  return (
    <p class="govuk-inset-text">
      {say('overKeptWaits', { count: countOf(words, over, 0) })}{' '}
      <a class="govuk-link" href={deskRoutes.overKept.path}>
        {say('overKept')}
      </a>
    </p>
  )
}

interface CountsProps {
  readonly words: Words
  readonly counts: DeskDay['counts']
  readonly isWriter: boolean
  /** How many drafts need the person. */
  readonly forPerson: number
}

/** How many stand in each list of the authority; of a part nothing is said. */
function Counts({ words, counts, isWriter, forPerson }: CountsProps) {
  if (counts === null) return null
  return (
    <p class="govuk-body-l">
      {words.say(isWriter ? 'dayCounts' : 'dayCountsAuthority', {
        needs: countOf(words, counts.needs, forPerson),
        fresh: countOf(words, counts.arrived, 0),
        waits: countOf(words, counts.waits, 0),
        undelivered: countOf(words, counts.undelivered, 0),
      })}
    </p>
  )
}

/** How many there are, as far as they are counted, with others of which each is known. */
function countOf({ say }: Words, count: number, others: number): string | number {
  const { countedMax } = exchangeLimits.day
  return count > countedMax ? say('moreThan', { count: countedMax + others }) : count + others
}

interface ListProps {
  readonly words: CaseWords
  readonly person: DayProps['person']
  readonly filter: DayFilter
  readonly page: DeskDayPart['page']
}

/** A list of requests or messages; what it shows may be none of what it holds, and then it says where that is. */
function List({ words, person, filter, page }: ListProps) {
  const { title, empty } = listOf(page.list, person)
  return (
    <Part words={words} title={title} empty={emptyOf(filter, empty)} count={isEmpty(page) ? 0 : 1}>
      <DayLines words={words} person={person} filter={filter} page={page} />
    </Part>
  )
}

/** Where somebody has or has read so much that none of a page is left, the list goes on all the same. */
function isEmpty({ lines, next }: DeskDayPart['page'] | DeskDay['needs']): boolean {
  return lines.length === 0 && next === null
}

interface NeedsProps {
  readonly words: CaseWords
  readonly person: DayProps['person']
  readonly filter: DayFilter
  readonly page: DeskDay['needs']
  /** Null: the person writes none. */
  readonly drafts: DeskDrafts | null
}

/** What needs the person: what waits for their approval, what was returned to them, and the requests in which a step is awaited. */
function Needs({ words, person, filter, page, drafts }: NeedsProps) {
  const { say } = words
  const { listedMax } = exchangeLimits.day
  const own = drafts === null ? words : caseWords(words, drafts.names)
  const groups = (
    [
      ['toApprove', drafts?.toApprove ?? []],
      ['returnedToYou', drafts?.returned ?? []],
    ] as const
  ).filter(([, some]) => some.length > 0)
  const hasCases = !isEmpty(page)
  return (
    <Part
      words={words}
      title={listOf('needs', person).title}
      empty={emptyOf(filter, listOf('needs', person).empty)}
      count={groups.length + Number(hasCases)}
    >
      {groups.map(([title, some]) => (
        <div key={title}>
          <h3 class="govuk-heading-m">{say(title)}</h3>
          <DraftTable words={own} drafts={some.slice(0, listedMax)} isTimed={title === 'toApprove'} />
          {some.length <= listedMax ? null : (
            <p class="desk-pages">
              <a class="govuk-link" href={deskRoutes.drafts.path}>
                {say('nextPageOf', { list: say(title) })}
              </a>
            </p>
          )}
        </div>
      ))}
      {hasCases && groups.length > 0 ? <h3 class="govuk-heading-m">{say('requests')}</h3> : null}
      {hasCases ? <DayLines {...{ words, person, filter }} page={{ list: 'needs', ...page }} /> : null}
    </Part>
  )
}

interface WaysProps {
  readonly words: Words
  /** Whoever handles no requests has none. */
  readonly isWriter: boolean
}

/** The requests of the authority, and those of them that a person looks for each day. */
function WaysToRequests({ words: { say }, isWriter }: WaysProps) {
  const ways = [
    ...(isWriter ? [['whoseMine', { whose: 'mine' }] as const] : []),
    ['whoseNobody', { whose: 'nobody' }],
    ['withUnread', { unread: true }],
    ['allRequests', {}],
  ] as const
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-m">{say('requests')}</h2>
      <ul class="govuk-list">
        {ways.map(([name, wanted]) => (
          <li key={name}>
            <a class="govuk-link" href={casesLink({ ...everyCase, ...wanted })}>
              {say(name)}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What whoever writes or approves looks for now and then: each stands on the page where it belongs as well. */
function WaysOfWriters({ words: { say } }: { readonly words: Words }) {
  return (
    <>
      {(['templates', 'delegations', 'overKept'] as const).map((name) => (
        <p key={name} class="govuk-body">
          <a class="govuk-link" href={deskRoutes[name].path}>
            {say(name)}
          </a>
        </p>
      ))}
    </>
  )
}

interface PartProps {
  readonly words: CaseWords
  readonly title: Sentence
  readonly empty: Sentence
  readonly count: number
  readonly children: ComponentChildren
}

/** A list with its heading; an empty one says what to do next. */
function Part({ words: { say }, title, empty, count, children }: PartProps) {
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say(title)}</h2>
      {count === 0 ? <p class="govuk-body">{say(empty)}</p> : children}
    </section>
  )
}
