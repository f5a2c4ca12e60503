import type { Result } from '../../message/refusal.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import { actorOf } from '../people/sessions.ts'
import { refusalNoted } from '../refusedActs.ts'

/** Gives what came of an act of a person; a refusal is in the log before it is returned. */
type ActingOn = <Outcome extends object>(
  by: Acting,
  wanted: string,
  outcome: Promise<Result<Outcome>>,
) => Promise<Result<Outcome>>

/** @param noted - called when the log may have been told of something, which is before the answer is given */
export function actingOn(node: Node, noted: () => void): ActingOn {
  return async (by, wanted, outcome) => {
    const done = await refusalNoted(node, { actor: actorOf(by.person, by.address), wanted }, outcome)
    noted()
    return done
  }
}
