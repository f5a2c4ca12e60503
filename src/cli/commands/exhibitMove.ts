import type { Command } from 'commander'
import { whereKept } from '../../exchange/exhibits/whereKept.ts'
import type { ExhibitStore } from '../../store/exhibits/exhibitStore.ts'
import { withNode } from '../nodeOfCommand.ts'
import { CommandFailure, exitCodes, refusedBy } from '../outcome.ts'
import type { Terminal } from '../terminal.ts'
import { type ExhibitOptions, withUsualOptions } from './exhibitCustody.ts'

/**
 * `rogatory exhibit move`: puts the sealed files that lie in the data folder into the bucket that the settings name. Each is
 * taken out of the folder once the bucket has confirmed it; a command that was broken off goes on where it was.
 */
export function addMove(exhibit: Command, terminal: Terminal): void {
  const command = exhibit
    .command('move')
    .description('Put the sealed files of the data folder into the bucket of the settings')
  withUsualOptions(command).action(async (options: ExhibitOptions) => {
    await withNode(options, 'read', async ({ node: { exhibits } }) => {
      const damaged: string[] = []
      let moved = 0
      for await (const names of exhibits.elsewhere())
        for (const name of names) {
          const outcome = await whereKept(movedIn(exhibits, name))
          if (!outcome.ok) throw refusedBy(outcome)
          if (outcome.isMoved) moved += 1
          else damaged.push(name)
        }
      if (damaged.length > 0)
        throw new CommandFailure(
          exitCodes.damaged,
          'EXHIBIT_DAMAGED',
          `${moved} sealed files moved; left where they are, for they are not what they were: ${damaged.join(', ')}`,
          { moved, damaged },
        )
      if (options.json === true) terminal.json({ ok: true, moved })
      else terminal.say(`${moved} sealed files moved`)
    })
  })
}

async function movedIn(
  exhibits: ExhibitStore,
  name: string,
): Promise<{ readonly ok: true; readonly isMoved: boolean }> {
  return { ok: true, isMoved: await exhibits.moveIn(name) }
}
