import { resolve } from 'node:path'
import { serverIn } from '../../config.ts'
import { networkSettings } from '../../settings/networkSettings.ts'
import { demonstrationPlan } from '../demo/firstWorld.ts'
import type { Place } from '../demo/stations.ts'
import { type OpenWorld, openWorld } from '../demo/world.ts'
import { readerPaths } from '../../web/paths.ts'
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
    .option(
      '--port <number>',
      'port of the first node; the second has the next one, their desks are at those 100 above, and systems ask at those 200 above',
      '8471',
    )
    .action(async ({ data, port }: WorldOptions) => {
      const databaseUrl = serverIn(process.env)
      const world = await openWorld({
        plan: await demonstrationPlan(terminal.say),
        folder: resolve(data ?? (databaseUrl === undefined ? 'data/world' : 'data/world-server')),
        firstPort: firstPortNamed(port),
        databaseUrl,
        webhookNetworks: process.env[networkSettings.webhooks],
        say: terminal.say,
      })
      for (const line of [...whoMaySignIn(world), ...whatToTry(world.nodes)]) terminal.say(line)
      await untilAskedToStop()
      terminal.say('Stopping …')
      await world.close()
      terminal.say('The world has stopped; start it again and everything is as it was.')
    })
}

/**
 * The port of the first node of a world; the others, and the desks, have those above.
 *
 * @throws CommandFailure WRONG_USE
 */
export function firstPortNamed(text: string): number {
  const port = Number(text)
  if (/^[0-9]{1,5}$/.test(text) && port >= 1 && port < 65_335) return port
  throw new CommandFailure(exitCodes.wrongUse, 'WRONG_USE', `--port must be 1 to 65334, not ${text}`)
}

/** Where the desks are, and by which names and passwords the invented people of each sign in. */
function whoMaySignIn({ nodes, people }: OpenWorld): string[] {
  const [asking = '', answering = ''] = nodes.map(({ state }) => state)
  return [
    '',
    'Work at the desks, in a browser, as one of these invented people (with these passwords until somebody changes them):',
    ...nodes.flatMap(({ state, deskUrl }) => [
      `  ${state}  ${deskUrl ?? ''}`,
      ...people
        .filter((person) => person.state === state)
        .map(({ signInName, password }) => `    ${signInName.padEnd(15)} ${password}`),
    ]),
    `As officer of ${asking} ask ${answering} first ("Ask another State"), for subscriber information under the United Nations Convention`,
    'against Cybercrime, which these two apply by their published rules; approve it as approver there, and answer as officer of the other.',
  ]
}

/** What a person can do with the two nodes, as lines to be typed just so. */
function whatToTry([asking, answering]: readonly Place[]): string[] {
  if (asking === undefined || answering === undefined) return []
  const [of, at] = [commandFor(asking), commandFor(answering)]
  return [
    '',
    `${asking.state} asks and listens at ${asking.url}, ${answering.state} answers at ${answering.url}. All authorities and people are invented.`,
    '',
    'Try, in another terminal:',
    `  ${at('inbox')}`,
    `  ${at('show VN-DEMO-2027-0001')}`,
    `  ${of('act VN-DEMO-2027-0001 status-request --officer "Example-Officer"')}`,
    `  ${of('export --out bundle-vn')} && npx rogatory verify bundle-vn`,
    `  curl ${asking.url}/health/ready`,
    '',
    ...readersOf([asking, answering]),
    `  ${of(tokenForReader)}`,
    '',
    ...(hasPassword(asking)
      ? ['The password of the database is left out of these lines: put it into PGPASSWORD first.', '']
      : []),
    'Stop with Ctrl-C.',
  ]
}

/** Where the document of what systems may ask is read, and what makes a token for one. */
export function readersOf(nodes: readonly Pick<Place, 'state' | 'apiUrl'>[]): string[] {
  return [
    'Read what the case-management system of a State may ask of its node, in a browser, and make it a token:',
    ...nodes.map(({ state, apiUrl }) => `  ${state}  ${apiUrl ?? ''}${readerPaths.reader}`),
  ]
}

/** Makes a token with which everything there can be tried. */
export const tokenForReader = 'token make --name case-system --scope cases --scope moves --answering officer'

/** The command line that acts on this node and no other: its folder, and its database where that is on a server. */
export function commandFor({ dataFolder, environment }: Place): (words: string) => string {
  const { DATABASE_URL: database } = environment
  const where = database === undefined ? '' : `DATABASE_URL=${quoted(withoutPassword(database))} `
  return (words) => `${where}npx rogatory ${words} --data ${quoted(dataFolder)}`
}

function hasPassword({ environment: { DATABASE_URL: database } }: Place): boolean {
  return database !== undefined && withoutPassword(database) !== database
}

function withoutPassword(database: string): string {
  const address = new URL(database)
  if (address.password === '' && !address.searchParams.has('password')) return database
  address.password = ''
  address.searchParams.delete('password')
  return address.href
}

/** A word of a command line that a shell takes as it is. */
function quoted(word: string): string {
  return /^[A-Za-z0-9_./:@=-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
