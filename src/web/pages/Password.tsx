import type { DeskPerson } from '../deskServices.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { Words } from '../desk/words.ts'
import { Button } from '../parts/Button.tsx'
import { type FormError, ErrorSummary } from '../parts/ErrorSummary.tsx'
import { Field } from '../parts/Field.tsx'
import { Form } from '../parts/Form.tsx'
import { Languages } from '../parts/Languages.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'

interface PasswordProps {
  readonly frame: Frame
  readonly words: Words
  readonly person: DeskPerson
  /** The password in use comes from somebody else. */
  readonly isGiven: boolean
  readonly errors: readonly FormError[]
  readonly charactersMin: number
}

/** Where a person chooses another password, and the language. */
export function Password({ frame, words, person, isGiven, errors, charactersMin }: PasswordProps) {
  const { say } = words
  const title = say(isGiven ? 'choosePassword' : 'yourPassword')
  return (
    <Layout frame={frame} words={words} person={person} title={title} isWrong={errors.length > 0}>
      <Languages frame={frame} words={words} />
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-l">{title}</h1>
      {isGiven ? <p class="govuk-body">{say('passwordGiven')}</p> : null}
      <Form frame={frame} action={deskRoutes.choosePassword.path}>
        <Field
          words={words}
          name="current"
          label={say('currentPassword')}
          errors={errors}
          type="password"
          autocomplete="current-password"
        />
        <Field
          words={words}
          name="chosen"
          label={say('newPassword')}
          hint={say('passwordHint', { count: charactersMin })}
          errors={errors}
          type="password"
          autocomplete="new-password"
        />
        <Field
          words={words}
          name="repeated"
          label={say('repeatPassword')}
          errors={errors}
          type="password"
          autocomplete="new-password"
        />
        <Button>{say('savePassword')}</Button>
      </Form>
    </Layout>
  )
}
