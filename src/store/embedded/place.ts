import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chown, lstat, mkdir, readFile, realpath, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { majorVersion } from './native.ts'
import { type Owner, canEnter, ownerFor } from './owner.ts'

/** Longest path of a socket that every system takes, with the name that PostgreSQL gives it. */
const socketPathMax = 100
const socketName = '.s.PGSQL.5432'

/** Where an embedded server keeps itself, and as whom. */
export interface Place {
  readonly owner: Owner
  /** The folder of the server: `data`, `socket`, `server.log`. */
  readonly folder: string
  /** The same folder as the server sees it. */
  readonly folderSeen: string
  readonly data: string
  readonly log: string
  /** Folder of the socket, for clients. */
  readonly socket: string
  /** The same as the server sees it. */
  readonly socketSeen: string
}

/**
 * Prepares the folders of the embedded server in the data folder of a node. They are closed to everyone but its
 * user. A server that runs as another user than we do cannot walk down to them through folders that are closed to
 * it; it is handed the open folder instead and reaches everything from there (Linux).
 */
export async function preparePlace(nodeFolder: string): Promise<Place> {
  await mkdir(nodeFolder, { recursive: true, mode: 0o700 })
  const folder = join(await realpath(nodeFolder), 'postgres')
  const owner = await ownerFor(existsSync(folder) ? await stat(folder) : null)
  await makeOwn(folder, owner)
  const folderSeen = await seenBy(owner, folder)
  const inside = join(folder, 'socket')
  const isShort = Buffer.byteLength(join(inside, socketName)) <= socketPathMax
  // A fixed folder and not the one of the environment: every process must find the same socket.
  const socket = isShort
    ? inside
    : `/tmp/rogatory-${createHash('sha256').update(folder).digest('hex').slice(0, 16)}`
  await makeOwn(socket, owner)
  return {
    owner,
    folder,
    folderSeen,
    data: join(folder, 'data'),
    log: join(folder, 'server.log'),
    socket,
    socketSeen: isShort ? join(folderSeen, 'socket') : socket,
  }
}

async function seenBy(owner: Owner, folder: string): Promise<string> {
  if (owner.other && existsSync('/proc/self/fd')) return '/proc/self/fd/3'
  if (await canEnter(folder, owner)) return folder
  throw new Error(
    `User ${owner.uid}, which runs the embedded PostgreSQL, cannot enter ${folder}. ` +
      'Open the folders above it for passing through, take another data folder, or set DATABASE_URL.',
  )
}

async function makeOwn(folder: string, owner: Owner): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 })
    if (owner.other) await chown(folder, owner.uid, owner.gid)
  } catch (reason) {
    if ((reason as NodeJS.ErrnoException).code !== 'EEXIST') throw reason
  }
  const found = await lstat(folder)
  // Between the making and the giving by another process that is root as well.
  if (owner.other && found.uid === 0 && found.isDirectory()) await chown(folder, owner.uid, owner.gid)
  else if (!found.isDirectory() || found.uid !== owner.uid || (found.mode & 0o077) !== 0) {
    throw new Error(`${folder} must be a folder of user ${owner.uid} that nobody else can enter (mode 0700).`)
  }
}

/**
 * True when the place holds a database that this version reads, false when it holds none.
 *
 * @throws Error with instructions when it holds another.
 */
export async function hasData(place: Place): Promise<boolean> {
  if (!existsSync(place.data)) return false
  const version = (await readFile(join(place.data, 'PG_VERSION'), 'utf8').catch(() => 'no')).trim()
  if (version === majorVersion) return true
  throw new Error(
    version === 'no'
      ? `${place.data} is not the data of a PostgreSQL server. Move it away, or restore it from a backup.`
      : `${place.data} was written by PostgreSQL ${version}, and this program brings PostgreSQL ${majorVersion}. ` +
          `Bring it over with pg_upgrade or with pg_dump of version ${version}, or serve it with a PostgreSQL ${version} ` +
          'of your own and set DATABASE_URL. Nothing was changed.',
  )
}
