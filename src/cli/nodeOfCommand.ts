import { resolve } from 'node:path'
import { type Config, readConfig } from '../config.ts'
import { givePlaces } from '../exchange/givePlaces.ts'
import type { NodeLog } from '../exchange/node.ts'
import { type BareNode, type OpenNode, type Purpose, openBareNode, openNode } from '../opening.ts'
import { isDatabaseBehind, rolledBackAt } from '../exchange/standing.ts'
import { commandLine, loginName } from './commandLine.ts'
import { refusedBy } from './outcome.ts'
import { type Wanted, noteFailure } from './wantedAct.ts'

/** Options that every command about one node has. */
export interface NodeOptions {
  readonly data?: string
  readonly json?: boolean
  /** Who reads or acts; the login name where nothing is said. */
  readonly as?: string
  /** Set before the action of a person's command. */
  readonly wanted?: Wanted | null
}

/** The configuration of the node that a command is about: the environment, and `--data` where it is given. */
export function configOf(options: NodeOptions): Config {
  const { data } = options
  return readConfig(data === undefined ? process.env : { ...process.env, ROGATORY_DATA: resolve(data) })
}

/**
 * Opens the node beside the one that may be serving: both share the database. Closes it when `work` is done.
 * Of a person's command that is refused or fails, the log tells before that.
 *
 * @param purpose - only what may begin a node makes a database for it; what only reads signs no trust list; what looks
 * leaves no entry in the log either
 * @throws CommandFailure NODE_ROLLED_BACK where the database went back, unless it is only looked at: what is read is noted,
 * and nothing is written upon such a database
 */
export async function withNode<Outcome>(
  options: NodeOptions & { readonly officer?: string },
  purpose: Purpose | 'look',
  work: (open: OpenNode) => Promise<Outcome>,
): Promise<Outcome> {
  const open = await openNode(
    configOf(options),
    quietLog,
    purpose === 'look' ? 'read' : purpose,
    commandLine(),
  )
  try {
    if (purpose !== 'look' && (await isDatabaseBehind(open.node))) throw refusedBy(rolledBackAt(open.node))
    return await noting(open, options, work(open))
  } finally {
    await open.close()
  }
}

/** The same with no more of the node than identity, database and memory. */
export async function withBareNode<Outcome>(
  options: NodeOptions,
  work: (bare: BareNode) => Promise<Outcome>,
  config = configOf(options),
): Promise<Outcome> {
  const bare = await openBareNode(config, quietLog, commandLine())
  try {
    return await noting(bare, options, work(bare))
  } finally {
    await bare.database.close()
  }
}

async function noting<Outcome>(
  open: OpenNode | BareNode,
  options: NodeOptions & { readonly officer?: string },
  work: Promise<Outcome>,
): Promise<Outcome> {
  try {
    return await work
  } catch (reason) {
    const { wanted = null, officer } = options
    if (wanted !== null) await noteFailure(open, wanted, officer ?? personOf(options), reason)
    throw reason
  }
}

/**
 * Gives what waits its place in the log, where no process of the node serves that would: an answer from the log is one from all of it.
 *
 * @throws CommandFailure NODE_ROLLED_BACK where a peer or a witness, asked before that, has shown that the database went back
 */
export async function allPlaced(open: OpenNode): Promise<void> {
  await givePlaces(open)
  if (await isDatabaseBehind(open.node)) throw refusedBy(rolledBackAt(open.node))
}

/**
 * Asks the peers and the witnesses what they have, before a command signs a head of the log.
 *
 * @throws CommandFailure NODE_ROLLED_BACK where one of them has shown that the database went back
 */
export async function askBeforeSigning(open: OpenNode): Promise<void> {
  await open.comeUp()
  if (await isDatabaseBehind(open.node)) throw refusedBy(rolledBackAt(open.node))
}

/** Who the log names as the reader. That it is somebody was seen before the command began. */
export function personOf({ as }: NodeOptions): string {
  return as ?? loginName()
}

/** Commands speak through the terminal; of the log only what is wrong is shown. */
const quietLog: NodeLog = {
  info: () => undefined,
  warn: () => undefined,
  error: (fields, text) => process.stderr.write(`${text} ${JSON.stringify(fields)}\n`),
}
