import type { ListedPerson } from '../../exchange/people/person.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { DeskPerson } from '../deskServices.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { whyNotConfirmPerson } from '../desk/confirmers.ts'
import type { FormParts } from '../desk/formPage.ts'
import { Button } from '../parts/Button.tsx'
import { ErrorSummary } from '../parts/ErrorSummary.tsx'
import { Form } from '../parts/Form.tsx'
import { Layout } from '../parts/Layout.tsx'
import { ActList, confirmLink } from '../parts/PersonActs.tsx'
import { type StepUp, StepUpFields } from '../parts/StepUpFields.tsx'

interface ConfirmPersonProps extends FormParts, StepUp {
  readonly words: CaseWords
  readonly person: DeskPerson
  readonly people: readonly ListedPerson[]
  /** Whom it is about. */
  readonly one: ListedPerson
}

/** Where another administrator confirms what was done to a person. */
export function ConfirmPerson({ frame, words, errors, person, people, one, ...proof }: ConfirmPersonProps) {
  const { say } = words
  const { signInName, name, acts } = one
  const whyNot = whyNotConfirmPerson(people, person.signInName, one)
  return (
    <Layout
      frame={frame}
      words={words}
      person={person}
      title={say('confirmActs')}
      isWrong={errors.length > 0}
    >
      <a class="govuk-back-link" href={deskRoutes.people.path}>
        {say('people')}
      </a>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">
          <bdi>{name}</bdi> · <bdi>{signInName}</bdi>
        </span>
        {say('confirmActs')}
      </h1>
      {acts.length === 0 ? (
        <p class="govuk-inset-text">{say('confirmationNotAwaited')}</p>
      ) : (
        <ActList words={words} acts={acts} />
      )}
      {acts.length > 0 && whyNot !== null ? <p class="govuk-inset-text">{say(whyNot)}</p> : null}
      {acts.length > 0 && whyNot === null ? (
        <Form frame={frame} action={confirmLink(signInName)}>
          {acts.map(({ id }) => (
            <input key={id} type="hidden" name="act" value={id} />
          ))}
          <StepUpFields words={words} errors={errors} {...proof} />
          <Button>{say('confirmActs')}</Button>
        </Form>
      ) : null}
    </Layout>
  )
}
