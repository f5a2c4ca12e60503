import type { DeskDrafts } from '../../exchange/drafts/listDrafts.ts'
import { deskRoutes } from '../deskPaths.ts'
import { caseWords } from '../desk/caseWords.ts'
import type { Visit } from '../desk/pageOf.ts'
import type { Sentence } from '../desk/words.ts'
import { DraftTable } from '../parts/DraftParts.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'

interface DraftsProps extends Visit {
  readonly frame: Frame
  readonly drafts: DeskDrafts
}

/** What an authority is about to say, and who must do something about it. */
export function Drafts({ frame, words: spoken, person, drafts }: DraftsProps) {
  const words = caseWords(spoken, drafts.names)
  const { say } = words
  const { mayApprove, toApprove, returned, mine, others, hasMore } = drafts
  const parts: readonly (readonly [Sentence, Sentence, typeof mine])[] = [
    ...(mayApprove ? [['toApprove', 'toApproveEmpty', toApprove] as const] : []),
    ['returnedToYou', 'returnedToYouEmpty', returned],
    ['yourDrafts', 'yourDraftsEmpty', mine],
    ['draftsOfOthers', 'draftsOfOthersEmpty', others],
  ]
  return (
    <Layout frame={frame} words={spoken} person={person} title={say('drafts')}>
      <h1 class="govuk-heading-xl">{say('drafts')}</h1>
      <p class="govuk-body">
        <a class="govuk-link" href={deskRoutes.askPage.path}>
          {say('askTitle')}
        </a>
      </p>
      <p class="govuk-body">
        <a class="govuk-link" href={deskRoutes.templates.path}>
          {say('templates')}
        </a>
      </p>
      <p class="govuk-body">
        <a class="govuk-link" href={deskRoutes.delegations.path}>
          {say('delegations')}
        </a>
      </p>
      {parts.map(([title, empty, some]) => (
        <section key={title} class="desk-part">
          <h2 class="govuk-heading-l">{say(title)}</h2>
          {some.length === 0 ? (
            <p class="govuk-body">{say(empty)}</p>
          ) : (
            <DraftTable words={words} drafts={some} isTimed={title === 'toApprove'} />
          )}
        </section>
      ))}
      {hasMore ? <p class="govuk-inset-text">{say('thereIsMore')}</p> : null}
    </Layout>
  )
}
