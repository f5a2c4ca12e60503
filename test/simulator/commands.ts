import type { Life } from './schedule.ts'
import type { Armed } from './place.ts'

/** What an administrator does beside the process that serves: a process of its own, with the same database and files. */
export interface Command {
  readonly life: Life
  readonly armed: Armed | null
  /** Told how it ended: null, it was done; undefined, it died; otherwise why it was refused or failed. */
  readonly ends: (how: unknown) => void
}
