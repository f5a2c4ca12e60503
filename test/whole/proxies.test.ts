import assert from 'node:assert/strict'
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import { connect } from 'node:net'
import { connect as connectTls } from 'node:tls'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { packageFolder } from '../../src/packageFolder.ts'
import { requireTool } from '../support/outsideTool.ts'
import { agreed, delivered, opened, say } from '../support/talk.ts'
import { assertGood } from '../support/twoSides.ts'
import { type TestAuthority, issued, newAuthority, writeAuthority } from '../support/tlsFiles.ts'
import { type World, freePort, twoStates, until } from '../support/world.ts'

/** The name of the desk: none of this machine, at which it answers whatever the port. */
const deskName = 'desk.example.vn'

/** A proxy, and how the example for it is started on a machine of tests. */
interface Proxy {
  readonly name: string
  /** The Debian package that it is in. */
  readonly debian: string
  readonly example: string
  readonly version: readonly string[]
  /** What stands before the example. */
  readonly before: (folder: string) => string
  readonly after: string
  readonly check: readonly string[]
  readonly run: readonly string[]
}

const proxies: readonly Proxy[] = [
  {
    name: 'nginx',
    debian: 'nginx-light',
    example: 'nginx.conf',
    version: ['-v'],
    before: (folder) =>
      // As Debian's nginx.conf has it, in whose part `http` the example stands.
      `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; events {}\nhttp { client_body_temp_path ${folder}/body;\n` +
      `ssl_protocols TLSv1.2 TLSv1.3; access_log ${folder}/access.log;\n`,
    after: '}\n',
    check: ['-t', '-c'],
    run: ['-c'],
  },
  {
    name: 'haproxy',
    debian: 'haproxy',
    example: 'haproxy.cfg',
    version: ['-v'],
    before: () => '',
    after: '',
    check: ['-c', '-f'],
    run: ['-f'],
  },
]

