import { deskRoutes } from '../deskPaths.ts'
import type { Words } from '../desk/words.ts'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code } from '../parts/Line.tsx'
import { Said } from '../parts/Said.tsx'
import { SummaryList } from '../parts/SummaryList.tsx'

interface NotLetInProps {
  readonly frame: Frame
  readonly words: Words
  /** In the words of the reader. */
  readonly text: string
  /** Of the refusal, for whoever is asked for help. */
  readonly code: string
  /** What names them at the provider, for their administrator; null: that is no matter. */
  readonly subject: string | null
}

/** Why somebody who came back from the identity provider is not in, and what to do. */
export function NotLetIn({ frame, words, text, code, subject }: NotLetInProps) {
  const { say } = words
  return (
    <Layout frame={frame} words={words} person={null} title={say('providerNotIn')}>
      <h1 class="govuk-heading-l">{say('providerNotIn')}</h1>
      <p class="govuk-body">{text}</p>
      {subject === null ? null : (
        <SummaryList rows={[[say('namedThere'), <Code key="subject" text={subject} />]]} />
      )}
      <p class="govuk-body-s">
        <Said words={words} sentence="errorCode" values={{ code: <Code text={code} /> }} />
      </p>
      <p class="govuk-body">
        <a href={deskRoutes.signInPage.path} class="govuk-link">
          {say('backToSignIn')}
        </a>
      </p>
    </Layout>
  )
}
