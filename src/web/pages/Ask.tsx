import { deskRoutes } from '../deskPaths.ts'
import type { DeskPerson } from '../deskServices.ts'
import { AskFields, type AskFieldsProps } from '../parts/AskFields.tsx'
import { Button } from '../parts/Button.tsx'
import { ErrorSummary } from '../parts/ErrorSummary.tsx'
import { Form } from '../parts/Form.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'

interface AskProps extends AskFieldsProps {
  readonly frame: Frame
  readonly person: DeskPerson
}

/** Where a request is begun: who is asked, under which reference, in which language. */
export function Ask({ frame, person, ...fields }: AskProps) {
  const { words, authorities, errors } = fields
  const { say } = words
  return (
    <Layout frame={frame} words={words} person={person} title={say('askTitle')} isWrong={errors.length > 0}>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-xl">{say('askTitle')}</h1>
      <p class="govuk-body-l">{say('askText')}</p>
      {authorities.length === 0 ? (
        <p class="govuk-inset-text">{say('nobodyToAsk')}</p>
      ) : (
        <Form frame={frame} action={deskRoutes.ask.path}>
          <AskFields {...fields} />
          <Button>{say('begin')}</Button>
        </Form>
      )}
      <section class="desk-part">
        <h2 class="govuk-heading-m">{say('askOtherWays')}</h2>
        <ul class="govuk-list govuk-list--bullet">
          {otherWays.map(([sentence, path]) => (
            <li key={sentence}>
              <a class="govuk-link" href={path}>
                {say(sentence)}
              </a>
            </li>
          ))}
        </ul>
        <p class="govuk-body">{say('askOfCase')}</p>
      </section>
    </Layout>
  )
}

const otherWays = [
  ['templates', deskRoutes.templates.path],
  ['fromFile', deskRoutes.fromFilePage.path],
  ['askLikeEarlier', deskRoutes.cases.path],
] as const