for (const proxy of proxies)
  describe(`a node behind ${proxy.name}, as the example configures it`, function () {
    this.timeout(120_000)
    let folder = ''
    let file: string
    let authority: TestAuthority
    let child: ChildProcess
    let said = ''
    let world: World
    const ports: Record<string, number> = {}
    const port = (of: string): number => ports[of] ?? 0

    before(async function () {
      const isThere = spawnSync(proxy.name, proxy.version).error === undefined
      requireTool(this, isThere, `the program ${proxy.name} (Debian: ${proxy.debian})`)
      folder = await mkdtemp(join(tmpdir(), `rogatory-${proxy.name}-`))
      authority = newAuthority('Example authority')
      const authorities = await writeAuthority(folder, 'authorities', authority)
      await mkdir(join(folder, 'ssl'))
      for (const name of ['peers', 'desk', 'systems']) {
        const { certificate, key } = issued(authority, 'localhost')
        await writeFile(join(folder, `ssl/${name}.crt`), certificate)
        await writeFile(join(folder, `ssl/${name}.key`), key)
        await writeFile(join(folder, `ssl/${name}.pem`), certificate + key)
      }
      // At the ports of the second process nobody listens: it is stopped.
      for (const of of ['443', '8443', '9443', '8470', '8570', '8670', '8471', '8571', '8671'])
        ports[of] = await freePort()
      file = join(folder, proxy.example)
      await writeFile(file, proxy.before(folder) + (await example()) + proxy.after)
      child = spawn(proxy.name, [...proxy.run, file], { stdio: ['ignore', 'pipe', 'pipe'] })
      const hear = (text: Buffer): void => void (said += text.toString('utf8'))
      child.stdout?.on('data', hear)
      child.stderr?.on('data', hear)
      await until(`${proxy.name} listens`, async () => {
        if (child.exitCode !== null) throw new Error(`it ended: ${said}`)
        return await isListening(port('443'))
      })
      const url = (of: string, host = 'localhost'): string => `https://${host}:${port(of)}`
      world = await twoStates(undefined, undefined, {
        more: () =>
          Promise.resolve({
            port: port('8470'),
            api: { host: '127.0.0.1', port: port('8670') },
            desk: { host: '127.0.0.1', port: port('8570'), url: url('8443', deskName) },
            proxyNetworks: ['127.0.0.1/32'],
          }),
        urlOf: () => url('443'),
        answering: { more: () => Promise.resolve({ tlsAuthoritiesFile: authorities }), urlOf: undefined },
      })
    })
    after(async () => {
      if (folder === '') return
      await world.close()
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
      await rm(folder, { recursive: true })
    })

    /** The example at the ports and with the files of this test. */
    async function example(): Promise<string> {
      const text = await readFile(join(packageFolder, 'docs/packaging/proxy', proxy.example), 'utf8')
      const isRoot = process.getuid?.() === 0
      return text
        .replace(/^.*listen \[::\].*\n/gm, '')
        .replace(/^ {2}(user|group) haproxy\n/gm, (line) => (isRoot ? line : ''))
        .replaceAll('/etc/ssl/rogatory', join(folder, 'ssl'))
        .replaceAll('/var/log/nginx', folder)
        .replace(
          /(listen |bind :|127\.0\.0\.1:|check port )([0-9]+)/g,
          (_whole, before: string, of: string) => {
            const own = ports[of]
            assert.ok(own !== undefined, of)
            return `${before}${own}`
          },
        )
    }

    /** What somebody outside is answered, who calls the node by the host that its certificate names. */
    async function asked(
      of: string,
      path: string,
      headers: Readonly<Record<string, string>> = {},
      body?: Buffer,
    ): Promise<{ readonly status: number; readonly text: string }> {
      return await new Promise((done, fail) => {
        const method = body === undefined ? 'GET' : 'POST'
        const asking = request(
          {
            host: 'localhost',
            port: port(of),
            path,
            method,
            headers,
            ca: authority.certificate,
            servername: 'localhost',
            agent: false,
          },
          (answer) => {
            let text = ''
            answer.setEncoding('utf8').on('data', (piece: string) => (text += piece))
            answer.on('end', () => done({ status: answer.statusCode ?? 0, text }))
          },
        )
        asking.on('error', fail)
        asking.end(body)
      })
    }

    it('is taken by the proxy without a warning', () => {
      const { status, stderr, stdout } = spawnSync(proxy.name, [...proxy.check, file], { encoding: 'utf8' })
      assert.equal(status, 0, stderr + stdout)
      assert.doesNotMatch(stderr + stdout, /warn/i)
    })

    it('exchanges a request and its answer with a peer that comes through the proxy', async () => {
      const request = await opened(world)
      await say(world, world.answering, request, 'acknowledgement')
      await agreed(world, request, 2)
      await delivered(world.answering)
      await assertGood(world)
    })

    it('shows its desk at the address of browsers, and takes a form from there alone', async () => {
      const host = `${deskName}:${port('8443')}`
      const page = await asked('8443', '/sign-in?words=what-was-searched', { Host: host })
      assert.equal(page.status, 200)
      assert.match(page.text, /<form/)
      const elsewhere = await asked('8443', '/sign-in', { Host: 'elsewhere.example' })
      assert.deepEqual([elsewhere.status, elsewhere.text.includes('HOST_UNKNOWN')], [400, true])
      const own = { Host: host, 'Content-Type': 'application/x-www-form-urlencoded' }
      const taken = await asked(
        '8443',
        '/sign-in',
        { ...own, Origin: `https://${host}` },
        Buffer.from('name=a&password=b'),
      )
      assert.notEqual(taken.status, 403)
      const origin = {
        Host: host,
        Origin: 'https://elsewhere.example',
        'Content-Type': 'application/x-www-form-urlencoded',
      }
      const foreign = await asked('8443', '/sign-in', origin, Buffer.from('name=a&password=b'))
      assert.equal(foreign.status, 403)
    })

    it('tells systems that they have no token, and the world outside nothing of its health', async () => {
      assert.equal((await asked('9443', '/api/v1/requests')).status, 401)
      assert.equal((await asked('443', '/.well-known/rogatory')).status, 200)
      assert.equal((await asked('443', '/health/ready')).status, 404)
      assert.equal(
        (await asked('443', '/exchange/messages', {}, Buffer.alloc(8 * 1024 ** 2 + 1))).status,
        413,
      )
    })

    it('speaks TLS 1.3 alone', async () => {
      const socket = connectTls({
        host: '127.0.0.1',
        port: port('443'),
        maxVersion: 'TLSv1.2',
        ca: authority.certificate,
      })
      const [reason] = (await once(socket, 'error')) as [Error]
      assert.match(reason.message, /alert protocol version/)
    })

    it('leaves nothing in the log of the proxy of what was searched for', async () => {
      const names = (await readdir(folder)).filter((name) => name.endsWith('.log'))
      const logs = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
      const log = proxy.name === 'nginx' ? logs.join('') : said
      assert.match(log, /GET \/sign-in 200/)
      assert.doesNotMatch(log, /what-was-searched/)
    })
  })

async function isListening(port: number): Promise<boolean> {
  return await new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
