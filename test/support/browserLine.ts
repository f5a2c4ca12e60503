import { type AddressInfo, type Socket, connect, createServer } from 'node:net'

/** A line between a browser and a desk that a test can cut, and that is as slow as it wants. */
export interface BrowserLine {
  readonly url: string
  /** Bytes that came from browsers so far. */
  readonly bytes: () => number
  /** How many bytes a second of each connection go to the desk; null: as many as come. */
  bytesPerSecond: number | null
  /** Cuts everything once so many bytes more have come; then nobody comes through until it is mended. */
  cutAfter: (bytes: number) => void
  readonly isCut: () => boolean
  readonly mend: () => void
  close(): Promise<void>
}

/** Opens a line to the port `target` of this machine. */
export async function openBrowserLine(target: number): Promise<BrowserLine> {
  const sockets = new Set<Socket>()
  let [came, cutAt, isCut] = [0, Infinity, false]
  const cut = (): void => {
    isCut = true
    for (const socket of sockets) socket.destroy()
  }
  const server = createServer((near) => {
    if (isCut) {
      near.destroy()
      return
    }
    const far = connect(target, '127.0.0.1')
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from)
      from.on('error', () => to.destroy())
      from.on('close', () => {
        sockets.delete(from)
        to.destroy()
      })
    }
    far.on('data', (piece) => void near.write(piece))
    near.on('data', (piece) => {
      came += piece.length
      far.write(piece)
      if (came >= cutAt) cut()
      const { bytesPerSecond } = line
      if (bytesPerSecond === null) return
      near.pause()
      setTimeout(() => near.resume(), (piece.length * 1_000) / bytesPerSecond)
    })
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const { port } = server.address() as AddressInfo
  const line: BrowserLine = {
    url: `http://127.0.0.1:${port}`,
    bytes: () => came,
    bytesPerSecond: null,
    cutAfter(bytes) {
      cutAt = came + bytes
    },
    isCut: () => isCut,
    mend() {
      ;[cutAt, isCut] = [Infinity, false]
    },
    async close() {
      cut()
      await new Promise<void>((done) => server.close(() => done()))
    },
  }
  return line
}
