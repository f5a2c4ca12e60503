import { deskRoutes } from '../deskPaths.ts'
import type { DeskPerson } from '../deskServices.ts'
import type { Words } from '../desk/words.ts'
import { type Frame, Layout } from '../parts/Layout.tsx'

interface RecoveryCodesProps {
  readonly frame: Frame
  readonly words: Words
  readonly person: DeskPerson
  readonly codes: readonly string[]
}

/** Codes for who loses the app, shown once. */
export function RecoveryCodes({ frame, words, person, codes }: RecoveryCodesProps) {
  const { say } = words
  return (
    <Layout frame={frame} words={words} person={person} title={say('recoveryCodes')}>
      <h1 class="govuk-heading-l">{say('recoveryCodes')}</h1>
      <p class="govuk-body">{say('recoveryCodesText')}</p>
      <ul class="govuk-list">
        {codes.map((code) => (
          <li key={code}>
            <code class="desk-secret" dir="ltr">
              {code}
            </code>
          </li>
        ))}
      </ul>
      <p class="govuk-body">
        <a href={deskRoutes.secondFactorPage.path} class="govuk-link">
          {say('recoveryCodesKept')}
        </a>
      </p>
    </Layout>
  )
}
