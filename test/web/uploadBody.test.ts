import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type Server, createServer, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import { uploadBody } from '../../src/web/systems/uploadBody.ts'

const bounds = { slowestBytes: 1_000, slowestMs: 200, unreadBytesMax: 100_000, unreadMs: 300 }

interface Heard {
  bytes: number
  isSlow: boolean
  isAnswered: boolean
}

describe('the bytes of a request', () => {
  let server: Server
  let heard: Heard
  let diskMs = 0
  let refuses = false
  before(async () => {
    server = createServer((asked, answer) => {
      const body = uploadBody(asked, () => performance.now(), bounds)
      const read = async (): Promise<void> => {
        try {
          if (refuses) await body.readAway()
          else
            for await (const piece of body.source) {
              heard.bytes += piece.length
              await wait(diskMs)
            }
        } catch {
          heard.isSlow = body.isSlow()
        }
        heard.isAnswered = true
        answer.setHeader('Connection', 'close')
        answer.writeHead(heard.isSlow ? 408 : 200).end()
      }
      void read()
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  after(() => server.close())
  beforeEach(() => {
    heard = { bytes: 0, isSlow: false, isAnswered: false }
    diskMs = 0
    refuses = false
  })

  /** Sends pieces of so many bytes, with pauses; what it was answered, null: nothing. */
  const sent = async (pieces: number, bytes: number, pauseMs: number): Promise<number | null> => {
    const { port } = server.address() as AddressInfo
    const sending = request({ port, host: '127.0.0.1', method: 'PATCH' })
    const answered = new Promise<number | null>((resolve) => {
      sending.on('response', (answer) => {
        answer.resume()
        resolve(answer.statusCode ?? 0)
      })
      sending.on('error', () => resolve(null))
    })
    for (let count = 0; count < pieces && !sending.destroyed; count += 1) {
      sending.write(Buffer.alloc(bytes))
      await wait(pauseMs)
    }
    sending.end()
    return await answered
  }

  it('attack 39: end where a sender lets a byte drip now and then, and hold the connection no longer', async () => {
    const began = performance.now()
    assert.equal(await sent(40, 1, 50), 408)
    assert.ok(heard.isSlow)
    assert.ok(heard.bytes < 20, String(heard.bytes))
    assert.ok(performance.now() - began < 3_000)
  })

  it('are taken from a sender who is slow and brings enough, and however slow the disk is', async () => {
    assert.equal(await sent(10, 500, 50), 200)
    assert.deepEqual(heard, { bytes: 5_000, isSlow: false, isAnswered: true })
    heard = { bytes: 0, isSlow: false, isAnswered: false }
    diskMs = 250
    assert.equal(await sent(4, 100, 0), 200)
    assert.ok(!heard.isSlow)
  })

  it('are read away where they are refused, so that the answer is read; but not for ever', async () => {
    refuses = true
    assert.equal(await sent(10, 5_000, 0), 200)
    const began = performance.now()
    await sent(30, 1, 50)
    assert.ok(performance.now() - began < 3_000)
    assert.ok(heard.isAnswered)
  })
})
