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
  /** Whoever looks is another person. */
  readonly isOther: boolean
  /** Sign-in name of whoever looks. */
  readonly viewer: string
}

/** What one administrator has done to a person that nobody else has confirmed. Nothing where there is none. */
export function PersonActs({ frame, words, one, isOther, viewer }: PersonActsProps) {
  const { say } = words
  const { signInName, name, acts } = one
  if (acts.length === 0) return null
  const isAwaited = acts.some((act) => act.isAwaited)
  const mayConfirm = isOther && acts.every(({ by }) => by !== viewer)
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
      {mayConfirm ? (
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
