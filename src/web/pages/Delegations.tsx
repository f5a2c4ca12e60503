import type { Delegation, DeskDelegations } from '../../exchange/drafts/delegations.ts'
import { daysMax } from '../../exchange/drafts/delegations.ts'
import { formatFor } from '../../letter/format.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { DeskPerson } from '../deskServices.ts'
import type { Words } from '../desk/words.ts'
import { Button, LinkButton } from '../parts/Button.tsx'
import { DateInput } from '../parts/DateInput.tsx'
import { PersonName } from '../parts/DraftParts.tsx'
import { type FormError, ErrorSummary } from '../parts/ErrorSummary.tsx'
import { Choice } from '../parts/Field.tsx'
import { Form } from '../parts/Form.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Said } from '../parts/Said.tsx'
import { type StepUp, StepUpFields } from '../parts/StepUpFields.tsx'
import { Table } from '../parts/Table.tsx'
import { Tag } from '../parts/Tag.tsx'

/** What somebody has typed. */
export interface TypedDelegation {
  /** Sign-in name. */
  readonly receiver: string
  /** `from/day` and so on. */
  readonly piece: (name: string) => string
}

interface DelegationsProps extends StepUp {
  readonly frame: Frame
  readonly words: Words
  readonly person: DeskPerson
  readonly seen: DeskDelegations
  readonly typed: TypedDelegation
  readonly errors: readonly FormError[]
}

/** Who may approve in whose place, and until when. */
export function Delegations(props: DelegationsProps) {
  const { frame, words, person, seen, errors } = props
  const { say } = words
  const { delegations } = seen
  return (
    <Layout
      frame={frame}
      words={words}
      person={person}
      title={say('delegations')}
      isWrong={errors.length > 0}
    >
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-xl">{say('delegations')}</h1>
      <p class="govuk-body">{say('delegationsText')}</p>
      <section class="desk-part">
        {delegations.length === 0 ? (
          <p class="govuk-body">{say('delegationsNone')}</p>
        ) : (
          <Given words={words} seen={seen} />
        )}
      </section>
      {person.roles.includes('approver') ? <Give {...props} /> : null}
    </Layout>
  )
}

function Given({ words, seen }: Pick<DelegationsProps, 'words' | 'seen'>) {
  const { say, language } = words
  const { date } = formatFor(language, seen.timeZone)
  return (
    <Table
      caption={say('delegationsCaption')}
      head={[say('delegation'), say('from'), say('until'), say('now'), say('actions')]}
      rows={seen.delegations.map((one) => [
        <Said
          key="who"
          words={words}
          sentence="inPlaceOf"
          values={{
            receiver: <PersonName person={one.receiver} />,
            giver: <PersonName person={one.giver} />,
          }}
        />,
        date(one.from),
        date(one.until),
        <Tag key="now" colour={one.isNow ? 'green' : 'grey'}>
          {say(one.isNow ? 'delegationNow' : 'delegationLater')}
        </Tag>,
        <LinkButton key="end" to={deskRoutes.withdrawDelegationPage.path.replace(':delegation', one.id)}>
          {say('delegationWithdraw')}
          <span class="govuk-visually-hidden">
            {' '}
            – <bdi>{nameOf(one)}</bdi>
          </span>
        </LinkButton>,
      ])}
    />
  )
}

function nameOf({ isGiven, giver, receiver }: Delegation): string {
  return (isGiven ? receiver : giver)?.name ?? ''
}

function Give({ frame, words, seen, typed, errors, ...proof }: Omit<DelegationsProps, 'person'>) {
  const { say } = words
  if (seen.receivers.length === 0) return <p class="govuk-body">{say('delegationNobody')}</p>
  const pieces = (name: string) =>
    (['day', 'month', 'year'] as const).map((part) => ({
      name: part,
      label: say(part),
      width: part === 'year' ? (4 as const) : (2 as const),
      value: typed.piece(`${name}/${part}`),
    }))
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('delegationGive')}</h2>
      <Form frame={frame} action={deskRoutes.giveDelegation.path}>
        <Choice
          words={words}
          name="receiver"
          label={say('delegationReceiver')}
          errors={errors}
          choices={[
            { value: '', text: say('chooseOne') },
            ...seen.receivers.map(({ signInName, name }) => ({
              value: signInName,
              text: `${name} (${signInName})`,
              language: '',
            })),
          ]}
          chosen={typed.receiver}
        />
        <DateInput
          words={words}
          name="from"
          label={say('delegationFrom')}
          errors={errors}
          pieces={pieces('from')}
        />
        <DateInput
          words={words}
          name="until"
          label={say('delegationUntil')}
          hint={say('delegationUntilHint', { count: daysMax })}
          errors={errors}
          pieces={pieces('until')}
        />
        <StepUpFields {...{ words, errors }} {...proof} />
        <Button>{say('delegationSave')}</Button>
      </Form>
    </section>
  )
}
