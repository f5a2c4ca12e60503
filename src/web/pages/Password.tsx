import type { DeskPerson } from '../deskServices.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { Words } from '../desk/words.ts'
import { Button } from '../parts/Button.tsx'
import { type FormError, ErrorSummary } from '../parts/ErrorSummary.tsx'
import { Form } from '../parts/Form.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { PasswordField } from '../parts/PasswordField.tsx'

interface PasswordProps {
  readonly frame: Frame
  readonly words: Words
  readonly person: DeskPerson
  /** The password in use comes from somebody else. */
  readonly isGiven: boolean
  /** They wanted another page, which opens only after that. */
  readonly wasLedHere: boolean
  readonly errors: readonly FormError[]
  readonly charactersMin: number
}

/** Where a person chooses another password, and the language. */
export function Password({
  frame,
  words,
  person,
  isGiven,
  wasLedHere,
  errors,
  charactersMin,
}: PasswordProps) {
  const { say } = words
  const title = say(isGiven ? 'choosePassword' : 'yourPassword')
  return (
    <Layout frame={frame} words={words} person={person} title={title} isWrong={errors.length > 0}>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-l">{title}</h1>
      {wasLedHere ? <p class="govuk-inset-text">{say('passwordFirst')}</p> : null}
      {isGiven ? <p class="govuk-body">{say('passwordGiven')}</p> : null}
      <Form frame={frame} action={deskRoutes.choosePassword.path}>
        <PasswordField words={words} name="current" label={say('currentPassword')} errors={errors} />
        <PasswordField
          words={words}
          name="chosen"
          label={say('newPassword')}
          hint={say('passwordHint', { count: charactersMin })}
          errors={errors}
          isNew
        />
        <PasswordField words={words} name="repeated" label={say('repeatPassword')} errors={errors} isNew />
        {isGiven ? null : <p class="govuk-body">{say('passkeysStay')}</p>}
        <Button>{say('savePassword')}</Button>
      </Form>
      {isGiven ? null : (
        <ul class="govuk-list">
          <li>
            <a href={deskRoutes.secondFactorPage.path} class="govuk-link">
              {say('secondFactor')}
            </a>
          </li>
          <li>
            <a href={deskRoutes.passkeys.path} class="govuk-link">
              {say('passkeys')}
            </a>
          </li>
        </ul>
      )}
    </Layout>
  )
}
