import { exchangeLimits } from '../../exchange/limits.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { Words } from '../desk/words.ts'
import { CodeField } from './CodeField.tsx'
import type { FormError } from './ErrorSummary.tsx'
import { Passkey } from './Passkey.tsx'
import { PasswordField } from './PasswordField.tsx'

/** What whoever signed in has still to say before something that binds. */
export interface StepUp {
  readonly isSteppedUp: boolean
  /** Whoever looks has to say a code beside their password. */
  readonly hasSecondFactor: boolean
  readonly hasPasskeys: boolean
  /** Path of the script that asks for a passkey; null: none is asked for, or none is possible at this address. */
  readonly passkeyScript: string | null
}

interface StepUpFieldsProps extends StepUp {
  readonly words: Words
  readonly errors: readonly FormError[]
}

/** A passkey, or password and code once more; nothing where they were given just now. */
export function StepUpFields({
  words,
  errors,
  isSteppedUp,
  hasSecondFactor,
  ...passkeys
}: StepUpFieldsProps) {
  const { say } = words
  const { hasPasskeys, passkeyScript } = passkeys
  if (isSteppedUp) return null
  // The password alone is not enough for who has a passkey: without a code beside it there is no use in asking for it.
  const takesPassword = hasSecondFactor || !hasPasskeys
  return (
    <>
      {passkeyScript === null ? null : (
        <Passkey
          words={words}
          script={passkeyScript}
          does="use"
          ask={deskRoutes.askToStepUp.path}
          label={say('passkeyConfirm')}
          noScript={takesPassword ? 'passkeyNoScript' : 'passkeyOnlyNoScript'}
          isOnlyWay={!takesPassword}
          errors={errors}
        />
      )}
      {hasPasskeys && passkeyScript === null ? <p class="govuk-body">{say('passkeysNotHere')}</p> : null}
      {takesPassword ? (
        <PasswordAndCode {...{ words, errors, hasSecondFactor }} />
      ) : (
        <input type="hidden" name="password" value="" />
      )}
    </>
  )
}

function PasswordAndCode({
  words,
  errors,
  hasSecondFactor,
}: Omit<StepUpFieldsProps, keyof StepUp> & Pick<StepUp, 'hasSecondFactor'>) {
  const { say } = words
  const minutes = exchangeLimits.desk.stepUpMs / 60_000
  return (
    <>
      <PasswordField
        words={words}
        name="password"
        label={say('passwordAgain')}
        hint={say('passwordAgainHint', { minutes })}
        errors={errors}
      />
      {hasSecondFactor ? (
        <CodeField words={words} hint={say('secondFactorCodeHint')} errors={errors} />
      ) : null}
    </>
  )
}
