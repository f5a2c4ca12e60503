import type { DeskRecord } from '../../exchange/desk/deskRecord.ts'
import { typeTitle } from '../../letter/words.ts'
import type { DeskMove } from '../../exchange/desk/deskMove.ts'
import type { DeskPerson } from '../deskServices.ts'
import { caseLink } from '../desk/caseLinks.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { messageName } from '../desk/messageName.ts'
import { Details } from './Details.tsx'
import { Form } from './Form.tsx'
import type { Frame } from './Layout.tsx'
import { MoveNeeds } from './MoveNeeds.tsx'

interface MaySendProps {
  readonly frame: Frame
  readonly words: CaseWords
  readonly person: DeskPerson | null
  readonly record: DeskRecord
}

/** What each side may send now; who writes drafts begins one of what the own side may. */
export function MaySend({ frame, words, person, record: { may, view, entries } }: MaySendProps) {
  const { say } = words
  const other = view.side === 'requesting' ? 'requested' : 'requesting'
  const isWriter = person?.roles.some((role) => role === 'officer' || role === 'approver') === true
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('maySend')}</h2>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-one-half">
          <h3 class="govuk-heading-m">{say('weMaySend')}</h3>
          {isWriter && may[view.side].length > 0 ? (
            <>
              <p class="govuk-body">{say('chooseToWrite')}</p>
              <Own {...{ frame, words, entries }} request={view.request} moves={may[view.side]} />
            </>
          ) : (
            <Options words={words} options={may[view.side]} />
          )}
        </div>
        <div class="govuk-grid-column-one-half">
          <h3 class="govuk-heading-m">{say('theyMaySend')}</h3>
          <Options words={words} options={may[other]} />
        </div>
      </div>
    </section>
  )
}

interface OwnProps extends Omit<MoveProps, 'option'> {
  readonly moves: readonly DeskMove[]
}

/** What is awaited first, then what is usual; what may be sent at nearly any time is folded. */
function Own({ moves, ...parts }: OwnProps) {
  const { say } = parts.words
  const at = (place: DeskMove['place']) => moves.filter((one) => one.place === place)
  const [awaited, usual, always] = [at('awaited'), at('usual'), at('always')]
  return (
    <>
      {awaited.length === 0 ? null : (
        <div class="desk-awaited">
          <h4 class="govuk-heading-s">{say('movesAwaited')}</h4>
          <MoveList {...parts} moves={awaited} />
        </div>
      )}
      {usual.length === 0 ? null : (
        <>
          {awaited.length === 0 ? null : <h4 class="govuk-heading-s">{say('movesUsual')}</h4>}
          <MoveList {...parts} moves={usual} />
        </>
      )}
      {always.length === 0 ? null : (
        <Details label={say('movesAlways')} isOpen={false}>
          <MoveList {...parts} moves={always} />
        </Details>
      )}
    </>
  )
}

function MoveList({ moves, ...parts }: OwnProps) {
  return (
    <ul class="govuk-list">
      {moves.map((option) => (
        <li key={option.type} class="desk-move">
          <Move {...parts} option={option} />
        </li>
      ))}
    </ul>
  )
}

interface MoveProps {
  readonly frame: Frame
  readonly words: CaseWords
  readonly request: string
  readonly option: DeskMove
  readonly entries: DeskRecord['entries']
}

/** Begins a draft of this type; where it may answer several messages, of the one that is chosen. */
function Move({ frame, words, request, option, entries }: MoveProps) {
  const { say, language } = words
  const { type, measures } = option
  const answers = [...new Set(measures.flatMap((one) => one.answers))]
  const field = `answers-${type}`
  const nameOf = (id: string): string => {
    const entry = entries.find((one) => one.id === id)
    if (entry === undefined || entry.sequence === null) return id
    return messageName(words, { sequence: entry.sequence, type: entry.type })
  }
  return (
    <Form frame={frame} action={`${caseLink(request)}/drafts`}>
      <input type="hidden" name="type" value={type} />
      {answers.length < 2 ? null : (
        <div class="govuk-form-group">
          <label class="govuk-label" for={field}>
            {say('answersWhich')}
          </label>
          <select class="govuk-select" id={field} name="answers">
            {answers.map((id) => (
              <option key={id} value={id}>
                {nameOf(id)}
              </option>
            ))}
          </select>
        </div>
      )}
      <button type="submit" class="desk-link-button govuk-link">
        {typeTitle(type, language)}
      </button>
      <Outcomes words={words} option={option} />
      <MoveNeeds words={words} move={option} />
    </Form>
  )
}

function Options({ words, options }: { readonly words: CaseWords; readonly options: readonly DeskMove[] }) {
  if (options.length === 0) return <p class="govuk-body">{words.say('nothingMaySend')}</p>
  return (
    <ul class="govuk-list govuk-list--bullet">
      {options.map((option) => (
        <li key={option.type}>
          {typeTitle(option.type, words.language)}
          <Outcomes words={words} option={option} />
        </li>
      ))}
    </ul>
  )
}

function Outcomes({ words, option }: { readonly words: CaseWords; readonly option: DeskMove }) {
  const { type, measures } = option
  const outcomes = new Set(
    measures.flatMap(({ outcome }) => (outcome === null ? [] : (words.outcome(type, outcome) ?? []))),
  )
  return outcomes.size === 0 ? null : <div class="govuk-hint">{words.known.format.and([...outcomes])}</div>
}
