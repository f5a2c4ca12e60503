import type { ListedPerson } from '../../exchange/people/person.ts'
import { deskRoutes } from '../deskPaths.ts'
import type { Words } from '../desk/words.ts'
import { LinkButton } from './Button.tsx'
import { PasskeyOf } from './PasskeyOf.tsx'
import { Said } from './Said.tsx'

interface PersonPasskeysProps {
  readonly words: Words
  readonly one: ListedPerson
  /** Whoever looks is another person: nobody opens a way back to themselves. */
  readonly isOther: boolean
}

/** The passkeys of a person, each of which an administrator takes away where it is lost. Nothing where they have none. */
export function PersonPasskeys({ words, one, isOther }: PersonPasskeysProps) {
  const { signInName, name: person, passkeys } = one
  if (passkeys.length === 0) return null
  const path = deskRoutes.takeAwayPasskey.path.replace(':signInName', encodeURIComponent(signInName))
  return (
    <div class="desk-person__actions">
      {passkeys.map(({ id, name }) =>
        isOther ? (
          <LinkButton key={id} to={`${path}?lost=${encodeURIComponent(name)}`}>
            <Said words={words} sentence="passkeyTakeAway" values={{ name: <bdi>{name}</bdi> }} />
            <span class="govuk-visually-hidden">
              {' '}
              – <bdi>{person}</bdi>
            </span>
          </LinkButton>
        ) : (
          <p key={id} class="govuk-body">
            <PasskeyOf words={words} name={name} />
          </p>
        ),
      )}
    </div>
  )
}
