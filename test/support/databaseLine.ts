import { type AddressInfo, type Socket, connect, createServer } from 'node:net'

/** A line to a database server that a test can hold: then nothing goes either way, and nobody is told. */
export interface DatabaseLine {
  readonly url: string
  hold(): void
  letGo(): void
  close(): Promise<void>
}

/** Opens a line to the server of this URL, on loopback. */
export async function openLine(databaseUrl: string): Promise<DatabaseLine> {
  const at = new URL(databaseUrl)
  const folder = at.searchParams.get('host')
  const sockets = new Set<Socket>()
  let isHeld = false
  const pass = (from: Socket, to: Socket): void => {
    from.on('data', (bytes) => {
      if (!isHeld) to.write(bytes)
    })
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
    hold: () => {
      isHeld = true
    },
    letGo: () => {
      isHeld = false
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise<void>((done) => server.close(() => done()))
    },
  }
}
