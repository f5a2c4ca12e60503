import type { OwnPasskeys } from '../../exchange/passkeys/deskPasskeys.ts'
import { exchangeLimits } from '../../exchange/limits.ts'
import { formatFor } from '../../letter/format.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { FormParts } from '../desk/formPage.ts'
import type { DeskPerson } from '../deskServices.ts'
import { Button, LinkButton } from '../parts/Button.tsx'
import { ErrorSummary } from '../parts/ErrorSummary.tsx'
import { Field } from '../parts/Field.tsx'
import { Form } from '../parts/Form.tsx'
import { Layout } from '../parts/Layout.tsx'
import { Passkey } from '../parts/Passkey.tsx'
import { type StepUp, StepUpFields } from '../parts/StepUpFields.tsx'
import { Table } from '../parts/Table.tsx'

interface PasskeysProps extends FormParts {
  readonly person: DeskPerson
  readonly own: OwnPasskeys
  /** What is to be proved before anything is changed. */
  readonly proof: StepUp
  /** Path of the script that asks for a passkey; null: none is possible at this address. */
  readonly script: string | null
  /** They have codes of an app as well. */
  readonly hasCodes: boolean
  /** The name that was typed for one. */
  readonly typed: string
}

/** Where a person sees, adds and takes away their passkeys. */
export function Passkeys(props: PasskeysProps) {
  const { frame, words, errors, person, own, proof, script, hasCodes } = props
  const { say } = words
  const title = say('passkeys')
  return (
    <Layout frame={frame} words={words} person={person} title={title} isWrong={errors.length > 0}>
      <a href={deskRoutes.passwordPage.path} class="govuk-back-link">
        {say('yourPassword')}
      </a>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-l">{title}</h1>
      <p class="govuk-body">{say('passkeysText')}</p>
      {hasCodes ? null : <p class="govuk-inset-text">{say('passkeysAlone')}</p>}
      <section class="desk-part">
        {own.passkeys.length === 0 ? <p class="govuk-body">{say('passkeysNone')}</p> : <Kept {...props} />}
      </section>
      {script === null ? (
        <p class="govuk-inset-text">{say('passkeysNotHere')}</p>
      ) : proof.isSteppedUp ? (
        <Add {...props} script={script} />
      ) : null}
      {proof.isSteppedUp ? null : <Prove {...props} />}
    </Layout>
  )
}

function Kept({ words, own: { passkeys, timeZone }, proof }: PasskeysProps) {
  const { say, language } = words
  const { moment } = formatFor(language, timeZone)
  return (
    <Table
      caption={say('passkeysYours')}
      head={[
        say('passkeyName'),
        say('passkeyAdded'),
        say('passkeyUsed'),
        ...(proof.isSteppedUp ? [say('actions')] : []),
      ]}
      rows={passkeys.map(({ id, name, addedAt, usedAt }) => [
        <bdi key="name">{name}</bdi>,
        moment(addedAt.toISOString()),
        usedAt === null ? say('passkeyNever') : moment(usedAt.toISOString()),
        ...(proof.isSteppedUp
          ? [
              <LinkButton
                key="remove"
                to={`${deskRoutes.removePasskeyPage.path}?passkey=${encodeURIComponent(id)}`}
              >
                {say('passkeyRemove')}
                <span class="govuk-visually-hidden">
                  {' '}
                  – <bdi>{name}</bdi>
                </span>
              </LinkButton>,
            ]
          : []),
      ])}
    />
  )
}

function Prove({ frame, words, errors, proof }: PasskeysProps) {
  const { say } = words
  const minutes = exchangeLimits.desk.stepUpMs / 60_000
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-m">{say('passkeyProveTitle')}</h2>
      <p class="govuk-body">{say('passkeyProveText', { minutes })}</p>
      <Form frame={frame} action={deskRoutes.proveAnew.path}>
        <StepUpFields words={words} errors={errors} {...proof} />
        {proof.hasSecondFactor || !proof.hasPasskeys ? <Button>{say('passkeyProve')}</Button> : null}
      </Form>
    </section>
  )
}

function Add({ frame, words, errors, own, typed, script }: PasskeysProps & { readonly script: string }) {
  const { say } = words
  const { ofPersonMax: count } = exchangeLimits.passkeys
  if (own.passkeys.length >= count) return <p class="govuk-body">{say('passkeysTooMany', { count })}</p>
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-m">{say('passkeyAddTitle')}</h2>
      <Form frame={frame} action={deskRoutes.addPasskey.path}>
        <Field
          words={words}
          name="name"
          label={say('passkeyName')}
          hint={say('passkeyNameHint')}
          errors={errors}
          value={typed}
          autocomplete="off"
        />
        <Passkey
          words={words}
          script={script}
          does="make"
          ask={deskRoutes.askToAddPasskey.path}
          sends="name"
          label={say('passkeyAdd')}
          noScript="passkeyNoScript"
          isOnlyWay
          errors={errors}
        />
      </Form>
    </section>
  )
}
