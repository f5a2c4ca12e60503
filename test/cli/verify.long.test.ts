import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as letPass } from 'node:timers/promises'
import { signCheckpoint } from '../../src/audit/checkpoint.ts'
import { noteInLog } from '../../src/exchange/noteInLog.ts'
import { lastPending } from '../../src/store/audit.ts'
import { digestOfBase64 } from '../../src/trust/list.ts'
import { agreed, opened, say, setClock } from '../support/talk.ts'
import { type World, type WorldState, twoStates, until } from '../support/world.ts'
import { type Ran, run, runAnywhere, runProcess } from './commandLine.ts'

interface Shown {
  readonly exit: number
  readonly first: { readonly bundle: string; readonly object: string; readonly what: string } | null
}

describe('verify by the command', () => {
  let world: World
  let vn: WorldState
  let folder: string
  let ours: string
  let theirs: string
  let earlier: string

  before(async () => {
    world = await twoStates()
    vn = world.asking
    folder = await mkdtemp(join(tmpdir(), 'rogatory-verify-'))
    const request = await opened(world)
    earlier = await exported(vn, 'earlier')
    await say(world, world.answering, request, 'acknowledgement')
    await agreed(world, request, 2)
    // What came in the last second of a log is not held against the other yet: something comes later in both.
    await letPass(1_500)
    for (const { node } of [vn, world.answering]) await noteInLog(node.node, { event: 'node.stopped' })
    ours = await exported(vn, 'vn')
    theirs = await exported(world.answering, 'qa')
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  async function exported(at: WorldState, name: string): Promise<string> {
    const out = join(folder, name)
    const ran = await run(at, 'export', '--out', out)
    assert.equal(ran.code, 0, ran.beside)
    return out
  }

  const verified = (...words: string[]): Promise<Ran> => runAnywhere(['verify', ...words])

  /** Runs it and asserts the exit code, which the report repeats. */
  async function shown(exit: number, ...words: string[]): Promise<Shown> {
    const { code, json } = await verified(...words, '--json')
    assert.equal(code, exit, JSON.stringify(json))
    assert.equal(json.exit, exit)
    return json as unknown as Shown
  }

  /** A copy of our bundle with one file changed. */
  async function copyWith(name: string, path: string, change: (bytes: Buffer) => Buffer): Promise<string> {
    const copy = join(folder, name)
    await cp(ours, copy, { recursive: true })
    await writeFile(join(copy, path), change(await readFile(join(copy, path)).catch(() => Buffer.of())))
    return copy
  }

  const pinOf = ({ state, node }: WorldState): string =>
    `${state}=${digestOfBase64(node.node.trust.own().list.listSigners[0] ?? '')}`

  it('finds the bundles of both sides good, and says so in words', async () => {
    const { code, out } = await verified(ours, theirs)
    assert.equal(code, 0, out)
    assert.match(out, /^GOOD: everything in it holds\.$/m)
    assert.match(out, /NOT PINNED/)
    assert.doesNotMatch(out, /ONE SIDE/)
    assert.match(
      out,
      /countersigned with a head that has them, of its messages and receipts: \d+ by 1 other$/m,
    )
    assert.doesNotMatch(out, /UNWITNESSED/)
    assert.match(out, /: [1-9][0-9]* messages? between VN and QA of which both logs tell the same$/m)
  })

  it('says of one side alone what does not show, and where a log begins with what was kept', async () => {
    for (const given of [[ours], [ours, ours]]) {
      const { out } = await verified(...given)
      assert.match(out, /^ONE SIDE: no bundle of QA was given, so /m)
      assert.doesNotMatch(out, /both logs tell the same/)
    }
    const kept = join(ours, 'checkpoint')
    const { code, out } = await verified(ours, '--checkpoint', kept)
    assert.equal(code, 0, out)
    assert.ok(out.includes(`${ours}: its log begins with ${kept} (its first `), out)
    assert.match((await verified(ours, '--custody')).out, /^No file is handed over in what was given/m)
  })

  it('needs no node: it runs from anywhere, and writes one JSON object on standard output', async () => {
    const nowhere: WorldState = {
      ...vn,
      config: { ...vn.config, databaseUrl: '', dataFolder: join(folder, 'none') },
    }
    const { code, out } = await runProcess(nowhere, ['verify', ours, theirs, '--json'])
    assert.equal(code, 0, out)
    const report = JSON.parse(out) as Shown & { readonly facts: readonly { readonly state: string }[] }
    assert.equal(report.exit, 0)
    assert.deepEqual(
      report.facts.map(({ state }) => state),
      ['VN', 'QA'],
    )
  })

  it('takes one bundle alone, and a bundle beside itself', async () => {
    await shown(0, ours)
    await shown(0, ours, ours)
  })

  it('reports as pinned what the reader has compared, however the fingerprint is written', async () => {
    const pin = pinOf(vn)
    const spaced = pin.replace(/[0-9a-f]{2}(?=[0-9a-f])/g, '$&:').toUpperCase()
    for (const one of [pin, spaced]) {
      const { code, out } = await verified(ours, theirs, '--pin', one, '--pin', pinOf(world.answering))
      assert.equal(code, 0, out)
      assert.doesNotMatch(out, /NOT PINNED/)
    }
  })

  it('names first the States whose fingerprints nobody has compared', async () => {
    const [first] = (await verified(ours, theirs)).out.split('\n')
    assert.equal(first, 'NOT PINNED: nobody has compared the fingerprints of QA, VN here.')
    const [half] = (await verified(ours, theirs, '--pin', pinOf(vn))).out.split('\n')
    assert.equal(half, 'NOT PINNED: nobody has compared the fingerprints of QA here.')
    const { out } = await verified(ours, theirs, '--pin', pinOf(vn), '--pin', pinOf(world.answering))
    assert.doesNotMatch(out, /NOT PINNED/)
  })

  it('tells what is not pinned, and the verdict, before the entries and the custody, and all that was found behind them', async () => {
    for (const more of [['--entries'], ['--custody']]) {
      const { out } = await verified(ours, ...more)
      const lines = out.split('\n')
      assert.match(lines[0] ?? '', /^NOT PINNED: /)
      assert.match(lines[2] ?? '', /^ONE SIDE: /)
      assert.equal(lines[3], 'GOOD: everything in it holds. What was found stands below all that follows.')
      assert.equal(out.split('NOT PINNED: nobody').length, 2)
      assert.match(out, /^GOOD: everything in it holds\.$/m)
    }
  })

  it('hints that two fingerprints were taken one for the other', async () => {
    const [own = '', other = ''] = [vn, world.answering].map((one) => pinOf(one).split('=')[1])
    const { out, code } = await verified(ours, theirs, '--pin', `VN=${other}`, '--pin', `QA=${own}`)
    assert.equal(code, 40)
    assert.match(
      out,
      /it is the one that you have given for QA: have fingerprints been taken one for the other\?$/m,
    )
    assert.match(out, /^NOT COMPARED: /m)
    assert.doesNotMatch(out, /it is for no message|node of \?|0 messages/)
  })

  it('says that a policy is met', async () => {
    const witness = /it cosigns as (\S+)/.exec((await verified(theirs)).out)?.[1] ?? ''
    const keys = [...(await verified(ours)).out.matchAll(/it cosigns as (\S+)/g)].map(([, key]) => key)
    const policy = join(folder, 'policy')
    const named = [...new Set([witness, ...keys])].map((key, at) => `witness w${at} ${key ?? ''}`)
    const all = named.map((_, at) => `w${at}`).join(' ')
    await writeFile(policy, `${named.join('\n')}\ngroup any any ${all}\nquorum any\n`)
    const { out } = await verified(theirs, '--policy', policy)
    assert.match(
      out,
      /^ {4}the first \d+ entries of its log were cosigned at .*; the policy is (met|NOT MET)$/m,
    )
    assert.doesNotMatch((await verified(theirs)).out, /the policy is/)
  })

  it('tells all exit codes in its help, and no empty lists', async () => {
    const { out } = await verified('--help')
    for (const code of [
      '0 good',
      '1 the check',
      '10 inc',
      '20 times',
      '30 some',
      '40 a sig',
      '50 two',
      '64 wrong',
    ])
      assert.ok(out.includes(code), code)
    assert.doesNotMatch(out, /default: \[\]/)
  })

  it('names a pin for a State that is in no bundle', async () => {
    const pins = ['--pin', pinOf(vn), '--pin', `FI=${'0'.repeat(64)}`]
    const { first } = await shown(10, ours, theirs, ...pins)
    assert.deepEqual([first?.bundle, first?.object], ['', 'pin for FI that was given'])
    const { out } = await verified(ours, theirs, ...pins, '--checkpoint', join(earlier, 'keys/log.vkey'))
    assert.match(
      out,
      /incomplete: pin for FI that was given: it fits nothing here: no trust list of that State/m,
    )
    assert.ok(
      out.includes(`incomplete: checkpoint ${earlier}/keys/log.vkey that was given: it is of none`),
      out,
    )
  })

  it('says of each bundle whether the rest of it was checked and holds, or that nothing else of it was', async () => {
    const told = async (bundle: string): Promise<string> => (await verified(bundle)).out
    assert.match(await told(ours), /^ {4}checked to the end: all of it holds$/m)
    const opening = await copyWith('opening', 'disclosures.jsonl', (bytes) =>
      Buffer.from(bytes.toString('utf8').replace('"person":"', '"person":"x')),
    )
    assert.match(await told(opening), /^ {4}checked to the end: all of it that is not named below holds$/m)
    const head = await copyWith('head', 'checkpoint', (bytes) =>
      Buffer.from(bytes.toString('utf8').replace(/\n\d+\n/, '\n3\n')),
    )
    const stopped =
      /^ {4}NOTHING ELSE of it was checked than what is named below, and no fingerprint was used for it$/m
    assert.match(await told(head), stopped)
    // Where one message does not hold, those behind it are signed well, and how they fit was not looked at.
    const names = await readdir(join(ours, 'record'))
    const record = `record/${names[0] ?? ''}/`
    const message = await copyWith('message', `${record}0001.jws`, (bytes) => bytes.subarray(1))
    const { out, json } = { ...(await verified(message)), json: (await verified(message, '--json')).json }
    assert.ok(out.includes(`holds; NOT CHECKED FURTHER than what is named in them: ${record}\n`), out)
    const [facts] = (json as unknown as { facts: { checked: string; unchecked: string[] }[] }).facts
    assert.deepEqual([facts?.checked, facts?.unchecked], ['whole', [record]])
    const cosigned = await copyWith('cosigned', 'cosigned.jsonl', () => Buffer.from('x'))
    assert.match(await told(cosigned), /NOT CHECKED FURTHER than what is named in them: cosigned\.jsonl$/m)
    const lists = await copyWith('lists', 'trust/VN-1.jws', (bytes) => bytes.subarray(1))
    assert.match(
      await told(lists),
      /its log was checked, and NOTHING ELSE of it: no trust list in it that holds says whose log it is/,
    )
  })

  it('tells from the bundle alone who has read or taken a case, when and from where', async () => {
    const [request = ''] = await readdir(join(ours, 'record'))
    const { out, code } = await verified(ours, theirs, '--entries', '--request', request)
    assert.equal(code, 0, out)
    assert.match(
      out,
      /^ +\d+ {2}\S+Z {2}export\.made {2}by .+ \(.+\) {2}from command line of .+ and 6 digests/m,
    )
    assert.match(out, /^ +\d+ {2}\S+Z {2}message\.sent {2}by .* with QA {2}request {2}message 1$/m)
    assert.match(out, /^ +\d+ {2}\S+Z {2}message\.received {2}about .* with VN {2}request {2}message 1$/m)
    assert.doesNotMatch(out, /node\.started/)
    assert.match((await verified(ours, '--entries')).out, /node\.started/)
    const { json } = await verified(ours, '--entries', '--json')
    const { entries, moreEntries } = json as unknown as { entries: object[]; moreEntries: number }
    assert.deepEqual([entries.length > 10, moreEntries], [true, 0])
    assert.equal((await verified(ours, '--request', request)).code, 64)
    const nothing = await verified(ours, '--entries', '--request', 'FI-1')
    assert.match(nothing.out, /^No request whose record could be read here is called FI-1\.$/m)
  })

  it('refuses lists that another signer made than the pinned one', async () => {
    const [state] = pinOf(vn).split('=')
    const { first } = await shown(40, ours, '--pin', `${state ?? ''}=${'0'.repeat(64)}`)
    assert.equal(first?.object, 'trust/VN-1.jws')
  })

  it('asks for pins in their form', async () => {
    for (const pin of [
      'VN',
      'VN=',
      'vn=' + '0'.repeat(64),
      `VN=${'0'.repeat(63)}`,
      `VN=${'0'.repeat(66)}`,
      `VN=${'g'.repeat(64)}`,
    ]) {
      const { code, beside } = await verified(ours, '--pin', pin)
      assert.equal(code, 64, pin)
      assert.match(beside, /--pin must be STATE=fingerprint/)
    }
  })

  it('finds that the log begins with a checkpoint that was kept', async () => {
    await shown(0, ours, '--checkpoint', join(earlier, 'checkpoint'))
    await shown(0, ours, earlier)
  })

  it('cannot compare a log with a checkpoint that is newer, or of another log', async () => {
    await shown(10, earlier, '--checkpoint', join(ours, 'checkpoint'))
    await shown(10, ours, '--checkpoint', join(theirs, 'checkpoint'))
  })

  it('shows a fork where the node has signed another history', async () => {
    const forged = join(folder, 'forged')
    await writeFile(forged, signCheckpoint(3, new Uint8Array(32), vn.node.node.logSigner(1)))
    const { first } = await shown(50, ours, '--checkpoint', forged)
    assert.equal(first?.object, 'checkpoint')
  })

  it('shows a checkpoint that the node has not signed', async () => {
    const forged = join(folder, 'unsigned')
    const text = await readFile(join(earlier, 'checkpoint'), 'utf8')
    await writeFile(forged, text.replace(/\n\d+\n/, '\n3\n'))
    await shown(40, ours, '--checkpoint', forged)
  })

  it('is used wrongly where a folder or a checkpoint is not there, or none is named', async () => {
    for (const words of [
      [join(folder, 'nothing')],
      [join(ours, 'checkpoint')],
      [ours, '--checkpoint', join(folder, 'nothing')],
      [],
      [ours, '--unknown'],
    ]) {
      assert.equal((await verified(...words)).code, 64, words.join(' '))
    }
    const { code, json } = await verified(join(folder, 'nothing'), '--json')
    assert.deepEqual([code, json.ok, json.code], [64, false, 'NO_BUNDLE'])
  })

  it('sees that README says something else than was exported', async () => {
    await shown(30, await copyWith('readme', 'README', () => Buffer.from('Nothing to see.')))
  })

  it('names the first bad object and why, in words and in the exit code', async () => {
    const request = 'record'
    const damaged = await copyWith('damaged', 'disclosures.jsonl', (bytes) =>
      Buffer.from(bytes.toString('utf8').replace('Example-A', 'Example-Z')),
    )
    const { code, out } = await verified(damaged)
    assert.equal(code, 40)
    assert.match(
      out,
      /^First: cryptography: .*damaged\/disclosures\.jsonl line \d+: what it says of entry \d+ \(who did it\) is not /m,
    )
    assert.match(out, /^BROKEN: /m)
    const added = await copyWith('added', `${request}/note`, () => Buffer.from('x'))
    assert.equal((await shown(30, added)).first?.object, `${request}/note`)
    const lost = await copyWith('lost', 'disclosures.jsonl', (bytes) =>
      Buffer.from(bytes.toString('utf8').split('\n').slice(1).join('\n')),
    )
    assert.equal((await shown(10, lost)).first?.object, 'disclosures.jsonl')
  })

  it('shows that bundles of two worlds tell two stories', async () => {
    const stranger = await twoStates()
    try {
      await opened(stranger)
      const other = await exported(stranger.answering, 'stranger')
      const { first } = await shown(50, ours, other)
      assert.match(first?.what ?? '', /^VN has signed another list with this number/)
    } finally {
      await stranger.close()
    }
  })

  it('shows that the clock of a node went back', async () => {
    const clockFile = join(folder, 'clock')
    const start = new Date('2027-03-01T09:00:00Z')
    await setClock(clockFile, start)
    const calendar = await twoStates(undefined, undefined, {
      clockFile,
      validFrom: new Date('2027-01-01T00:00:00Z'),
    })
    try {
      const at = calendar.asking
      await setClock(clockFile, new Date(start.getTime() + 3_600_000))
      await opened(calendar)
      // The log must have been signed in that hour, or nothing has gone back.
      await until('all is signed', async () => (await lastPending(at.node.node.db)) === null)
      await setClock(clockFile, start)
      await new Promise((resolve) => setTimeout(resolve, 30))
      assert.equal((await run(at, 'inbox')).code, 0)
      // Nothing is signed, and so nothing can be exported, while the clock stands before the last checkpoint.
      const refused = await run(at, 'export', '--out', join(folder, 'back'))
      assert.equal(refused.code, 65)
      assert.match(refused.beside, /CLOCK_BEHIND; the clock of this node says/)
      await setClock(clockFile, new Date(start.getTime() + 3_700_000))
      await new Promise((resolve) => setTimeout(resolve, 30))
      const { first } = await shown(20, await exported(at, 'back'))
      assert.match(first?.object ?? '', /^entry \d+$/)
    } finally {
      await calendar.close()
    }
  })
})
