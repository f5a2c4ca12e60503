import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import type { Entry } from '../../src/audit/entry.ts'
import { send } from '../../src/exchange/send.ts'
import { lockSequencer } from '../../src/store/audit.ts'
import { heldSequencer } from '../support/heldSequencer.ts'
import { agreed, draft, opened, say, setClock } from '../support/talk.ts'
import { type World, type WorldState, twoStates, until } from '../support/world.ts'
import { entriesOf, filesIn, messagesOf } from '../whole/bundleOf.ts'
import { type Ran, run, runAnywhere } from './commandLine.ts'

describe('an export by the command', () => {
  let world: World
  let vn: WorldState
  let folder: string
  let first: string
  let second: string
  let number = 0

  before(async () => {
    world = await twoStates()
    vn = world.asking
    folder = await mkdtemp(join(tmpdir(), 'rogatory-export-'))
    first = crypto.randomUUID()
    await say(world, vn, first, 'request', { reference: 'VN-EXPORT-1' })
    await agreed(world, first, 1)
    await say(world, world.answering, first, 'acknowledgement', { reference: 'VN-EXPORT-1' })
    await agreed(world, first, 2)
    second = await opened(world)
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  const fresh = (): string => join(folder, `bundle-${(number += 1)}`)

  const done = (ran: Ran): Ran => {
    assert.equal(ran.code, 0, `${ran.beside}\n${ran.out}\n${JSON.stringify(ran.json)}`)
    return ran
  }

  /** The requests whose records stand in the bundle, after it was verified. */
  async function recordsIn(out: string): Promise<string[]> {
    const { json } = done(await runAnywhere(['verify', out, '--json']))
    assert.deepEqual(json.findings, [])
    return [...messagesOf(await filesIn(out)).keys()].sort()
  }

  async function exportsIn(out: string): Promise<Entry[]> {
    return entriesOf(await filesIn(out)).filter(({ evt }) => evt === 'export.made')
  }

  it('finds out that its target cannot be made before anything is in the log, and so does a court bundle', async () => {
    const { db } = vn.node.node
    const made = async () =>
      (await db.selectFrom('audit_entry').select('entry').execute()).filter(({ entry }) =>
        entry.includes('export.made'),
      )
    await writeFile(join(folder, 'file'), '')
    for (const words of [
      ['export', '--out', '/proc/x'],
      ['export', '--out', '/proc/x/y'],
      ['export', '--out', join(folder, 'file/x')],
      ['court', second, '--language', 'en', '--out', '/proc/x.zip'],
      ['court', second, '--language', 'en', '--out', join(folder, 'none/x.zip')],
      ['court', second, '--language', 'en', '--out', join(folder, 'file/x.zip')],
    ]) {
      const { code, json } = await run(vn, ...words, '--as', 'Example-Nowhere', '--json')
      assert.deepEqual([code, json.code], [64, 'FOLDER_UNUSABLE'], words.join(' '))
    }
    assert.deepEqual(await made(), [])
    assert.deepEqual(await readdir(folder), ['file'])
    await rm(join(folder, 'file'))
    const below = join(folder, 'new', 'and', 'below')
    done(await run(vn, 'export', second, '--out', below))
    assert.deepEqual(await recordsIn(below), [second])
    await rm(join(folder, 'new'), { recursive: true })
  })

  it('gives one request by its reference or its id, and everything without a name', async () => {
    for (const [names, expected] of [
      [['VN-EXPORT-1'], [first]],
      [[second], [second]],
      [[], [first, second].sort()],
    ] as const) {
      const out = fresh()
      const { json } = done(
        await run(vn, 'export', ...names, '--out', out, '--as', 'Example-Auditor', '--json'),
      )
      assert.deepEqual(json, {
        ok: true,
        folder: out,
        files: (await filesIn(out)).size,
        request: names[0] === undefined ? null : expected[0],
      })
      assert.deepEqual(await recordsIn(out), expected)
    }
  })

  it('gives the requests with a State, of a person, or of a time; what is asked together must hold together', async () => {
    const day = 86_400_000
    const at = (ms: number) => new Date(Date.now() + ms).toISOString()
    await run(vn, 'show', 'VN-EXPORT-1', '--as', 'Example-Reader', '--json')
    for (const [asked, expected] of [
      [['--person', 'Example-Reader'], [first]],
      [['--peer', 'QA'], [first, second].sort()],
      [['--person', 'Example-Reader'], [first]],
      [['--peer', 'QA', '--person', 'Example-Reader', '--from', at(-day), '--until', at(day)], [first]],
      [['--from', at(-day)], [first, second].sort()],
    ] as const) {
      const out = fresh()
      const { json } = done(
        await run(vn, 'export', ...asked, '--out', out, '--as', 'Example-Auditor', '--json'),
      )
      assert.deepEqual([...(json.requests as string[])].sort(), expected)
      assert.deepEqual(await recordsIn(out), expected)
    }
    for (const nothing of [
      ['--peer', 'FI'],
      ['--peer', ' '],
      ['--person', 'Nobody'],
      ['--until', at(-day)],
      ['--from', at(day), '--until', at(-day)],
      ['VN-EXPORT-1', '--peer', 'QA'],
    ]) {
      const out = fresh()
      const { code, json } = await run(vn, 'export', ...nothing, '--out', out, '--json')
      assert.deepEqual([code, json.code], [64, 'WRONG_USE'], nothing.join(' '))
    }
  })

  it('says where the files are and how to check them', async () => {
    const out = fresh()
    const { out: said } = done(await run(vn, 'export', 'VN-EXPORT-1', '--out', out))
    assert.match(said, new RegExp(`^\\d+ files are in ${out}: VN-EXPORT-1 and the whole log of VN\\.$`, 'm'))
    // By its own path: a bare name would run what lies beside the evidence.
    assert.match(
      said,
      new RegExp(`^Check them with: node /path/to/source/dist/rogatory\\.js verify ${out}$`, 'm'),
    )
  })

  it('is in the log that it hands over, with the person who made it', async () => {
    const out = fresh()
    done(await run(vn, 'export', '--out', out, '--as', 'Example-Inspector'))
    const files = await filesIn(out)
    const entries = entriesOf(files)
    const index = entries.findLastIndex(({ evt }) => evt === 'export.made')
    const lines = Buffer.from(files.get('disclosures.jsonl') ?? '').toString('utf8')
    const actor = lines
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line) as { index: number; field: string; value: { person?: string } })
      .find((line) => line.index === index && line.field === 'actor')
    assert.equal(actor?.value.person, 'Example-Inspector')
    // The name itself is committed to and stands in no entry.
    assert.ok(!JSON.stringify(entries).includes('Example-Inspector'))
  })

  it('can be made again and again; each is an entry, and the later log begins with the earlier one', async () => {
    const [once, twice] = [fresh(), fresh()]
    done(await run(vn, 'export', '--out', once))
    done(await run(vn, 'export', '--out', twice))
    done(await runAnywhere(['verify', once, twice]))
    assert.equal((await exportsIn(twice)).length, (await exportsIn(once)).length + 1)
  })

  it('holds while messages come and go', async () => {
    const { answering } = world
    let sent = 2
    const over = new AbortController()
    const traffic = (async () => {
      while (!over.signal.aborted) {
        await Promise.all([
          say(world, vn, first, 'status-request', { reference: 'VN-EXPORT-1' }),
          say(world, vn, second, 'supplement'),
          say(world, answering, second, 'acknowledgement').catch(() => undefined),
        ])
        sent += 1
      }
    })()
    const outs: string[] = []
    try {
      for (let round = 0; round < 2; round += 1) {
        const both = [fresh(), fresh()]
        // Two at once: the last one in the log tells of its bundle, and the other is made anew.
        const ran = await Promise.all(both.map((out) => run(vn, 'export', '--out', out)))
        for (const one of ran) done(one)
        outs.push(...both)
      }
    } finally {
      over.abort()
      await traffic
    }
    for (const out of outs) await recordsIn(out)
    assert.ok(sent > 6, `only ${sent} messages went meanwhile`)
    const [out, other] = [fresh(), fresh()]
    await until('all is delivered', async () => {
      const waiting = await vn.node.node.db.selectFrom('outbox').select('digest').execute()
      return waiting.length === 0
    })
    done(await run(vn, 'export', '--out', out))
    done(await run(answering, 'export', '--out', other))
    done(await runAnywhere(['verify', out, other]))
  })

  it('has all that was said before it, also while another process is giving places in the log', async () => {
    const { db } = vn.node.node
    const freed = new AbortController()
    let isHeld = false
    // The other process: it has taken the sequencer's lock and is slow.
    const other = until('the lock is free', () =>
      db.transaction().execute(async (trx) => {
        isHeld = await lockSequencer(trx)
        if (isHeld) await once(freed.signal, 'abort')
        return isHeld
      }),
    )
    await until('the lock is taken', () => isHeld)
    const sent = await say(world, vn, first, 'supplement', { reference: 'VN-EXPORT-1' })
    const out = fresh()
    const exporting = run(vn, 'export', '--out', out)
    await new Promise((resolve) => setTimeout(resolve, 200))
    freed.abort()
    await other
    done(await exporting)
    const ids = [...messagesOf(await filesIn(out), /./).values()].flat().map(({ id }) => id)
    assert.ok(ids.includes(sent.id), 'the message that was sent before the export is not in it')
  })

  it('of what a person did waits for what has no place yet before it chooses', async () => {
    const out = fresh()
    const exporting = await heldSequencer(vn, async () => {
      await run(vn, 'show', 'VN-EXPORT-1', '--as', 'Example-Latecomer', '--json')
      const begun = run(vn, 'export', '--person', 'Example-Latecomer', '--out', out, '--json')
      await new Promise((resolve) => setTimeout(resolve, 1_000))
      return { begun }
    })
    const { json } = done(await exporting.begun)
    assert.deepEqual(json.requests, [first])
  })

  it('writes into no folder that holds anything, and then notes no export', async () => {
    const out = fresh()
    await mkdir(out)
    await writeFile(join(out, 'note.txt'), 'mine')
    const ran = await run(vn, 'export', '--out', out, '--json')
    assert.equal(ran.code, 64)
    assert.equal(ran.json.code, 'FOLDER_NOT_EMPTY')
    assert.deepEqual(await readdir(out), ['note.txt'])
    await assertNothingNoted(async () => {
      assert.equal((await run(vn, 'export', '--out', out)).code, 64)
    })
  })

  it('refuses a request that it does not know, and notes nothing', async () => {
    await assertNothingNoted(async () => {
      const out = fresh()
      const ran = await run(vn, 'export', 'VN-NOBODY', '--out', out, '--json')
      assert.equal(ran.code, 65)
      assert.equal(ran.json.code, 'REQUEST_UNKNOWN')
      assert.ok(!(await readdir(folder)).includes(out))
    })
  })

  it('needs a folder', async () => {
    assert.equal((await run(vn, 'export')).code, 64)
  })

  async function assertNothingNoted(work: () => Promise<void>): Promise<void> {
    const before = await exportsNoted()
    await work()
    assert.equal(await exportsNoted(), before)
  }

  async function exportsNoted(): Promise<number> {
    const rows = await vn.node.node.db.selectFrom('audit_entry').select('entry').execute()
    return rows.filter(({ entry }) => entry.includes('"evt":"export.made"')).length
  }

  it('names more requests than an entry can in a file of the bundle', async () => {
    const { node } = vn.node
    const many = Array.from({ length: 350 }, () => crypto.randomUUID())
    for (const outcome of await send(
      node,
      many.map((request) => draft(world, vn, request, 'request')),
    ))
      assert.ok(outcome.ok, JSON.stringify(outcome))
    for (const request of many) await agreed(world, request, 1)
    const out = fresh()
    done(await run(vn, 'export', '--peer', 'QA', '--out', out, '--as', 'Example-Auditor'))
    const listed = Buffer.from((await filesIn(out)).get('requests.jsonl') ?? '').toString()
    const expected = [...many, first, second].sort()
    assert.deepEqual(listed, expected.map((request) => `"${request}"\n`).join(''))
    assert.deepEqual(await recordsIn(out), expected)
    // A page of the log is full then: beside a table it is told too that there are more.
    const { out: table, beside } = await run(vn, 'log', 'read', '--csv', '--as', 'Example-Auditor')
    assert.equal(table.split('\r\n').length, 1_001)
    assert.match(beside, /^There are more: --first \d+$/m)
    const small = fresh()
    done(await run(vn, 'export', '--person', 'Example-Reader', '--out', small))
    assert.ok(!(await filesIn(small)).has('requests.jsonl'))
  })

  // The last: what is refused is noted, by the clock that is wrong.
  it('is refused with a code while the clock stands before what the log has signed last', async () => {
    const clockFile = join(folder, 'clock')
    await setClock(clockFile, new Date(Date.now() - 86_400_000))
    const behind = { ...vn, config: { ...vn.config, clockFile } }
    for (const words of [
      ['export'],
      ['export', first],
      ['export', '--person', 'Example-Reader'],
      ['court', first, '--language', 'en'],
    ]) {
      const out = fresh()
      const { code, json } = await run(behind, ...words, '--out', out, '--json')
      assert.deepEqual([code, json.code], [65, 'CLOCK_BEHIND'], words.join(' '))
      assert.match(String(json.message), /until the clock has passed that/)
      await assert.rejects(stat(out))
    }
    await rm(clockFile)
  })
})
