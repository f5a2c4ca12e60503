import assert from 'node:assert/strict'
import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { readConfig } from '../../src/config.ts'
import { firstList } from '../../src/cli/firstList.ts'
import { portFailure } from '../../src/cli/outcome.ts'

/** A port on which nobody listens any more. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

describe('what a command cannot reach', () => {
  it('is said of a peer that gives no trust list at first contact: where it was looked for, and why', async () => {
    const source = `http://127.0.0.1:${await freePort()}`
    await assert.rejects(firstList(source, readConfig({})), (reason: Error & { readonly code: string }) => {
      assert.equal(reason.code, 'PEER_UNAVAILABLE')
      assert.ok(reason.message.startsWith(`${source} gives no trust list: `), reason.message)
      return true
    })
  })

  it('is said of a port that another program uses, with what to do, and of nothing else', async () => {
    const first = createServer().listen(0, '127.0.0.1')
    await once(first, 'listening')
    const second = createServer().listen((first.address() as AddressInfo).port, '127.0.0.1')
    const [reason] = (await once(second, 'error').catch((thrown: unknown) => [thrown])) as [Error]
    first.close()
    const failure = portFailure(reason, 'Choose another.') as Error & { readonly code: string }
    assert.equal(failure.code, 'PORT_IN_USE')
    assert.match(failure.message, /another program uses the port\. Choose another\.$/)
    const other = new Error('another')
    assert.equal(portFailure(other, 'Choose another.'), other)
  })
})
