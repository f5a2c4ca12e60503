import type { Command } from 'commander'
import type { Terminal } from './terminal.ts'

/** What a command adds itself to. */
export interface AddCommand {
  readonly program: Command
  readonly terminal: Terminal
  /** Sets the exit code of a command that has done its work. */
  readonly endWith: (exitCode: number) => void
}
