import { type KeptDraft, isWritable } from '../../exchange/drafts/keptDraft.ts'
import type { DraftView } from '../../exchange/drafts/readDraft.ts'
import type { Refusal } from '../../message/refusal.ts'
import type { Finding, Weight } from '../../workflow/check/finding.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { partLink, placeLink, rowLink } from '../desk/draftLinks.ts'
import { unsendableText } from '../desk/refusalWords.ts'
import type { BodyError } from '../form/errorsOfBody.ts'
import { errorsOfDraft } from '../form/errorsOfDraft.ts'
import { labelFor } from '../form/fieldWords.ts'
import { nodesOf } from '../form/node.ts'
import { type FormPart, partTitle, planOf } from '../form/plan.ts'
import { Details } from './Details.tsx'
import { ErrorWords } from './ErrorSummary.tsx'
import { FindingWords, weightSentences, withKinds } from './FindingWords.tsx'
import { Code } from './Line.tsx'
import { ParticularsBelow } from './Particulars.tsx'

interface MissingListProps {
  readonly words: CaseWords
  readonly draft: KeptDraft
  readonly owed: DraftView['owed']
  /** It has a letter, though something is missing that this State owes. */
  readonly isLetterThere: boolean
}

/** What a draft lacks, part by part, each with where it is mended. */
export function MissingList({ words, draft, owed, isLetterThere }: MissingListProps) {
  const { type } = draft
  const errors = errorsOfDraft(draft, owed, words)
  const { parts } = planOf(type)
  const ofNone = errors.filter(({ part }) => !parts.some(({ name }) => name === part))
  return (
    <>
      <p class="govuk-body">{words.say(isLetterThere ? 'notWholeYet' : 'notWhole')}</p>
      {ofNone.length === 0 ? null : (
        <ul class="govuk-list govuk-list--bullet">
          {ofNone.map((error) => (
            <li key={error.text}>
              <ErrorWords error={error} />
            </li>
          ))}
        </ul>
      )}
      {parts.map((part) => {
        const own = errors.filter((error) => error.part === part.name)
        return own.length === 0 ? null : (
          <MissingIn key={part.name} {...{ words, draft, part }} errors={own} />
        )
      })}
    </>
  )
}

interface MissingInProps extends Omit<MissingListProps, 'owed' | 'isLetterThere'> {
  readonly part: FormPart
  readonly errors: readonly BodyError[]
}

/** What one part lacks, under its name; what stands within others with the name of the whole. */
function MissingIn({ words, draft: { id, type, body }, part, errors }: MissingInProps) {
  const sections = nodesOf(type, part.members, body).filter(({ control }) => control.kind === 'group')
  return (
    <section>
      <h3 class="govuk-heading-m">{partTitle(words, type, part)}</h3>
      <ul class="govuk-list govuk-list--bullet">
        {errors.map(({ field, text, ...error }) => {
          const link = field === null ? partLink(id, part, true) : rowLink(id, part, field, true)
          const section = sections.find(({ pointer }) => field?.startsWith(`${pointer}/`) === true)
          const within =
            section === undefined
              ? text
              : words.say('fieldWithin', { outer: labelFor(words, section), label: text })
          return (
            <li key={`${field ?? ''} ${text}`}>
              <a class="govuk-link" href={link}>
                <ErrorWords error={{ ...error, text: within }} />
              </a>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

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

type FindingsProps = Omit<FindingListProps, 'isWhole'>

function Findings({ words: spoken, draft, findings }: FindingsProps) {
  const words = withKinds(spoken, draft)
  const { say } = words
  return (
    <>
      {(Object.keys(weightSentences) as Weight[]).map((weight) => {
        const some = findings.filter((one) => one.weight === weight)
        return some.length === 0 ? null : (
          <section key={weight}>
            <h3 class="govuk-heading-m">{say(weightSentences[weight])}</h3>
            <ul class="govuk-list govuk-list--bullet">
              {some.map((finding) => (
                <li key={`${finding.code} ${finding.pointer} ${finding.words}`}>
                  <FindingWords words={words} draft={draft} finding={finding}>
                    <ToPlace draft={draft} pointer={finding.pointer} text={say('mendThis')} />
                  </FindingWords>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </>
  )
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
        {unsendableText(words, refusal)} <ToPlace draft={draft} pointer={pointer} text={say('mendThis')} />
      </p>
      <ParticularsBelow words={withKinds(words, draft)} type={draft.type} pointer={pointer} says={says} />
      <Details label={say('codeAndRule')} isOpen={false}>
        <Code text={code} /> {pointer === '' ? null : <Code text={pointer} />}
      </Details>
    </section>
  )
}
