import { randomBytes } from 'node:crypto'
import { mkdir, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { takeInExhibit } from '../../src/exchange/exhibits/takeIn.ts'
import { findDeposit } from '../../src/store/exhibits/deposits.ts'
import { text } from '../support/bodies.ts'
import { until } from '../support/world.ts'
import { checkAll } from './check.ts'
import { type Cluster, folderOfCluster, newCluster } from './cluster.ts'
import { Broken, type Drill, type Ground, pause, seconds } from './drill.ts'
import { type Load, startLoad } from './load.ts'
import { type SmallDisk, lacksSmallDisks, mountSmallDisk } from './smallDisk.ts'
import { type Stage, authorityOf, openStage, typed, withNodes } from './stage.ts'

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
  await fillDatabase(ground, load, disks)
  await fillWal(ground, load, disks, theirs)
  await load.stop()
  await fillFiles(ground, stage, disks)
  const restarts = stage.QA.served.restarts()
  if (restarts > 0) throw new Broken(`the process of QA ended ${restarts} times because a disk was full`)
  await checkAll(ground, stage, load)
}

/** Orders are refused, and taken again once there is room. */
async function fillDatabase({ say }: Ground, load: Load, { database }: Disks): Promise<void> {
  const before = new Map(load.otherwise)
  await database.fill(0)
  await until('orders of QA are refused', () => refusals(load, before).length > 0)
  await pause(3_000)
  await database.free()
  const backMs = await takesOrders(load)
  say(
    `  filled: the disk of the database of QA; its systems were answered ${refusals(load, before).join(', ')}; with room again it took orders after ${seconds(backMs)}`,
  )
}

/** PostgreSQL ends itself where it cannot write its log of changes, and is started again by whoever made room. */
async function fillWal({ say }: Ground, load: Load, { wal }: Disks, theirs: Cluster): Promise<void> {
  const before = new Map(load.otherwise)
  await wal.fill(0)
  await until('orders of QA are refused', () => refusals(load, before).length > 0)
  await pause(3_000)
  await wal.free()
  await theirs.kill()
  await theirs.start()
  const backMs = await takesOrders(load)
  say(
    `  filled: the disk of its log of changes; its systems were answered ${refusals(load, before).join(', ')}; with room again, and PostgreSQL started again, it took orders after ${seconds(backMs)}`,
  )
}

async function takesOrders(load: Load): Promise<number> {
  const at = performance.now()
  const before = load.acknowledged('QA')
  await until('the node of QA takes orders again', () => load.acknowledged('QA') > before)
  return performance.now() - at
}

/** What was answered instead of "done" since then. */
function refusals({ otherwise }: Load, before: ReadonlyMap<string, number>): string[] {
  return [...otherwise].flatMap(([what, times]) => (times > (before.get(what) ?? 0) ? [what] : []))
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
