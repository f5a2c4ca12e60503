import { type DayFilter, dayFilters } from '../../exchange/desk/dayFilter.ts'
import type { DeskDay } from '../../exchange/desk/deskDay.ts'
import { exchangeLimits } from '../../exchange/limits.ts'
import { dayLink } from '../desk/caseLinks.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import type { Sentence } from '../desk/words.ts'

interface DayFiltersProps {
  readonly words: CaseWords
  readonly needing: DeskDay['needing']
  /** The part that is shown. */
  readonly filter: DayFilter
  /** Whoever handles no requests has none. */
  readonly isWriter: boolean
  /** How many drafts need the person, which stand in the list of each part that `isWithDrafts`. */
  readonly drafts: number
}

const names = {
  authority: 'whoseAuthority',
  mine: 'whoseMine',
  nobody: 'whoseNobody',
  unread: 'withUnread',
} as const satisfies Readonly<Record<DayFilter, Sentence>>

/** The parts of the desk, each with how many requests of it need somebody. */
export function DayFilters({ words, needing, filter, isWriter, drafts }: DayFiltersProps) {
  const { say } = words
  return (
    <nav class="desk-parts" aria-label={say('dayFilters')}>
      <ul class="govuk-list">
        {dayFilters
          .filter((one) => isWriter || one !== 'mine')
          .map((one) => (
            <li key={one}>
              <a
                class="govuk-link"
                href={dayLink(one)}
                {...(one === filter ? { 'aria-current': 'page' as const } : {})}
              >
                {/* How many of them need somebody would be read as how many are unread. */}
                {one === 'unread'
                  ? say(names[one])
                  : say('dayFilter', {
                      name: say(names[one]),
                      count: countIn(words, needing[one], isWithDrafts(one) ? drafts : 0),
                    })}
              </a>
            </li>
          ))}
      </ul>
      <p class="govuk-hint">{say('dayFiltersText')}</p>
    </nav>
  )
}

/** Whether a part shows the drafts that wait for the person as an approver or a writer: they are theirs, whoever has the request. */
export function isWithDrafts(part: DayFilter): boolean {
  return part === 'authority' || part === 'mine'
}

/** As far as they are counted, with others of which each is known; behind that `+`. */
function countIn({ known }: CaseWords, count: number, others: number): string {
  const { partCountedMax } = exchangeLimits.day
  const isMore = count > partCountedMax
  return `${known.format.number(Math.min(count, partCountedMax) + others)}${isMore ? '+' : ''}`
}

/** What stands where a list of a part is empty: what to do next. */
export function emptyOf(filter: DayFilter, empty: Sentence): Sentence {
  if (filter === 'mine') return 'dayNoneMine'
  if (filter === 'nobody') return 'dayNoneNobody'
  return filter === 'unread' ? 'dayNoneUnread' : empty
}
