import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, request as httpsRequest } from 'node:https'
import { request as httpRequest } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConnectionOptions, connect } from 'node:tls'
import { ConfigError } from '../../src/config.ts'
import { AnsweredOtherwise } from '../../src/exchange/callFailures.ts'
import { startNode } from '../../src/main.ts'
import { limits } from '../../src/message/limits.ts'
import { apiPaths, paths } from '../../src/web/paths.ts'
import { digestOfBase64 } from '../../src/trust/list.ts'
import { run } from '../cli/commandLine.ts'
import { agreed, opened, say, waiting } from '../support/talk.ts'
import {
  type TestAuthority,
  authorityOfState,
  issued,
  newAuthority,
  writeAuthority,
  writePair,
} from '../support/tlsFiles.ts'
import { type World, type WorldState, passphrase, silent, twoStates, until } from '../support/world.ts'

const httpsUrl = (port: number): string => `https://localhost:${port}`

/** What a server answers to a GET of the trust list over TLS: the status, or the code with which it ended. */
async function asked(state: WorldState, options: ConnectionOptions): Promise<number | string> {
  return await new Promise((resolve) => {
    const url = `https://localhost:${state.config.port}${paths.trustList}`
    const asking = httpsRequest(url, { ...options, agent: false }, (answer) => {
      answer.resume()
      resolve(answer.statusCode ?? 0)
    })
    asking.on('error', (reason: NodeJS.ErrnoException) => resolve(reason.code ?? reason.message))
    asking.end()
  })
}

/** The serial number of the certificate that a node shows. */
async function serialOf(state: WorldState): Promise<string> {
  return await new Promise((resolve, reject) => {
    const socket = connect(
      { host: '127.0.0.1', port: state.config.port, servername: 'localhost', rejectUnauthorized: false },
      () => {
        resolve(socket.getPeerCertificate().serialNumber)
        socket.destroy()
      },
    )
    socket.on('error', reject)
  })
}

describe('two nodes over TLS', () => {
  let folder: string
  let authority: TestAuthority
  let world: World
  let authoritiesFile: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-tls-'))
    authority = newAuthority('Example authority')
    authoritiesFile = await writeAuthority(folder, 'authorities', authority)
    const more = (name: string) => async () => ({
      tls: await writePair(folder, name, issued(authority, 'localhost')),
      tlsAuthoritiesFile: authoritiesFile,
    })
    world = await twoStates(undefined, undefined, {
      more: async () => ({ ...(await more('vn')()), api: { host: '127.0.0.1', port: 0 } }),
      urlOf: httpsUrl,
      answering: { more: more('qa') },
    })
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  it('exchange a request and its answer', async () => {
    assert.match(world.answering.node.url, /^https:/)
    const request = await opened(world)
    await say(world, world.answering, request, 'acknowledgement')
    await agreed(world, request, 2)
  })

  it('tell each other by their signature what was wrong with a post, which is no failure of the way', async () => {
    const { url } = world.answering.node.node.trust.own().list.node
    const lines = Array.from({ length: limits.batchMessagesMax + 1 }, () => 'a')
    await assert.rejects(world.asking.node.courier.post(url, lines), (reason) => {
      assert.ok(reason instanceof AnsweredOtherwise, String(reason))
      assert.match(reason.message, /^413 /)
      return true
    })
  })

  it('speak 1.3 and nothing older', async () => {
    const ca = authority.certificate
    assert.equal(await asked(world.answering, { ca }), 200)
    assert.match(
      String(await asked(world.answering, { ca, maxVersion: 'TLSv1.2' })),
      /EPROTO|PROTOCOL_VERSION/,
    )
  })

  it('let systems of the State ask by TLS as well, and not in the clear', async () => {
    const { port, protocol } = new URL(world.asking.node.apiUrl ?? '')
    assert.equal(protocol, 'https:')
    const path = apiPaths.entries
    const options = { host: 'localhost', port, path, ca: authority.certificate, agent: false }
    const status = await new Promise((resolve, reject) => {
      httpsRequest(options, (answer) => resolve(answer.resume().statusCode))
        .on('error', reject)
        .end()
    })
    assert.equal(status, 401)
    await assert.rejects(fetch(`http://127.0.0.1:${port}${path}`))
  })

  it('say nothing in the clear', async () => {
    const ended = await new Promise((resolve) => {
      httpRequest(`http://127.0.0.1:${world.answering.config.port}${paths.trustList}`, (answer) =>
        resolve(answer.statusCode),
      )
        .on('error', (reason: NodeJS.ErrnoException) => resolve(reason.code))
        .end()
    })
    assert.equal(typeof ended, 'string', String(ended))
  })

  it('take up renewed files without a stop, and go on with the old ones while the new do not fit', async () => {
    const before = await serialOf(world.answering)
    const next = issued(authority, 'localhost')
    await writeFile(join(folder, 'qa.crt'), next.certificate)
    await new Promise((resolve) => setTimeout(resolve, 1_500))
    assert.equal(await serialOf(world.answering), before, 'the certificate alone fits no key')
    await writeFile(join(folder, 'qa.key'), next.key)
    await until('the new certificate is shown', async () => (await serialOf(world.answering)) !== before)
    await opened(world)
  })

  for (const [what, pairOf] of [
    ['for another name', () => issued(authority, 'elsewhere.example')],
    ['of an authority that nobody knows', () => issued(newAuthority('Somebody'), 'localhost')],
  ] as const)
    it(`keep a message in the outbox while its peer shows a certificate ${what}, and say why`, async () => {
      const { asking, answering } = world
      const request = await opened(world)
      await writePair(folder, 'qa', pairOf())
      // What is connected stays connected: after a restart everybody connects anew.
      await answering.restart()
      const { digest } = await say(world, asking, request, 'status-request')
      const row = async () => (await waiting(asking)).find((waits) => waits.digest === digest)
      await until('it was tried', async () => ((await row())?.attempts ?? 0) > 0)
      assert.equal((await row())?.last_code, 'PEER_TLS_INVALID')
      assert.match((await row())?.last_detail ?? '', /altnames|certificate/)
      await writePair(folder, 'qa', issued(authority, 'localhost'))
      await agreed(world, request, 2)
    })
})

