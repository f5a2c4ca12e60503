import { pino } from 'pino'
import type { Config } from './config.ts'
import type { NodeLog } from './exchange/node.ts'

/** The log of the program, a JSON object a line. */
export function logOf({ logLevel }: Config): NodeLog {
  return pino({ level: logLevel, base: null })
}
