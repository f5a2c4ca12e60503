import type { ComponentChildren } from 'preact'
import type { FormParts } from '../desk/formPage.ts'
import type { DeskPerson } from '../deskServices.ts'
import { Button } from '../parts/Button.tsx'
import { ErrorSummary } from '../parts/ErrorSummary.tsx'
import { Form } from '../parts/Form.tsx'
import { Layout } from '../parts/Layout.tsx'
import { type StepUp, StepUpFields } from '../parts/StepUpFields.tsx'

/** What is asked before it is done. */
export interface Asked {
  /** As on the button that led here. */
  readonly title: string
  /** Whom or what it is about. */
  readonly about: ComponentChildren
  /** What happens then, a sentence each. */
  readonly happens: readonly ComponentChildren[]
  /** Where the form goes, and what it brings. */
  readonly action: string
  readonly members?: readonly (readonly [name: string, value: string])[]
  /** Where whoever does not want it goes back to. */
  readonly back: string
  /** What whoever does it has still to prove; absent: nothing is asked for. */
  readonly proof?: StepUp | undefined
}

interface SureProps extends FormParts {
  readonly person: DeskPerson
  readonly asked: Asked
}

/** Asks before something is done, and says what happens then. */
export function Sure({ frame, words, errors, person, asked }: SureProps) {
  const { say } = words
  const { title, about, happens, action, members = [], back, proof } = asked
  return (
    <Layout frame={frame} words={words} person={person} title={title} isWrong={errors.length > 0}>
      <a href={back} class="govuk-back-link">
        {say('back')}
      </a>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-l desk-wrap">
        <span class="govuk-caption-l">{about}</span>
        {title}
      </h1>
      <p class="govuk-body">{say('notDoneYet')}</p>
      <ul class="govuk-list govuk-list--bullet">
        {happens.map((sentence, place) => (
          <li key={place}>{sentence}</li>
        ))}
      </ul>
      <Form frame={frame} action={action}>
        {members.map(([name, value]) => (
          <input key={`${name} ${value}`} type="hidden" name={name} value={value} />
        ))}
        {proof === undefined ? null : <StepUpFields words={words} errors={errors} {...proof} />}
        <div class="govuk-button-group">
          <Button kind="warning">{title}</Button>
          <a href={back} class="govuk-link">
            {say('notThis')}
          </a>
        </div>
      </Form>
    </Layout>
  )
}
