import { deskRoutes } from '../deskPaths.ts'
import type { Sentence, Words } from '../desk/words.ts'
import type { FormError } from './ErrorSummary.tsx'
import { Form } from './Form.tsx'
import type { Frame } from './Layout.tsx'
import { Wrong, groupClass } from './fieldParts.tsx'

interface PasskeyProps {
  readonly words: Words
  /** Path of the script that asks the browser. */
  readonly script: string
  /** Whether a passkey is used, or made. */
  readonly does: 'use' | 'make'
  /** Where the script is told what to ask, and which member of the form it sends there. */
  readonly ask: string
  readonly sends?: string
  readonly label: string
  /** What is said to whom the script does not run. */
  readonly noScript: Sentence
  readonly isSecondary?: boolean
  /** The form is of use with a passkey alone: whoever sends it is asked for one. */
  readonly isOnlyWay?: boolean
  readonly errors: readonly FormError[]
}

/**
 * The part of a form that asks the browser for a passkey. Nothing but a script can: where none runs there is no button, and the
 * part says what else is possible.
 */
export function Passkey({ words, script, does, ask, sends, label, noScript, errors, ...rest }: PasskeyProps) {
  const { say } = words
  const error = errors.find(({ field }) => field === 'passkey')
  const kind = rest.isSecondary === true ? ' govuk-button--secondary' : ''
  return (
    <div
      id="passkey"
      class={`${groupClass(error)} desk-passkey`}
      data-passkey={does}
      data-ask={ask}
      data-sends={sends}
      data-only={rest.isOnlyWay === true ? 'yes' : undefined}
      data-unable={say('passkeyUnable')}
      data-failed={say('passkeyFailed')}
      data-exists={does === 'make' ? say('passkeyExists') : undefined}
    >
      <Wrong words={words} name="passkey" error={error} />
      <noscript>
        <p class="govuk-inset-text">{say(noScript)}</p>
      </noscript>
      <p class="govuk-error-message" role="alert" hidden />
      <input type="hidden" name="passkey" value="" />
      <button type="button" class={`govuk-button${kind}`} hidden>
        {label}
      </button>
      <script src={script} defer />
    </div>
  )
}

interface OwnFormProps {
  readonly frame: Frame
  readonly words: Words
  /** Null: no passkey is possible at this address. */
  readonly script: string | null
}

/** Signing in by a passkey, beside name and password. Nothing where none is possible. */
export function PasskeySignIn({ frame, words, script }: OwnFormProps) {
  const { say } = words
  if (script === null) return null
  return (
    <Form frame={frame} action={deskRoutes.signInByPasskey.path}>
      <Passkey
        words={words}
        script={script}
        does="use"
        ask={deskRoutes.askToSignIn.path}
        label={say('passkeySignIn')}
        noScript="passkeyNoScript"
        errors={[]}
        isSecondary
      />
    </Form>
  )
}

interface PasskeyStepProps extends OwnFormProps {
  /** They have no codes of an app. */
  readonly isOnlyWay: boolean
  /** They come from the identity provider, and have said no password. */
  readonly isByProvider: boolean
}

/** The passkey that is awaited after the password, or the identity provider. */
export function PasskeyStep({ frame, words, script, isOnlyWay, isByProvider }: PasskeyStepProps) {
  const { say } = words
  if (script === null) return isOnlyWay ? <p class="govuk-body">{say('passkeysNotHere')}</p> : null
  return (
    <>
      {isOnlyWay ? (
        <p class="govuk-body">{say(isByProvider ? 'passkeyStepElsewhere' : 'passkeyStepText')}</p>
      ) : null}
      <Form frame={frame} action={deskRoutes.signInByPasskey.path}>
        <Passkey
          words={words}
          script={script}
          does="use"
          ask={deskRoutes.askToSignIn.path}
          label={say('passkeySignIn')}
          noScript={isOnlyWay ? 'passkeyOnlyNoScript' : 'passkeyNoScript'}
          errors={[]}
          isSecondary={!isOnlyWay}
        />
      </Form>
    </>
  )
}
