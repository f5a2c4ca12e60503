import { exchangeLimits } from '../../exchange/limits.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { Words } from '../desk/words.ts'
import { CodeField } from './CodeField.tsx'
import type { FormError } from './ErrorSummary.tsx'
import { Code } from './Line.tsx'
import { Passkey } from './Passkey.tsx'
import { PasswordField } from './PasswordField.tsx'
import { Said } from './Said.tsx'

/** What whoever signed in has still to say before something that binds. */
export interface StepUp {
  readonly isSteppedUp: boolean
  /** Whoever looks has to say a code beside their password. */
  readonly hasSecondFactor: boolean
  readonly hasPasskeys: boolean
  /** Path of the script that asks for a passkey; null: none is asked for, or none is possible at this address. */
  readonly passkeyScript: string | null
  /** They have signed in by the identity provider, and need not know a password: where they have a code it is asked for alone. */
  readonly isByProvider: boolean
  /** Where they may prove who they are in the place of all that; null: nowhere. */
  readonly elsewhere: { readonly host: string; readonly path: string } | null
}

interface StepUpFieldsProps extends StepUp {
  readonly words: Words
  readonly errors: readonly FormError[]
}

/** A passkey, the proof of an identity provider, or password and code once more; nothing where one was given just now. */
export function StepUpFields({ words, errors, ...proof }: StepUpFieldsProps) {
  const { say } = words
  const { isSteppedUp, hasSecondFactor, hasPasskeys, passkeyScript, elsewhere } = proof
  if (isSteppedUp) return null
  // The password alone is not enough for who has a passkey: without a code beside it there is no use in asking for it.
  const takesPassword = hasSecondFactor || !hasPasskeys
  return (
    <>
      {elsewhere === null ? null : (
        <p class="govuk-body">
          <a href={elsewhere.path} class="govuk-link">
            <Said words={words} sentence="proveAt" values={{ host: <Code text={elsewhere.host} /> }} />
          </a>
        </p>
      )}
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
        <PasswordAndCode {...{ words, errors }} {...proof} />
      ) : (
        <input type="hidden" name="password" value="" />
      )}
    </>
  )
}

/** The password and, of who has a second factor, its code; the code alone of who has signed in by the identity provider. */
function PasswordAndCode({ words, errors, hasSecondFactor, isByProvider }: StepUpFieldsProps) {
  const { say } = words
  const minutes = exchangeLimits.desk.stepUpMs / 60_000
  return (
    <>
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
