import { noLanguage } from '../../exchange/people/person.ts'
import type { NewPerson } from '../../exchange/people/person.ts'
import { letterLanguages } from '../../letter/language.ts'
import { deskRoutes } from '../deskPaths.ts'
import { deskRoles } from '../deskServices.ts'
import { sentences } from '../desk/words.ts'
import { authorityText } from '../parts/authorityText.ts'
import { Button } from '../parts/Button.tsx'
import { type FormError, ErrorSummary } from '../parts/ErrorSummary.tsx'
import { Checks, Choice, Field } from '../parts/Field.tsx'
import { Form } from '../parts/Form.tsx'
import { Layout } from '../parts/Layout.tsx'
import type { RunningProps } from '../parts/RunningParts.tsx'
import { type StepUp, StepUpFields } from '../parts/StepUpFields.tsx'

interface AddPersonProps extends RunningProps, StepUp {
  /** Ids of the authorities of this node. */
  readonly authorities: readonly string[]
  /** What was said before. */
  readonly typed: NewPerson
  readonly errors: readonly FormError[]
}

/** A person who is to be added. */
export function AddPerson({ frame, words, person, authorities, typed, errors, ...proof }: AddPersonProps) {
  const { say } = words
  return (
    <Layout frame={frame} words={words} person={person} title={say('addPerson')} isWrong={errors.length > 0}>
      <a href={deskRoutes.people.path} class="govuk-back-link">
        {say('backToPeople')}
      </a>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-l">{say('addPerson')}</h1>
      <Form frame={frame} action={deskRoutes.addPerson.path}>
        <Field
          words={words}
          name="signInName"
          label={say('signInName')}
          hint={say('signInNameHint')}
          errors={errors}
          value={typed.signInName}
          autocomplete="off"
          isCode
        />
        <Field
          words={words}
          name="name"
          label={say('name')}
          errors={errors}
          value={typed.name}
          autocomplete="off"
          width={30}
        />
        <Choice
          words={words}
          name="authority"
          label={say('authority')}
          errors={errors}
          choices={authorities.map((id) => authorityText(words, id))}
          chosen={typed.authority}
        />
        <Choice
          words={words}
          name="language"
          label={say('chooseLanguage')}
          errors={errors}
          choices={[
            { value: noLanguage, text: say('languageOfBrowser') },
            ...letterLanguages.map((language) => ({
              value: language,
              text: sentences[language].languageName,
              language,
            })),
          ]}
          chosen={typed.language}
        />
        <Checks
          words={words}
          name="roles"
          label={say('roles')}
          hint={say('rolesHint')}
          errors={errors}
          choices={deskRoles.map((role) => ({ value: role, text: say(role), hint: say(`${role}Hint`) }))}
          chosen={typed.roles}
        />
        <StepUpFields words={words} errors={errors} {...proof} />
        <Button>{say('addPerson')}</Button>
      </Form>
    </Layout>
  )
}
