import { backupRestored } from './backupRestored.ts'
import { connectionCut } from './connectionCut.ts'
import { databaseKilled } from './databaseKilled.ts'
import { diskFull } from './diskFull.ts'
import type { Drill } from './drill.ts'
import { failOver, failOverAsynchronous } from './failOver.ts'
import { namesAndCertificates } from './namesAndCertificates.ts'
import { nodeKilled } from './nodeKilled.ts'
import { weekAway } from './weekAway.ts'

/** All drills, in the order in which `all` plays them. */
export const drills: readonly Drill[] = [
  nodeKilled,
  databaseKilled,
  failOver,
  failOverAsynchronous,
  diskFull,
  connectionCut,
  namesAndCertificates,
  weekAway,
  backupRestored,
]
