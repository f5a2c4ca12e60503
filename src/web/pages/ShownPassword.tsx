import { deskRoutes } from '../deskPaths.ts'
import type { DeskPerson } from '../deskServices.ts'
import type { Words } from '../desk/words.ts'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code } from '../parts/Line.tsx'
import { Said } from '../parts/Said.tsx'

/** A password that was made for somebody. */
export interface MadePassword {
  /** Whose password it is. */
  readonly signInName: string
  readonly password: string
  /** The person was added with it; otherwise they had another before. */
  readonly isNew: boolean
}

interface ShownPasswordProps {
  readonly frame: Frame
  readonly words: Words
  readonly person: DeskPerson
  readonly made: MadePassword
}

/** A password that was made for somebody, shown once. */
export function ShownPassword({ frame, words, person, made }: ShownPasswordProps) {
  const { signInName, password, isNew } = made
  const { say } = words
  const title = say('passwordOf', { name: signInName })
  return (
    <Layout frame={frame} words={words} person={person} title={title}>
      <h1 class="govuk-heading-l">
        <Said words={words} sentence="passwordOf" values={{ name: <Code text={signInName} /> }} />
      </h1>
      <p>
        <code class="desk-secret">{password}</code>
      </p>
      <p class="govuk-body">{say('passwordShownOnce')}</p>
      {isNew ? null : <p class="govuk-body">{say('passkeysOfThemStay')}</p>}
      <p class="govuk-body">
        <a href={deskRoutes.people.path} class="govuk-link">
          {say('backToPeople')}
        </a>
      </p>
    </Layout>
  )
}
