import { deskRoutes } from '../deskPaths.ts'
import type { FormParts } from '../desk/formPage.ts'
import type { DeskPerson } from '../deskServices.ts'
import { Button } from '../parts/Button.tsx'
import { ErrorSummary } from '../parts/ErrorSummary.tsx'
import { Form } from '../parts/Form.tsx'
import { Layout } from '../parts/Layout.tsx'
import { Code } from '../parts/Line.tsx'
import { Said } from '../parts/Said.tsx'

interface ProveProps extends FormParts {
  readonly person: DeskPerson
  /** Of the identity provider. */
  readonly host: string
  /** Path to which they go then. */
  readonly to: string
  readonly minutes: number
}

/** Where somebody is told that they prove elsewhere who they are. */
export function Prove({ frame, words, errors, person, host, to, minutes }: ProveProps) {
  const { say } = words
  const title = say('proveTitle')
  return (
    <Layout frame={frame} words={words} person={person} title={title} isWrong={errors.length > 0}>
      <a href={to} class="govuk-back-link">
        {say('proveBack')}
      </a>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">
        <Said
          words={words}
          sentence="proveText"
          values={{ host: <Code text={host} />, minutes: String(minutes) }}
        />
      </p>
      <Form frame={frame} action={deskRoutes.prove.path}>
        <input type="hidden" name="to" value={to} />
        <Button>{say('providerGoOn')}</Button>
      </Form>
    </Layout>
  )
}
