import { createHash } from 'node:crypto'
import { statfs } from 'node:fs/promises'
import { append, readHead } from '../../store/audit.ts'
import { type DatabaseFacts, databaseFacts, notDurable } from '../../store/databaseFacts.ts'
import { tryRoom } from '../../store/databaseRoom.ts'
import { pendingSince } from '../../store/timeStamps.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import { lastCheck, uncheckedSince } from '../recheck/dailyCheck.ts'
import { wrongHead } from '../recheck/ownTree.ts'
import { clockFindings } from '../running/clock.ts'
import { readEdge } from '../growHead.ts'
import { isDatabaseBehind } from '../standing.ts'
import { openTrail } from '../trail.ts'
import type { Ailment } from './ailments.ts'
import { type Finding, codeOfWriting, ill, part, tried, well } from './finding.ts'
import { undone } from './undone.ts'

/** What is asked of the machine. */
export interface Machine {
  readonly dataFolder: string
  readonly hasClockFile: boolean
  /** The embedded database belongs to the node alone, and so do its tables. */
  readonly isEmbedded: boolean
  /** Bytes that must be free where the data folder lies. */
  readonly roomBytesMin: number
}

const slowMs = 1_000
/** So much more must fit on the disk of the database: an entry may find a place in what is there already. */
const databaseRoomBytes = 8 * 1024 ** 2
/** What a probe of the exhibits consists of: a piece of the usual size, and a bit. */
const probeBytes = 70_000

/** Looks at what is of this node alone. Each thing is done as the work does it. */
export async function examineOwn(node: Node, machine: Machine): Promise<readonly Finding[]> {
  return [
    ...(await part('database', () => examineWriting(node))),
    ...(await part('database', () => examineServer(node, machine))),
    ...(await part('log', () => examineLog(node))),
    ...(await part('clock', () => examineClock(node, machine))),
    ...(await part('disk', async () => [await examineRoom(node, machine)])),
    ...(await part('exhibits', async () => [await examineExhibits(node)])),
  ]
}

/** Writes an entry of the log and what goes with it, and undoes it: no trace of it stays. */
async function examineWriting(node: Node): Promise<readonly Finding[]> {
  const found = await tried('database', codeOfWriting, async () => {
    await undone(node.db, async (trx) => {
      const trail = await openTrail(node, trx, [], node.now())
      trail.add({ event: 'node.stopped' })
      await append(trx, trail.audit())
    })
    return 'an entry was written and undone'
  })
  if (found.code !== null) return [found]
  const isSlow = (found.ms ?? 0) > slowMs
  return [
    isSlow ? ill('database', 'DATABASE_SLOW', `an entry took ${found.ms} ms`, { ms: found.ms }) : found,
    await examineDatabaseRoom(node),
  ]
}

/** Has the server lay out pages that it gives back at once. */
async function examineDatabaseRoom({ db }: Node): Promise<Finding> {
  return await tried('database', codeOfWriting, async () => {
    const mebibytes = databaseRoomBytes / 1024 ** 2
    return (await tryRoom(db, databaseRoomBytes))
      ? `there is room for ${mebibytes} MiB more on its disk`
      : 'whether its disk has room was not tried: the role may make no temporary table'
  })
}

/** By both roles of the node, for a role may have settings of its own. */
async function examineServer(
  { db, sequencerDb }: Node,
  { isEmbedded }: Machine,
): Promise<readonly Finding[]> {
  const facts = await databaseFacts(db)
  const ofSequencer = sequencerDb === db ? facts : await databaseFacts(sequencerDb)
  const wanting = [facts, ofSequencer].flatMap((one) =>
    notDurable(one).map((words) => `${words} (role ${one.role})`),
  )
  return [
    wanting.length > 0
      ? ill('database', 'DATABASE_NOT_DURABLE', [...new Set(wanting)].join(', '))
      : well('database', `PostgreSQL ${facts.version} writes durably`),
    ...(isEmbedded ? [] : [ofOwner(facts)]),
  ]
}

