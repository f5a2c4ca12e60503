import type { Actor } from '../../audit/events.ts'
import type { ExhibitUploadRow } from '../../store/exhibits/exhibitTables.ts'
import type { UploadOwner } from '../../store/exhibits/uploads.ts'
import type { SaidOfFile } from '../drafts/fileWords.ts'
import { nothingOfIntake } from '../exhibits/circumstances.ts'
import type { Acting } from '../people/deskPeople.ts'
import { actorOf } from '../people/sessions.ts'

/** Who asks for an upload, as the log names them, and whose it has to be. */
export interface Uploader {
  readonly actor: Actor
  readonly owner: UploadOwner
}

/** What a person's browser has said of a file that it uploads into a draft. */
export interface PostedUpload {
  readonly said: SaidOfFile
  /** Where the browser is. */
  readonly address: string
  /** By what it knows the file again: nothing is known here by it. */
  readonly fingerprint: string
}

/** A system of the State, which the log names by its token. */
export function byToken(actor: Actor): Uploader {
  return { actor, owner: { token: actor.person } }
}

/** A person at the desk, for one of the drafts that they may see. */
export function byPerson(
  { person, address }: Acting,
  draft: string,
): Uploader & { readonly owner: { readonly person: string; readonly draft: string } } {
  return { actor: actorOf(person, address), owner: { person: person.id, draft } }
}

/** Whether whoever asks began it; a person, for this draft. */
export function isOwn({ token, person, draft }: ExhibitUploadRow, { owner }: Uploader): boolean {
  return 'token' in owner ? token === owner.token : person === owner.person && draft === owner.draft
}

/** What was said of a file that a person uploads; null: a system does, or it is over. */
export function postedIn({ posted }: Pick<ExhibitUploadRow, 'posted'>): PostedUpload | null {
  if (posted === null) return null
  const { said, ...rest } = JSON.parse(posted) as PostedUpload
  // An older program, which may serve beside this one, keeps nothing of where and why.
  return { ...rest, said: { ...said, takenIn: (said as Partial<SaidOfFile>).takenIn ?? nothingOfIntake } }
}
