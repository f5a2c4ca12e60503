import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { onServer, testServer } from '../support/server.ts'
import { caseIn } from './bundleOf.ts'
import { caseFile } from './demoRuns.ts'
import { runAnywhere } from '../cli/commandLine.ts'

const root = resolve(import.meta.dirname, '../..')
const first = '00-first-request'

interface Ran {
  readonly code: number
  readonly out: string
  readonly beside: string
}

/** Runs `npm run demo -- …`, as the page says. */
function npmRunDemo(
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<Ran> {
  const env = { ...process.env, DATABASE_URL: '', ...environment }
  return new Promise((done) => {
    execFile(
      'npm',
      ['run', '--silent', 'demo', '--', ...words],
      { cwd: root, env },
      (failure, out, beside) => {
        const code = failure === null ? 0 : typeof failure.code === 'number' ? failure.code : -1
        done({ code, out, beside })
      },
    )
  })
}

describe('the demonstration by the command', function () {
  this.timeout(300_000)
  let folder: string
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rogatory-demo-test-'))
  })
  after(() => rm(folder, { recursive: true, force: true }))

  it('tells each row as it happens, on a server of one’s own, and leaves nothing on it', async () => {
    const owner = await databaseOwner()
    try {
      const out = join(folder, 'told')
      const ran = await npmRunDemo(['--out', out, '--database', owner.url])
      assert.equal(ran.code, 0, ran.out + ran.beside)
      const played = await caseIn(caseFile(first))
      const lines = ran.out.split('\n')
      let at = 0
      for (const step of played.steps) {
        if (step.what !== 'message') continue
        const label = `${step.record}·${step.label.slice(1)}`
        at = lines.findIndex(
          (line, index) => index > at && line.startsWith(label.padEnd(5)) && line.includes(step.type),
        )
        assert.ok(at > 0, `${label} ${step.type} is not told after the row before it`)
        // Under each row stands what both nodes then hold.
        for (const [measure, state] of Object.entries(step.after)) {
          if (measure.startsWith(step.record.toLowerCase()))
            assert.ok(lines[at + 1]?.includes(`${measure} ${state}`), `${label}: ${measure} ${state}`)
        }
      }
      assert.match(ran.out, /^GOOD: everything in it holds\.$/m)
      assert.match(ran.out, /^\d+ messages went as the case says, \d+ wrong moves were refused\.$/m)
      assert.deepEqual((await readdir(out)).filter((name) => name.startsWith('bundle-')).sort(), [
        'bundle-qa',
        'bundle-vn',
      ])
      assert.ok(!existsSync(join(out, 'vn', 'postgres')), 'an embedded server was started all the same')
      assert.deepEqual(await owner.databases(), [])
    } finally {
      await owner.drop()
    }
  })

  it('is used wrongly without a case, with what is none, and in a folder that holds anything', async () => {
    const notJson = join(folder, 'not.json')
    await writeFile(notJson, '{"title":')
    const noCase = join(folder, 'none.json')
    await writeFile(noCase, '{"v":1}')
    const full = await mkdtemp(join(folder, 'full-'))
    await writeFile(join(full, 'note'), '')
    for (const [words, code, name, pattern] of [
      [
        ['--request', join(folder, 'absent.json')],
        64,
        'CASE_UNREADABLE',
        /absent\.json cannot be read as a case/,
      ],
      [['--request', notJson], 64, 'CASE_UNREADABLE', /not\.json cannot be read as a case/],
      [['--request', noCase], 65, 'MESSAGE_INVALID', /^Refused: MESSAGE_INVALID; title is missing/m],
      [['--out', full], 64, 'FOLDER_NOT_EMPTY', /is not empty/],
    ] as const) {
      const ran = await runAnywhere(['demo', ...words])
      assert.equal(ran.code, code, words.join(' '))
      assert.match(ran.beside, pattern)
      const { json, code: again } = await runAnywhere(['demo', '--json', ...words])
      assert.deepEqual([again, json.ok, json.code], [code, false, name])
    }
    assert.equal((await runAnywhere(['demo', '--nonsense'])).code, 64)
  })

  it('says that a server cannot be reached', async () => {
    const out = join(folder, 'unreached')
    const url = 'postgres://nobody@127.0.0.1:1/postgres'
    const { code, json } = await runAnywhere(['demo', '--json', '--out', out, '--database', url])
    assert.deepEqual([code, json.ok, json.code], [69, false, 'DATABASE_UNAVAILABLE'])
  })
})

interface DatabaseOwner {
  readonly url: string
  /** What it owns now. */
  readonly databases: () => Promise<readonly string[]>
  readonly drop: () => Promise<void>
}

/** A role of its own on the server of this run, which others use at the same time: what it leaves there is its alone. */
async function databaseOwner(): Promise<DatabaseOwner> {
  const { urlOf } = testServer()
  const name = `rogatory_test_${randomBytes(6).toString('hex')}`
  const password = randomBytes(12).toString('hex')
  const ask = (statement: string) =>
    onServer(urlOf('postgres'), (client) => client.query<{ datname: string }>(statement))
  await ask(`create role ${name} login createdb password '${password}'`)
  const url = new URL(urlOf('postgres'))
  url.username = name
  url.password = password
  const owned = `select datname from pg_database where datdba = '${name}'::regrole`
  return {
    url: url.href,
    databases: async () => (await ask(owned)).rows.map(({ datname }) => datname),
    drop: async () => {
      await ask(`drop role ${name}`)
    },
  }
}
