import type { TellingReach } from '../../exchange/running/nodeSystems.ts'
import { type ToldEvent, toldEvents } from '../../exchange/webhooks/told.ts'
import { deskRoutes } from '../deskPaths.ts'
import { eventTitle } from '../desk/checkingWords.ts'
import { authorityText } from '../parts/authorityText.ts'
import { Button } from '../parts/Button.tsx'
import { ErrorSummary, type FormError } from '../parts/ErrorSummary.tsx'
import { Checks, Choice, Field } from '../parts/Field.tsx'
import { Form } from '../parts/Form.tsx'
import { Layout } from '../parts/Layout.tsx'
import type { RunningProps } from '../parts/RunningParts.tsx'
import { type StepUp, StepUpFields } from '../parts/StepUpFields.tsx'

/** What somebody has typed. */
export interface TypedEndpoint {
  readonly name: string
  readonly url: string
  readonly authority: string
  readonly events: readonly string[]
}

interface AddEndpointProps extends RunningProps, StepUp {
  readonly errors: readonly FormError[]
  readonly typed: TypedEndpoint
  /** Ids of the authorities of this node. */
  readonly authorities: readonly string[]
  /** Where endpoints may be; nowhere: the page says what to set instead. */
  readonly mayTell: TellingReach
}

/** An endpoint that is to be made. */
export function AddEndpoint({
  frame,
  words,
  errors,
  person,
  typed,
  authorities,
  mayTell,
  ...proof
}: AddEndpointProps) {
  const { say } = words
  return (
    <Layout
      frame={frame}
      words={words}
      person={person}
      title={say('makeEndpoint')}
      isWrong={errors.length > 0}
    >
      <a href={deskRoutes.runningWebhooks.path} class="govuk-back-link">
        {say('backToWebhooks')}
      </a>
      <ErrorSummary words={words} errors={mayTell === 'nowhere' ? [] : errors} />
      <h1 class="govuk-heading-l">{say('makeEndpoint')}</h1>
      {mayTell === 'nowhere' ? (
        <p class="govuk-inset-text desk-wrap">{say('webhooksNowhere')}</p>
      ) : (
        <Form frame={frame} action={deskRoutes.makeEndpoint.path}>
          <Field
            words={words}
            name="name"
            label={say('endpointName')}
            hint={say('endpointNameHint')}
            errors={errors}
            value={typed.name}
            autocomplete="off"
            isCode
          />
          <Field
            words={words}
            name="url"
            label={say('endpointAddress')}
            hint={say(mayTell === 'alsoHere' ? 'endpointAddressHintHere' : 'endpointAddressHint')}
            errors={errors}
            value={typed.url}
            autocomplete="off"
            width={30}
            isCode
          />
          <Choice
            words={words}
            name="authority"
            label={say('endpointAuthority')}
            errors={errors}
            choices={authorities.map((id) => authorityText(words, id))}
            chosen={typed.authority}
          />
          <Checks
            words={words}
            name="events"
            label={say('endpointEvents')}
            hint={say('endpointEventsHint')}
            errors={errors}
            choices={(Object.keys(toldEvents) as ToldEvent[]).map((event) => ({
              value: event,
              text: eventTitle(words, event),
            }))}
            chosen={typed.events}
          />
          <StepUpFields words={words} errors={errors} {...proof} />
          <Button>{say('makeEndpoint')}</Button>
        </Form>
      )}
    </Layout>
  )
}
