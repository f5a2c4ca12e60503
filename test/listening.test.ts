import assert from 'node:assert/strict'
import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { type AddressInfo, type Socket, connect } from 'node:net'
import { setTimeout as letPass } from 'node:timers/promises'
import { sql } from 'kysely'
import { stopListening, unlessClosed } from '../src/listening.ts'
import { exchangeLimits } from '../src/exchange/limits.ts'
import { strangersFor } from '../src/portsWithin.ts'
import { databaseLimits, openDatabase } from '../src/store/database.ts'
import { beginApp, endApp } from '../src/web/frame.ts'
import { handlingOf } from '../src/web/handling.ts'
import { paths } from '../src/web/paths.ts'
import { createPort } from '../src/web/port.ts'
import { testDatabase } from './support/database.ts'
import { logOf } from './support/talk.ts'
import { type World, silent, twoStates, until } from './support/world.ts'

/** All that comes over a connection until it ends. */
async function ended(socket: Socket): Promise<string> {
  let text = ''
  socket.on('data', (piece: Buffer) => (text += piece.toString('latin1')))
  await once(socket, 'close')
  return text
}

describe('a node that stops while something is asked', () => {
  const errors: unknown[] = []
  let world: World
  before(async () => {
    world = await twoStates(undefined, undefined, {
      log: { ...silent, error: (fields, text) => errors.push({ ...fields, text }) },
      more: () => Promise.resolve({ api: { host: '127.0.0.1', port: 0 } }),
    })
  })
  after(() => world.close())
  beforeEach(() => {
    errors.length = 0
  })

  /** Lets nobody read a table until it is let go of. */
  const held = async (
    table: string,
  ): Promise<{ asked: () => Promise<boolean>; letGo: () => Promise<void> }> => {
    const { db } = world.asking.database
    let letGo = (): void => undefined
    const over = new Promise<void>((resolve) => (letGo = resolve))
    let isLocked = false
    const locking = db.transaction().execute(async (trx) => {
      await sql`lock table ${sql.table(table)} in access exclusive mode`.execute(trx)
      isLocked = true
      await over
    })
    await until('it is locked', () => isLocked)
    return {
      async asked() {
        const { rows } = await sql<{ waiting: number }>`
          select count(*)::int as waiting from pg_stat_activity
          where datname = current_database() and wait_event_type = 'Lock' and query like ${`%${table}%`}`.execute(
          db,
        )
        return (rows[0]?.waiting ?? 0) > 0
      },
      async letGo() {
        letGo()
        await locking
      },
    }
  }
  const ask = (url: string | null, head: string): Socket => {
    const { port, hostname } = new URL(url ?? '')
    const socket = connect(Number(port), hostname)
    socket.on('error', () => undefined)
    socket.write(`${head}\r\nHost: node\r\n\r\n`)
    return socket
  }
  const refusals = async (): Promise<number> =>
    (await logOf(world.asking.database.db)).filter(({ evt }) => evt === 'token.refused').length

  it('has its database until what is under way has ended, also where who asked is gone', async () => {
    const before = await refusals()
    // No job of a node reads them.
    const { asked, letGo } = await held('access_token')
    const { apiUrl } = world.asking.node
    const socket = ask(apiUrl, 'GET /api/v1/cases HTTP/1.1\r\nAuthorization: Bearer nobody')
    await until('it is asked for', asked)
    socket.destroy()
    const closed = world.asking.node.close()
    // By then all else has ended.
    await letPass(1_500)
    await letGo()
    await closed
    assert.deepEqual(errors, [])
    assert.equal(await refusals(), before + 1)
    await world.asking.restart()
  })

  it('ends a connection with the answer that is under way, and says so in it', async () => {
    const { letGo } = await held('trust_list')
    const answer = ended(ask(world.asking.node.url, `GET ${paths.trustList} HTTP/1.1`))
    await letPass(300)
    const closed = world.asking.node.close()
    await letPass(300)
    await letGo()
    const text = await answer
    await closed
    assert.match(text, /^HTTP\/1\.1 200 /)
    assert.match(text, /\r\nConnection: close\r\n/i)
    await world.asking.restart()
  })
})

describe('a port that listens no more', () => {
  it('ends the connection also where the head of the answer was sent before', async () => {
    let answering: ServerResponse | undefined
    const server = createPort(
      (_request, response) => {
        answering = response
        response.writeHead(200, { 'Content-Length': 2 }).write('a')
      },
      strangersFor([], false),
      () => null,
    )
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: node\r\n\r\n')
    await until('it is answered', () => answering !== undefined)
    let isCut = false
    const cut = server.closeAllConnections.bind(server)
    server.closeAllConnections = () => {
      isCut = true
      cut()
    }
    const stopped = stopListening(server, { idle: () => Promise.resolve() })
    answering?.end('b')
    assert.match(await ended(socket), /\r\n\r\nab$/)
    await stopped
    assert.equal(isCut, false)
  })
})

describe('what outlives the database of its process', () => {
  it('is answered as where it is away, and no error', async () => {
    const database = await testDatabase()
    const { db, close } = await openDatabase({ url: database.url })
    const errors: unknown[] = []
    const app = beginApp()
    app.get('/', async (_request, response) => {
      await sql`select 1`.execute(db)
      response.end()
    })
    const tell = unlessClosed(({ reason }) => errors.push(reason))
    const server = createPort(endApp(app, tell), strangersFor([], false), () => null)
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    await close()
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    const { code } = (await answer.json()) as { code: string }
    assert.deepEqual([answer.status, code, errors], [503, 'NODE_UNAVAILABLE', []])
    await stopListening(server, handlingOf(app))
    await database.close()
  })

  it('has had time to wait for a lock of the database', () => {
    const lockMs: number = databaseLimits.lockMs
    assert.ok(exchangeLimits.stopHandlersMs > lockMs)
  })
})
