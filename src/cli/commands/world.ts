import { resolve } from 'node:path'
import { openWorld } from '../demo/world.ts'
import type { AddCommand } from '../addCommand.ts'
import { CommandFailure, exitCodes } from '../outcome.ts'
import { untilAskedToStop } from '../untilAskedToStop.ts'

interface WorldOptions {
  readonly data?: string
  readonly port: string
}

/** `rogatory world`: both nodes of the demonstration world, until it is asked to stop. `npm start` runs it. */
export function addWorld({ program, terminal }: AddCommand): void {
  program
    .command('world')
    .description('Serve the demonstration world: Viet Nam and Qatar on loopback, with a request under way')
    .option(
      '--data <folder>',
      'where the world lives; it is made at the first start (default: data/world, or data/world-server with DATABASE_URL)',
    )
    .option('--port <number>', 'port of the first node; the second has the next one', '8471')
    .action(async ({ data, port }: WorldOptions) => {
      const hasServer = (process.env.DATABASE_URL ?? '') !== ''
      const world = await openWorld({
        folder: resolve(data ?? (hasServer ? 'data/world-server' : 'data/world')),
        firstPort: portNamed(port),
        databaseUrl: process.env.DATABASE_URL,
        say: terminal.say,
      })
      const listed = world.nodes.map(({ state, url, dataFolder }) => ({ state, url, dataFolder }))
      for (const line of whatToTry(listed, hasServer)) {
        terminal.say(line)
      }
      await untilAskedToStop()
      terminal.say('Stopping …')
      await world.close()
      terminal.say('The world has stopped; start it again and everything is as it was.')
    })
}

function portNamed(text: string): number {
  const port = Number(text)
  if (/^[0-9]{1,5}$/.test(text) && port >= 1 && port < 65_535) return port
  throw new CommandFailure(exitCodes.wrongUse, 'WRONG_USE', `--port must be 1 to 65534, not ${text}`)
}

interface Listed {
  readonly state: string
  readonly url: string
  readonly dataFolder: string
}

function whatToTry([asking, answering]: readonly Listed[], hasServer: boolean): string[] {
  if (asking === undefined || answering === undefined) return []
  const rogatory = 'npx rogatory'
  return [
    '',
    `${asking.state} asks and listens at ${asking.url}, ${answering.state} answers at ${answering.url}. All authorities and people are invented.`,
    '',
    hasServer
      ? 'Try, in another terminal, with DATABASE_URL set to the database of that node (rogatory_world_…_vn, rogatory_world_…_qa):'
      : 'Try, in another terminal:',
    `  ${rogatory} inbox --data ${answering.dataFolder}`,
    `  ${rogatory} show VN-DEMO-2027-0001 --data ${answering.dataFolder}`,
    `  ${rogatory} act VN-DEMO-2027-0001 status-request --officer "Example-Officer" --data ${asking.dataFolder}`,
    `  ${rogatory} export --out bundle-vn --data ${asking.dataFolder} && ${rogatory} verify bundle-vn`,
    `  curl ${asking.url}/health/ready`,
    '',
    'Stop with Ctrl-C.',
  ]
}
