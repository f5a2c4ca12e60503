import { type NetConnectOpts, type Socket, connect, createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

/** What stands between a node and a database that is far away. */
export interface DelayingProxy {
  readonly port: number
  readonly close: () => Promise<void>
}

/**
 * Opens a port of this machine that leads to the server and hands on what comes, in order, so many milliseconds later: in each direction
 * half of what a round trip takes longer. A timer of Node.js ends up to a millisecond late, so it is that at the least.
 */
export async function openDelayingProxy(server: NetConnectOpts, roundTripMs: number): Promise<DelayingProxy> {
  const open = new Set<Socket>()
  const proxy = createServer((near) => {
    const far = connect(server)
    for (const socket of [near, far]) {
      socket.setNoDelay(true)
      open.add(socket)
      socket.on('error', () => socket.destroy())
    }
    handOnLater(near, far, roundTripMs / 2)
    handOnLater(far, near, roundTripMs / 2)
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const)
      one.on('close', () => {
        open.delete(one)
        other.destroy()
      })
  })
  await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done))
  return {
    port: (proxy.address() as AddressInfo).port,
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise((done) => proxy.close(done))
    },
  }
}

/** Timers of one length end in the order in which they began. */
function handOnLater(from: Socket, to: Socket, ms: number): void {
  from.on('data', (bytes) => setTimeout(() => to.writable && to.write(bytes), ms))
  from.on('end', () => setTimeout(() => to.end(), ms))
}