describe('a node whose certificate its own State has issued', () => {
  it('is believed by peers who have pinned that State, and one with the certificate of another State is not', async () => {
    const world = await twoStates(undefined, undefined, {
      urlOf: httpsUrl,
      more: async (dataFolder) => ({
        tls: await writePair(
          dataFolder,
          'tls',
          issued(await authorityOfState(dataFolder, passphrase), 'localhost'),
        ),
      }),
    })
    try {
      const { asking, answering } = world
      const request = await opened(world)
      // At first contact nobody knows yet who has issued what: then the fingerprint alone proves the list.
      const signer = answering.node.node.trust.own().list.listSigners[0] ?? ''
      const pinning = ['trust', 'pin', answering.node.url.replace('127.0.0.1', 'localhost'), '--fingerprint']
      const pinned = await run(asking, ...pinning, digestOfBase64(signer))
      assert.equal(pinned.code, 0, pinned.beside)
      assert.match(pinned.beside, /does not prove itself by TLS.*judged by the fingerprint alone/)
      const refused = await run(asking, ...pinning, 'ab'.repeat(32), '--json')
      assert.deepEqual([refused.code, refused.json.code], [65, 'TRUST_LIST_NOT_PINNED'])
      const own = await authorityOfState(asking.config.dataFolder, passphrase)
      const good = await authorityOfState(answering.config.dataFolder, passphrase)
      await writePair(answering.config.dataFolder, 'tls', issued(own, 'localhost'))
      await answering.restart()
      await say(world, asking, request, 'status-request')
      await until('it was tried', async () =>
        (await waiting(asking)).some(({ last_code }) => last_code === 'PEER_TLS_INVALID'),
      )
      await writePair(answering.config.dataFolder, 'tls', issued(good, 'localhost'))
      await agreed(world, request, 2)
    } finally {
      await world.close()
    }
  })
})

