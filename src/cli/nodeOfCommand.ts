import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { type Config, readConfig } from '../config.ts'
import type { NodeLog } from '../exchange/node.ts'
import { type BareNode, type OpenNode, type Purpose, openBareNode, openNode } from '../main.ts'

/** Options that every command about one node has. */
export interface NodeOptions {
  readonly data?: string
  readonly json?: boolean
  /** Who reads or acts; the login name where nothing is said. */
  readonly as?: string
}

/** The configuration of the node that a command is about: the environment, and `--data` where it is given. */
export function configOf(options: NodeOptions): Config {
  const { data } = options
  return readConfig(data === undefined ? process.env : { ...process.env, ROGATORY_DATA: resolve(data) })
}

/**
 * Opens the node beside the one that may be serving: both share the database. Closes it when `work` is done.
 *
 * @param purpose - only what may begin a node makes a database for it; what only reads signs no trust list
 */
export async function withNode<Outcome>(
  options: NodeOptions,
  purpose: Purpose,
  work: (open: OpenNode) => Promise<Outcome>,
): Promise<Outcome> {
  const open = await openNode(configOf(options), quietLog, purpose)
  try {
    return await work(open)
  } finally {
    await open.close()
  }
}

/** The same with no more of the node than identity, database and memory. */
export async function withBareNode(
  options: NodeOptions,
  work: (bare: BareNode) => Promise<void>,
): Promise<void> {
  const bare = await openBareNode(configOf(options), quietLog)
  try {
    await work(bare)
  } finally {
    await bare.database.close()
  }
}

/** Who the log names as the reader. */
export function personOf({ as }: NodeOptions): string {
  return as ?? userInfo().username
}

/** Commands speak through the terminal; of the log only what is wrong is shown. */
const quietLog: NodeLog = {
  info: () => undefined,
  warn: () => undefined,
  error: (fields, text) => process.stderr.write(`${text} ${JSON.stringify(fields)}\n`),
}
