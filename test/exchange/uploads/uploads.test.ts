import assert from 'node:assert/strict'
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { cp, mkdtemp, readFile, readdir, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { clamdScanner } from '../../../src/exchange/exhibits/clamd.ts'
import { listExhibits } from '../../../src/exchange/exhibits/list.ts'
import { type Leases, keepLeases } from '../../../src/exchange/leases.ts'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import type { Node } from '../../../src/exchange/node.ts'
import { byToken } from '../../../src/exchange/uploads/uploader.ts'
import { type Uploads, uploadsOf } from '../../../src/exchange/uploads/uploads.ts'
import { newestDeposits } from '../../../src/store/exhibits/deposits.ts'
import { findUpload } from '../../../src/store/exhibits/uploads.ts'
import { uploadDraftsIn } from '../../../src/store/exhibits/uploadDraft.ts'
import { insertAccessToken } from '../../../src/store/accessTokens.ts'
import { openDatabase } from '../../../src/store/database.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { inventedPattern, startClamd } from '../../support/clamd.ts'
import { onServer } from '../../support/server.ts'
import { logOf } from '../../support/talk.ts'
import { type World, silent, twoStates, until } from '../../support/world.ts'

const actor = { person: 'evidence-store', role: 'token', authority: 'vn.spp' }

describe('what is uploaded', () => {
  let world: World
  let node: Node
  before(async () => {
    world = await twoStates()
    node = world.asking.node.node
    const at = new Date()
    await inTransaction(node.db, (trx) =>
      insertAccessToken(trx, {
        ...{ name: actor.person, hash: randomBytes(32), scopes: ['exhibits'], authority: 'vn.spp' },
        ...{ made_by: 'Example-A', made_at: at, expires_at: new Date(at.getTime() + 3_600_000) },
      }),
    )
  })
  const ends: (() => Promise<void>)[] = []
  after(async () => {
    for (const end of ends) await end()
    await world.close()
  })

  /** As another process of the node keeps them. */
  const leasesOf = async (of: Node): Promise<Leases> => {
    const database = await openDatabase({ url: world.asking.database.url, poolMax: 2 })
    const hearing = { begin: () => database.presence.enter() }
    const leases = keepLeases(
      { node: of, hearing, database, place: 'elsewhere 1', version: '1', jobs: [] },
      () => performance.now(),
    )
    await leases.begin()
    ends.push(async () => {
      await leases.close()
      await database.close()
    })
    return leases
  }
  const uploadsBy = async (of: Node): Promise<Uploads> =>
    uploadsOf(
      of,
      await leasesOf(of),
      () => performance.now(),
      () => undefined,
    )
  const begun = async (uploads: Uploads, bytes: number): Promise<string> => {
    const id = randomUUID()
    assert.ok((await uploads.begin({ id, bytes, name: 'phone.img' }, byToken(actor))).ok)
    return id
  }
  const appended = async (uploads: Uploads, id: string, offset: number, bytes: Buffer) => {
    const outcome = await uploads.append(id, offset, Readable.from([bytes]))
    return outcome.ok ? outcome.offset : outcome.code
  }
  const rowOf = async (uploads: Uploads, id: string) => {
    const found = await uploads.look(id, byToken(actor))
    assert.ok(found.ok)
    return found
  }
  const over = async (uploads: Uploads, id: string): Promise<string> => {
    await until(
      'it is over',
      async () => !['coming', 'whole'].includes((await rowOf(uploads, id)).row.status),
    )
    const { status, refusal } = (await rowOf(uploads, id)).row
    return refusal ?? status
  }
  const placeOf = (id: string): string => join(world.asking.config.dataFolder, 'exhibits', 'uploads', id)
  const partsOf = async (id: string): Promise<string[]> => {
    const place = placeOf(id)
    return (await readdir(place).catch(() => [])).map((name) => join(place, name))
  }
  const gone = async (id: string): Promise<void> =>
    await until('nothing of it is left', async () => (await partsOf(id)).length === 0)
  const crowded = (freeBytes: () => number): Node =>
    Object.assign(Object.create(node) as Node, {
      exhibits: { ...node.exhibits, freeBytes: () => Promise.resolve(freeBytes()) },
    })

  /** All of it lies on the disk, in three parts, and is not taken in: there was no room at that moment. */
  const whole = async (file: Buffer): Promise<string> => {
    let free = 1e12
    const uploads = await uploadsBy(crowded(() => free))
    const id = await begun(uploads, file.length)
    const third = file.length / 3
    for (const at of [0, third])
      assert.equal(await appended(uploads, id, at, file.subarray(at, at + third)), at + third)
    const last = async function* (): AsyncGenerator<Buffer> {
      yield file.subarray(2 * third)
      await Promise.resolve()
      free = 1_000
    }
    assert.ok((await uploads.append(id, 2 * third, last())).ok)
    await uploads.taken(id)
    assert.equal((await rowOf(uploads, id)).row.status, 'whole')
    return id
  }
  /** What another process finds and does that comes up now. */
  const lookedAt = async (of: Node, id: string): Promise<Uploads> => {
    const uploads = await uploadsBy(of)
    await uploads.round()
    await uploads.taken(id)
    return uploads
  }

  it('stays where it is while the disk is full, and goes on when there is room again', async () => {
    let free = 1e12
    const uploads = await uploadsBy(crowded(() => free))
    const id = await begun(uploads, 100_000)
    const file = randomBytes(100_000)
    assert.equal(await appended(uploads, id, 0, file.subarray(0, 50_000)), 50_000)
    free = 1_000
    assert.equal(await appended(uploads, id, 50_000, file.subarray(50_000)), 'EXHIBIT_NO_SPACE')
    assert.equal((await rowOf(uploads, id)).offset, 50_000)
    const refused = await uploads.begin({ id: randomUUID(), bytes: 10, name: 'x' }, byToken(actor))
    assert.equal(refused.ok ? '' : refused.code, 'EXHIBIT_NO_SPACE')
    free = 1e12
    assert.equal(await appended(uploads, id, 50_000, file.subarray(50_000)), 100_000)
    assert.equal(await over(uploads, id), 'taken')
    await gone(id)
  })

  it('ends with its token, while it comes and when it waits whole', async () => {
    const uploads = await uploadsBy(node)
    const id = await begun(uploads, 100_000)
    assert.equal(await appended(uploads, id, 0, randomBytes(50_000)), 50_000)
    const waiting = await whole(randomBytes(30_000))
    const revoked = (at: Date | null): Promise<unknown> =>
      sql`update access_token set revoked_at = ${at}, revoked_by = ${at === null ? null : 'Example-A'}
        where name = ${actor.person}`.execute(node.db)
    await onServer(world.asking.database.url, (client) =>
      client.query('alter table access_token disable trigger user'),
    )
    await revoked(new Date())
    try {
      assert.equal(await appended(uploads, id, 50_000, randomBytes(50_000)), 'TOKEN_REVOKED')
      assert.equal((await rowOf(uploads, id)).offset, 50_000)
      const again = await lookedAt(node, waiting)
      assert.equal(await over(again, waiting), 'TOKEN_REVOKED')
      await gone(waiting)
    } finally {
      await revoked(null)
    }
    assert.ok((await uploads.end(id, byToken(actor))).ok)
    await gone(id)
  })

  it('tells no other authority when it was taken in, by a list that is to go on after it', async () => {
    const page = async (authority: string) => {
      const [newest] = await newestDeposits(node.db, 1)
      const listed = await listExhibits(node, { limit: 10, after: newest?.id ?? '', authority }, actor)
      return listed.ok ? 'a page' : listed.code
    }
    const uploads = await uploadsBy(node)
    const id = await begun(uploads, 10)
    assert.equal(await appended(uploads, id, 0, randomBytes(10)), 10)
    assert.equal(await over(uploads, id), 'taken')
    assert.deepEqual([await page('vn.spp'), await page('vn.other')], ['a page', 'PAGE_UNKNOWN'])
  })

  it('waits whole until it can be taken in', async () => {
    let free = 1e12
    const uploads = await uploadsBy(crowded(() => free))
    const id = await begun(uploads, 10)
    const source = async function* (): AsyncGenerator<Buffer> {
      yield randomBytes(10)
      await Promise.resolve()
      free = 1_000
    }
    assert.ok((await uploads.append(id, 0, source())).ok)
    await uploads.taken(id)
    assert.equal((await rowOf(uploads, id)).row.status, 'whole')
    const ended = await uploads.end(id, byToken(actor))
    assert.equal(ended.ok ? '' : ended.code, 'UPLOAD_ENDED')
    free = 1e12
    // It is tried again after a while; a process that begins anew has no reason to wait.
    const again = await uploadsBy(node)
    await again.round()
    assert.equal(await over(again, id), 'taken')
  })

  it('is taken in once, whoever finds it whole', async () => {
    let free = 1e12
    const held = await uploadsBy(crowded(() => free))
    const id = await begun(held, 30)
    free = 1_000 + 512 * 1024 * 1024
    await appended(held, id, 0, randomBytes(30))
    await held.taken(id)
    const before = (await newestDeposits(node.db, 100)).length
    free = 1e12
    const others = [await uploadsBy(node), await uploadsBy(node), await uploadsBy(node)]
    await Promise.all([held, ...others].map((uploads) => uploads.round()))
    assert.equal(await over(held, id), 'taken')
    await Promise.all([held, ...others].map((uploads) => uploads.close()))
    assert.ok((await newestDeposits(node.db, 100)).length - before <= 1)
    const taken = (await logOf(node.db)).filter(({ evt, code }) => evt === 'upload.ended' && code === 'taken')
    const rows = await node.db
      .selectFrom('exhibit_upload')
      .where('status', '=', 'taken')
      .select('id')
      .execute()
    assert.equal(taken.length, rows.length)
  })

  it('is refused where its parts were changed on the disk, and nothing of it is left', async () => {
    const uploads = await uploadsBy(node)
    const id = await begun(uploads, 60_000)
    assert.equal(await appended(uploads, id, 0, randomBytes(59_999)), 59_999)
    const [part = ''] = await partsOf(id)
    const sealed = await readFile(part)
    sealed.writeUInt8(sealed.readUInt8(30_000) ^ 1, 30_000)
    await writeFile(part, sealed)
    assert.equal(await appended(uploads, id, 59_999, Buffer.from('x')), 60_000)
    assert.equal(await over(uploads, id), 'EXHIBIT_DAMAGED')
    await gone(id)
    const settled = await uploads.settled(id)
    assert.equal(settled.ok ? '' : settled.code, 'UPLOAD_ENDED')
    const row = (await rowOf(uploads, id)).row
    assert.equal(row.file_key, null)
  })

  it('opens no more once its key is destroyed: neither is exchanged for another', async () => {
    const uploads = await uploadsBy(node)
    const id = await begun(uploads, 60_000)
    const change = async (file_key: Buffer) =>
      await node.db.updateTable('exhibit_upload').set({ file_key }).where('id', '=', id).execute()
    await assert.rejects(change(randomBytes(32)), /destroyed/)
    assert.ok((await uploads.end(id, byToken(actor))).ok)
    await assert.rejects(change(randomBytes(32)))
  })

  it('is taken in only where all its bytes are there: who has none of them, or not all, loses nothing', async () => {
    const file = randomBytes(90_000)
    const id = await whole(file)
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-disk-'))
    ends.push(() => rm(folder, { recursive: true }))
    const told: unknown[] = []
    const elsewhere = Object.assign(Object.create(node) as Node, {
      exhibits: { ...node.exhibits, uploads: uploadDraftsIn(folder) },
      log: { ...silent, error: ({ reason }: { readonly reason?: unknown }) => void told.push(reason) },
    })
    const standing = async (uploads: Uploads) => {
      const { status, file_key } = (await rowOf(uploads, id)).row
      return [status, file_key?.length]
    }
    const none = await lookedAt(elsewhere, id)
    assert.deepEqual([await standing(none), await readdir(folder)], [['whole', 32], []])
    // It is not looked for again at once.
    await none.round()
    await none.taken(id)
    assert.equal(told.length, 1)

    const copied = join(folder, 'uploads', id)
    await cp(placeOf(id), copied, { recursive: true })
    await rm(join(copied, '30000-30000'))
    const some = await lookedAt(elsewhere, id)
    assert.deepEqual(await standing(some), ['whole', 32])
    assert.deepEqual((await readdir(copied)).sort(), ['0-30000', '60000-30000'])
    assert.deepEqual(
      told.map((reason) => /[0-9]+ of its [0-9]+ bytes/.exec(String(reason))?.[0]),
      ['0 of its 90000 bytes', '30000 of its 90000 bytes'],
    )

    const has = await lookedAt(node, id)
    assert.equal(await over(has, id), 'taken')
    const { deposit } = (await rowOf(has, id)).row
    const kept = (await newestDeposits(node.db, 100)).find((one) => one.id === deposit)
    assert.deepEqual([kept?.bytes, kept?.sha256], [file.length, createHash('sha256').update(file).digest()])
  })

  it('is refused where its bytes are nowhere a day after its life is over, and not before', async () => {
    const id = await whole(randomBytes(90_000))
    await rm(join(placeOf(id), '0-30000'))
    const { lifeMs, idleMs } = exchangeLimits.uploads
    const begunBefore = async (ms: number) => {
      const begun_at = new Date(Date.now() - ms)
      await node.db.updateTable('exhibit_upload').set({ begun_at }).where('id', '=', id).execute()
    }
    await begunBefore(lifeMs + idleMs - 60_000)
    const { row } = await rowOf(await lookedAt(node, id), id)
    assert.deepEqual([row.status, row.file_key?.length, (await partsOf(id)).length], ['whole', 32, 2])
    await begunBefore(lifeMs + idleMs + 1_000)
    const late = await lookedAt(node, id)
    assert.equal(await over(late, id), 'EXHIBIT_TRUNCATED')
    assert.equal((await rowOf(late, id)).row.file_key, null)
    await gone(id)
    const ended = (await logOf(node.db)).findLast(({ evt }) => evt === 'upload.ended')
    assert.equal(ended?.code, 'EXHIBIT_TRUNCATED')
  })

  it('is left alone by a process that has no port at which files come', async () => {
    const { rows } = await sql<{
      name: string
    }>`select name from lease where until > clock_timestamp()`.execute(node.db)
    const names = rows.map(({ name }) => name)
    assert.deepEqual(
      ['clocks', 'uploads', 'drafts'].map((name) => names.includes(name)),
      [true, false, false],
    )
  })

  it('is looked at by the scanner in the same pass, and refused where that is the policy', async () => {
    const clamd = await startClamd()
    try {
      const setting = { at: { path: clamd.socket }, bytesMax: 1_000_000, policy: 'refuse' } as const
      const scanner = { value: clamdScanner(setting, node.now) }
      const uploads = await uploadsBy(Object.create(node, { scanner }) as Node)
      const infected = Buffer.from(`words ${inventedPattern} words`)
      const id = await begun(uploads, infected.length)
      await appended(uploads, id, 0, infected)
      assert.equal(await over(uploads, id), 'EXHIBIT_INFECTED')
      await gone(id)
    } finally {
      await clamd.stop()
    }
  })

  it('is scanned no longer by a process that stops, and taken in by the next', async () => {
    // It takes the file, and never says anything of it.
    const silentClamd = createServer((socket) => {
      socket.on('error', () => undefined)
      socket.on('data', (said) => {
        if (said.includes('zVERSION')) socket.end('ClamAV 1.4.6/1/today\0')
        if (said.includes('zINSTREAM')) isAsked = true
      })
    })
    let isAsked = false
    await new Promise<void>((resolve) => silentClamd.listen(0, '127.0.0.1', resolve))
    const { port } = silentClamd.address() as AddressInfo
    const setting = { at: { host: '127.0.0.1', port }, bytesMax: 1_000_000, policy: 'mark' } as const
    const scanner = { value: clamdScanner(setting, node.now) }
    const uploads = await uploadsBy(Object.create(node, { scanner }) as Node)
    const file = randomBytes(1_000)
    const id = await begun(uploads, file.length)
    await appended(uploads, id, 0, file)
    await until('it is being scanned', () => isAsked)
    await uploads.close()
    assert.equal((await rowOf(uploads, id)).row.status, 'whole')
    silentClamd.close()
    assert.equal(await over(await lookedAt(node, id), id), 'taken')
  })

  it('waits for its first byte for an hour, and for more of it for a day', async () => {
    const { firstByteMs, idleMs } = exchangeLimits.uploads
    const uploads = await uploadsBy(node)
    const id = await begun(uploads, 10)
    const waitsMs = async (): Promise<number> =>
      (await rowOf(uploads, id)).row.expires_at.getTime() - Date.now()
    const isAbout = (ms: number, about: number): boolean => ms <= about && ms > about - 600_000
    assert.ok(isAbout(await waitsMs(), firstByteMs))
    assert.equal(await appended(uploads, id, 0, Buffer.alloc(0)), 0)
    assert.ok(isAbout(await waitsMs(), firstByteMs), 'nothing has come')
    assert.equal(await appended(uploads, id, 0, randomBytes(1)), 1)
    assert.ok(isAbout(await waitsMs(), idleMs))
    const forgotten = await begun(uploads, 10)
    await lookedAt(
      Object.create(node, { machineNow: { value: () => new Date(Date.now() + firstByteMs) } }) as Node,
      id,
    )
    assert.equal((await rowOf(uploads, forgotten)).row.status, 'expired')
    assert.equal((await rowOf(uploads, id)).row.status, 'coming')
    assert.ok((await uploads.end(id, byToken(actor))).ok)
  })

  it('is left as it was by a process that was paused until another may be at it, also where all has come by then', async () => {
    let isStillAlone = true
    const leases: Pick<Leases, 'alone'> = { alone: async (_thing, work) => await work(() => isStillAlone) }
    const uploads = uploadsOf(
      node,
      leases,
      () => performance.now(),
      () => undefined,
    )
    const id = await begun(uploads, 60_000)
    assert.equal(await appended(uploads, id, 0, randomBytes(20_000)), 20_000)
    for (const isCut of [false, true]) {
      isStillAlone = true
      const source = async function* (): AsyncGenerator<Buffer> {
        yield randomBytes(20_000)
        await Promise.resolve()
        isStillAlone = false
        if (isCut) throw new Error('the line was cut')
      }
      const outcome = await uploads.append(id, 20_000, source())
      assert.equal(outcome.ok ? outcome.offset : outcome.code, 'NODE_BUSY')
      assert.deepEqual(await readdir(placeOf(id)), ['0-20000'])
    }
    assert.ok((await uploads.end(id, byToken(actor))).ok)
  })

  it('comes in so many parts at most', async () => {
    const uploads = await uploadsBy(node)
    const { partsMax } = exchangeLimits.uploads
    const id = await begun(uploads, partsMax + 10)
    assert.equal(await appended(uploads, id, 0, Buffer.from('x')), 1)
    const place = placeOf(id)
    for (let first = 1; first < partsMax; first += 1_000)
      await Promise.all(
        Array.from({ length: Math.min(1_000, partsMax - first) }, (_, more) =>
          writeFile(join(place, `${first + more}-1`), ''),
        ),
      )
    assert.equal(await appended(uploads, id, partsMax, Buffer.from('x')), 'UPLOAD_PARTS_TOO_MANY')
    assert.ok((await uploads.end(id, byToken(actor))).ok)
  })

  it('holds up no other where the disk does not give it back: those that are over end, and it is tried again', async () => {
    const uploads = await uploadsBy(node)
    const [broken, other] = [await begun(uploads, 100), await begun(uploads, 100)]
    for (const id of [broken, other]) await appended(uploads, id, 0, randomBytes(50))
    await rename(placeOf(broken), `${placeOf(broken)}-away`)
    await symlink(placeOf(broken), placeOf(broken))
    // The broken one is looked at first.
    for (const [id, seconds] of [
      [broken, 2],
      [other, 1],
    ] as const)
      await sql`update exhibit_upload set expires_at = now() - make_interval(secs => ${seconds}) where id = ${id}`.execute(
        node.db,
      )
    await uploads.round()
    const statusOf = async (id: string) => (await findUpload(node.db, id))?.status
    assert.deepEqual([await statusOf(broken), await statusOf(other)], ['coming', 'expired'])
    await unlink(placeOf(broken))
    await rename(`${placeOf(broken)}-away`, placeOf(broken))
    await lookedAt(node, broken)
    assert.equal(await statusOf(broken), 'expired')
    await gone(broken)
  })

  it('leaves nothing behind that no upload has', async () => {
    const uploads = await uploadsBy(node)
    const id = await begun(uploads, 100)
    await appended(uploads, id, 0, randomBytes(50))
    await sql`update exhibit_upload set expires_at = now() - interval '1 second' where id = ${id}`.execute(
      node.db,
    )
    await uploads.round(false)
    assert.equal((await findUpload(node.db, id))?.status, 'coming', 'the clock may be wrong')
    await sql`update exhibit_upload set expires_at = now() + interval '1 hour' where id = ${id}`.execute(
      node.db,
    )
    const stray = randomUUID()
    await node.exhibits.uploads.open(stray, { fileKey: randomBytes(32), contextAt: () => Buffer.alloc(0) })
    await uploads.round()
    assert.deepEqual(await node.exhibits.uploads.list(), [id])
    assert.ok((await uploads.end(id, byToken(actor))).ok)
  })
})
