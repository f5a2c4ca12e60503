import { userInfo } from 'node:os'
import { resolve } from 'node:path'
import { type Config, readConfig } from '../config.ts'
import type { NodeLog } from '../exchange/node.ts'
import { type OpenNode, openNode } from '../main.ts'

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

/** Opens the node beside the one that may be serving: both share the database. Closes it when `work` is done. */
export async function withNode<Outcome>(
  options: NodeOptions,
  work: (open: OpenNode) => Promise<Outcome>,
): Promise<Outcome> {
  const open = await openNode(configOf(options), quietLog)
  try {
    return await work(open)
  } finally {
    await open.close()
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
