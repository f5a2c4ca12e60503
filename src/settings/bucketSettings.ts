import { isIP } from 'node:net'
import { resolve } from 'node:path'
import { type Settings, namesOf } from './setting.ts'
import type { BucketPlace } from '../store/exhibits/bucket/bucketPlace.ts'

/** Where sealed files lie. */
export const bucketSettingsSaid = {
  url: {
    name: 'ROGATORY_EXHIBITS_S3_URL',
    meaning:
      'a server that speaks the S3 interface, for sealed files, without the bucket; none: they lie in the data folder. Needs the next two',
    value: 'an address, `https://…`, or `http://…` on this machine alone',
    more: '[0047](decisions/0047-sealed-files-in-a-bucket.md)',
  },
  bucket: {
    name: 'ROGATORY_EXHIBITS_S3_BUCKET',
    meaning: 'the bucket, which must be there',
    value: 'the name of a bucket, 3 to 63 characters',
    more: '[Files in a bucket](operations.md#files-in-a-bucket)',
  },
  credentialsFile: {
    name: 'ROGATORY_EXHIBITS_S3_CREDENTIALS_FILE',
    meaning: 'the id of the key and the key; read again every few minutes',
    value: 'a file with these two lines, that not everybody may read',
    more: '[Files in a bucket](operations.md#files-in-a-bucket)',
  },
  region: {
    name: 'ROGATORY_EXHIBITS_S3_REGION',
    meaning: 'the region that requests are signed for',
    value: 'letters, digits and hyphens, at most 40',
    byDefault: '`us-east-1`',
    more: '[Files in a bucket](operations.md#files-in-a-bucket)',
  },
  prefix: {
    name: 'ROGATORY_EXHIBITS_S3_PREFIX',
    meaning: 'what all names of this node in the bucket begin with: `rogatory/vn/`',
    value: 'at most 8 names that end with a slash each',
    more: '[Files in a bucket](operations.md#files-in-a-bucket)',
  },
  pathStyle: {
    name: 'ROGATORY_EXHIBITS_S3_PATH_STYLE',
    meaning: '`no`: the bucket is named in the host, as at Amazon',
    value: '`yes` or `no`',
    byDefault: '`yes`',
    more: '[Files in a bucket](operations.md#files-in-a-bucket)',
  },
} as const satisfies Settings

const bucketSettings = namesOf(bucketSettingsSaid)

/** The bucket for sealed files that the settings name; undefined: none, they lie in the data folder. Adds what is wrong to `problems`. */
export function readBucket(
  env: Readonly<Record<string, string | undefined>>,
  problems: string[],
): BucketPlace | undefined {
  const named = Object.values(bucketSettings).filter((name) => env[name] !== undefined)
  if (named.length === 0) return undefined
  const needed = (name: string): string => {
    if (env[name] === undefined) problems.push(`${named.find((one) => one !== name) ?? name} needs ${name}`)
    return env[name] ?? ''
  }
  const [url, bucket] = [needed(bucketSettings.url), needed(bucketSettings.bucket)]
  const credentialsFile = needed(bucketSettings.credentialsFile)
  const region = env[bucketSettings.region] ?? 'us-east-1'
  const prefix = env[bucketSettings.prefix] ?? ''
  const pathStyle = env[bucketSettings.pathStyle] ?? 'yes'
  if (url !== '' && !isAddress(url))
    problems.push(
      `${bucketSettings.url} must be an address that begins with https:// (http:// on this machine alone), not "${url}"`,
    )
  if (bucket !== '' && !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucket))
    problems.push(`${bucketSettings.bucket} must be the name of a bucket, not "${bucket}"`)
  if (!/^[A-Za-z0-9-]{1,40}$/.test(region))
    problems.push(`${bucketSettings.region} must be the name of a region, not "${region}"`)
  if (!/^([A-Za-z0-9_-]{1,60}\/){0,8}$/.test(prefix))
    problems.push(`${bucketSettings.prefix} must be names that end with a slash each, not "${prefix}"`)
  if (pathStyle !== 'yes' && pathStyle !== 'no')
    problems.push(`${bucketSettings.pathStyle} must be yes or no, not "${pathStyle}"`)
  return {
    url,
    bucket,
    region,
    prefix,
    isPathStyle: pathStyle === 'yes',
    credentialsFile: resolve(credentialsFile),
  }
}

/** Whoever stands on a line in the clear could answer in the place of the server. */
function isAddress(text: string): boolean {
  if (!URL.canParse(text)) return false
  const { protocol, hostname, username, password } = new URL(text)
  if (username !== '' || password !== '') return false
  const host = hostname.replace(/^\[|\]$/g, '')
  const isHere = host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'))
  return protocol === 'https:' || (protocol === 'http:' && isHere)
}
