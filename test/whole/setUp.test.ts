import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, readFile, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { builtProgram, packageFolder } from '../../src/packageFolder.ts'
import { freePort } from '../support/world.ts'

/** What stands before the commands of the page: the program at hand, and what is heard over the telephone. */
const prelude = `
trap 'kill $(jobs -p) 2> /dev/null || true; wait' EXIT
npx() { shift; "$NODE" "$PROGRAM" "$@"; }
heard() { npx rogatory trust fingerprint --data "$1" | sed -n '6,9p' | xargs; }
`

/** The commands of a page, in their order: its blocks that are marked `sh run`, those in boxes too. */
function commandsOf(page: string): readonly string[] {
  return [...page.matchAll(/^(> |)```sh run\n([\s\S]*?)^\1```$/gm)].map(([, box = '', block = '']) =>
    box === '' ? block : block.replaceAll(/^> ?/gm, ''),
  )
}

/** Other ports in place of those of the page, and in place of its words those that these nodes read out. */
async function here(commands: string): Promise<string> {
  const ports = new Set<number>()
  while (ports.size < 3) ports.add(await freePort())
  const [vn = 0, qa = 0, alone = 0] = ports
  const inPlaceOf = new Map(Object.entries({ 8481: vn, 8482: qa, 8483: alone }))
  return commands
    .replaceAll(/\b848[123]\b/g, (port) => String(inPlaceOf.get(port)))
    .replaceAll(/^(vn|qa)_words=".*"$/gm, '$1_words="$(heard $1)"')
}

/** What a quoted output of the page says in every run. */
const told = [
  'The certificate authority of VN is in vn-ca.',
  'Requests to take to the certificate authority of the State:',
  'All keys have their certificates: rogatory serve',
  'QA, the signer in use',
  'QA, the signer that follows',
  'QA is pinned; its list 1 is in force.',
  'GOOD: everything in it holds.',
]

describe('docs/set-up.md', function () {
  this.timeout(600_000)
  let folder: string
  let shell: ChildProcess | undefined

  before(async () => {
    // As a user's folder may be called.
    folder = await mkdtemp(join(tmpdir(), 'rogatory set up '))
    for (const name of ['dist', 'schemas']) await symlink(join(packageFolder, name), join(folder, name))
  })
  after(async () => {
    shell?.kill()
    await rm(folder, { recursive: true, force: true })
  })

  it('leads from two empty folders, with authorities of their own, to two bundles that verify: every command of it', async () => {
    const page = await readFile(join(packageFolder, 'docs/set-up.md'), 'utf8')
    const commands = commandsOf(page)
    assert.equal(commands.length, page.split('```sh run').length - 1, 'no block is left out')
    const script = await here(commands.join('\n'))
    assert.doesNotMatch(script, /\b848[123]\b|_words="[a-z]/)
    const ended = await new Promise<{ readonly code: number | null; readonly out: string }>((done, fail) => {
      const child = spawn('bash', ['-e', '-c', prelude + script], {
        cwd: folder,
        env: { ...process.env, DATABASE_URL: '', NODE: process.execPath, PROGRAM: builtProgram },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      shell = child
      let out = ''
      for (const stream of [child.stdout, child.stderr])
        stream.setEncoding('utf8').on('data', (text: string) => {
          out += text
        })
      child.once('error', fail)
      child.once('close', (code) => {
        done({ code, out })
      })
    })
    assert.equal(ended.code, 0, ended.out)
    for (const line of told) {
      assert.ok(page.includes(line), `the page shows: ${line}`)
      assert.ok(ended.out.includes(line), `${line}\n${ended.out}`)
    }
    assert.match(ended.out, /^GOOD: everything in it holds\.$/m)
  })
})
