import { canonicalText } from '../../message/canonical.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import type { Trx } from '../../store/database.ts'
import type { DraftChange } from '../../store/drafts/drafts.ts'
import { listNotes } from '../../store/exhibits/custodyNotes.ts'
import type { Draft } from '../send.ts'
import { namedIn } from './addFiles.ts'
import { withoutFileNames } from './fileNames.ts'
import type { KeptDraft } from './keptDraft.ts'

/**
 * What changes of a draft off which these of its files are taken: they go, and out of its body whatever names them and the custody
 * that was noted of them.
 */
export async function takenOff(
  trx: Trx,
  { type, body, exhibits }: KeptDraft,
  gone: Draft['exhibits'],
): Promise<DraftChange> {
  const ids = new Set(gone.map(({ id }) => id))
  const notes = await listNotes(
    trx,
    namedIn(gone).map(({ deposit }) => deposit),
  )
  const noted = new Set(notes.map(({ event }) => canonicalText(JSON.parse(event))))
  const named = withoutFileNames(type, body, (name) => ids.has(name), {
    of: (owner) => withoutCustody(owner, noted),
  })
  return {
    body: JSON.stringify(named.body),
    exhibits: JSON.stringify(exhibits.filter(({ id }) => !ids.has(id))),
  }
}

/** What named the file, without the custody that was noted of it; what somebody wrote there stays. */
function withoutCustody(owner: JsonObject, noted: ReadonlySet<string>): JsonObject {
  const { custody, ...others } = owner
  if (!Array.isArray(custody)) return owner
  const left = (custody as readonly JsonValue[]).filter((event) => !noted.has(canonicalText(event)))
  return left.length === 0 ? others : { ...owner, custody: left }
}
