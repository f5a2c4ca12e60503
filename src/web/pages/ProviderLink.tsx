import type { ListedPerson } from '../../exchange/people/person.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { FormParts } from '../desk/formPage.ts'
import type { DeskPerson } from '../deskServices.ts'
import { Button, LinkButton } from '../parts/Button.tsx'
import { ErrorSummary } from '../parts/ErrorSummary.tsx'
import { Field } from '../parts/Field.tsx'
import { Form } from '../parts/Form.tsx'
import { Layout } from '../parts/Layout.tsx'
import { Code } from '../parts/Line.tsx'
import { Said } from '../parts/Said.tsx'
import { type StepUp, StepUpFields } from '../parts/StepUpFields.tsx'
import { SummaryList } from '../parts/SummaryList.tsx'

interface ProviderLinkProps extends FormParts {
  readonly person: DeskPerson
  /** Whose link it is. */
  readonly one: ListedPerson
  /** Of the identity provider. */
  readonly host: string
  /** What names them there; null: they are nobody there. */
  readonly subject: string | null
  /** What somebody has typed as that. */
  readonly typed: string
  /** What whoever links them has still to prove; absent: they are linked. */
  readonly proof: StepUp | undefined
}

/** Who a person of the desk is at the identity provider. */
export function ProviderLink(props: ProviderLinkProps) {
  const { frame, words, errors, person, one, host, subject, typed, proof } = props
  const { say } = words
  const { name, signInName } = one
  const title = say('linkTitle', { host })
  const pathOf = (route: 'linkPerson' | 'unlinkPersonPage'): string =>
    deskRoutes[route].path.replace(':signInName', encodeURIComponent(signInName))
  return (
    <Layout frame={frame} words={words} person={person} title={title} isWrong={errors.length > 0}>
      <a href={deskRoutes.people.path} class="govuk-back-link">
        {say('people')}
      </a>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-l">
        <span class="govuk-caption-l">
          <bdi>{name}</bdi> · <bdi>{signInName}</bdi>
        </span>
        <Said words={words} sentence="linkTitle" values={{ host: <Code text={host} /> }} />
      </h1>
      <p class="govuk-body">
        <Said words={words} sentence="linkText" values={{ host: <Code text={host} /> }} />
      </p>
      {subject === null ? (
        <Form frame={frame} action={pathOf('linkPerson')}>
          <Field
            words={words}
            name="subject"
            label={say('namedThere')}
            hint={say('linkSubjectHint')}
            errors={errors}
            value={typed}
            autocomplete="off"
            width={30}
            isCode
          />
          {proof === undefined ? null : <StepUpFields words={words} errors={errors} {...proof} />}
          <Button>{say('link')}</Button>
        </Form>
      ) : (
        <>
          <SummaryList rows={[[say('namedThere'), <Code key="subject" text={subject} />]]} />
          <LinkButton to={pathOf('unlinkPersonPage')} kind="warning">
            {say('unlink')}
          </LinkButton>
        </>
      )}
    </Layout>
  )
}
