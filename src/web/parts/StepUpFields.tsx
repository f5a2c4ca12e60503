import { exchangeLimits } from '../../exchange/limits.ts'
import type { Words } from '../desk/words.ts'
import { CodeField } from './CodeField.tsx'
import type { FormError } from './ErrorSummary.tsx'
import { PasswordField } from './PasswordField.tsx'

/** What whoever signed in has still to say before something that binds. */
export interface StepUp {
  readonly isSteppedUp: boolean
  /** Whoever looks has to say a code beside their password. */
  readonly hasSecondFactor: boolean
  /** They have signed in by the identity provider, and need not know a password: where they have a code it is asked for alone. */
  readonly isByProvider: boolean
  /** Where they may prove who they are in the place of both; null: nowhere. */
  readonly elsewhere: { readonly host: string; readonly path: string } | null
}

interface StepUpFieldsProps extends StepUp {
  readonly words: Words
  readonly errors: readonly FormError[]
}

/** Password and code once more; nothing where they were given just now. */
export function StepUpFields({ words, errors, ...proof }: StepUpFieldsProps) {
  const { isSteppedUp, hasSecondFactor, isByProvider, elsewhere } = proof
  const { say } = words
  const minutes = exchangeLimits.desk.stepUpMs / 60_000
  if (isSteppedUp) return null
  return (
    <>
      {elsewhere === null ? null : (
        <p class="govuk-body">
          <a href={elsewhere.path} class="govuk-link">
            {say('proveAt', { host: elsewhere.host })}
          </a>
        </p>
      )}
      {isByProvider && hasSecondFactor ? null : (
        <PasswordField
          words={words}
          name="password"
          label={say('passwordAgain')}
          hint={say('passwordAgainHint', { minutes })}
          errors={errors}
        />
      )}
      {hasSecondFactor ? (
        <CodeField words={words} hint={say('secondFactorCodeHint')} errors={errors} />
      ) : null}
    </>
  )
}
