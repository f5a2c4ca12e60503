import assert from 'node:assert/strict'
import { type AddressInfo, type Socket, connect } from 'node:net'
import { once } from 'node:events'
import { strangersFor } from '../../src/portsWithin.ts'
import { createPort } from '../../src/web/port.ts'

/** More than the system holds of one connection on the way. */
const answerBytes = 32 * 1024 ** 2

describe('an answer that nobody reads', () => {
  const reading = { ms: 2_000, bytesPerSecondMin: 1024 ** 3 }
  const server = createPort(
    (_request, response) => void response.end(Buffer.alloc(answerBytes)),
    strangersFor([], false),
    () => null,
    60_000,
    reading,
  )
  before(async () => {
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
  })
  after(() => new Promise((resolve) => server.close(resolve)))

  const asked = (): Socket => {
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1')
    socket.on('error', () => undefined)
    socket.write('GET / HTTP/1.1\r\nHost: node\r\n\r\n')
    return socket
  }
  const left = async (): Promise<number> =>
    await new Promise((resolve, reject) =>
      server.getConnections((reason, count) => (reason === null ? resolve(count) : reject(reason))),
    )

  it('ends its connection, so that it does not lie in memory for as long as its asker likes', async () => {
    const socket = asked().pause()
    await once(socket, 'connect')
    while ((await left()) === 0) await new Promise((resolve) => setTimeout(resolve, 10))
    while ((await left()) > 0) await new Promise((resolve) => setTimeout(resolve, 10))
    socket.destroy()
  })

  it('is not taken from who reads it', async () => {
    const socket = asked()
    let bytes = 0
    socket.on('data', (piece: Buffer) => (bytes += piece.length))
    while (bytes < answerBytes) await once(socket, 'data')
    // The connection is there for the next question, beyond the time that reading may take.
    await new Promise((resolve) => setTimeout(resolve, 2 * reading.ms))
    assert.equal(await left(), 1)
    socket.destroy()
  })
})
