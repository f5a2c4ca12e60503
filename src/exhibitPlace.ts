import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, withoutVersionWarning } from './config.ts'
import { fileThread } from './packageFolder.ts'
import { bucketAt } from './store/exhibits/bucket/bucket.ts'
import { type BucketCredentials, bucketLimits } from './store/exhibits/bucket/bucketPlace.ts'
import { openExhibitBucket } from './store/exhibits/bucket/exhibitBucket.ts'
import { openExhibitFolder } from './store/exhibits/exhibitFolder.ts'
import { type ExhibitStore, ExhibitStoreUnavailable } from './store/exhibits/exhibitStore.ts'
import { exhibitPlace, newestSealed } from './store/exhibits/placeMark.ts'
import { readSetting, replaceSetting, writeSetting } from './store/settings.ts'
import type { Db } from './store/database.ts'
import type { Node, NodeLog } from './exchange/node.ts'

/**
 * Where the sealed files of a node lie: in its data folder, or in a bucket where one is configured, which is not asked yet.
 *
 * @throws Error with words for the operator where there are no credentials
 */
export async function openExhibits({ dataFolder, bucket: place }: Config): Promise<ExhibitStore> {
  const folder = join(dataFolder, 'exhibits')
  if (place === undefined) return await openExhibitFolder(folder, fileThread)
  withoutVersionWarning()
  await readCredentials(place.credentialsFile)
  const bucket = bucketAt(place, () => readCredentials(place.credentialsFile), bucketLimits)
  return await openExhibitBucket({
    bucket,
    prefix: place.prefix,
    spool: folder,
    thread: fileThread,
    limits: bucketLimits,
  })
}

/** The same for a node whose database tells by what the folder is known again. */
export async function openKnownExhibits(config: Config, db: Db): Promise<ExhibitStore> {
  const exhibits = await openExhibits(config)
  const known = await readSetting(db, exhibitPlace)
  if (known !== null && known !== '') exhibits.mark?.expect(known)
  return exhibits
}

/** So many of the newest files are looked for in a folder that has no mark yet. */
const lookedForMax = 20

/**
 * Gives the folder of the sealed files a mark by which it is known again, once: then a disk that is not mounted is told from files that are
 * gone. One that stands there already is taken up, as with a database from before it. Where no mark was ever known and none of the newest
 * files lies there, it is not taken for the folder.
 */
export async function markPlace(node: Pick<Node, 'db' | 'exhibits' | 'log'>): Promise<void> {
  try {
    await markOrTakeUp(node)
  } catch (reason) {
    // Whether it can be used is looked at afterwards; the next start tries again.
    node.log.error({ reason: String(reason) }, 'the folder of the sealed files could not be given its mark')
  }
}

async function markOrTakeUp({ db, exhibits, log }: Parameters<typeof markPlace>[0]): Promise<void> {
  const { mark } = exhibits
  const before = await readSetting(db, exhibitPlace)
  if (mark === null) {
    if (before !== '') await writeSetting(db, exhibitPlace, '')
    return
  }
  const found = await mark.read()
  if (before !== null && before !== '') {
    // Nothing is there yet that could lie elsewhere.
    if (found === null && (await newestSealed(db, 1)).length === 0) await mark.write(before)
    return
  }
  const isFirst = before === null && found === null
  if (isFirst && !(await hasSome(exhibits, await newestSealed(db, lookedForMax)))) {
    mark.expect(null)
    log.error({}, 'no sealed file lies where they should: is their disk mounted?')
    return
  }
  const id = found ?? randomUUID()
  if (found === null) await mark.write(id)
  // If the process dies here: the mark is taken up at the next start.
  const isKept = await replaceSetting(db, exhibitPlace, id, before)
  const known = isKept ? id : ((await readSetting(db, exhibitPlace)) ?? id)
  // Another process was quicker.
  if (known !== id && found === null) await mark.write(known)
  mark.expect(known)
}

/** Whether one of these files at least is there, or there is none to look for. */
async function hasSome(exhibits: ExhibitStore, names: readonly string[]): Promise<boolean> {
  for (const name of names) if ((await exhibits.sizeOf(name)) !== null) return true
  return names.length === 0
}

/**
 * Looks at the start whether the place of the sealed files can be used. One that cannot be reached may come back, and messages go
 * without it.
 *
 * @throws Error with words for the operator where somebody has to set something right
 */
export async function refuseUnfitPlace(exhibits: ExhibitStore, log: NodeLog): Promise<void> {
  // Whoever looks for them in the bucket would say of each that it is gone.
  for await (const names of exhibits.elsewhere())
    if (names.length > 0)
      throw new Error(
        'Sealed files lie in exhibits/ of the data folder still: put them into the bucket by `rogatory exhibit move`',
      )
  try {
    await exhibits.look()
  } catch (reason) {
    if (!(reason instanceof ExhibitStoreUnavailable) || reason.isLasting) throw reason
    log.warn(
      { code: reason.code, reason: reason.message },
      'no file can be taken in, given or fetched for now',
    )
  }
}

/**
 * The two lines of a file: the id of the key, and the key.
 *
 * @throws Error with words for the operator
 */
export async function readCredentials(file: string): Promise<BucketCredentials> {
  const setting = 'see ROGATORY_EXHIBITS_S3_CREDENTIALS_FILE'
  let text: string
  try {
    text = await readFile(file, 'utf8')
  } catch (cause) {
    throw new Error(`The credentials of the bucket cannot be read from ${file}: ${setting}`, { cause })
  }
  const [accessKeyId = '', secretAccessKey = '', ...rest] = text.trim().split(/\s*\n\s*/)
  if (accessKeyId === '' || secretAccessKey === '' || rest.length > 0)
    throw new Error(`${file} must have two lines, the id of the key and the key: ${setting}`)
  return { accessKeyId, secretAccessKey }
}
