import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import {
  cp,
  mkdir,
  mkdtemp,
  open,
  readFile,
  readdir,
  rename,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { spawnSync } from 'node:child_process'
import { startNode } from '../../src/main.ts'
import { agreed, draft, logOf, opened, say } from '../support/talk.ts'
import type { TestDatabase } from '../support/database.ts'
import { onServer, testServer } from '../support/server.ts'
import { countOf, eventsOf } from '../support/twoSides.ts'
import { type World, passphrase, silent, twoStates, until } from '../support/world.ts'
import { findRequest } from '../../src/store/requests.ts'
import { type Member, archiveEnd, memberBytes, memberOf } from '../../src/store/backup/archive.ts'
import { fillTables } from '../../src/store/backup/copying.ts'
import { backedFolder, filesOf, refuseUnfitFiles } from '../../src/store/backup/folderFiles.ts'
import { readIdentity } from '../../src/store/identity/read.ts'
import { renewKeys, takeUp } from '../../src/store/identity/renew.ts'
import { lastBackup } from '../../src/store/backup/lastBackup.ts'
import { makeBackup } from '../../src/store/backup/makeBackup.ts'
import { quoted } from '../../src/store/backup/tablesOf.ts'
import { readManifest } from '../../src/store/backup/restoreBackup.ts'
import { keepNewest } from '../../src/cli/commands/backupKeep.ts'
import type { CommandFailure } from '../../src/cli/outcome.ts'
import { newestForm } from '../../src/store/migrations/migrate.ts'
import { run, runAnywhere } from './commandLine.ts'

/** Opened while a backup is made, and after another. */
const busyRequests = 20

describe('backup and restore', () => {
  let world: World
  let folder: string
  let file: string
  let manifest: string
  let request: string
  let databases = 0
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-backup-'))
    world = await twoStates()
    // What a file system has at the top of a disk is passed over.
    await mkdir(join(world.answering.config.dataFolder, 'lost+found'))
    await writeFile(join(world.answering.config.dataFolder, 'lost+found', '#1'), '')
    request = await opened(world)
    await say(world, world.answering, request, 'acknowledgement')
    await agreed(world, request, 2)
    const calls = join(folder, 'calls.csv')
    await writeFile(calls, 'Example,1\n'.repeat(5_000))
    const added = await run(
      world.answering,
      'exhibit',
      'add',
      calls,
      '--authority',
      'qa.pp',
      '--as',
      'Example-C',
    )
    assert.equal(added.code, 0, added.beside)
    file = join(folder, 'qa.rogatory')
    const made = await run(world.answering, 'backup', '--out', file, '--json')
    assert.equal(made.code, 0, made.beside)
    manifest = String(made.json.manifest)
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  /** An empty database of its own on the server of the tests, and its end. */
  const emptyDatabase = async (): Promise<{ readonly url: string; readonly drop: () => Promise<void> }> => {
    databases += 1
    const name = `rogatory_restored_${process.pid}_${databases}`
    const { urlOf } = testServer()
    await onServer(urlOf('postgres'), (client) => client.query(`create database ${name} template template0`))
    return {
      url: urlOf(name),
      drop: async () => {
        await onServer(urlOf('postgres'), (client) => client.query(`drop database ${name} with (force)`))
      },
    }
  }
  const passphraseFile = async (): Promise<string> => {
    const path = join(folder, 'passphrase')
    await writeFile(path, passphrase, { mode: 0o600 })
    return path
  }
  const restore = async (
    name: string,
    url: string | undefined | Readonly<Record<string, string>>,
    target: string,
    ...more: string[]
  ) =>
    await runAnywhere(['restore', name, '--data', target, ...more, '--json'], {
      ROGATORY_PASSPHRASE_FILE: await passphraseFile(),
      ROGATORY_DATABASE_CONNECTIONS: '4',
      ...(typeof url === 'object' ? url : { DATABASE_URL: url }),
    })
  /** An archive with these members alone, as its manifest tells. */
  const archiveWith = async (given: readonly Member[]): Promise<Buffer> => {
    const text = spawnSync('tar', ['-xOf', file, 'manifest.json'], { encoding: 'utf8' }).stdout
    const files: unknown[] = []
    const pieces: Buffer[] = []
    for (const member of given)
      for await (const piece of memberBytes(member, (one) => files.push(one))) pieces.push(piece)
    const told = JSON.stringify({ ...(JSON.parse(text) as object), files })
    for await (const piece of memberBytes(memberOf('manifest.json', told), () => undefined))
      pieces.push(piece)
    return Buffer.concat([...pieces, archiveEnd()])
  }
  /** The rows of all tables of a database, each as text. */
  const rowsIn = async (db: Pick<TestDatabase, 'url'>): Promise<Map<string, readonly string[]>> => {
    const all = new Map<string, readonly string[]>()
    await onServer(db.url, async (client) => {
      const { rows: tables } = await client.query<{ name: string }>(
        `select relname as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname !~ '^migration'`,
      )
      for (const { name } of tables) {
        const { rows } = await client.query<{ line: string }>(
          `select t::text as line from ${quoted(name)} t order by 1`,
        )
        all.set(
          name,
          rows.map(({ line }) => line),
        )
      }
    })
    return all
  }

  it('makes one file that tar opens, with a manifest and without the passphrase', async () => {
    assert.equal((await stat(file)).mode & 0o777, 0o600)
    const listed = spawnSync('tar', ['-tf', file], { encoding: 'utf8' })
    assert.equal(listed.status, 0, listed.stderr)
    const names = listed.stdout.trim().split('\n')
    assert.equal(names.at(-1), 'manifest.json')
    for (const name of [
      'folder/state.json',
      'folder/database',
      'folder/checkpoint',
      'database/audit_entry.00000001.copy',
    ])
      assert.ok(names.includes(name), name)
    assert.ok(names.some((name) => /^folder\/identity\/.+\.key$/.test(name)))
    assert.ok(names.some((name) => name.startsWith('folder/exhibits/')))
    assert.ok(!(await readFile(file)).includes(passphrase))
    // Who took everything away is in the log, of the backup as well.
    assert.ok((await eventsOf(world.answering)).includes('backup.made'))
    // Whoever asks who has taken a case away is told of it as well.
    const asked = ['log', 'read', '--request', request, '--event', 'case.read', '--as', 'Example-C', '--json']
    const { json } = await run(world.answering, ...asked)
    const lines = json.entries as { event: string; details: { scope: string[] } }[]
    assert.deepEqual(
      lines.map(({ event, details }) => [event, details.scope]),
      [['backup.made', ['all']]],
    )
    const again = await run(world.answering, 'backup', '--out', file, '--json')
    assert.deepEqual([again.code, again.json.code], [64, 'FILE_EXISTS'])
  })

  it('keeps the newest, and removes only backups of this node in the same folder, once the new one was read again', async () => {
    const place = join(folder, 'kept')
    await mkdir(place)
    const backup = async (state: typeof world.answering, name: string, ...more: string[]) =>
      await run(state, 'backup', '--out', join(place, name), '--as', 'Example-Keeper', ...more, '--json')
    for (const name of ['1', '2', '3']) {
      const { code, json } = await backup(world.answering, name)
      assert.deepEqual([code, json.removed], [0, []])
    }
    // Nothing of these is a backup of this node that was written to its end.
    assert.equal((await backup(world.asking, 'other')).code, 0)
    await writeFile(join(place, 'notes.rogatory'), 'Example')
    const whole = await readFile(join(place, '1'))
    await writeFile(join(place, 'cut.rogatory'), whole.subarray(0, whole.length - 100_000))
    await symlink(file, join(place, 'linked.rogatory'))
    await mkdir(join(place, 'folder.rogatory'))
    const strangers = ['cut.rogatory', 'folder.rogatory', 'linked.rogatory', 'notes.rogatory', 'other']
    const { code, json } = await backup(world.answering, '4', '--keep', '2')
    assert.deepEqual([code, json.removed], [0, [join(place, '2'), join(place, '1')]], JSON.stringify(json))
    assert.deepEqual((await readdir(place)).sort(), ['3', '4', ...strangers])
    assert.ok(existsSync(file))
    const log = ['log', 'read', '--person', 'Example-Keeper', '--event', 'backup.removed', '--json']
    const told = (await run(world.answering, ...log)).json.entries as { details: { file: string } }[]
    assert.deepEqual(told.map(({ details }) => details.file).sort(), [join(place, '1'), join(place, '2')])
    const spoken = await run(world.answering, 'backup', '--out', join(place, '5'), '--keep', '1')
    assert.match(spoken.out, /2 older backups removed/)
    assert.deepEqual((await readdir(place)).sort(), ['5', ...strangers])
    for (const keep of ['0', '-1', 'all', '1.5'])
      assert.equal((await backup(world.answering, '6', `--keep=${keep}`)).code, 64, keep)
  })

  it('removes none where an older one has more of the log, for it may be all that is left', async () => {
    const place = join(folder, 'ahead')
    await mkdir(place)
    const text = spawnSync('tar', ['-xOf', file, 'manifest.json'], { encoding: 'utf8' }).stdout
    const { log, ...manifest } = JSON.parse(text) as { log: { size: number } }
    const more = { ...manifest, log: { ...log, size: log.size + 1_000_000 } }
    const pieces: Buffer[] = []
    for await (const piece of memberBytes(memberOf('manifest.json', JSON.stringify(more)), () => undefined))
      pieces.push(piece)
    await writeFile(join(place, 'before'), Buffer.concat([...pieces, archiveEnd()]))
    const out = join(place, 'after')
    const { code, json } = await run(world.answering, 'backup', '--out', out, '--keep', '1', '--json')
    assert.deepEqual([code, json.code, json.file], [65, 'BACKUP_BEHIND', out])
    assert.deepEqual((await readdir(place)).sort(), ['after', 'before'])
  })

  it('removes none where the new one cannot be read again, or the log cannot be told of it', async () => {
    const place = join(folder, 'unread')
    await mkdir(place)
    const [out, older] = [join(place, 'new'), join(place, 'older')]
    const bytes = await readFile(file)
    for (const name of [out, older]) await writeFile(name, bytes)
    const handle = await open(out, 'r')
    const made = await readManifest(handle)
    await handle.close()
    const fails = (code: string, note: () => Promise<boolean>) =>
      assert.rejects(keepNewest(out, made, 1, note), (reason: CommandFailure) => reason.code === code)
    await fails('BACKUP_BEHIND', () => Promise.resolve(false))
    bytes.writeUInt8(bytes.readUInt8(2_000) ^ 1, 2_000)
    await writeFile(out, bytes)
    await fails('BACKUP_DAMAGED', () => assert.fail('nothing is removed'))
    assert.deepEqual((await readdir(place)).sort(), ['new', 'older'])
  })

  it('refuses by name a file that could not be put back, and a backup that somebody has made with one', async () => {
    const { dataFolder } = world.answering.config
    const stray = join(dataFolder, 'state.json~')
    await writeFile(stray, '')
    const out = join(folder, 'stray.rogatory')
    const refused = await run(world.answering, 'backup', '--out', out, '--json')
    assert.deepEqual([refused.code, refused.json.code], [65, 'BACKUP_NAME'])
    assert.match(JSON.stringify(refused.json), /state\.json~/)
    assert.ok(!existsSync(out))
    await rm(stray)
    for (const name of ['folder/state.json~', 'folder/../outside', 'database/other.00000001.copy', 'else']) {
      const odd = join(folder, 'named.rogatory')
      await writeFile(odd, await archiveWith([memberOf(name, 'example')]))
      const { code, json } = await runAnywhere(['restore', odd, '--verify', '--json'])
      assert.deepEqual([code, json.code], [40, 'BACKUP_DAMAGED'], name)
      assert.match(JSON.stringify(json), /no name of a file/)
    }
  })

  it('takes along what is linked, refuses what leads nowhere, and says which file of the database was not there', async () => {
    const { dataFolder } = world.answering.config
    const [here, elsewhere] = [join(dataFolder, 'exhibits'), join(folder, 'largerDisk')]
    const backup = (name: string) => run(world.answering, 'backup', '--out', join(folder, name), '--json')
    await rename(here, elsewhere)
    await symlink(elsewhere, here)
    try {
      assert.equal((await backup('linked.rogatory')).code, 0)
      const listed = spawnSync('tar', ['-tf', join(folder, 'linked.rogatory')], { encoding: 'utf8' })
      assert.match(listed.stdout, /^folder\/exhibits\/[0-9a-f]{2}\/[0-9a-f]{64}$/m)
      await rename(elsewhere, `${elsewhere}.away`)
      const nowhere = await backup('nowhere.rogatory')
      assert.deepEqual([nowhere.code, nowhere.json.code], [65, 'BACKUP_LINK'])
      await mkdir(elsewhere)
      const lacking = await backup('lacking.rogatory')
      assert.deepEqual([lacking.code, lacking.json.code], [40, 'BACKUP_LACKS_FILES'])
      assert.equal((lacking.json.lacking as unknown[]).length, 1)
      const verified = await runAnywhere(['restore', join(folder, 'lacking.rogatory'), '--verify', '--json'])
      assert.deepEqual([verified.code, verified.json.manifest], [0, lacking.json.manifest])
      await symlink(dataFolder, join(elsewhere, 'round'))
      const round = await backup('round.rogatory')
      assert.deepEqual([round.code, round.json.code], [65, 'BACKUP_LINK'])
    } finally {
      await rm(here)
      await rm(elsewhere, { recursive: true, force: true })
      await rename(`${elsewhere}.away`, here)
    }
  })

  it('takes along what has got another name since it was listed, and passes over a folder that has gone', async () => {
    const place = join(folder, 'moving')
    for (const name of ['uploads/one', 'uploads/over']) await mkdir(join(place, name), { recursive: true })
    for (const name of [
      'uploads/example',
      'uploads/one/0.part',
      'uploads/one/100.part',
      'uploads/over/0.part',
    ])
      await writeFile(join(place, name), name)
    const backed = await backedFolder(place, [], join(folder, 'moving.rogatory'))
    const taken: string[] = []
    for await (const { name, body } of filesOf(backed, 'checkpoint')) {
      const pieces: Buffer[] = []
      for await (const piece of body) pieces.push(piece)
      taken.push(`${name} ${Buffer.concat(pieces).toString('utf8')}`)
      // An upload is over, and of another the second part becomes whole while the first is read.
      if (name === 'folder/uploads/example') await rm(join(place, 'uploads', 'over'), { recursive: true })
      const other = name.endsWith('one/0.part') ? '100' : '0'
      const [here, there] = [`${other}.part`, `${other}-50`].map((one) => join(place, 'uploads', 'one', one))
      assert.ok(here !== undefined && there !== undefined)
      if (name.endsWith('.part')) await rename(here, there)
    }
    const [first, second] = taken[1]?.includes('100.part') === true ? ['100', '0'] : ['0', '100']
    assert.deepEqual(taken, [
      'folder/uploads/example uploads/example',
      `folder/uploads/one/${first}.part uploads/one/${first}.part`,
      `folder/uploads/one/${second}-50 uploads/one/${second}.part`,
    ])
    // One of more files than its manifest can tell is refused before anything is read.
    await refuseUnfitFiles(backed, 3)
    await assert.rejects(refuseUnfitFiles(backed, 2), { code: 'BACKUP_TOO_LARGE' })
    await rm(place, { recursive: true })
    await assert.rejects(refuseUnfitFiles(backed, 3), { code: 'ENOENT' })
  })

  it('has the keys of one moment, whatever is done with them meanwhile: what it puts back can be opened', async () => {
    const place = join(folder, 'renewing')
    const identity = join(place, 'identity')
    await cp(join(world.answering.config.dataFolder, 'identity'), identity, { recursive: true })
    await mkdir(join(identity, 'notes'))
    await writeFile(join(identity, 'notes', 'kept'), 'of a person')
    const holder = 'urn:rogatory:node:qa'
    const followed = async (at = new Date()): Promise<void> => {
      await renewKeys(identity, passphrase, {
        at,
        holder,
        uses: ['message', 'http', 'encryption', 'witness'],
      })
      const names = { log: 'rogatory.example/qa/log1', witness: 'rogatory.example/qa/witness' }
      await takeUp(identity, passphrase, at, ['message', 'http', 'list', 'witness'], names)
      await renewKeys(identity, passphrase, { at, holder, uses: ['list'] })
    }
    // Of an identity that nothing has followed, and of one that was renewed before.
    for (const turn of ['first', 'second']) {
      const before = await readIdentity(identity, passphrase)
      const back = join(folder, `renewing-${turn}`)
      await mkdir(join(back, 'folder', 'identity', 'notes'), { recursive: true })
      const backed = await backedFolder(place, [], join(folder, 'renewing.rogatory'))
      let isFollowed = false
      for await (const { name, body } of filesOf(backed, 'checkpoint')) {
        await writeFile(join(back, name), body)
        if (!isFollowed && !name.endsWith('roles.json')) await followed()
        isFollowed ||= !name.endsWith('roles.json')
      }
      assert.equal(await readFile(join(back, 'folder', 'identity', 'notes', 'kept'), 'utf8'), 'of a person')
      const read = await readIdentity(join(back, 'folder', 'identity'), passphrase)
      assert.deepEqual(read.signer.certificate, before.signer.certificate)
      assert.deepEqual([...read.encryptionKeys.keys()], [...before.encryptionKeys.keys()])
    }
  })

  it('leaves out what the settings name as a secret, under whatever name, and is not written into the folder', async () => {
    const { dataFolder, databaseUrl } = world.answering.config
    const names = ['opens', 'tlsKey', 'tlsCertificate', 'pin', 'alias', 'address', 'direct', 'other']
    const paths = names.map((name) => join(dataFolder, name))
    const [opens, tlsKey, tlsCertificate, pin, alias, address, direct, other] = paths
    assert.ok(opens && tlsKey && tlsCertificate && pin && alias && address && direct && other)
    for (const path of [opens, tlsKey, tlsCertificate, pin, other])
      await writeFile(path, 'example', { mode: 0o600 })
    for (const path of [address, direct]) await writeFile(path, databaseUrl ?? '', { mode: 0o600 })
    await symlink(opens, alias)
    const token = join(dataFolder, 'identity', 'example.token.json')
    await writeFile(token, JSON.stringify({ module: '/none', token: 'Example', id: '01', pinFile: pin }))
    try {
      const out = join(folder, 'secrets.rogatory')
      const backup = (to: string) =>
        runAnywhere(['backup', '--out', to, '--data', dataFolder, '--json'], {
          DATABASE_URL: undefined,
          DATABASE_URL_FILE: address,
          ROGATORY_DIRECT_DATABASE_URL_FILE: direct,
          ROGATORY_PASSPHRASE_FILE: opens,
          ROGATORY_TLS_KEY_FILE: tlsKey,
          ROGATORY_TLS_CERTIFICATE_FILE: tlsCertificate,
        })
      const made = await backup(out)
      assert.equal(made.code, 0, JSON.stringify(made.json))
      const listed = spawnSync('tar', ['-tf', out], { encoding: 'utf8' }).stdout.split('\n')
      const taken = names.filter((name) => listed.includes(`folder/${name}`))
      assert.deepEqual(taken, ['tlsCertificate', 'other'])
      const inside = await backup(join(dataFolder, 'identity', 'inside.rogatory'))
      assert.deepEqual([inside.code, inside.json.code], [65, 'BACKUP_OUT_INSIDE'])
    } finally {
      for (const name of names) await rm(join(dataFolder, name), { force: true })
      await rm(token)
    }
  })

  it('is not in the log where the name that it is to have is refused, and has failed only where nothing can be written', async () => {
    const { db } = world.answering.node.node
    const { dataFolder } = world.answering.config
    const known = async () => {
      await until('all has its place', async () => {
        return (await db.selectFrom('audit_pending').selectAll().execute()).length === 0
      })
      return { last: await lastBackup(db), told: await countOf(world.answering, 'backup.made') }
    }
    const before = await known()
    const names: readonly [string, number, string][] = [
      [file, 64, 'FILE_EXISTS'],
      [join(dataFolder, 'inside.rogatory'), 65, 'BACKUP_OUT_INSIDE'],
    ]
    const refuses = async (out: string, code: number, word: string) => {
      const refused = await run(world.answering, 'backup', '--out', out, '--json')
      assert.deepEqual([refused.code, refused.json.code], [code, word], out)
    }
    for (const name of names) await refuses(...name)
    assert.deepEqual(await known(), before)
    // As a disk that is not mounted: that is for whoever watches the node to hear of.
    for (const out of [join(folder, 'nowhere', 'qa.rogatory'), join(file, 'qa.rogatory')])
      await refuses(out, 64, 'FILE_UNWRITABLE')
    const after = await known()
    assert.deepEqual([after.last?.outcome, after.told], ['failed', before.told])
  })

  it('puts back every row and every file, verifies the log, and the triggers stand guard again', async () => {
    const { url, drop } = await emptyDatabase()
    const target = join(folder, 'restored')
    try {
      const restored = await restore(file, url, target, '--manifest', manifest)
      assert.deepEqual([restored.code, restored.json.restored], [0, true], JSON.stringify(restored.json))
      const found = await rowsIn({ url })
      const { tables } = JSON.parse(
        spawnSync('tar', ['-xOf', file, 'manifest.json'], { encoding: 'utf8' }).stdout,
      ) as { tables: { name: string; rows: number }[] }
      assert.ok(tables.length > 40)
      for (const { name, rows } of tables) assert.equal(found.get(name)?.length, rows, name)
      const entries = (await rowsIn({ url: world.answering.database.url })).get('message')
      assert.deepEqual(found.get('message'), entries)
      assert.deepEqual(
        (await readdir(join(target, 'identity'))).sort(),
        (await readdir(join(world.answering.config.dataFolder, 'identity'))).sort(),
      )
      const sealed = async (at: string): Promise<string[]> =>
        (await readdir(join(at, 'exhibits'), { recursive: true, withFileTypes: true }))
          .filter((one) => one.isFile())
          .map(({ name }) => name)
          .sort()
      assert.deepEqual(await sealed(target), await sealed(world.answering.config.dataFolder))
      // The file, and by what its folder is known again.
      assert.equal((await sealed(target)).length, 2)
      assert.ok(!existsSync(join(target, 'passphrase')))
      await onServer(url, async (client) => {
        await assert.rejects(
          client.query('delete from audit_entry'),
          /audit_entry|refuse|only grows|not allowed/,
        )
        const { rows } = await client.query<{ silent: string }>(
          `select count(*)::text as silent from pg_trigger where not tgisinternal and tgenabled = 'D'`,
        )
        assert.equal(rows[0]?.silent, '0')
      })
    } finally {
      await drop()
    }
  })

  it('puts back into the schema that comes first, backs up from it, and refuses where the tables are in another', async () => {
    const { url, drop } = await emptyDatabase()
    // The pooler leads nowhere: what holds a connection for long goes past it.
    const pooled = {
      DATABASE_URL: 'postgres://127.0.0.1:1/none',
      ROGATORY_DIRECT_DATABASE_URL: url,
      ROGATORY_SEQUENCER_DATABASE_URL: 'postgres://127.0.0.1:1/none',
    }
    const path = (first: string): Promise<unknown> =>
      onServer(url, (client) =>
        client.query(
          `do $$ begin execute format('alter database %I set search_path = ${first}', current_database()); end $$`,
        ),
      )
    const target = join(folder, 'apart')
    const backup = (name: string) =>
      runAnywhere(['backup', '--out', join(folder, name), '--data', target, '--json'], pooled)
    try {
      await onServer(url, (client) => client.query('create schema apart; create schema earlier'))
      await path('apart')
      const restored = await restore(file, pooled, target)
      assert.equal(restored.code, 0, JSON.stringify(restored.json))
      assert.deepEqual([...(await rowsIn({ url })).keys()], [])
      const made = await backup('apart.rogatory')
      assert.equal(made.code, 0, JSON.stringify(made.json))
      const messages = (of: string): string =>
        spawnSync('tar', ['-xOf', of, 'database/message.00000001.copy'], { encoding: 'utf8' }).stdout
      assert.equal(messages(join(folder, 'apart.rogatory')), messages(file))
      await path('earlier, apart')
      const refused = await backup('earlier.rogatory')
      assert.deepEqual([refused.code, refused.json.code], [65, 'BACKUP_TABLES_MISSING'])
    } finally {
      await drop()
    }
  })

  it('refuses, before anything is written, what is damaged, cut off, another backup, or in the way', async () => {
    const { url, drop } = await emptyDatabase()
    const target = join(folder, 'refused')
    const bytes = await readFile(file)
    const bad = join(folder, 'bad.rogatory')
    const refused = async (content: Buffer, code: string): Promise<void> => {
      await writeFile(bad, content)
      const { code: exit, json } = await restore(bad, url, target)
      assert.deepEqual([exit, json.code], [40, code], JSON.stringify(json))
      assert.ok(!existsSync(target))
    }
    try {
      // In the middle of a table, in a head, in the manifest, at the end; and each file of which something lacks.
      for (const part of [0.2, 0.5, 0.9]) {
        const changed = Buffer.from(bytes)
        let at = Math.floor(changed.length * part)
        // Not one of those that fill the last block of a file, which are no part of it.
        while (bytes.readUInt8(at) === 0) at -= 1
        changed.writeUInt8(changed.readUInt8(at) ^ 1, at)
        if (!changed.equals(bytes)) await refused(changed, 'BACKUP_DAMAGED')
        await refused(bytes.subarray(0, at), 'BACKUP_DAMAGED')
      }
      // A size below 0, with the sum of the head set right: whoever follows it reads the same head for ever.
      const back = Buffer.from(bytes)
      back.write('-0000001000\0', 124)
      back.fill(' ', 148, 156)
      const sum = back.subarray(0, 512).reduce((all, byte) => all + byte, 0)
      back.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
      await refused(back, 'BACKUP_DAMAGED')
      await refused(bytes.subarray(512), 'BACKUP_DAMAGED')
      await refused(Buffer.alloc(0), 'BACKUP_DAMAGED')
      // Of a program that is newer: of another kind, and with tables that this one does not know.
      for (const [from, to] of [
        ['rogatory-backup/1', 'rogatory-backup/2'],
        [`"form": "${newestForm}"`, `"form": "9${newestForm.slice(1)}"`],
      ] as const) {
        const newer = Buffer.from(bytes)
        const at = newer.indexOf(from)
        assert.ok(at > 0, from)
        newer.write(to, at)
        await writeFile(bad, newer)
        const { code: exit, json } = await restore(bad, url, target)
        assert.deepEqual([exit !== 0, json.code], [true, 'BACKUP_UNKNOWN'], JSON.stringify(json))
        assert.ok(!existsSync(target))
      }
      const other = await restore(file, url, target, '--manifest', '0'.repeat(64))
      assert.deepEqual([other.code, other.json.code], [65, 'BACKUP_OTHER'])
      const short = await restore(file, url, target, '--manifest', manifest.slice(0, 32))
      assert.deepEqual([short.code, short.json.code], [64, 'WRONG_USE'])
      const verified = await restore(file, url, target, '--verify')
      assert.deepEqual([verified.code, verified.json.restored], [0, false])
      const wrong = join(folder, 'wrong')
      await writeFile(wrong, 'an example of another passphrase', { mode: 0o600 })
      const locked = await restore(file, { DATABASE_URL: url, ROGATORY_PASSPHRASE_FILE: wrong }, target)
      assert.equal(locked.json.code, 'PASSPHRASE_WRONG', JSON.stringify(locked.json))
      const unread = await restore(
        file,
        { DATABASE_URL: url, ROGATORY_PASSPHRASE_FILE: `${wrong}.none` },
        target,
      )
      assert.match(String(unread.json.message), /ROGATORY_PASSPHRASE_FILE/)
      assert.ok(!existsSync(target))
      await mkdir(target)
      await writeFile(join(target, 'something'), '')
      const occupied = await restore(file, url, target)
      assert.deepEqual([occupied.code, occupied.json.code], [65, 'TARGET_NOT_EMPTY'])
      const used = await restore(file, world.asking.database.url, join(folder, 'used'))
      assert.deepEqual([used.code, used.json.code], [65, 'DATABASE_NOT_EMPTY'])
      assert.deepEqual([...(await rowsIn({ url })).keys()], [])
    } finally {
      await drop()
    }
  })

  it('ends with what the server says against a row, and leaves a database alone that has become that of a node', async () => {
    const { url, drop } = await emptyDatabase()
    try {
      assert.equal((await restore(file, url, join(folder, 'begun'))).code, 0)
      await onServer(url, async (client) => {
        await assert.rejects(fillTables(client, []), { code: 'DATABASE_NOT_EMPTY' })
        await client.query('rollback')
        await client.query(`delete from setting where name = 'database'`)
        const filling = await fillTables(client, [])
        const table = { name: 'setting', columns: ['name', 'value'] }
        await assert.rejects(async () => {
          await filling.fill(table, Buffer.from('one\tvalue\ttoo many\n'))
          for (let piece = 0; piece < 100; piece += 1) await filling.fill(table, Buffer.from('two\tvalue\n'))
          await filling.end()
        }, /extra data after last expected column/)
        await client.query('rollback')
      })
      assert.ok(((await rowsIn({ url })).get('message') ?? []).length > 0)
    } finally {
      await drop()
    }
  })

  it('says so where what was put back is not the log that was signed', async () => {
    const { url, drop } = await emptyDatabase()
    const twisted = await emptyDatabase()
    try {
      const first = join(folder, 'first')
      assert.equal((await restore(file, url, first)).code, 0)
      // Somebody changes the database past its triggers, and a backup of that is made.
      await onServer(url, async (client) => {
        await client.query('alter table audit_tile disable trigger user')
        await client.query(
          `update audit_tile set bytes = set_byte(bytes, 0, (get_byte(bytes, 0) + 1) % 256) where level = 0`,
        )
      })
      const odd = join(folder, 'odd.rogatory')
      const made = await runAnywhere(['backup', '--out', odd, '--data', first, '--json'], {
        DATABASE_URL: url,
      })
      assert.equal(made.code, 0, JSON.stringify(made.json))
      const restored = await restore(odd, twisted.url, join(folder, 'second'))
      assert.deepEqual([restored.code, restored.json.code], [40, 'LOG_BROKEN'])
      // No node starts from it.
      assert.ok(!existsSync(join(folder, 'second', 'state.json')))
    } finally {
      await drop()
      await twisted.drop()
    }
  })

  it('is of one moment, whatever comes in while it is made', async () => {
    const { asking, answering } = world
    const { url, drop } = await emptyDatabase()
    const busy = join(folder, 'busy.rogatory')
    try {
      const [made] = await Promise.all([
        run(answering, 'backup', '--out', busy, '--json'),
        ...Array.from({ length: busyRequests }, () => say(world, asking, crypto.randomUUID(), 'request')),
      ])
      assert.equal(made.code, 0, made.beside)
      const restored = await restore(busy, url, join(folder, 'busy'))
      assert.equal(restored.code, 0, JSON.stringify(restored.json))
      // Each message has its entry in the log, and each request its message.
      const odd = await onServer(url, async (client) => {
        const { rows } = await client.query<{ odd: string }>(`
          select count(*)::text as odd from message m
          where not exists (select from audit_entry e where e.entry like '%' || m.digest || '%')
            or not exists (select from request r where r.id = m.request)`)
        return rows[0]?.odd
      })
      assert.equal(odd, '0')
    } finally {
      await drop()
    }
  })

  it('has of a bucket the names of its files, and not the files', async () => {
    const out = join(folder, 'bucket.rogatory')
    const names = ['b'.repeat(64), 'a'.repeat(64)]
    const { dataFolder, databaseUrl: url = '' } = world.asking.config
    const { manifest: told } = await makeBackup(
      {
        dataFolder,
        secrets: [],
        place: { url },
        state: 'VN',
        program: 'example',
        now: new Date(),
        bucket: () => Readable.from([names]) as AsyncIterable<readonly string[]>,
      },
      out,
    )
    assert.equal(told.exhibits, 'bucket')
    const listed = spawnSync('tar', ['-xOf', out, 'exhibits.txt'], { encoding: 'utf8' })
    assert.equal(listed.stdout, `${names.toSorted().join('\n')}\n`)
  })

  it("a node that is put back from yesterday's backup has back from its peer what was lost, and goes on", async () => {
    const { asking, answering } = world
    const { url, drop } = await emptyDatabase()
    // Since the backup: a message each way, which it does not have.
    await say(world, asking, request, 'status-request')
    await agreed(world, request, 3)
    await say(world, answering, request, 'status-report')
    await agreed(world, request, 4)
    await answering.node.close()
    const target = join(folder, 'yesterday')
    const restored = await restore(file, url, target)
    assert.equal(restored.code, 0, JSON.stringify(restored.json))
    const { rows } = await onServer(url, (client) =>
      client.query<{ sequence: string }>('select sequence::text from request where id = $1', [request]),
    )
    assert.equal(rows[0]?.sequence, '2')
    const moved = { dataFolder: target, databaseUrl: url, passphraseFile: await passphraseFile() }
    const node = await startNode({ ...answering.config, ...moved }, silent)
    try {
      await until('the peer has handed back what was lost', async () => {
        await node.hearing.hearAll()
        return (await findRequest(node.node.db, request))?.sequence === 4
      })
      const noted = (await logOf(node.node.db)).map(({ evt }) => evt)
      assert.equal(noted.filter((evt) => evt === 'restored.sent').length, 1)
      assert.equal(noted.filter((evt) => evt === 'restored.received').length, 1 + busyRequests)
      const outcome = await node.send(draft(world, answering, request, 'contact-note'))
      assert.ok(outcome.ok, JSON.stringify(outcome))
      await until(
        'the other side has it',
        async () => (await findRequest(asking.node.node.db, request))?.sequence === 5,
      )
    } finally {
      await node.close()
      await drop()
    }
  })

  it('does the same of an embedded database, stopped or not', async function () {
    this.timeout(120_000)
    const { url, drop } = await emptyDatabase()
    const target = join(folder, 'embedded')
    try {
      // From a server to the embedded one.
      const moved = await restore(file, undefined, target)
      assert.equal(moved.code, 0, JSON.stringify(moved.json))
      const again = join(folder, 'embedded.rogatory')
      const made = await runAnywhere(['backup', '--out', again, '--data', target, '--json'], {
        DATABASE_URL: undefined,
      })
      assert.equal(made.code, 0, JSON.stringify(made.json))
      const back = await restore(again, url, join(folder, 'fromEmbedded'))
      assert.equal(back.code, 0, JSON.stringify(back.json))
      const one = spawnSync('tar', ['-xOf', file, 'database/audit_entry.00000001.copy']).stdout
      const two = spawnSync('tar', ['-xOf', again, 'database/audit_entry.00000001.copy']).stdout
      // What the first opening of the node has added stands behind what was in the backup.
      assert.ok(two.toString('utf8').includes(one.toString('utf8').split('\n')[0] ?? '?'))
    } finally {
      await drop()
    }
  })
})
