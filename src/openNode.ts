import type { Hearing } from './exchange/hearing.ts'
import type { Node } from './exchange/node.ts'
import type { Courier } from './exchange/post.ts'
import type { Draft, SendOutcome } from './exchange/send.ts'
import type { OpenDatabase } from './store/database.ts'
import type { SettingsOfState } from './store/settingsOfState.ts'
import type { TlsFiles } from './tlsFiles.ts'

/** A node whose identity, database and trust are open, but that neither listens nor delivers: what a command needs. */
export interface OpenNode {
  readonly node: Node
  readonly database: OpenDatabase
  readonly settings: SettingsOfState
  /** What leaves this node over HTTP. */
  readonly courier: Courier
  readonly hearing: Hearing
  readonly tls: TlsFiles
  /**
   * Sends a draft, together with others that wait at the same time; refuses with NODE_BUSY when too many wait. A peer
   * that has not told yet what it has is asked before that, and one whose list says that it could not read the message
   * is asked for its list. A refusal is in the log before it is returned.
   */
  send(draft: Draft): Promise<SendOutcome>
  /**
   * For a command, before something is signed: asks all peers that were not heard and the witnesses what they have of what this State
   * has signed, takes nothing back and begins no other log, and renews this State's list where it is due. Where one of them has what
   * the database lacks, `isDatabaseBehind` is true from then on in this process.
   */
  comeUp(): Promise<void>
  /**
   * Renews this State's list where it is due (not where the node was opened for reading), and reads what other
   * processes have accepted from peers.
   */
  refreshTrust(): Promise<void>
  /**
   * From now on trust lists of this State are signed by this process only while that holds, and its lists of revoked certificates,
   * which say the same in every version and live for two days, while it is the one that does so.
   */
  issueOwnListsWhile(may: () => boolean, isHolder: () => boolean): void
  /** Asks each witness which head of the log it has cosigned; nothing is signed any more where the database lacks it. */
  readonly learnHeads: () => Promise<void>
  /** Asks each witness once that has not cosigned the newest head of the log, or so many of them. True where one has cosigned it now. */
  readonly cosign: (peersMax?: number) => Promise<boolean>
  /** Has the newest head of the log time-stamped where that is due. */
  readonly stamp: () => Promise<boolean>
  close(): Promise<void>
}

/**
 * What a node is opened for: to begin it where it has no database yet, to act with the one that it has, or to read
 * only, which signs nothing.
 */
export type Purpose = 'begin' | 'act' | 'read'
