import { type Socket, connect } from 'node:net'
import { serve } from './child.ts'

// Strangers in a process of their own: they post what nobody has signed, as often as they are told to, whatever becomes of it.

/** How strangers flood a port. */
export interface Flood {
  readonly port: number
  /** Their addresses on loopback, in turn; none of them is that of the peer. */
  readonly localAddresses: readonly string[]
  /** Requests that are to be offered in a second. */
  readonly perSecond: number
  readonly connections: number
  /** Requests that are written together, before any of them is answered. */
  readonly together: number
  readonly ms: number
}

/** What strangers did, and what became of it. */
export interface Flooded {
  /** Requests a second: written to a connection that was open, or begun and not let in. */
  readonly offeredPerSecond: number
  /** Connections a second that were begun, and those that ended without an answer. */
  readonly connectedPerSecond: number
  readonly turnedAwayPerSecond: number
  /** Answers of any status a second. */
  readonly answeredPerSecond: number
  /** Processor time of this process, as a share of one processor. */
  readonly busy: number
}

const body = 'a'.repeat(200)
const request = Buffer.from(
  `POST /exchange/messages HTTP/1.1\r\nHost: node\r\nContent-Type: application/vnd.rogatory.messages\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
)

const calls = {
  async flood({ port, localAddresses, perSecond, connections, together, ms }: Flood): Promise<Flooded> {
    const burst = Buffer.concat(Array<Buffer>(together).fill(request))
    const count = { offered: 0, connected: 0, turnedAway: 0, answered: 0 }
    const began = performance.now()
    const cpu = process.cpuUsage()
    const open = new Set<Socket>()
    /** Requests that are due by the clock and were not offered yet; what cannot be offered in time is not made up for. */
    const due = (): number =>
      Math.min(perSecond, ((performance.now() - began) / 1000) * perSecond - count.offered)
    const idle: Socket[] = []
    const offer = (socket: Socket): void => {
      socket.write(burst)
      count.offered += together
    }
    const begin = (): void => {
      count.connected += 1
      let isAnswered = false
      const localAddress = localAddresses[count.connected % localAddresses.length] ?? '127.0.0.2'
      const socket = connect({ host: '127.0.0.1', port, localAddress, noDelay: true })
      open.add(socket)
      offer(socket)
      socket.on('data', () => {
        isAnswered = true
        count.answered += 1
        idle.push(socket)
      })
      socket.on('error', () => undefined)
      socket.once('close', () => {
        open.delete(socket)
        if (!isAnswered) count.turnedAway += 1
      })
    }
    await new Promise<void>((resolve) => {
      const turn = (): void => {
        if (performance.now() - began >= ms) {
          resolve()
          return
        }
        for (let made = 0; made < 200 && due() >= together; made += 1) {
          const socket = idle.pop()
          if (socket?.writable === true && !socket.destroyed) offer(socket)
          else if (open.size < connections) begin()
          else break
        }
        setImmediate(turn)
      }
      turn()
    })
    const seconds = (performance.now() - began) / 1000
    const { user, system } = process.cpuUsage(cpu)
    for (const socket of open) socket.destroy()
    return {
      offeredPerSecond: count.offered / seconds,
      connectedPerSecond: count.connected / seconds,
      turnedAwayPerSecond: count.turnedAway / seconds,
      answeredPerSecond: count.answered / seconds,
      busy: (user + system) / 1e6 / seconds,
    }
  },
}

export type StrangersCalls = typeof calls

serve(calls)
