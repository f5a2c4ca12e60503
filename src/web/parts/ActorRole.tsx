import { type DeskRole, deskRoles } from '../deskServices.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { Code } from './Line.tsx'

/** As the log has it of what a system does with its token. */
const systemRole = 'token'

interface ActorRoleProps {
  readonly words: CaseWords
  /** As the log names who did something. */
  readonly actor: { readonly role: string; readonly authority: string }
}

/** In which roles, and for which authority: roles of the desk and that of a system in the words of the reader, any other as the log has it. */
export function ActorRole({ words, actor: { role, authority } }: ActorRoleProps) {
  const own = role.split(', ')
  return (
    <>
      {role === systemRole ? (
        words.say('roleOfSystem')
      ) : own.every(isDeskRole) ? (
        words.known.format.and(own.map((one) => words.say(one)))
      ) : (
        <Code text={role} />
      )}{' '}
      · <Code text={authority} />
    </>
  )
}

/** Whether the log names a role of the desk. */
export function isDeskRole(role: string): role is DeskRole {
  return deskRoles.some((one) => one === role)
}
