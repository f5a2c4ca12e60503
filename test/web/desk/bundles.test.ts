import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundlePacking } from '../../../src/bundlePacking.ts'
import { deskBundles } from '../../../src/exchange/bundles/deskBundles.ts'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import { digestOfBase64 } from '../../../src/trust/list.ts'
import type { DeskReader } from '../../../src/exchange/desk/deskReader.ts'
import { run, runAsProcess } from '../../cli/commandLine.ts'
import { type Page, type SignedInClient, signedIn, withDesk } from '../../support/desk.ts'
import { agreed, say } from '../../support/talk.ts'
import { countOf } from '../../support/twoSides.ts'
import { type World, type WorldState, authority, twoStates } from '../../support/world.ts'

interface Told {
  readonly event: string
  readonly actor: { readonly person: string; readonly role: string } | null
  readonly details: {
    readonly reason?: string
    readonly scope?: readonly string[]
    readonly wanted?: string
  } | null
}

describe('bundles that are taken away from the desk', function () {
  this.timeout(120_000)
  let world: World
  let officer: SignedInClient
  let auditor: SignedInClient
  let stranger: SignedInClient
  let first: string
  let second: string
  let foreign: string
  let folder: string
  before(async () => {
    const two = { state: 'VN', authorities: [authority('vn.spp'), authority('vn.moj')] }
    world = await twoStates(two, undefined, withDesk)
    officer = await signedIn(world.asking, ['officer'], { authority: 'vn.spp' })
    auditor = await signedIn(world.asking, ['auditor'], { authority: 'vn.spp' })
    stranger = await signedIn(world.asking, ['approver', 'auditor'], { authority: 'vn.moj' })
    ;[first, second, foreign] = [crypto.randomUUID(), crypto.randomUUID(), crypto.randomUUID()]
    await say(world, world.asking, first, 'request', { reference: 'VN-DEMO-1/2026 "a"' })
    await say(world, world.asking, second, 'request', { reference: 'VN-DEMO-2' })
    await say(world, world.asking, foreign, 'request', { reference: 'VN-DEMO-3', from: 'vn.moj' })
    for (const request of [first, second, foreign]) await agreed(world, request, 1)
    await say(world, world.answering, first, 'acknowledgement')
    await agreed(world, first, 2)
    folder = await mkdtemp(join(tmpdir(), 'rogatory-bundles-'))
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  const pins = (): string[] =>
    [world.asking, world.answering].flatMap(({ state, node }: WorldState) => [
      '--pin',
      `${state}=${digestOfBase64(node.node.trust.own().list.listSigners[0] ?? '')}`,
    ])

  /** What the built command says of a file that was downloaded. */
  const verified = async ({ bytes }: Page): Promise<{ readonly code: number; readonly out: string }> => {
    const file = join(folder, `${crypto.randomUUID()}.zip`)
    await writeFile(file, bytes)
    return await runAsProcess({}, ['verify', file, ...pins()])
  }

  const told = async (...asked: string[]): Promise<readonly Told[]> => {
    const { json } = await run(world.asking, 'log', 'read', ...asked, '--as', 'Auditor', '--json')
    return json.entries as readonly Told[]
  }

  it('are a request for a court, which the built command finds good, in the log with who took it and why', async () => {
    const page = await officer.get(`/cases/${first}`)
    assert.ok(page.text.includes(`href="/cases/${first}/court"`))
    const { text } = await officer.get(`/cases/${first}/court`)
    assert.match(text, /VN-DEMO-1\/2026/)
    const order = { language: 'ar', pdf: 'yes', reason: 'Hearing of the Example Court' }
    const made = await officer.post(`/cases/${first}/court`, order)
    assert.equal(made.status, 200, made.text.slice(0, 500))
    assert.equal(made.headers['content-type'], 'application/zip')
    assert.match(
      String(made.headers['content-disposition']),
      /attachment; filename="?court-VN-DEMO-1-2026-a\.zip/,
    )
    const { code, out } = await verified(made)
    assert.equal(code, 0, out)
    assert.match(out, /^GOOD/m)
    for (const name of ['letters/0001.html', 'letters/0001.pdf', 'report.html', 'made.jws', 'verify.html'])
      assert.ok(made.bytes.includes(Buffer.from(name)), name)
    const [entry] = await told('--event', 'export.made')
    assert.equal(entry?.actor?.person, officer.signInName)
    assert.equal(entry.actor.role, 'officer')
    assert.deepEqual([entry.details?.reason, entry.details?.scope], [order.reason, [first]])
  })

  it('are none without a reason or a language of letters, of a request of others, or of none, which is noted', async () => {
    const before = await countOf(world.asking, 'export.made')
    const order = { language: 'en', reason: 'Example' }
    for (const wrong of [{ reason: '  ' }, { language: 'tlh' }]) {
      const { status, text } = await officer.post(`/cases/${first}/court`, { ...order, ...wrong })
      assert.equal(status, 422)
      assert.match(text, /id="reason-error"/)
    }
    for (const client of [officer, stranger]) {
      const hidden = await countOf(world.asking, 'act.refused')
      const path = `/cases/${client === officer ? foreign : first}/court`
      assert.equal((await client.get(path)).status, 404)
      assert.equal((await client.post(path, order)).status, 404)
      assert.equal((await client.post(`/cases/${crypto.randomUUID()}/court`, order)).status, 404)
      assert.equal(await countOf(world.asking, 'act.refused'), hidden + 3)
    }
    assert.equal(await countOf(world.asking, 'export.made'), before)
  })

  it('are what an outsider checks, by request, State and time, of the own authority alone', async () => {
    const none = { request: '', peer: '', from: '', until: '', reason: 'Audit of the example' }
    const from = new Date(Date.now() - 86_400_000).toISOString()
    const page = await auditor.get(`/check/exports?request=${first}`)
    assert.ok(page.text.includes(`value="${first}"`))
    assert.match((await auditor.get('/check')).text, /href="\/check\/exports"/)
    for (const [asked, requests] of [
      [{ request: 'VN-DEMO-2' }, [second]],
      [{ from, peer: 'QA' }, [first, second]],
      [{}, [first, second]],
    ] as const) {
      const made = await auditor.post('/check/exports', { ...none, ...asked })
      assert.equal(made.status, 200, made.text.slice(0, 500))
      const { code, out } = await verified(made)
      assert.equal(code, 0, out)
      for (const one of [first, second, foreign])
        assert.equal(
          made.bytes.includes(Buffer.from(`record/${one}/`)),
          requests.some((each) => each === one),
          one,
        )
      const entry = (await told('--event', 'export.made')).at(-1)
      assert.equal(entry?.actor?.person, auditor.signInName)
      assert.deepEqual(entry.details?.scope?.toSorted(), requests.toSorted())
      assert.equal(entry.details.reason, none.reason)
    }
    const refused = await countOf(world.asking, 'act.refused')
    for (const [asked, status, field] of [
      [{ request: 'VN-DEMO-3' }, 404, 'request'],
      [{ request: 'VN-DEMO-NONE' }, 404, 'request'],
      [{ until: '2020-01-01' }, 422, null],
    ] as const) {
      const { status: came, text } = await auditor.post('/check/exports', { ...none, ...asked })
      assert.equal(came, status, JSON.stringify(asked))
      if (field !== null) assert.match(text, new RegExp(`id="${field}-error"`))
    }
    assert.equal(await countOf(world.asking, 'act.refused'), refused + 3)
    for (const wrong of [
      { reason: '' },
      { from: 'yesterday' },
      { from: '2027-01-01', until: '2026-01-01' },
    ]) {
      const { status, text } = await auditor.post('/check/exports', { ...none, ...wrong })
      assert.ok([400, 422].includes(status))
      assert.match(text, /-error"/)
    }
  })

  const reader: DeskReader = {
    ...{ person: 'example', role: 'officer', authority: 'vn.spp' },
    from: { by: 'network', address: '127.0.0.1' },
  }
  const wanted = { language: 'en', pdf: false, reason: 'Example' } as const
  const madeWith = (limits: Partial<typeof exchangeLimits.bundles> | { readonly entriesMax: number }) => {
    const { node } = world.asking.node
    const all = { ...exchangeLimits.bundles, ...limits }
    return deskBundles(
      node,
      bundlePacking(node),
      () => Promise.resolve(),
      () => undefined,
      all,
    )
  }

  it('are one at a time, as long as somebody takes it, and again when they break off', async () => {
    const bundles = madeWith({})
    const made = await bundles.court(reader, first, wanted)
    assert.ok(made.ok)
    const other = await bundles.export(reader, { reason: 'Example' })
    assert.ok(!other.ok)
    assert.equal(other.code, 'NODE_BUSY')
    made.zip.destroy()
    await new Promise(setImmediate)
    const next = await bundles.export(reader, { reason: 'Example' })
    assert.ok(next.ok)
    next.zip.destroy()
  })

  it('are refused where they would be larger than a node makes while it serves, before the log tells of one', async () => {
    const before = await countOf(world.asking, 'export.made')
    const small = { filesMax: 100, fileBytesMax: 1_000, totalBytesMax: 10_000 }
    for (const limits of [{ entriesMax: 1 }, { sizes: small }]) {
      const made = await madeWith(limits as { entriesMax: number }).court(reader, first, wanted)
      assert.ok(!made.ok)
      assert.equal(made.code, 'BUNDLE_TOO_LARGE')
    }
    const many = await madeWith({ requestsMax: 1 } as never).export(reader, { reason: 'Example' })
    assert.ok(!many.ok && many.code === 'BUNDLE_TOO_LARGE')
    assert.equal(await countOf(world.asking, 'export.made'), before)
  })
})
