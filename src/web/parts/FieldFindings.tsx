import type { CaseWords } from '../desk/caseWords.ts'
import { labelFor } from '../form/fieldWords.ts'
import type { PlacedFinding } from '../form/placedFindings.ts'
import { FindingWords, type FoundIn, WeightTag, findingText } from './FindingWords.tsx'

interface FindingsProps {
  readonly words: CaseWords
  readonly draft: FoundIn
  readonly placed: readonly PlacedFinding[]
}

/** Above the fields of a part: what the other State would say to it by its published rules, each with the way to its field. */
export function FindingSummary({ words, draft, placed }: FindingsProps) {
  if (placed.length === 0) return null
  return (
    <section class="govuk-inset-text">
      <h2 class="govuk-heading-m">{words.say('whatTheyWouldSay')}</h2>
      <ul class="govuk-list desk-wrap">
        {placed.map(({ finding, node, field }) => {
          const said = findingText({ words, draft, finding })
          const text =
            node === null ? said : words.say('fieldWithin', { outer: labelFor(words, node), label: said })
          return (
            <li key={`${finding.code} ${finding.pointer} ${finding.words}`}>
              <WeightTag words={words} weight={finding.weight} />{' '}
              {field === null ? (
                text
              ) : (
                <a class="govuk-link" href={`#${field}`}>
                  {text}
                </a>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** The same of one field, beside it, with what the rules have to say. */
export function FieldFindings({ words, draft, placed }: FindingsProps) {
  return (
    <>
      {placed.map(({ finding }) => (
        <div
          key={`${finding.code} ${finding.pointer} ${finding.words}`}
          class={`desk-told desk-told--${finding.weight}`}
        >
          <WeightTag words={words} weight={finding.weight} />{' '}
          <FindingWords words={words} draft={draft} finding={finding} />
        </div>
      ))}
    </>
  )
}
