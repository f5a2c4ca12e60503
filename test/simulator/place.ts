import type { KnownHead } from '../../src/store/checkpointFile.ts'
import type { Presence } from '../../src/store/presence.ts'
import type { Actor } from './cast.ts'
import type { Command } from './commands.ts'
import type { Connections, StatementFate } from './driver.ts'
import type { Files } from './files.ts'
import type { Incarnation, RoundName } from './incarnation.ts'
import type { LogWatch } from './logWatch.ts'
import type { Life } from './schedule.ts'

/** A State in the world of one seed: what outlives its processes, and the process that is up. */
export interface Place {
  readonly actor: Actor
  readonly state: string
  readonly ground: Actor['ground']
  readonly connections: Connections
  readonly disk: { checkpoint: KnownHead | null }
  readonly log: LogWatch
  /** When a receipt for it has left last, by the message. */
  readonly acknowledged: Map<string, number>
  /** Times at which its database went back, and to when; and whether nothing on its disk told of it. */
  readonly losses: { readonly at: number; readonly to: number; readonly isWhole: boolean }[]
  /** Whether it has signed another past, for it had lost all and who knew better could not tell. */
  hasTwoPasts: boolean
  backup: { readonly at: number; readonly checkpoint: KnownHead | null; readonly identity: Files } | null
  /** How far its clock is from the true time. */
  skewMs: number
  life: Life | null
  lives: number
  /** When its last process began. */
  begunAt: number
  standing: Presence | null
  incarnation: Incarnation | null
  /** After so many statements the process dies, before the last is done or before its answer comes. */
  armed: Armed | null
  /** What an administrator does beside the process that serves. */
  command: Command | null
  commands: number
  readonly woken: Set<RoundName>
  hasPublished: boolean
  hasCommitted: boolean
}

/** After so many statements, or files that are written, a process dies. */
export interface Armed {
  left: number
  readonly fate: StatementFate
}
