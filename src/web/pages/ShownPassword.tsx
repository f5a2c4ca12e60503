import { deskRoutes } from '../deskPaths.ts'
import type { DeskPerson } from '../deskServices.ts'
import type { Words } from '../desk/words.ts'
import { type Frame, Layout } from '../parts/Layout.tsx'

interface ShownPasswordProps {
  readonly frame: Frame
  readonly words: Words
  readonly person: DeskPerson
  /** Whose password it is. */
  readonly signInName: string
  readonly password: string
}

/** A password that was made for somebody, shown once. */
export function ShownPassword({ frame, words, person, signInName, password }: ShownPasswordProps) {
  const { say } = words
  const title = say('passwordOf', { name: signInName })
  return (
    <Layout frame={frame} words={words} person={person} title={title}>
      <h1 class="govuk-heading-l">{title}</h1>
      <p>
        <code class="desk-secret">{password}</code>
      </p>
      <p class="govuk-body">{say('passwordShownOnce')}</p>
      <p class="govuk-body">
        <a href={deskRoutes.people.path} class="govuk-link">
          {say('backToPeople')}
        </a>
      </p>
    </Layout>
  )
}
