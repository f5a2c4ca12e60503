import { type KeptDraft, isWritable } from '../../exchange/drafts/keptDraft.ts'
import type { Refusal } from '../../message/refusal.ts'
import type { Finding, Weight } from '../../workflow/check/finding.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { plain } from '../../letter/letter.ts'
import { isObject } from '../../letter/words.ts'
import { partLink, placeLink } from '../desk/draftLinks.ts'
import { findingSentence } from '../desk/findingWords.ts'
import { unsendableSentence } from '../desk/refusalWords.ts'
import type { Sentence } from '../desk/words.ts'
import { errorsOfBody } from '../form/errorsOfBody.ts'
import { planOf } from '../form/plan.ts'
import { Code } from './Line.tsx'
import { ParticularsBelow, Source } from './Particulars.tsx'

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
  readonly draft: KeptDraft
  readonly findings: readonly Finding[]
  readonly isWhole: boolean
}

/** What the other State would say to a draft by its published rules, the gravest first. What is not whole is told above. */
export function FindingList({ words, draft, findings, isWhole }: FindingListProps) {
  const { say } = words
  const told = findings.filter(({ code }) => code !== 'MESSAGE_INVALID')
  if (told.length === 0 && !isWhole) return null
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('whatTheyWouldSay')}</h2>
      {told.length === 0 ? (
        <p class="govuk-body">{say('nothingFound')}</p>
      ) : (
        <Findings words={words} draft={draft} findings={told} />
      )}
    </section>
  )
}

interface PartFindingsProps {
  readonly words: CaseWords
  readonly draft: KeptDraft
  readonly findings: readonly Finding[]
}

/** The same of one part, above its fields; nothing where nothing would be said. */
export function PartFindings({ words, draft, findings }: PartFindingsProps) {
  if (findings.length === 0) return null
  return (
    <section class="govuk-inset-text">
      <h2 class="govuk-heading-m">{words.say('whatTheyWouldSay')}</h2>
      <Findings words={words} draft={draft} findings={findings} />
    </section>
  )
}

/** Each in the reader's words by its code; below, what the rule has to say beside it, and what the State wrote of itself. */
function Findings({ words: spoken, draft, findings }: PartFindingsProps) {
  const words = withKinds(spoken, draft)
  const { say } = words
  const state = plain(words.country(draft.to))
  return (
    <>
      {(Object.keys(headings) as Weight[]).map((weight) => {
        const some = findings.filter((one) => one.weight === weight)
        return some.length === 0 ? null : (
          <section key={weight}>
            <h3 class="govuk-heading-m">{say(headings[weight])}</h3>
            <ul class="govuk-list govuk-list--bullet">
              {some.map(({ code, pointer, says, words: english, source }) => (
                <li key={`${code} ${pointer} ${english}`}>
                  {say(findingSentence({ code, weight }), { state })}{' '}
                  <ToPlace draft={draft} pointer={pointer} text={say('mendThis')} />
                  <ParticularsBelow words={words} type={draft.type} pointer={pointer} says={says} />
                  <div class="govuk-hint desk-hint desk-wrap">
                    <Code text={code} /> · {pointer === '' ? null : <Code text={pointer} />}
                    {pointer === '' ? null : ' · '}
                    <Source words={words} source={source} />
                  </div>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </>
  )
}

/** The words of a draft's own record: what kind a measure is of that it asks for. */
function withKinds(words: CaseWords, { body }: KeptDraft): CaseWords {
  const { measures } = body
  const kinds = new Map(
    (Array.isArray(measures) ? measures : []).flatMap((measure) =>
      isObject(measure) && typeof measure.id === 'string' && typeof measure.kind === 'string'
        ? [[measure.id, measure.kind]]
        : [],
    ),
  )
  const { known } = words
  return { ...words, known: { ...known, kindOf: (id) => kinds.get(id) ?? known.kindOf(id) } }
}

interface ToPlaceProps {
  readonly draft: KeptDraft
  readonly pointer: string
  readonly text: string
}

/** The way to where something is written; nothing where the draft is not written on, or has no such place. */
function ToPlace({ draft, pointer, text }: ToPlaceProps) {
  const link = isWritable(draft) ? placeLink(draft, pointer) : null
  return link === null ? null : (
    <a class="govuk-link" href={link}>
      {text}
    </a>
  )
}

interface UnsendableProps {
  readonly words: CaseWords
  readonly draft: KeptDraft
  readonly refusal: Refusal
}

/** Why this node would not send a draft that is whole. */
export function Unsendable({ words, draft, refusal }: UnsendableProps) {
  const { say } = words
  const { code, pointer = '', says = [] } = refusal
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('nodeWouldRefuse')}</h2>
      <p class="govuk-body">
        {say(unsendableSentence(refusal), { code })}{' '}
        <ToPlace draft={draft} pointer={pointer} text={say('mendThis')} />
      </p>
      <ParticularsBelow words={withKinds(words, draft)} type={draft.type} pointer={pointer} says={says} />
      <p class="govuk-hint">
        <Code text={code} /> {pointer === '' ? null : <Code text={pointer} />}
      </p>
    </section>
  )
}