describe('a node that asks for certificates', () => {
  it('lets nobody speak who has none of its authorities, and peers who have one exchange as ever', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-tls-'))
    const [servers, clients] = [newAuthority('Servers'), newAuthority('Clients')]
    const more = (name: string) => async () => ({
      tls: {
        ...(await writePair(folder, name, issued(servers, 'localhost'))),
        clientAuthoritiesFile: await writeAuthority(folder, 'clients', clients),
      },
      tlsClient: await writePair(folder, `${name}-client`, issued(clients, name)),
      tlsAuthoritiesFile: await writeAuthority(folder, 'servers', servers),
    })
    const world = await twoStates(undefined, undefined, {
      urlOf: httpsUrl,
      more: more('vn'),
      answering: { more: more('qa') },
    })
    try {
      const ca = servers.certificate
      const { certificate: cert, key } = issued(clients, 'somebody')
      const wrong = issued(servers, 'somebody')
      assert.equal(await asked(world.answering, { ca, cert, key }), 200)
      assert.equal(typeof (await asked(world.answering, { ca })), 'string')
      assert.equal(
        typeof (await asked(world.answering, { ca, cert: wrong.certificate, key: wrong.key })),
        'string',
      )
      const request = await opened(world)
      await say(world, world.answering, request, 'acknowledgement')
      await agreed(world, request, 2)
    } finally {
      await world.close()
      await rm(folder, { recursive: true })
    }
  })
})

describe('a node behind a proxy that ends TLS', () => {
  it('judges requests by its published address, whatever the proxy makes of the host', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-tls-'))
    const authority = newAuthority('Example authority')
    const proxies = [await openProxy(authority), await openProxy(authority)]
    const [vn, qa] = proxies as [Proxy, Proxy]
    const more = async () => ({
      tlsAuthoritiesFile: await writeAuthority(folder, 'authorities', authority),
      proxyNetworks: ['127.0.0.1/32'],
    })
    const world = await twoStates(undefined, undefined, {
      more,
      urlOf: vn.urlTo,
      answering: { urlOf: qa.urlTo },
    })
    try {
      const request = await opened(world)
      await say(world, world.answering, request, 'acknowledgement')
      await agreed(world, request, 2)
      assert.ok(qa.hosts.size > 0)
      assert.ok(!qa.hosts.has(new URL(world.answering.node.node.trust.own().list.node.url).host))
    } finally {
      await world.close()
      for (const proxy of proxies) await proxy.close()
      await rm(folder, { recursive: true })
    }
  })
})

interface Proxy {
  /** Begins to hand on what comes to a node at this port; returns its published address. */
  readonly urlTo: (port: number) => string
  /** The hosts that were named to the node. */
  readonly hosts: ReadonlySet<string>
  readonly close: () => Promise<void>
}

/** A proxy as there are many: it ends TLS, calls the node by its inner address and says for whom it asks. */
async function openProxy(authority: TestAuthority): Promise<Proxy> {
  const { certificate: cert, key } = issued(authority, 'localhost')
  const hosts = new Set<string>()
  let port = 0
  const server = createServer({ cert, key }, (asked, answer) => {
    const host = `127.0.0.1:${port}`
    hosts.add(host)
    const headers = { ...asked.headers, host, 'x-forwarded-for': asked.socket.remoteAddress }
    const inner = httpRequest({ port, method: asked.method, path: asked.url, headers }, (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers)
      answered.pipe(answer)
    })
    inner.on('error', () => answer.destroy())
    asked.pipe(inner)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    urlTo(inner) {
      port = inner
      return `https://localhost:${(server.address() as AddressInfo).port}`
    },
    hosts,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

describe('the TLS files of a node', () => {
  it('are named with every problem before the node starts', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'rogatory-tls-'))
    const world = await twoStates()
    try {
      const authority = newAuthority('Example authority')
      const pair = await writePair(folder, 'one', issued(authority, 'localhost'))
      const other = await writePair(folder, 'other', issued(authority, 'localhost'))
      await writeFile(join(folder, 'empty.crt'), 'nothing')
      const config = {
        ...world.asking.config,
        port: 0,
        tls: { ...pair, keyFile: other.keyFile, clientAuthoritiesFile: join(folder, 'empty.crt') },
        tlsAuthoritiesFile: join(folder, 'absent.crt'),
      }
      await assert.rejects(startNode(config, silent), (reason) => {
        assert.ok(reason instanceof ConfigError)
        assert.deepEqual(
          reason.problems.map((problem) => problem.split(':')[0]),
          ['ROGATORY_TLS_KEY_FILE', 'ROGATORY_TLS_CLIENT_AUTHORITIES_FILE', 'ROGATORY_TLS_AUTHORITIES_FILE'],
        )
        return true
      })
    } finally {
      await world.close()
      await rm(folder, { recursive: true })
    }
  })
})
