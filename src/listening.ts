import type { Server } from 'node:http'
import { exchangeLimits } from './exchange/limits.ts'
import type { NodeLog } from './exchange/node.ts'

/**
 * Lets a server listen, and tells where. What goes wrong with it later, as where the system has no connection left to take, is logged, and
 * ends nothing. Throws what the system says, as EADDRINUSE.
 */
export async function listen(
  server: Server,
  { host, port }: { readonly host: string; readonly port: number },
  isTls: boolean,
  log: Pick<NodeLog, 'error'>,
): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, host, () => {
      server.off('error', reject)
      server.on('error', (reason) => log.error({ port, reason: String(reason) }, 'a port failed'))
      resolve()
    })
  })
  const address = server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return `http${isTls ? 's' : ''}://${host.includes(':') ? `[${host}]` : host}:${bound}`
}

/** Lets the requests that are under way end, within bounds; a connection that stays open keeps nothing waiting. */
export async function stopListening(server: Server): Promise<void> {
  const patience = setTimeout(() => server.closeAllConnections(), exchangeLimits.stopMs)
  await new Promise<void>((resolve) => {
    server.close(() => resolve())
    server.closeIdleConnections()
  })
  clearTimeout(patience)
}
