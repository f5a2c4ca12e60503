import type { KeptDraft } from '../../exchange/drafts/keptDraft.ts'
import type { Finding, Weight } from '../../workflow/check/finding.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { partLink } from '../desk/draftLinks.ts'
import type { Sentence } from '../desk/words.ts'
import { errorsOfBody } from '../form/errorsOfBody.ts'
import { planOf } from '../form/plan.ts'
import { Code, OthersWords } from './Line.tsx'

interface MissingListProps {
  readonly words: CaseWords
  readonly draft: KeptDraft
}

/** What a draft lacks, each with where it is mended. */
export function MissingList({ words, draft: { id, type, body } }: MissingListProps) {
  const { say } = words
  const errors = errorsOfBody(type, body, words)
  return (
    <>
      <p class="govuk-body">{say('notWhole')}</p>
      <ul class="govuk-list govuk-list--bullet">
        {errors.map(({ part, field, text }) => {
          const own = planOf(type).parts.find(({ name }) => name === part)
          const place = field === null ? '' : `#${encodeURIComponent(field)}`
          return (
            <li key={`${field ?? ''} ${text}`}>
              {own === undefined ? (
                text
              ) : (
                <a class="govuk-link" href={`${partLink(id, own, true)}${place}`}>
                  {text}
                </a>
              )}
            </li>
          )
        })}
      </ul>
    </>
  )
}

const headings = {
  refused: 'wouldBeRefused',
  sentBack: 'wouldBeSentBack',
  note: 'goodToKnow',
} as const satisfies Readonly<Record<Weight, Sentence>>

interface FindingListProps {
  readonly words: CaseWords
  readonly findings: readonly Finding[]
  readonly isWhole: boolean
}

/** What the other State would say to a draft by its published rules, the gravest first. What is not whole is told above. */
export function FindingList({ words: { say }, findings, isWhole }: FindingListProps) {
  const told = findings.filter(({ code }) => code !== 'MESSAGE_INVALID')
  if (told.length === 0 && !isWhole) return null
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('whatTheyWouldSay')}</h2>
      {told.length === 0 ? <p class="govuk-body">{say('nothingFound')}</p> : null}
      {(Object.keys(headings) as Weight[]).map((weight) => {
        const some = told.filter((one) => one.weight === weight)
        return some.length === 0 ? null : (
          <section key={weight}>
            <h3 class="govuk-heading-m">{say(headings[weight])}</h3>
            <ul class="govuk-list govuk-list--bullet">
              {some.map(({ code, pointer, words, source }) => (
                <li key={`${code} ${pointer} ${words}`}>
                  <OthersWords language="en">{words}</OthersWords>{' '}
                  <span class="govuk-hint">
                    <Code text={code} /> <Code text={pointer} /> <Code text={source} />
                  </span>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </section>
  )
}
