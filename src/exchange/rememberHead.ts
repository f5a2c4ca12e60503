import { readHead } from '../store/audit.ts'
import { keepHead } from './keepHead.ts'
import { hasRoot } from './standing.ts'
import type { Node } from './node.ts'

/**
 * Remembers the newest head of the log outside the database, also where another process has signed it: whichever process of the node comes
 * up or goes on finds out that a database went back.
 */
export async function rememberHead(node: Pick<Node, 'db' | 'memory' | 'logSigner' | 'log'>): Promise<void> {
  const isBehind = node.memory.asOfNow()
  const { log, size, root, checkpoint } = await readHead(node.db)
  // A log that has just followed another still has the note of that one.
  const isOwn = checkpoint.startsWith(`${node.logSigner(log).name}\n`)
  if (!isOwn || isBehind({ log, size })) return
  const known = node.memory.newest()
  // A database that went back, and was written on since, may be longer than what is remembered, and has another past.
  if (known !== null && known.log === log && known.size < size && !(await hasRoot(node.db, known)))
    node.memory.distrust(log)
  else await keepHead(node, { log, size, root }, checkpoint)
}
