import { randomBytes } from 'node:crypto'
import { mkdir, readFile, symlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import type { Ailment } from '../../src/exchange/doctor/ailments.ts'
import type { Finding } from '../../src/exchange/doctor/finding.ts'
import { takeInExhibit } from '../../src/exchange/exhibits/takeIn.ts'
import { findDeposit } from '../../src/store/exhibits/deposits.ts'
import { text } from '../support/bodies.ts'
import { until } from '../support/world.ts'
import { checkAll } from './check.ts'
import { type Cluster, folderOfCluster, newCluster } from './cluster.ts'
import { Broken, type Drill, type Ground, pause, seconds } from './drill.ts'
import { type Load, startLoad } from './load.ts'
import { type SmallDisk, lacksSmallDisks, mountSmallDisk } from './smallDisk.ts'
import { type Stage, authorityOf, failing, openStage, ready, saidBy, typed, withNodes } from './stage.ts'

/** Room for a database with nothing in it, and some messages. */
const databaseMebibytes = 120
const walMebibytes = 48
/** So much must stay free where files lie. */
const keptFreeMebibytes = 512
const fileBytes = 3_000_000

/** The disks of one State are full, one after the other, and have room again. */
export const diskFull: Drill = {
  name: 'disk-full',
  does: 'fills the disk of the database of one State, that of its log of changes, and that of its files, and makes room again',
  lacks: lacksSmallDisks,
  play,
}

interface Disks {
  readonly database: SmallDisk
  readonly wal: SmallDisk
  readonly files: SmallDisk
}

async function play(ground: Ground): Promise<void> {
  const wal = join(ground.folder, 'wal')
  const files = join(ground.folder, 'files')
  const disks: Disks = {
    database: await mountSmallDisk(ground, folderOfCluster(ground, 'qa'), databaseMebibytes),
    wal: await mountSmallDisk(ground, wal, walMebibytes),
    files: await mountSmallDisk(ground, files, keptFreeMebibytes + 48),
  }
  const ours = await newCluster(ground, 'vn')
  const theirs = await newCluster(ground, 'qa', {
    wal,
    settings: { min_wal_size: '2MB', max_wal_size: '12MB' },
  })
  await mkdir(join(ground.folder, 'qa'), { mode: 0o700 })
  await symlink(files, join(ground.folder, 'qa', 'exhibits'))
  const stage = await openStage(ground, { clusters: { VN: ours, QA: theirs } })
  const load = startLoad(stage)
  await pause(1_000)
  await fillDatabase(ground, stage, load, disks)
  await fillWal(ground, stage, load, disks, theirs)
  await load.stop()
  await fillFiles(ground, stage, disks)
  const restarts = stage.QA.served.restarts()
  if (restarts > 0) throw new Broken(`the process of QA ended ${restarts} times because a disk was full`)
  await checkAll(ground, stage, load)
}

/** Orders are refused, the peer is told to ask again, the doctor says why; and orders are taken again once there is room. */
async function fillDatabase(ground: Ground, stage: Stage, load: Load, { database }: Disks): Promise<void> {
  const before = await standingBefore(stage, load)
  await database.fill(0)
  const refused = await refusedToAll(stage, load, before)
  await pause(3_000)
  const words = await doctorSays(stage, 'DATABASE_FULL')
  // Whoever sends messages there by what it answers sends them elsewhere.
  await until('/health/ready fails at the database', async () =>
    (await failing(stage.QA)).includes('database'),
  )
  await database.free()
  await ready(stage.QA)
  const backMs = await takesOrders(load)
  if ((await examined(stage)).some(({ code }) => code === 'DATABASE_FULL'))
    throw new Broken('rogatory doctor says that the disk is full, and it has room again')
  ground.say(
    `  filled: the disk of the database of QA; ${refused}; rogatory doctor said "${words}"; with room again it took orders after ${seconds(backMs)}`,
  )
}

/** PostgreSQL ends itself where it cannot write its log of changes, and is started again by whoever made room. */
async function fillWal(
  ground: Ground,
  stage: Stage,
  load: Load,
  { wal }: Disks,
  theirs: Cluster,
): Promise<void> {
  const before = await standingBefore(stage, load)
  const logBefore = await logOfServer(theirs)
  await wal.fill(0)
  const refused = await refusedToAll(stage, load, before)
  await pause(3_000)
  const words = await doctorSays(stage, 'DATABASE_UNAVAILABLE')
  const ended = (await logOfServer(theirs)).slice(logBefore.length)
  if (!/PANIC.*pg_wal.*No space left on device/.test(ended))
    throw new Broken(`PostgreSQL did not end itself for want of room: ${ended.slice(-500)}`)
  await wal.free()
  await theirs.kill()
  await theirs.start()
  const backMs = await takesOrders(load)
  ground.say(
    `  filled: the disk of its log of changes, and PostgreSQL ended itself; ${refused}; rogatory doctor said "${words}"; with room again, and PostgreSQL started again, it took orders after ${seconds(backMs)}`,
  )
}

async function logOfServer({ data }: Cluster): Promise<string> {
  return await readFile(join(dirname(data), 'server.log'), 'utf8')
}

interface Before {
  readonly refusals: ReadonlyMap<string, number>
  /** Length of what the program of VN had written. */
  readonly said: number
}

async function standingBefore(stage: Stage, { otherwiseOf }: Load): Promise<Before> {
  return { refusals: new Map(otherwiseOf.QA), said: (await saidBy(stage.VN)).length }
}

/** Waits until systems of QA and its peer were told to ask again, and tells what they were told: nothing else may be. */
async function refusedToAll(stage: Stage, load: Load, before: Before): Promise<string> {
  await until('orders of QA are refused', () => refusals(load, before).length > 0)
  await until('VN is told by QA to ask again', async () => (await toldToPeer(stage, before)) > 0)
  const others = refusals(load, before).filter((what) => what !== 'NODE_UNAVAILABLE')
  if (others.length > 0) throw new Broken(`systems of QA were answered ${others.join(', ')}`)
  return `its systems were answered NODE_UNAVAILABLE, and so was VN (${await toldToPeer(stage, before)} posts)`
}

/** How many posts of VN were answered so by the node of QA itself: that it was not reached would be told otherwise. */
async function toldToPeer(stage: Stage, { said }: Before): Promise<number> {
  const lines = (await saidBy(stage.VN)).slice(said).split('\n')
  return lines.filter(
    (line) =>
      line.includes('a post to a peer failed') && /"reason":"Error: 503 .*NODE_UNAVAILABLE/.test(line),
  ).length
}

async function examined(stage: Stage): Promise<readonly Finding[]> {
  const { json } = await typed(stage.QA, 'doctor', '--room', '1', '--json')
  return json.findings as readonly Finding[]
}

/** What the doctor says of the database of QA, which must be this. */
async function doctorSays(stage: Stage, wanted: Ailment): Promise<string> {
  const findings = await examined(stage)
  const found = findings.find(({ of, code }) => of === 'database' && code === wanted)
  if (found?.advice == null)
    throw new Broken(`rogatory doctor does not find ${wanted}: ${JSON.stringify(findings)}`)
  return `${found.words} [${wanted}]`
}

async function takesOrders(load: Load): Promise<number> {
  const at = performance.now()
  const before = load.acknowledged('QA')
  await until('the node of QA takes orders again', () => load.acknowledged('QA') > before)
  return performance.now() - at
}

/** What systems of QA were answered instead of "done" since then. */
function refusals({ otherwiseOf }: Load, { refusals: before }: Before): string[] {
  return [...otherwiseOf.QA].flatMap(([what, times]) => (times > (before.get(what) ?? 0) ? [what] : []))
}

/** A file does not come while there is no room for it, which is told, and comes once there is. */
async function fillFiles({ say }: Ground, stage: Stage, { files }: Disks): Promise<void> {
  await files.fill(keptFreeMebibytes * 1024 * 1024 + fileBytes / 2)
  const deposit = await handOver(stage)
  const listed = async (): Promise<string> =>
    (await typed(stage.QA, 'exhibit', 'list', '--as', 'Example-C')).out
  let words = ''
  await until('the file waits for room', async () => {
    words = await listed()
    return words.includes('EXHIBIT_NO_SPACE')
  })
  await files.free()
  const at = performance.now()
  await withNodes([stage.QA], async ([open]) => {
    await until(
      'the file is whole',
      async () => {
        return open !== undefined && (await findDeposit(open.node.db, deposit))?.status === 'whole'
      },
      120_000,
    )
  })
  say(
    `  filled: the disk of its files; rogatory exhibit list said EXHIBIT_NO_SPACE of a file of VN, which was whole ${seconds(performance.now() - at)} after there was room`,
  )
}

async function handOver(stage: Stage): Promise<string> {
  return await withNodes([stage.VN], async ([open]) => {
    if (open === undefined) throw new Error('a node was opened')
    const [from, to] = [authorityOf('VN'), authorityOf('QA')]
    const order = { name: 'phone.bin', person: 'Example-A', authority: from }
    const taken = await takeInExhibit(open.node, Readable.from([randomBytes(fileBytes)]), order)
    if (!taken.ok) throw new Error(taken.code)
    const { deposit, ...said } = taken.announcement
    const outcome = await open.send({
      ...{ request: stage.VN.requests[0] ?? '', reference: 'VN-DRILL', from, to },
      ...{ type: 'supplement', language: 'en', body: { text }, exhibits: [{ id: 'E1', ...said }] },
      people: { officer: 'Example-A', approver: 'Example-B' },
    })
    if (!outcome.ok) throw new Error(`${outcome.code} ${outcome.detail ?? ''}`)
    return deposit
  })
}
