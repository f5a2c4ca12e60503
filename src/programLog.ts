import { pino } from 'pino'
import type { Config } from './config.ts'
import type { NodeLog } from './exchange/node.ts'

/** What waits to be written where it goes; beyond that, lines are dropped. */
const waitingCharactersMax = 4 * 1024 * 1024

/**
 * The log of the program, a JSON object a line. Where it cannot be written (the disk under it is full or fails, its terminal is gone),
 * lines wait for the next that can, and are lost where they are too many: the node goes on, and ends when it is told to.
 */
export function logOf({ logLevel }: Config): NodeLog {
  const out = pino.destination({ dest: 1, sync: false, maxLength: waitingCharactersMax })
  const flush = out.flushSync.bind(out)
  out.on('error', () => {
    // When the process ends, pino writes what is left until that has been written, however long nobody can.
    out.flushSync = () => undefined
  })
  out.on('write', () => {
    out.flushSync = flush
  })
  return pino({ level: logLevel, base: null }, out)
}
