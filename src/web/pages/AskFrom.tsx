import type { ComponentChildren } from 'preact'
import { deskRoutes } from '../deskPaths.ts'
import type { DeskPerson } from '../deskServices.ts'
import { AskFields, type AskFieldsProps } from '../parts/AskFields.tsx'
import { Button } from '../parts/Button.tsx'
import { ErrorSummary } from '../parts/ErrorSummary.tsx'
import { Form } from '../parts/Form.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'

interface AskFromProps extends AskFieldsProps {
  readonly frame: Frame
  readonly person: DeskPerson
  readonly title: string
  readonly above?: ComponentChildren
  /** What is copied, and what is not. */
  readonly text: string
  readonly action: string
  readonly bringsFiles?: true
  /** Last in the form. */
  readonly children?: ComponentChildren
  /** Below it. */
  readonly below?: ComponentChildren
}

/** Where a request is begun with something that is there already. */
export function AskFrom({ frame, person, title, above, text, action, ...props }: AskFromProps) {
  const { bringsFiles, children, below, ...fields } = props
  const { words, errors } = fields
  const { say } = words
  return (
    <Layout frame={frame} words={words} person={person} title={title} isWrong={errors.length > 0}>
      <a class="govuk-back-link" href={deskRoutes.askPage.path}>
        {say('askTitle')}
      </a>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-xl desk-wrap">
        {above === undefined ? null : <span class="govuk-caption-xl">{above}</span>}
        {title}
      </h1>
      <p class="govuk-body">{text}</p>
      <Form frame={frame} action={action} {...(bringsFiles === undefined ? {} : { bringsFiles })}>
        <AskFields {...fields} />
        {children}
        <Button>{say('begin')}</Button>
      </Form>
      {below}
    </Layout>
  )
}
