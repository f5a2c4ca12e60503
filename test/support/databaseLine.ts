import { type AddressInfo, type Socket, connect, createServer } from 'node:net'

/** A line to a database server that a test can break without a word to either side. */
export interface DatabaseLine {
  readonly url: string
  /** The connections that are there carry nothing any more. Those that are made later do. */
  lose(): void
  /** Nothing goes either way before it goes on, and all of it then: a server that is paused. */
  pause(): void
  goOn(): void
  close(): Promise<void>
}

/** Opens a line to the server of this URL, on loopback. */
export async function openLine(databaseUrl: string): Promise<DatabaseLine> {
  const at = new URL(databaseUrl)
  const folder = at.searchParams.get('host')
  const sockets = new Set<Socket>()
  const lost = new Set<Socket>()
  let isPaused = false
  const pass = (from: Socket, to: Socket): void => {
    from.on('data', (bytes) => {
      if (!lost.has(from)) to.write(bytes)
    })
    if (isPaused) from.pause()
    from.on('close', () => to.destroy())
    from.on('error', () => to.destroy())
    sockets.add(from)
  }
  const server = createServer((near) => {
    const far =
      folder === null
        ? connect(Number(at.port === '' ? 5432 : at.port), at.hostname)
        : connect(`${folder}/.s.PGSQL.${at.port === '' ? 5432 : at.port}`)
    pass(near, far)
    pass(far, near)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const url = new URL(databaseUrl)
  url.searchParams.delete('host')
  url.hostname = '127.0.0.1'
  url.port = String(port)
  return {
    url: url.href,
    lose: () => {
      for (const socket of sockets) lost.add(socket)
    },
    pause: () => {
      isPaused = true
      for (const socket of sockets) socket.pause()
    },
    goOn: () => {
      isPaused = false
      for (const socket of sockets) socket.resume()
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((done) => server.close(() => done()))
    },
  }
}
