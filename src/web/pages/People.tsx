import { type ListedPerson, isLastAdministrator } from '../../exchange/people/person.ts'
import { deskRoutes } from '../deskPaths.ts'
import { type DeskPerson, deskRoles } from '../deskServices.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { sentences } from '../desk/words.ts'
import { Button, LinkButton } from '../parts/Button.tsx'
import { type FormError, ErrorSummary } from '../parts/ErrorSummary.tsx'
import { Checks } from '../parts/Field.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code, Line } from '../parts/Line.tsx'
import { AwaitedPeople, PersonActs } from '../parts/PersonActs.tsx'
import { PersonPasskeys } from '../parts/PersonPasskeys.tsx'
import { Said } from '../parts/Said.tsx'

interface PeopleProps {
  readonly frame: Frame
  readonly words: CaseWords
  readonly person: DeskPerson
  readonly people: readonly ListedPerson[]
  /** Of the identity provider by which people may sign in; null: there is none. */
  readonly host: string | null
  readonly errors: readonly FormError[]
}

/** Who works at the desk of this node. */
export function People({ frame, words, person, people, host, errors }: PeopleProps) {
  const { say } = words
  return (
    <Layout frame={frame} words={words} person={person} title={say('people')} isWrong={errors.length > 0}>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-l">{say('people')}</h1>
      <p class="govuk-body">
        <a href={deskRoutes.addPersonPage.path} class="govuk-link">
          {say('addPerson')}
        </a>
      </p>
      {words.known.format.zone === 'UTC' ? null : (
        <p class="govuk-body">
          <Said words={words} sentence="timesIn" values={{ zone: <Code text={words.known.format.zone} /> }} />
        </p>
      )}
      <AwaitedPeople words={words} people={people} viewer={person.signInName} />
      {people.map((one) => (
        <Listed
          key={one.id}
          frame={frame}
          words={words}
          one={one}
          people={people}
          host={host}
          isOther={one.id !== person.id}
          viewer={person.signInName}
          errors={errors}
        />
      ))}
    </Layout>
  )
}

interface ListedProps {
  readonly frame: Frame
  readonly words: CaseWords
  readonly one: ListedPerson
  readonly people: readonly ListedPerson[]
  /** Whoever looks is another person. */
  readonly isOther: boolean
  /** Sign-in name of whoever looks. */
  readonly viewer: string
  readonly host: string | null
  readonly errors: readonly FormError[]
}

type Doing =
  | 'changeRolesPage'
  | 'disablePersonPage'
  | 'enablePersonPage'
  | 'givePasswordPage'
  | 'takeOffSecondFactorPage'
  | 'providerLinkPage'

function Listed({ frame, words, one, people, host, isOther, viewer, errors }: ListedProps) {
  const { say } = words
  const { signInName, name, authority, language, roles, disabledAt, secondFactorSince } = one
  const isLast = isLastAdministrator(people, one)
  const toDo = (route: Doing): string =>
    deskRoutes[route].path.replace(':signInName', encodeURIComponent(signInName))
  const whose = (
    <span class="govuk-visually-hidden">
      {' '}
      – <bdi>{name}</bdi>
    </span>
  )
  return (
    <section class="desk-person" aria-labelledby={`person-${signInName}`}>
      <h2 class="govuk-heading-m" id={`person-${signInName}`}>
        <bdi>{name}</bdi>
        {disabledAt === null ? null : (
          <>
            {' '}
            <strong class="govuk-tag govuk-tag--grey">{say('disabled')}</strong>
          </>
        )}
      </h2>
      <p class="govuk-body">
        <bdi>{signInName}</bdi> · <Line line={frame.authorityName(authority)} /> ·{' '}
        {language === null ? (
          say('languageOfBrowser')
        ) : (
          <span lang={language}>{sentences[language].languageName}</span>
        )}
      </p>
      {host === null ? null : (
        <p class="govuk-body">
          <a href={toDo('providerLinkPage')} class="govuk-link">
            <Said words={words} sentence="linkTitle" values={{ host: <Code text={host} /> }} />
            {whose}
          </a>
        </p>
      )}
      <form action={toDo('changeRolesPage')}>
        <Checks
          words={words}
          name="roles"
          id={`roles:${signInName}`}
          label={say('roles')}
          hint={isLast ? say('lastAdministratorStays') : undefined}
          isClosed={isLast}
          errors={errors}
          choices={deskRoles.map((role) => ({ value: role, text: say(role) }))}
          chosen={roles}
        />
        {isLast ? null : (
          <Button kind="secondary">
            {say('saveRoles')}
            {whose}
          </Button>
        )}
      </form>
      <PersonActs {...{ words, one, people, viewer }} />
      <PersonPasskeys {...{ words, one, isOther }} />
      <div class="desk-person__actions">
        {disabledAt === null ? (
          <LinkButton to={toDo('givePasswordPage')}>
            {say('makePassword')}
            {whose}
          </LinkButton>
        ) : null}
        {secondFactorSince === null ? null : (
          <LinkButton to={toDo('takeOffSecondFactorPage')}>
            {say('secondFactorRemove')}
            {whose}
          </LinkButton>
        )}
        {isLast ? null : disabledAt === null ? (
          <LinkButton to={toDo('disablePersonPage')} kind="warning">
            {say('disable')}
            {whose}
          </LinkButton>
        ) : (
          <LinkButton to={toDo('enablePersonPage')}>
            {say('enable')}
            {whose}
          </LinkButton>
        )}
      </div>
    </section>
  )
}
