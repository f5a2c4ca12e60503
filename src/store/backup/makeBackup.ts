import { hash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import type pg from 'pg'
import { migrationNames } from '../migrations/migrate.ts'
import { pinFilesIn } from '../identity/token.ts'
import { writeNewFile } from '../newFile.ts'
import { tableNames } from '../roles.ts'
import { type Member, type Told, archiveEnd, memberBytes, memberOf } from './archive.ts'
import { BackupRefused } from './backupRefused.ts'
import { type DatabasePlace, withClient } from './client.ts'
import { copyOut, formOf, holdSnapshot } from './copying.ts'
import { type BackedFolder, backedFilesMax, backedFolder, filesOf, refuseUnfitFiles } from './folderFiles.ts'
import type { BackedTable, Manifest, WholeDeposit } from './manifest.ts'
import { fileName, namesMember, pieceName, sealedOf } from './memberNames.ts'
import type { CopiedTable } from './tablesOf.ts'
import { unlessMissing } from '../unlessMissing.ts'

/** What is backed up. */
export interface Source {
  readonly dataFolder: string
  /** Files that the settings name as secret: they are left out, wherever they lie. */
  readonly secrets: readonly string[]
  readonly place: DatabasePlace
  readonly state: string
  readonly program: string
  readonly now: Date
  /** Names of the files in a bucket, which are not taken along; null: the files lie in the data folder. */
  readonly bucket: (() => AsyncIterable<readonly string[]>) | null
}

/** What was written. */
export interface Made {
  readonly manifest: Manifest
  /** SHA-256 (hex) of the manifest, which has that of everything else: whoever has kept it elsewhere knows this very backup again. */
  readonly digest: string
}

/**
 * Writes all that a node is made of into one new file, while the node may be in service: the database as it is at one moment,
 * then the files, so that each key in the one has its file in the other. No secret of the settings is among it. A process that dies
 * leaves no file of that name.
 *
 * @throws FileExists where the file is there, or BackupRefused
 */
export async function makeBackup(source: Source, out: string): Promise<Made> {
  const made: Made[] = []
  const pins = await pinFilesIn(join(source.dataFolder, 'identity'))
  const backed = await backedFolder(source.dataFolder, [...source.secrets, ...pins], out)
  const bytes = archived(source, backed, (one) => made.push(one))
  await writeNewFile(out, [Readable.from(bytes, { objectMode: false })], () => undefined)
  const [only] = made
  if (only === undefined) throw new Error('the backup has no manifest')
  return only
}

async function* archived(
  source: Source,
  backed: BackedFolder,
  done: (made: Made) => void,
): AsyncGenerator<Buffer> {
  const files: Told[] = []
  const add = (member: Member): AsyncGenerator<Buffer> => memberBytes(member, (one) => files.push(one))
  await refuseUnfitFiles(backed, backedFilesMax)
  // Before the database is looked at: it may be older than that, and never newer.
  const checkpoint = await unlessMissing(readFile(join(source.dataFolder, 'checkpoint')))
  const { whole, ...facts } = yield* withDatabase(source, add)
  if (checkpoint !== null) yield* add(memberOf(fileName('checkpoint'), checkpoint))
  for await (const member of filesOf(backed, 'checkpoint')) yield* add(member)
  const inBucket = source.bucket === null ? [] : await namesIn(source.bucket())
  if (source.bucket !== null) yield* add(memberOf(namesMember, inBucket.map((name) => `${name}\n`).join('')))
  const lacking = await lackingOf(source, whole, source.bucket === null ? sealedIn(files) : new Set(inBucket))
  const manifest: Manifest = {
    format: 'rogatory-backup/1',
    program: source.program,
    madeAt: source.now.toISOString(),
    state: source.state,
    ...facts,
    exhibits: source.bucket === null ? 'archive' : 'bucket',
    ...(lacking.length === 0 ? {} : { lacking }),
    files,
  }
  const text = `${JSON.stringify(manifest, null, 1)}\n`
  yield* memberBytes(memberOf('manifest.json', text), () => undefined)
  yield archiveEnd()
  done({ manifest, digest: hash('sha256', text) })
}

type Facts = Pick<Manifest, 'form' | 'log' | 'tables' | 'sequences'> & {
  readonly whole: readonly WholeDeposit[]
}

/** The connection stays for as long as the database is read, which is as long as whoever writes the file takes. */
async function* withDatabase(
  { place }: Source,
  add: (member: Member) => AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer, Facts> {
  let end: () => void = () => undefined
  const ended = new Promise<void>((resolve) => {
    end = resolve
  })
  let running: Promise<void> = Promise.resolve()
  const client = await new Promise<pg.ClientBase>((resolve, reject) => {
    running = withClient(place, async (one) => {
      resolve(one)
      await ended
    })
    running.catch(reject)
  })
  try {
    return yield* databaseBytes(client, add)
  } finally {
    end()
    await running
  }
}

async function* databaseBytes(
  client: pg.ClientBase,
  add: (member: Member) => AsyncGenerator<Buffer>,
): AsyncGenerator<Buffer, Facts> {
  await holdSnapshot(client)
  const { tables, sequences } = await formOf(client)
  const { rows } = await client.query<{ form: string; number: number; size: string; root: string }>(`
    select (select max(name) from migration) as form, log as number, size::text as size, encode(root, 'hex') as root
    from audit_head`)
  const [head] = rows
  if (head === undefined) throw new Error('the database has no log')
  refuseMissingTables(head.form, tables)
  const backed: BackedTable[] = []
  for (const table of tables) {
    let count = 0
    let piece = 0
    for await (const bytes of copyOut(client, table, (counted) => (count = counted))) {
      piece += 1
      yield* add(memberOf(pieceName(table.name, piece), bytes))
    }
    backed.push({ ...table, rows: count })
  }
  const whole = tables.some(({ name }) => name === 'exhibit_deposit') ? await wholeDeposits(client) : []
  await client.query('commit')
  const { form, number, size, root } = head
  return { form, log: { number, size: Number(size), root }, tables: backed, sequences, whole }
}

async function namesIn(pages: AsyncIterable<readonly string[]>): Promise<readonly string[]> {
  const names: string[] = []
  for await (const page of pages) names.push(...page)
  return names.sort()
}

function sealedIn(files: readonly Told[]): ReadonlySet<string> {
  return new Set(files.flatMap(({ name }) => sealedOf(name) ?? []))
}

/** Of tables that are in another schema nobody would miss the rows before they are needed. */
function refuseMissingTables(form: string, tables: readonly CopiedTable[]): void {
  // A form that is not this program's own may have others.
  const needed = form === migrationNames.at(-1) ? tableNames : ['setting', 'message', 'audit_head']
  const missing = needed.filter((needs) => !tables.some(({ name }) => name === needs))
  if (missing.length > 0)
    throw new BackupRefused(
      'BACKUP_TABLES_MISSING',
      `the schema that comes first in the search_path of the role lacks ${missing.slice(0, 10).join(', ')}: ` +
        'it must be the one in which all tables of the node are',
    )
}

/** Of which files the database says that they are here; `only`: of these. */
async function wholeDeposits(
  client: pg.ClientBase,
  only: readonly WholeDeposit[] | null = null,
): Promise<readonly WholeDeposit[]> {
  const { rows } = await client.query<WholeDeposit>(
    `select id::text as deposit, encode(sealed_sha256, 'hex') as sha256 from exhibit_deposit
    where status = 'whole' and ($1::text[] is null or id::text = any($1)) order by id`,
    [only === null ? null : only.map(({ deposit }) => deposit)],
  )
  return rows
}

/** What should be here and is not; what was erased while the files were read is not missed. */
async function lackingOf(
  { place }: Source,
  whole: readonly WholeDeposit[],
  found: ReadonlySet<string>,
): Promise<readonly WholeDeposit[]> {
  const missed = whole.filter(({ sha256 }) => !found.has(sha256))
  return missed.length === 0 ? [] : await withClient(place, (client) => wholeDeposits(client, missed))
}
