import { type AddressInfo, type Socket, connect, createServer } from 'node:net'

/** What stands before several processes: each connection goes to the next of them that takes it. */
export interface Balancer {
  readonly url: string
  /** The ports of the processes on this machine. */
  ports: readonly number[]
  close(): Promise<void>
}

/** Opens it on a free port; nothing is behind it yet. */
export async function openBalancer(): Promise<Balancer> {
  const open = new Set<Socket>()
  let next = 0
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('close', () => open.delete(socket))
    const broke = (): void => void socket.destroy()
    socket.on('error', broke)
    const attempt = (left: number): void => {
      const port = balancer.ports[next++ % balancer.ports.length]
      if (port === undefined || left === 0) {
        broke()
        return
      }
      const behind = connect(port, '127.0.0.1')
      const refused = (): void => attempt(left - 1)
      behind.once('error', refused)
      behind.once('connect', () => {
        behind.off('error', refused)
        behind.on('error', broke).on('close', broke)
        socket.on('close', () => behind.destroy())
        socket.pipe(behind).pipe(socket)
      })
    }
    attempt(balancer.ports.length)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  const balancer: Balancer = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ports: [],
    async close() {
      for (const socket of open) socket.destroy()
      await new Promise((done) => server.close(done))
    },
  }
  return balancer
}
