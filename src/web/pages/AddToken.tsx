import { accessScopes } from '../../exchange/accessTokens.ts'
import { exchangeLimits } from '../../exchange/limits.ts'
import type { Answering } from '../../exchange/running/shownTokens.ts'
import { deskRoutes } from '../deskPaths.ts'
import { scopeWords } from '../desk/systemWords.ts'
import { authorityText } from '../parts/authorityText.ts'
import { Button } from '../parts/Button.tsx'
import { ErrorSummary, type FormError } from '../parts/ErrorSummary.tsx'
import { Checks, Choice, Field } from '../parts/Field.tsx'
import { Form } from '../parts/Form.tsx'
import { Layout } from '../parts/Layout.tsx'
import type { RunningProps } from '../parts/RunningParts.tsx'
import { type StepUp, StepUpFields } from '../parts/StepUpFields.tsx'

/** What somebody has typed. */
export interface TypedToken {
  readonly name: string
  readonly authority: string
  readonly scopes: readonly string[]
  readonly days: string
  /** Sign-in name; empty: nobody. */
  readonly officer: string
}

interface AddTokenProps extends RunningProps, StepUp {
  readonly errors: readonly FormError[]
  readonly typed: TypedToken
  /** Ids of the authorities of this node. */
  readonly authorities: readonly string[]
  readonly answering: readonly Answering[]
}

/** A token that is to be made. */
export function AddToken({
  frame,
  words,
  errors,
  person,
  typed,
  authorities,
  answering,
  ...proof
}: AddTokenProps) {
  const { say } = words
  return (
    <Layout frame={frame} words={words} person={person} title={say('makeToken')} isWrong={errors.length > 0}>
      <a href={deskRoutes.runningSystems.path} class="govuk-back-link">
        {say('backToSystems')}
      </a>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-l">{say('makeToken')}</h1>
      <Form frame={frame} action={deskRoutes.makeToken.path}>
        <Field
          words={words}
          name="name"
          label={say('systemOfToken')}
          hint={say('systemNameHint')}
          errors={errors}
          value={typed.name}
          autocomplete="off"
          isCode
        />
        <Choice
          words={words}
          name="authority"
          label={say('systemAuthority')}
          errors={errors}
          choices={authorities.map((id) => authorityText(words, id))}
          chosen={typed.authority}
        />
        <Checks
          words={words}
          name="scopes"
          label={say('tokenScopes')}
          hint={say('tokenScopesHint')}
          errors={errors}
          choices={accessScopes.map((scope) => ({
            value: scope,
            text: say(scopeWords[scope].text),
            hint: say(scopeWords[scope].hint),
          }))}
          chosen={typed.scopes}
        />
        <Choice
          words={words}
          name="officer"
          label={say('tokenOfficer')}
          hint={say('tokenOfficerHint')}
          errors={errors}
          choices={[
            { value: '', text: say('tokenOfficerNone') },
            ...answering.map(({ signInName, name, authority }) => ({
              value: signInName,
              text: `${name} (${signInName}) – ${authorityText(words, authority).text}`,
              language: '',
            })),
          ]}
          chosen={typed.officer}
        />
        <Field
          words={words}
          name="days"
          label={say('tokenDays')}
          hint={say('tokenDaysHint', { count: exchangeLimits.access.daysMax })}
          errors={errors}
          value={typed.days}
          autocomplete="off"
          width={10}
          keys="numeric"
          isCode
        />
        <StepUpFields words={words} errors={errors} {...proof} />
        <Button>{say('makeToken')}</Button>
      </Form>
    </Layout>
  )
}
