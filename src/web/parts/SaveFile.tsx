import type { Words } from '../desk/words.ts'
import { Button } from './Button.tsx'
import type { FormError } from './ErrorSummary.tsx'
import { Field } from './Field.tsx'
import { Form } from './Form.tsx'
import type { Frame } from './Layout.tsx'

interface SaveFileProps {
  readonly frame: Frame
  readonly words: Words
  /** Where the form is sent. */
  readonly action: string
  /** What was said of why. */
  readonly typed: string
  readonly errors: readonly FormError[]
}

/** Where whoever wants to have a file says why. */
export function SaveFile({ frame, words, action, typed, errors }: SaveFileProps) {
  const { say } = words
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('saveFile')}</h2>
      <Form frame={frame} action={action}>
        <Field
          words={words}
          name="reason"
          label={say('saveReason')}
          hint={say('saveReasonHint')}
          errors={errors}
          value={typed}
          width={30}
        />
        <Button>{say('saveFile')}</Button>
      </Form>
    </section>
  )
}