function ofOwner({ role, owns }: DatabaseFacts): Finding {
  return owns
    ? ill('database', 'DATABASE_OWNED', `the role ${role} owns the tables`)
    : well('database', `the role ${role} may add to the log and not change it`)
}

async function examineLog(node: Node): Promise<readonly Finding[]> {
  const standing = await tried('log', 'LOG_BROKEN', async () => {
    if (await isDatabaseBehind(node))
      return ill(
        'log',
        'NODE_ROLLED_BACK',
        'the database is older than the last head that this node has signed',
      )
    return await examineHead(node)
  })
  const since = await pendingSince(node.db)
  const waitsMs = since === null ? 0 : node.now().getTime() - since.getTime()
  return [
    standing,
    waitsMs > exchangeLimits.running.lateMs
      ? ill('log', 'LOG_STANDS', `an entry of ${since?.toISOString() ?? ''} has no place yet`)
      : well('log', 'no entry waits long for its place'),
  ]
}

/** The signed head is that of the tree that lies in the database, and the last reading of the whole log found nothing. */
async function examineHead(node: Node): Promise<Finding | string> {
  const head = await readHead(node.db)
  const edge = await readEdge(node.db, head.size)
  const last = await lastCheck(node)
  const wrong = wrongHead(node, head, edge) ?? last?.wrong ?? null
  if (wrong !== null) return ill('log', 'LOG_BROKEN', `${wrong.object}: ${wrong.what}`)
  const since = uncheckedSince(last)
  if (since !== null && node.machineNow().getTime() - since.getTime() > exchangeLimits.checking.oldMs)
    return ill(
      'log',
      'LOG_UNCHECKED',
      `no look through the whole log has come to its end since ${since.toISOString()}`,
    )
  return `the head of ${head.size} entries verifies`
}

const ofClock = {
  clockFromFile: 'CLOCK_FROM_FILE',
  clockBehind: 'CLOCK_BEHIND',
  clockApart: 'CLOCK_APART',
  clockOfPeers: 'CLOCK_OF_PEER',
} as const satisfies Readonly<Record<string, Ailment>>

async function examineClock(node: Node, { hasClockFile }: Machine): Promise<readonly Finding[]> {
  const found = await clockFindings(node, hasClockFile)
  return found.map(({ found: name, at, count, states }) => {
    const code = Object.entries(ofClock).find(([one]) => one === name)?.[1]
    if (code === undefined) return well('clock', 'the clock agrees with the log, the database and the peers')
    const more = [at, count === null ? null : `${count} s`, states.join(' ') || null].filter(
      (word) => word !== null,
    )
    return ill('clock', code, more.join(', ') || 'the time comes from a file', { about: states[0] ?? null })
  })
}

/** Sealed files may have a disk of their own. */
async function examineRoom({ exhibits }: Node, { dataFolder, roomBytesMin }: Machine): Promise<Finding> {
  return await tried('disk', 'ROOM_LOW', async () => {
    const { bavail, bsize } = await statfs(dataFolder)
    const folder = bavail * bsize
    const files = await exhibits.freeBytes()
    const where = files < folder ? 'files come in' : 'the data folder lies'
    const words = `${Math.floor(Math.min(files, folder) / 1024 ** 2)} MiB are free where ${where}`
    return Math.min(files, folder) < roomBytesMin ? ill('disk', 'ROOM_LOW', words) : words
  })
}

/** Writes a file as one that is taken in, reads it again, and takes it away. */
async function examineExhibits({ exhibits, random }: Node): Promise<Finding> {
  return await tried('exhibits', 'EXHIBITS_FAIL', async () => {
    await exhibits.look()
    const bytes = Buffer.from(random(probeBytes))
    const name = createHash('sha256').update(bytes).digest('hex')
    const incoming = await exhibits.begin()
    try {
      await incoming.write(bytes)
      await incoming.keep(name)
    } catch (reason) {
      await incoming.drop().catch(() => undefined)
      throw reason
    }
    try {
      const back = await exhibits.small(name, probeBytes)
      if (back?.equals(bytes) !== true) throw new Error('what was read is not what was written')
    } finally {
      await exhibits.remove(name)
    }
    return 'a file was written, read and removed where exhibits lie'
  })
}
