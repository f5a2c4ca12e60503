import type { DeskBundles } from '../exchange/bundles/deskBundles.ts'
import type { Checking } from '../exchange/desk/checking/checking.ts'
import type { Beginnings } from '../exchange/drafts/beginnings.ts'
import type { DraftFiles } from '../exchange/drafts/draftFiles.ts'
import type { DraftKeeping } from '../exchange/drafts/draftKeeping.ts'
import type { DeskPasskeys } from '../exchange/passkeys/deskPasskeys.ts'
import type { DeskPeople } from '../exchange/people/deskPeople.ts'
import type { TypedForms } from '../exchange/people/typedForms.ts'
import type { DeskProvider } from '../exchange/people/provider/deskProvider.ts'
import type { SavedSearches } from '../exchange/search/saved.ts'
import type { Training } from '../exchange/training/lessons.ts'
import type { Tracer } from '../exchange/tracing/tracer.ts'
import type { Uploads } from '../exchange/uploads/uploads.ts'
import type { NodeRunning } from '../exchange/running/nodeRunning.ts'
import type { NodeSystems } from '../exchange/running/nodeSystems.ts'
import type { LetterLanguage } from '../letter/language.ts'
import type { Text } from '../message/generated/types.ts'
import type { DeskCases } from './deskCases.ts'
import type { Strangers } from './strangers.ts'

export { type DeskPerson, type DeskRole, deskRoles } from '../exchange/people/person.ts'

/** What the desk needs of its node. */
export interface DeskServices {
  /** Scheme, host and port at which people reach the desk, as a browser names them: `https://desk.example.org`. */
  readonly origin: string
  /** The State, by its name in each language where it has one. */
  readonly stateName: (language: LetterLanguage) => string
  /** The name of an authority of this State; null: its trust list has none of this id. */
  readonly authorityName: (id: string) => Text | null
  readonly isDemonstration: boolean
  /** What those who practise here are told to try; null: nobody does. */
  readonly training: Training | null
  /** The style sheets, as they were built. */
  readonly styles: { readonly ltr: string; readonly rtl: string }
  /** The scripts, as they were built: what asks a browser for passkeys, and what uploads files piece by piece. */
  readonly scripts: { readonly passkeys: string; readonly uploads: string }
  /** What those may take who have not signed in. */
  readonly strangers: Strangers
  /** Told what is answered. */
  readonly tracer: Tracer
  readonly people: DeskPeople
  readonly typed: TypedForms
  readonly passkeys: DeskPasskeys
  /** By which people may sign in; null: by none. */
  readonly provider: DeskProvider | null
  readonly cases: DeskCases
  readonly searches: SavedSearches
  readonly drafts: DraftKeeping
  readonly files: DraftFiles
  readonly uploads: Uploads
  readonly beginnings: Beginnings
  readonly checking: Checking
  readonly bundles: DeskBundles
  readonly running: NodeRunning
  readonly systems: NodeSystems
}
