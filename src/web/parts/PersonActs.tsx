import type { CredentialAct } from '../../exchange/people/credentialActs.ts'
import type { ListedPerson } from '../../exchange/people/person.ts'
import { exchangeLimits } from '../../exchange/limits.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { Sentence, Words } from '../desk/words.ts'
import { Button } from './Button.tsx'
import { Form } from './Form.tsx'
import type { Frame } from './Layout.tsx'
import { Code } from './Line.tsx'
import { Said } from './Said.tsx'

interface PersonActsProps {
  readonly frame: Frame
  readonly words: Words
  readonly one: ListedPerson
  /** Sign-in name of whoever looks. */
  readonly viewer: string
}

/** Whose acts whoever looks may confirm, at the top of the page. Nothing where there are none. */
export function AwaitedPeople({ words, people, viewer }: AwaitedPeopleProps) {
  const awaited = people.filter((one) => one.acts.some((act) => act.isAwaited) && mayConfirm(one, viewer))
  if (awaited.length === 0) return null
  return (
    <div class="govuk-inset-text">
      <p class="govuk-body">{words.say('actsWaiting')}</p>
      <ul class="govuk-list govuk-list--bullet">
        {awaited.map(({ id, signInName, name }) => (
          <li key={id}>
            <a class="govuk-link" href={`#person-${signInName}`}>
              <bdi>{name}</bdi> · <bdi>{signInName}</bdi>
            </a>
          </li>
        ))}
      </ul>
    </div>
  )
}

interface AwaitedPeopleProps {
  readonly words: Words
  readonly people: readonly ListedPerson[]
  /** Sign-in name of whoever looks. */
  readonly viewer: string
}

function mayConfirm({ signInName, acts }: ListedPerson, viewer: string): boolean {
  return signInName !== viewer && acts.every(({ by }) => by !== viewer)
}

/** What one administrator has done to a person that nobody else has confirmed. Nothing where there is none. */
export function PersonActs({ frame, words, one, viewer }: PersonActsProps) {
  const { say } = words
  const { signInName, name, acts } = one
  if (acts.length === 0) return null
  const isAwaited = acts.some((act) => act.isAwaited)
  const days = exchangeLimits.desk.credentialsFreshMs / (24 * 3_600_000)
  return (
    <div class="govuk-inset-text">
      <p class="govuk-body">{say(isAwaited ? 'actsAwaited' : 'actsByOne', { days })}</p>
      <ul class="govuk-list govuk-list--bullet">
        {acts.map((act) => (
          <li key={act.id}>
            <Act words={words} act={act} />
          </li>
        ))}
      </ul>
      {mayConfirm(one, viewer) ? (
        <Form
          frame={frame}
          action={deskRoutes.confirmPerson.path.replace(':signInName', encodeURIComponent(signInName))}
        >
          {acts.map(({ id }) => (
            <input key={id} type="hidden" name="act" value={id} />
          ))}
          <Button kind="secondary">
            {say('confirmActs')}
            <span class="govuk-visually-hidden">
              {' '}
              – <bdi>{name}</bdi>
            </span>
          </Button>
        </Form>
      ) : null}
    </div>
  )
}

const actWords: Readonly<Record<CredentialAct['act'], Sentence>> = {
  added: 'eventPersonAdded',
  enabled: 'eventPersonEnabled',
  linked: 'eventPersonLinked',
  passkey: 'actPasskey',
  password: 'eventPersonPasswordSet',
  roles: 'eventPersonChanged',
  secondFactor: 'actSecondFactor',
}

function Act({ words, act }: { readonly words: Words; readonly act: CredentialAct }) {
  const { act: what, by, isByMachine, at } = act
  const values = {
    act: words.say(actWords[what]),
    name: <bdi>{by}</bdi>,
    moment: <Code text={`${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`} />,
  }
  return <Said words={words} sentence={isByMachine ? 'actAtMachine' : 'actBy'} values={values} />
}
