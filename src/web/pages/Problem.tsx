import type { DeskPerson } from '../deskServices.ts'
import type { Sentence, Words } from '../desk/words.ts'
import { deskRoutes } from '../deskPaths.ts'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code } from '../parts/Line.tsx'
import { Said } from '../parts/Said.tsx'

interface ProblemProps {
  readonly frame: Frame
  readonly words: Words
  readonly person: DeskPerson | null
  readonly title: Sentence
  /** In the words of the reader. */
  readonly text: string
  /** Of the refusal, for whoever is asked for help. */
  readonly code?: string
  /** Whoever has signed in has somewhere to go on: there is nothing behind this address. */
  readonly leadsOn?: boolean
}

/** What happened, what was kept and what to do. */
export function Problem({ frame, words, person, title, text, code, leadsOn = false }: ProblemProps) {
  return (
    <Layout frame={frame} words={words} person={person} title={words.say(title)}>
      <h1 class="govuk-heading-l">{words.say(title)}</h1>
      <p class="govuk-body">{text}</p>
      {!leadsOn || person === null ? null : (
        <p class="govuk-body">
          <a class="govuk-link" href={deskRoutes.home.path}>
            {words.say('backToDesk')}
          </a>
        </p>
      )}
      {code === undefined ? null : (
        <p class="govuk-body-s">
          <Said words={words} sentence="errorCode" values={{ code: <Code text={code} /> }} />
        </p>
      )}
    </Layout>
  )
}
