import { type Result, refuse } from '../../message/refusal.ts'
import type { ExhibitUploadRow } from '../../store/exhibits/exhibitTables.ts'
import { findPeople } from '../../store/people/people.ts'
import { tokenStands } from '../accessTokens.ts'
import { addFiles } from '../drafts/addFiles.ts'
import { intakeForDraft } from '../drafts/intakeForDraft.ts'
import { circumstancesOf } from '../exhibits/circumstances.ts'
import type { IntakeOrder } from '../exhibits/takeIn.ts'
import type { Node } from '../node.ts'
import { handlesRequests, personOfRow } from '../people/person.ts'
import { postedIn } from './uploader.ts'

/**
 * How an upload is taken in that is whole: in the name of the token that brought it; or of the person, and with it, in one
 * transaction, added to their draft as a form does it. Refuses with DRAFT_UNKNOWN where the person may write no draft of that
 * authority any more, with TOKEN_REVOKED, TOKEN_UNKNOWN or TOKEN_NOT_CONFIRMED where the token does not count any more.
 */
export async function intakeOf(
  node: Node,
  row: ExhibitUploadRow,
): Promise<Result<{ readonly order: IntakeOrder }>> {
  const { id, token, person, draft, authority, name, bytes, request, derived_from, place, reason } = row
  if (token !== null) {
    // While it came, or since its last byte, the token may have been taken back. One that has only run out has brought it in time.
    const standing = await tokenStands(node, token)
    if (!standing.ok && standing.code !== 'TOKEN_EXPIRED') return standing
    const order = {
      ...{ name, person: token, role: 'token', authority, bytes, upload: id },
      ...(request === null ? {} : { request }),
      ...(derived_from === null ? {} : { derivedFrom: derived_from }),
      ...circumstancesOf({ place: place ?? '', reason: reason ?? '' }),
    }
    return { ok: true, order }
  }
  const posted = postedIn(row)
  if (person === null || draft === null || posted === null)
    throw new Error('an upload of nobody is in the tables')
  // Their session may have ended since the last byte, and they may have been given other roles, or be disabled.
  const [found] = await findPeople(node.db, [person])
  if (found === undefined || !handlesRequests(found) || found.authority !== authority)
    return refuse('DRAFT_UNKNOWN')
  const by = { person: personOfRow(found), address: posted.address }
  const order: IntakeOrder = {
    ...intakeForDraft(draft, name, posted.said, by),
    ...{ bytes, upload: id },
    together: (announcement, keep) =>
      addFiles(node, draft, { files: [announcement], deposit: null }, posted.said, by, keep),
  }
  return { ok: true, order }
}
