import type { AwaitedStep } from '../../exchange/people/secondStep.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { FormParts } from '../desk/formPage.ts'
import { Button } from '../parts/Button.tsx'
import { CodeField } from '../parts/CodeField.tsx'
import { ErrorSummary } from '../parts/ErrorSummary.tsx'
import { Form } from '../parts/Form.tsx'
import { Layout } from '../parts/Layout.tsx'
import { PasskeyStep } from '../parts/Passkey.tsx'

interface SecondStepProps extends FormParts {
  /** Null: nothing is awaited any more, and signing in begins anew. */
  readonly awaited: AwaitedStep | null
  /** Path of the script that asks for a passkey; null: they have none, or none is possible at this address. */
  readonly script: string | null
}

/** What comes after the password, or the identity provider, for who has a second factor or a passkey. */
export function SecondStep({ frame, words, errors, awaited, script }: SecondStepProps) {
  const { say } = words
  const title = say(awaited?.hasCodes === false ? 'passkeyStepTitle' : 'stepTitle')
  return (
    <Layout frame={frame} words={words} person={null} title={title} isWrong={errors.length > 0}>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-l">{title}</h1>
      {awaited?.hasCodes !== true ? null : (
        <Form frame={frame} action={deskRoutes.secondStep.path}>
          <CodeField words={words} hint={say('stepHint')} errors={errors} />
          <Button>{say('signIn')}</Button>
        </Form>
      )}
      {awaited?.hasPasskeys !== true ? null : (
        <PasskeyStep
          {...{ frame, words, script }}
          isOnlyWay={!awaited.hasCodes}
          isByProvider={awaited.isByProvider}
        />
      )}
      <p class="govuk-body">
        <a href={deskRoutes.signInPage.path} class="govuk-link">
          {say('stepAnew')}
        </a>
      </p>
    </Layout>
  )
}
