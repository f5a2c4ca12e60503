import type { Typed } from '../../exchange/people/typedForms.ts'
import type { Visit } from '../desk/pageOf.ts'
import { titleOfForm } from '../desk/typed.ts'
import { Button } from '../parts/Button.tsx'
import { Form } from '../parts/Form.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { TypedWords } from '../parts/TypedWords.tsx'

interface UnsavedProps extends Visit {
  readonly frame: Frame
  readonly typed: Typed
}

/** What somebody typed and this node could not keep: it is sent again from here as it was. */
export function Unsaved({ frame, words, person, typed: { path, fields } }: UnsavedProps) {
  const { say } = words
  return (
    <Layout frame={frame} words={words} person={person} title={say('unsavedTitle')} isWrong>
      <h1 class="govuk-heading-l">{say('unsavedTitle')}</h1>
      <p class="govuk-body">{say('unsavedText')}</p>
      <Form frame={frame} action={path}>
        {fields.map(([name, value], place) => (
          <input key={place} type="hidden" name={name} value={value} />
        ))}
        <Button>{say('sendAgain')}</Button>
      </Form>
      <h2 class="govuk-heading-m">{say(titleOfForm(path))}</h2>
      <TypedWords fields={fields} />
    </Layout>
  )
}
