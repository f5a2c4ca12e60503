import { append } from '../../store/audit.ts'
import { setAssignment } from '../../store/attention/assignments.ts'
import type { DraftRow } from '../../store/drafts/draftTables.ts'
import { inTransaction } from '../../store/failures.ts'
import { findFirstMessage } from '../../store/messages.ts'
import { findPeople, lockPerson } from '../../store/people/people.ts'
import { lockRequests } from '../../store/requests.ts'
import { mayOpen } from '../../workflow/open.ts'
import type { Node } from '../node.ts'
import { handlesRequests, personOfRow } from '../people/person.ts'
import { actorOf } from '../people/sessions.ts'
import { openTrail } from '../trail.ts'
import { actorBefore } from './noteDraft.ts'

/**
 * The request that a draft has opened is theirs who gave it to be sent at the desk, where nobody has it and they handle requests of its
 * authority still; the log tells of it as of their taking it. What a system submitted is nobody's: nobody has looked after it here.
 *
 * @param row - as it was when it was let go
 */
export async function giveToSender(node: Node, row: DraftRow): Promise<void> {
  const { request, message, submitted_by: sender, submitted_from: address } = row
  if (sender === null || row.submitted_by_system || !mayOpen(row.type)) return
  const [found] = await findPeople(node.db, [sender])
  if (found === undefined || (await findFirstMessage(node.db, request)) !== message) return
  await inTransaction(node.db, async (trx) => {
    // Before the request, as whoever disables a person locks them.
    const person = await lockPerson(trx, found.sign_in_name)
    const opened = (await lockRequests(trx, [request])).get(request)
    if (opened?.assigned_to !== null || opened.erased_at !== null) return
    if (person?.authority !== opened.own_authority || !handlesRequests(person)) return
    const now = node.now()
    await setAssignment(trx, request, { person: person.id, at: now })
    const trail = await openTrail(node, trx, [request], now)
    const to = person.sign_in_name
    const actor =
      address === null
        ? actorBefore(to, 'officer', opened.own_authority)
        : actorOf(personOfRow(person), address)
    trail.about(request, { event: 'case.assigned', actor, details: { to } })
    await append(trx, trail.audit())
  })
}
