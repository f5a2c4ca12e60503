import type { CredentialAct } from '../../exchange/people/credentialActs.ts'
import type { ListedPerson } from '../../exchange/people/person.ts'
import { exchangeLimits } from '../../exchange/limits.ts'
import { deskRoutes } from '../deskPaths.ts'
import { whyNotConfirmPerson } from '../desk/confirmers.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import type { Sentence } from '../desk/words.ts'
import { Moment } from './Moment.tsx'
import { Said } from './Said.tsx'

interface PersonActsProps {
  readonly words: CaseWords
  readonly one: ListedPerson
  readonly people: readonly ListedPerson[]
  /** Sign-in name of whoever looks. */
  readonly viewer: string
}

/** Whose acts whoever looks may confirm, at the top of the page. Nothing where there are none. */
export function AwaitedPeople({ words, people, viewer }: AwaitedPeopleProps) {
  const awaited = people.filter(
    (one) => one.acts.some((act) => act.isAwaited) && whyNotConfirmPerson(people, viewer, one) === null,
  )
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
  readonly words: CaseWords
  readonly people: readonly ListedPerson[]
  /** Sign-in name of whoever looks. */
  readonly viewer: string
}

/** Where the acts on a person are confirmed. */
export function confirmLink(signInName: string): string {
  return deskRoutes.confirmPersonPage.path.replace(':signInName', encodeURIComponent(signInName))
}

/** What was done to a person that nobody else has confirmed, and where it is. Nothing where there is none. */
export function PersonActs({ words, one, people, viewer }: PersonActsProps) {
  const { signInName, name, acts } = one
  if (acts.length === 0) return null
  const whyNot = whyNotConfirmPerson(people, viewer, one)
  return (
    <div class="govuk-inset-text">
      <ActList words={words} acts={acts} />
      {whyNot === null ? (
        <p class="govuk-body">
          <a class="govuk-link" href={confirmLink(signInName)}>
            {words.say('confirmActs')}
            <span class="govuk-visually-hidden">
              {' '}
              – <bdi>{name}</bdi>
            </span>
          </a>
        </p>
      ) : (
        <p class="govuk-body">{words.say(whyNot)}</p>
      )}
    </div>
  )
}

/** The acts, and what comes of them while nobody else has confirmed them. */
export function ActList({ words, acts }: Pick<PersonActsProps, 'words'> & Pick<ListedPerson, 'acts'>) {
  const { say } = words
  const days = exchangeLimits.desk.credentialsFreshMs / (24 * 3_600_000)
  const isAwaited = acts.some((act) => act.isAwaited)
  const isByMachine = acts.every((act) => act.isByMachine)
  return (
    <>
      <p class="govuk-body">
        {isAwaited ? say('actsAwaited') : isByMachine ? say('actsByMachine', { days }) : say('actsByOne')}
      </p>
      <ul class="govuk-list govuk-list--bullet">
        {acts.map((act) => (
          <li key={act.id}>
            <Act words={words} act={act} />
          </li>
        ))}
      </ul>
    </>
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

function Act({ words, act }: { readonly words: CaseWords; readonly act: CredentialAct }) {
  const { act: what, by, isByMachine, at } = act
  const values = {
    act: words.say(actWords[what]),
    name: <bdi>{by}</bdi>,
    moment: <Moment words={words} at={at.toISOString()} isWithin />,
  }
  return <Said words={words} sentence={isByMachine ? 'actAtMachine' : 'actBy'} values={values} />
}
