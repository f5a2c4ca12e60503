import { deskRoutes } from '../deskPaths.ts'
import type { FormParts } from '../desk/formPage.ts'
import { Button } from '../parts/Button.tsx'
import { CodeField } from '../parts/CodeField.tsx'
import { ErrorSummary } from '../parts/ErrorSummary.tsx'
import { Form } from '../parts/Form.tsx'
import { Layout } from '../parts/Layout.tsx'

interface SecondStepProps extends FormParts {
  /** No code is awaited any more: signing in begins anew. */
  readonly isOver: boolean
}

/** What comes after the password for who has a second factor. */
export function SecondStep({ frame, words, errors, isOver }: SecondStepProps) {
  const { say } = words
  return (
    <Layout frame={frame} words={words} person={null} title={say('stepTitle')} isWrong={errors.length > 0}>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-l">{say('stepTitle')}</h1>
      {isOver ? null : (
        <Form frame={frame} action={deskRoutes.secondStep.path}>
          <CodeField words={words} hint={say('stepHint')} errors={errors} />
          <Button>{say('signIn')}</Button>
        </Form>
      )}
      <p class="govuk-body">
        <a href={deskRoutes.signInPage.path} class="govuk-link">
          {say('stepAnew')}
        </a>
      </p>
    </Layout>
  )
}
