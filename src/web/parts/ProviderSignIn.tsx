import { deskRoutes } from '../deskPaths.ts'
import type { Words } from '../desk/words.ts'
import { Button } from './Button.tsx'
import { Form } from './Form.tsx'
import type { Frame } from './Layout.tsx'
import { Code } from './Line.tsx'
import { Said } from './Said.tsx'

interface ProviderSignInProps {
  readonly frame: Frame
  readonly words: Words
  /** Of the identity provider; null: the desk has none. */
  readonly host: string | null
}

/** Signing in by the identity provider of the State. */
export function ProviderSignIn({ frame, words, host }: ProviderSignInProps) {
  const { say } = words
  if (host === null) return null
  return (
    <Form frame={frame} action={deskRoutes.sendToProvider.path}>
      <p class="govuk-body">{say('signInByProviderText')}</p>
      <Button kind="secondary">
        <Said words={words} sentence="signInByProvider" values={{ host: <Code text={host} /> }} />
      </Button>
    </Form>
  )
}
