import type { DeskChanges } from '../../exchange/desk/changes.ts'
import { typeTitle } from '../../letter/words.ts'
import { messageLink } from '../desk/caseLinks.ts'
import { caseWords } from '../desk/caseWords.ts'
import type { Visit } from '../desk/pageOf.ts'
import { Compared, kindSentences } from '../parts/Compared.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code } from '../parts/Line.tsx'

interface ChangesProps extends Visit {
  readonly frame: Frame
  readonly changes: DeskChanges
}

/** A message and the earlier one that it changes, side by side. */
export function Changes({ frame, words: spoken, person, changes }: ChangesProps) {
  const words = caseWords(spoken, changes.names)
  const { say, language } = words
  const { view, entry, earlier, kind, comparison } = changes
  const title = typeTitle(entry.type, language)
  return (
    <Layout frame={frame} words={spoken} person={person} title={`${say('whatChanged')} – ${view.reference}`}>
      <a class="govuk-back-link" href={messageLink(view.request, entry)}>
        {say('backToMessage')}
      </a>
      <h1 class="govuk-heading-xl desk-wrap">
        <span class="govuk-caption-xl">
          <Code text={view.reference} /> · {title}
        </span>
        {say('whatChanged')}
      </h1>
      <p class="govuk-body-l">{say(kindSentences[kind])}</p>
      <p class="govuk-body">
        <a class="govuk-link" href={messageLink(view.request, earlier)}>
          {typeTitle(earlier.type, language)}
          {earlier.sequence === null ? null : ` · ${say('messageNumber', { sequence: earlier.sequence })}`}
        </a>
      </p>
      <Compared words={spoken} comparison={comparison} level={2} />
    </Layout>
  )
}
