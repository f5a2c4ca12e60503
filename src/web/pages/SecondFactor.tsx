import type { SecondFactor as Factor } from '../../exchange/people/secondFactor.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { FormParts } from '../desk/formPage.ts'
import type { DeskPerson } from '../deskServices.ts'
import { Button } from '../parts/Button.tsx'
import { CodeField } from '../parts/CodeField.tsx'
import { ErrorSummary } from '../parts/ErrorSummary.tsx'
import { Form } from '../parts/Form.tsx'
import { Layout } from '../parts/Layout.tsx'
import { PasswordField } from '../parts/PasswordField.tsx'

interface SecondFactorProps extends FormParts {
  readonly person: DeskPerson
  readonly factor: Factor
  /** Their roles need one, and nothing else opens before. */
  readonly isFirst: boolean
}

/** Where a person sets a second factor, or takes it off. */
export function SecondFactor({ person, factor, isFirst, ...parts }: SecondFactorProps) {
  const { frame, words, errors } = parts
  const { say } = words
  const title = say('secondFactor')
  return (
    <Layout frame={frame} words={words} person={person} title={title} isWrong={errors.length > 0}>
      <a href={deskRoutes.passwordPage.path} class="govuk-back-link">
        {say('yourPassword')}
      </a>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-l">{title}</h1>
      {isFirst ? (
        <p class="govuk-inset-text">
          {say('secondFactorRequired')}{' '}
          <a class="govuk-link" href={deskRoutes.passkeys.path}>
            {say('passkeys')}
          </a>
        </p>
      ) : null}
      {factor.is === 'none' ? (
        <>
          <p class="govuk-body">{say('secondFactorNone')}</p>
          <Form frame={frame} action={deskRoutes.offerSecondFactor.path}>
            <Button>{say('secondFactorBegin')}</Button>
          </Form>
        </>
      ) : factor.is === 'offered' ? (
        <Offered {...parts} offered={factor} />
      ) : (
        <>
          <p class="govuk-body">{say('secondFactorSet', { count: factor.recoveryCodes })}</p>
          <p class="govuk-body">{say('secondFactorRemoveHint')}</p>
          <Form frame={frame} action={deskRoutes.removeSecondFactor.path}>
            <PasswordField words={words} name="password" label={say('currentPassword')} errors={errors} />
            <CodeField words={words} hint={say('stepHint')} errors={errors} />
            <Button kind="warning">{say('secondFactorRemove')}</Button>
          </Form>
        </>
      )}
    </Layout>
  )
}

interface OfferedProps extends FormParts {
  readonly offered: Extract<Factor, { readonly is: 'offered' }>
}

function Offered({ frame, words, errors, offered }: OfferedProps) {
  const { say } = words
  return (
    <>
      <p class="govuk-body">{say('secondFactorScan')}</p>
      <p>
        <img
          src={deskRoutes.secondFactorPicture.path}
          alt={say('secondFactorPicture')}
          width="240"
          height="240"
        />
      </p>
      <p class="govuk-body">
        {say('secondFactorKey')}{' '}
        <code class="desk-secret" dir="ltr">
          {offered.key}
        </code>
      </p>
      <Form frame={frame} action={deskRoutes.setSecondFactor.path}>
        <CodeField words={words} hint={say('secondFactorCodeHint')} errors={errors} />
        <PasswordField words={words} name="password" label={say('currentPassword')} errors={errors} />
        <Button>{say('secondFactorSave')}</Button>
      </Form>
    </>
  )
}
