import type { NodeLog } from '../node.ts'
import type { Observer } from './meter.ts'

/** A log of which it is counted how many warnings and errors stand in it: somebody has to be told that one is to be read. */
export function countedLog(log: NodeLog, meter: Pick<Observer, 'said'>): NodeLog {
  return {
    info: (fields, text) => {
      log.info(fields, text)
    },
    warn(fields, text) {
      meter.said('warn')
      log.warn(fields, text)
    },
    error(fields, text) {
      meter.said('error')
      log.error(fields, text)
    },
  }
}
