import type { ComponentChildren } from 'preact'
import type { Line as NameLine } from '../../letter/letter.ts'
import type { DeskPerson, DeskRole } from '../deskServices.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { Done } from '../desk/done.ts'
import type { Sentence, Words } from '../desk/words.ts'
import { Form } from './Form.tsx'
import { Languages } from './Languages.tsx'
import { Code, Line, OthersWords } from './Line.tsx'
import { Said } from './Said.tsx'

/** What every page of one desk has in common. */
export interface Frame {
  /** Of the State, in the language of the reader. */
  readonly stateName: string
  /** An authority of the State, by its name in the language of the reader where it has one. */
  readonly authorityName: (id: string) => NameLine
  readonly isDemonstration: boolean
  /** People practise here. */
  readonly isTraining: boolean
  /** Path of the style sheet for the direction of the page. */
  readonly style: string
  /** What the forms of this session have in them; empty: nobody has signed in. */
  readonly formToken: string
  /** What whoever visits has done just now; null: nothing. */
  readonly done: Done | null
}

interface LayoutProps {
  readonly frame: Frame
  readonly words: Words
  readonly person: DeskPerson | null
  readonly title: string
  /** The form on the page was not taken: the title says so first. */
  readonly isWrong?: boolean
  readonly children: ComponentChildren
}

/** Where the navigation leads, and for whom. */
const places: readonly {
  readonly path: string
  readonly text: Sentence
  readonly roles: readonly DeskRole[]
}[] = [
  { path: deskRoutes.home.path, text: 'desk', roles: ['officer', 'approver', 'auditor'] },
  { path: deskRoutes.search.path, text: 'search', roles: ['officer', 'approver', 'auditor'] },
  { path: deskRoutes.check.path, text: 'checking', roles: ['auditor'] },
  { path: deskRoutes.drafts.path, text: 'drafts', roles: ['officer', 'approver'] },
  { path: deskRoutes.askPage.path, text: 'askTitle', roles: ['officer', 'approver'] },
  { path: deskRoutes.people.path, text: 'people', roles: ['administrator'] },
  { path: deskRoutes.running.path, text: 'thisNode', roles: ['administrator'] },
]

/** A whole page. */
export function Layout({ frame, words, person, title, isWrong = false, children }: LayoutProps) {
  const { say, language, direction } = words
  return (
    <html lang={language} dir={direction} class="govuk-template">
      <head>
        <meta charset="utf-8" />
        <title>{`${isWrong ? `${say('errorPrefix')} ` : ''}${title} – ${frame.stateName} – Rogatory`}</title>
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <link rel="stylesheet" href={frame.style} />
      </head>
      <body class="govuk-template__body">
        <a href="#main" class="govuk-skip-link">
          {say('skipToContent')}
        </a>
        <header class="desk-header">
          <div class="govuk-width-container desk-header__row">
            <a href="/" class="desk-header__name">
              <bdi>Rogatory</bdi> <span class="desk-header__state">{frame.stateName}</span>
            </a>
            {person === null ? null : <Person frame={frame} words={words} person={person} />}
          </div>
          {person === null ? null : <Navigation words={words} person={person} />}
        </header>
        <div class="govuk-width-container">
          <Banner frame={frame} words={words} person={person} />
          <main class="govuk-main-wrapper" id="main">
            {frame.done === null ? null : <DoneBanner words={words} done={frame.done} />}
            {children}
          </main>
        </div>
        <footer class="govuk-width-container desk-footer">
          <Languages frame={frame} words={words} />
        </footer>
      </body>
    </html>
  )
}

type BannerProps = Pick<LayoutProps, 'frame' | 'words' | 'person'>

/** What nobody may forget on any page. */
function Banner({ frame: { isDemonstration, isTraining }, words: { say }, person }: BannerProps) {
  if (!isDemonstration) return null
  const isTrainee = person?.roles.some((role) => deskRoutes.training.audience.some((one) => one === role))
  return (
    <aside class="govuk-phase-banner">
      <p class="govuk-phase-banner__content">
        {isTraining ? (
          <strong class="govuk-tag govuk-phase-banner__content__tag">{say('training')}</strong>
        ) : null}
        <span class="govuk-phase-banner__text">
          {say(isTraining ? 'trainingBanner' : 'demonstration')}{' '}
          {isTraining && isTrainee === true ? (
            <a class="govuk-link" href={deskRoutes.training.path}>
              {say('trainingTitle')}
            </a>
          ) : null}
        </span>
      </p>
    </aside>
  )
}

/** What was done, above the page to which it has led. */
function DoneBanner({ words, done }: { readonly words: Words; readonly done: Done }) {
  return (
    <section
      class="govuk-notification-banner govuk-notification-banner--success"
      role="status"
      aria-labelledby="done"
    >
      <div class="govuk-notification-banner__header">
        <h2 class="govuk-notification-banner__title" id="done">
          {words.say('doneTitle')}
        </h2>
      </div>
      <div class="govuk-notification-banner__content">
        <p class="govuk-notification-banner__heading">
          <Said words={words} sentence={done.sentence} values={{ name: <Code text={done.name} /> }} />
        </p>
      </div>
    </section>
  )
}

interface PersonProps {
  readonly words: Words
  readonly person: DeskPerson
}

function Person({ frame, words, person }: PersonProps & { readonly frame: Frame }) {
  const { say } = words
  return (
    <div class="desk-header__person">
      <a href={deskRoutes.passwordPage.path} class="desk-header__link">
        <Said
          words={words}
          sentence="signedInAs"
          values={{
            name: <OthersWords language="">{person.name}</OthersWords>,
            authority: <Line line={frame.authorityName(person.authority)} />,
          }}
        />
      </a>
      <Form frame={frame} action={deskRoutes.signOut.path}>
        <button type="submit" class="desk-link-button desk-header__link">
          {say('signOut')}
        </button>
      </Form>
    </div>
  )
}

function Navigation({ words: { say }, person }: PersonProps) {
  const own = places.filter(({ roles }) => roles.some((role) => person.roles.includes(role)))
  return (
    <nav class="govuk-width-container" aria-label={say('navigation')}>
      <ul class="desk-navigation">
        {own.map(({ path, text }) => (
          <li key={path}>
            <a href={path} class="desk-header__link">
              {say(text)}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  )
}
