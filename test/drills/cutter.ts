import { type AddressInfo, type Socket, connect, createServer } from 'node:net'

/** After how many bytes a connection is reset, of what goes to the node behind or of what it answers. */
export interface Cut {
  readonly direction: 'there' | 'back'
  readonly bytes: number
}

/** Stands before a node and resets connections, each after so many bytes. */
export interface Cutter {
  readonly url: string
  /** Of this machine, behind it. */
  port: number
  /** For connections to come, the first first; with none left, or every other time, they last. */
  readonly cuts: Cut[]
  /** Cuts that were made. */
  readonly made: Cut[]
  /** Connections that were let through. */
  passed: number
  close(): Promise<void>
}

/**
 * A connection that was let through has done its work, while there is something to cut, after so long without a byte; where it is never
 * so long at rest, with the first post that comes after so long.
 */
const work = { idleMs: 20, mostMs: 500 } as const

/** Opens it, with nothing behind it and nothing to cut yet. */
export async function openCutter(): Promise<Cutter> {
  const open = new Set<Socket>()
  let connections = 0
  const server = createServer((socket) => {
    const behind = connect(cutter.port, '127.0.0.1')
    const both = [socket, behind]
    let isCut = false
    for (const one of both) {
      open.add(one)
      one.on('error', () => undefined)
      one.once('close', () => {
        open.delete(one)
        for (const other of both) other.destroy()
      })
    }
    connections += 1
    // A peer that never answers would be tried seldom, and the drill would last for an hour.
    const cut = connections % 2 === 0 ? cutter.cuts.shift() : undefined
    if (cut === undefined) {
      cutter.passed += 1
      endWhenDone(socket, behind)
    }
    // It ended before it had come so far: another is cut there.
    socket.once('close', () => {
      if (cut !== undefined && !isCut) cutter.cuts.push(cut)
    })
    const reset = (): void => {
      if (cut !== undefined && !isCut) cutter.made.push(cut)
      isCut = true
      for (const one of both) one.resetAndDestroy()
    }
    pass(socket, behind, cut?.direction === 'there' ? cut.bytes : Infinity, reset)
    pass(behind, socket, cut?.direction === 'back' ? cut.bytes : Infinity, reset)
  })
  /** A connection that lasts would carry everything, and no other would be made to be cut. */
  const endWhenDone = (socket: Socket, behind: Socket): void => {
    const began = performance.now()
    let [isAnswered, lastMs] = [false, began]
    const endAfter = (doneMs: number, sinceMs: number): void => {
      if (cutter.cuts.length > 0 && isAnswered && performance.now() - sinceMs > doneMs) socket.destroy()
    }
    socket.on('data', () => {
      endAfter(work.mostMs, began)
      isAnswered = false
      lastMs = performance.now()
    })
    behind.on('data', () => {
      isAnswered = true
      lastMs = performance.now()
    })
    const looking = setInterval(() => {
      endAfter(work.idleMs, lastMs)
    }, work.idleMs)
    socket.once('close', () => clearInterval(looking))
  }
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const cutter: Cutter = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    port: 0,
    cuts: [],
    made: [],
    passed: 0,
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise((done) => server.close(done))
    },
  }
  return cutter
}

/** Gives on what comes, up to so many bytes; then `reset`, once what is before it has gone. */
function pass(from: Socket, to: Socket, bytes: number, reset: () => void): void {
  let left = bytes
  from.on('data', (piece: Buffer) => {
    if (left === -1) return
    if (piece.length < left) {
      left -= piece.length
      to.write(piece)
      return
    }
    const last = piece.subarray(0, left)
    left = -1
    to.write(last, () => {
      // What was written last is to arrive, and nothing after it.
      setTimeout(reset, 5)
    })
  })
  from.on('end', () => to.end())
}
