import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Config, withoutVersionWarning } from './config.ts'
import { fileThread } from './packageFolder.ts'
import { bucketAt } from './store/exhibits/bucket/bucket.ts'
import { type BucketCredentials, bucketLimits } from './store/exhibits/bucket/bucketPlace.ts'
import { openExhibitBucket } from './store/exhibits/bucket/exhibitBucket.ts'
import { openExhibitFolder } from './store/exhibits/exhibitFolder.ts'
import { type ExhibitStore, ExhibitStoreUnavailable } from './store/exhibits/exhibitStore.ts'
import type { NodeLog } from './exchange/node.ts'

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
