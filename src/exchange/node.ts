import type { HttpSigner } from '../envelope/httpSignature.ts'
import type { Signer } from '../envelope/sign.ts'
import type { DecryptionKeys } from '../envelope/open.ts'
import type { ActedFrom } from '../audit/events.ts'
import type { NoteSigner } from '../audit/note.ts'
import type { WitnessPolicy } from '../audit/witnessPolicy.ts'
import type { CheckpointMemory } from '../store/checkpointFile.ts'
import type { Db } from '../store/database.ts'
import type { ExhibitStore } from '../store/exhibits/exhibitStore.ts'
import type { Sealer } from '../store/identity/sealing.ts'
import type { Certificate } from '../trust/certificate.ts'
import type { TrustDirectory } from './directory.ts'
import type { Scanner } from './exhibits/scanner.ts'
import type { KeptEdge } from './growHead.ts'
import type { Meter } from './measuring/meter.ts'
import type { PasswordCost } from './people/password.ts'
import type { DeskRole } from './people/person.ts'
import type { Tracer } from './tracing/tracer.ts'

/** What a node is made of: everything that its actions need, handed to each as its first argument. */
export interface Node {
  /** The State that this node speaks for. */
  readonly state: string
  /** Whether nobody stands behind it, as its trust list says: it is a peer of demonstrations alone. */
  readonly isDemonstration: boolean
  readonly db: Db
  /** The same database under the role that gives entries of the log their places; `db` where it has no role of its own. */
  readonly sequencerDb: Db
  /** Signs messages and receipts. */
  readonly signer: Signer
  /** Signs HTTP requests and responses. */
  readonly httpSigner: HttpSigner
  readonly decryptionKeys: DecryptionKeys
  /** Seals what the database keeps and must not tell by itself. */
  readonly sealer: Sealer
  /**
   * Signs checkpoints of the log with this number, counted from 1; its name is the origin of that log. The key is that in
   * use, or the one of this SHA-256 (hex) of its public key; null: the one with which the identity was made.
   */
  readonly logSigner: (log: number, key?: string | null) => NoteSigner
  readonly logKeys: {
    /** SHA-256 (hex) of the public key in use. */
    readonly inUse: () => string
    /** Whether another has followed that key: a log that is signed with it is to be closed. */
    readonly isLeft: (key: string | null) => boolean
  }
  /**
   * Cosign the checkpoints of others with keys that sign nothing else: the one in use first, and those before it for as
   * long as the trust list lets them count.
   */
  readonly witnessSigners: (at: Date) => readonly NoteSigner[]
  /** Which cosignatures make its own log believed; null: that of any peer. */
  readonly witnessPolicy: WitnessPolicy | null
  /** Whether nothing that binds this State leaves the node while too few have cosigned its log. */
  readonly isWitnessRequired: boolean
  /** Who time-stamps the heads of its own log, and the authorities that its tokens must lead to; null: nobody. */
  readonly timeAuthority: TimeAuthority | null
  /** What the node knows of its own log beside its database. */
  readonly memory: CheckpointMemory
  /** The growing edge of its log, so that a round need not read it again. */
  readonly keptEdge: KeptEdge
  /** Where it stands, as the custody of files names it where nobody says another place; null: nobody says. */
  readonly place: string | null
  /** The sealed files that were taken in. */
  readonly exhibits: ExhibitStore
  /** Looks at what is taken in for malware; null: nobody does. */
  readonly scanner: Scanner | null
  /** From where people act by this process; null: nobody does, or each says it of themselves. */
  readonly actedFrom: ActedFrom | null
  readonly trust: TrustDirectory
  /**
   * States whose lists may be newer than those that are here: of peers, where what their node has brought contradicts them, and the own
   * State, where a peer does not know this node by its list (exchange/doubt.ts).
   */
  readonly listsInDoubt: Set<string>
  /** Since when lists of peers could not be fetched, in milliseconds of `performance.now` (exchange/listsAway.ts). */
  readonly listsAway: Map<string, number>
  readonly now: () => Date
  /** The time of the machine, for what is on its way between two nodes; `now` may be the calendar of a demonstration. */
  readonly machineNow: () => Date
  readonly random: (bytes: number) => Uint8Array
  /** What one look at a password costs whoever guesses, and this node. */
  readonly passwordCost: PasswordCost
  /** Whoever has one of these roles at the desk must have a second factor or a passkey. */
  readonly secondFactorRoles: readonly DeskRole[]
  readonly log: NodeLog
  /** Told what the node does, so that it can be counted. */
  readonly meter: Meter
  /** Told the steps that the node takes, so that it can be seen how long each took. */
  readonly tracer: Tracer
}

/** A time-stamping authority (RFC 3161). */
export interface TimeAuthority {
  readonly url: string
  readonly certificates: readonly Certificate[]
}

/** A structured log. Fields are ids, codes and numbers; never words of a message, never a person's name. */
export interface NodeLog {
  readonly info: (fields: Readonly<Record<string, unknown>>, text: string) => void
  readonly warn: (fields: Readonly<Record<string, unknown>>, text: string) => void
  readonly error: (fields: Readonly<Record<string, unknown>>, text: string) => void
}
