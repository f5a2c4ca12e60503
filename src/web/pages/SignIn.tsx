import { deskRoutes } from '../deskPaths.ts'
import type { Sentence, Words } from '../desk/words.ts'
import { Button } from '../parts/Button.tsx'
import { type FormError, ErrorSummary } from '../parts/ErrorSummary.tsx'
import { Field } from '../parts/Field.tsx'
import { Form } from '../parts/Form.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { PasskeySignIn } from '../parts/Passkey.tsx'
import { PasswordField } from '../parts/PasswordField.tsx'
import { ProviderSignIn } from '../parts/ProviderSignIn.tsx'

interface SignInProps {
  readonly frame: Frame
  readonly words: Words
  /** What was typed before. */
  readonly signInName: string
  readonly errors: readonly FormError[]
  /** What whoever had a session that has ended is told; null: nobody is known to have had one. */
  readonly ended: Sentence | null
  /** Path of the script that asks for a passkey; null: none is possible at this address. */
  readonly passkeyScript: string | null
  /** Of the identity provider by which people may sign in; null: there is none. */
  readonly host: string | null
}

/** Where everybody begins. */
export function SignIn({ frame, words, signInName, errors, ended, passkeyScript, host }: SignInProps) {
  const { say } = words
  return (
    <Layout frame={frame} words={words} person={null} title={say('signIn')} isWrong={errors.length > 0}>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-l">{say('signIn')}</h1>
      {ended === null ? null : <p class="govuk-inset-text">{say(ended)}</p>}
      <Form frame={frame} action={deskRoutes.signIn.path}>
        <Field
          words={words}
          name="signInName"
          label={say('signInName')}
          errors={errors}
          value={signInName}
          autocomplete="username"
          isCode
        />
        <PasswordField words={words} name="password" label={say('password')} errors={errors} />
        <Button>{say('signIn')}</Button>
      </Form>
      <PasskeySignIn frame={frame} words={words} script={passkeyScript} />
      <ProviderSignIn frame={frame} words={words} host={host} />
    </Layout>
  )
}
