import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { type Server, createServer } from 'node:net'
import { Readable } from 'node:stream'
import { clamdScanner, foundIn } from '../../../src/exchange/exhibits/clamd.ts'
import type { TreeFile } from '../../../src/exchange/exhibits/folderFiles.ts'
import { type Announcement, takeInExhibit } from '../../../src/exchange/exhibits/takeIn.ts'
import { takeInFolder } from '../../../src/exchange/exhibits/takeInFolder.ts'
import type { Node } from '../../../src/exchange/node.ts'
import type { ScannerSetting } from '../../../src/settings/scannerSetting.ts'
import { run } from '../../cli/commandLine.ts'
import { type RunningClamd, inventedPattern, startClamd } from '../../support/clamd.ts'
import { agreed, draft, logOf, opened } from '../../support/talk.ts'
import { type World, twoStates, until } from '../../support/world.ts'

const infected = Buffer.from(`words before ${inventedPattern} and after`)

describe('a scanner', () => {
  let clamd: RunningClamd
  let world: World
  let request: string
  before(async () => {
    clamd = await startClamd()
    world = await twoStates()
    request = await opened(world)
    await agreed(world, request, 1)
  })
  after(async () => {
    await world.close()
    await clamd.stop()
  })

  const nodeWith = (setting: Partial<ScannerSetting>): Node => {
    const { node } = world.asking.node
    const whole = { at: { path: clamd.socket }, bytesMax: 1_000_000, policy: 'mark', ...setting } as const
    return Object.create(node, { scanner: { value: clamdScanner(whole, node.now) } }) as Node
  }
  const takenBy = async (node: Node, bytes: Buffer, pieceBytes = 100_000) => {
    const pieces: Buffer[] = []
    for (let at = 0; at < bytes.length; at += pieceBytes) pieces.push(bytes.subarray(at, at + pieceBytes))
    return await takeInExhibit(node, Readable.from(pieces), {
      name: 'phone.bin',
      person: 'Example-A',
      authority: 'vn.spp',
    })
  }
  const scanOf = async (bytes: Buffer, setting: Partial<ScannerSetting> = {}) => {
    const taken = await takenBy(nodeWith(setting), bytes)
    assert.ok(taken.ok, JSON.stringify(taken))
    return taken.announcement.scan
  }
  const listening = async (answer: string | null): Promise<{ server: Server; port: number }> => {
    const server = createServer((socket) => {
      socket.on('error', () => undefined)
      if (answer !== null) socket.end(answer)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    return { server, port: typeof address === 'object' && address !== null ? address.port : 0 }
  }

  it('says of a file what it found in it, and of which bytes', async () => {
    const bytes = randomBytes(400_000)
    const scan = await scanOf(bytes)
    assert.deepEqual(
      [scan?.outcome, scan?.sha256],
      ['clean', createHash('sha256').update(bytes).digest('hex')],
    )
    assert.match(scan?.scanner ?? '', /^ClamAV [0-9]/)
    const found = await scanOf(infected)
    assert.deepEqual([found?.outcome, found?.signature], ['infected', 'Rogatory.Test.Invented.UNOFFICIAL'])
    assert.equal((await scanOf(Buffer.alloc(0)))?.outcome, 'clean')
  })

  it('looks at each small file of a folder, and refuses the one in which it finds something alone', async () => {
    const bytes = [randomBytes(100), infected, randomBytes(100)]
    const files = bytes.map((one, place): TreeFile => ({
      path: Buffer.from(`${place}.bin`),
      bytes: one.length,
      modified: new Date(),
      open: () => Promise.resolve({ source: Readable.from([one]), close: () => Promise.resolve() }),
    }))
    const tree = { name: 'folder', files, folders: [], leftOut: [] }
    const failed: string[] = []
    const order = {
      name: 'folder',
      person: 'Example-Folder',
      authority: 'vn.spp',
      onFailed: (path: string, why: string) => failed.push(`${path} ${why}`),
    }
    const refused = await takeInFolder(nodeWith({ policy: 'refuse' }), tree, order)
    assert.deepEqual(refused, {
      ok: false,
      code: 'EXHIBIT_INFECTED',
      detail: '1.bin: Rogatory.Test.Invented.UNOFFICIAL',
    })
    assert.deepEqual(failed, ['1.bin EXHIBIT_INFECTED: Rogatory.Test.Invented.UNOFFICIAL'])
    const { db } = world.asking.node.node
    const scans = async (): Promise<(string | undefined)[]> => {
      const rows = await db
        .selectFrom('exhibit_deposit')
        .select('scan')
        .where('person', '=', 'Example-Folder')
        .where('media_type', '=', 'application/octet-stream')
        .execute()
      return rows.map(({ scan }) => (JSON.parse(scan ?? '{}') as { outcome?: string }).outcome)
    }
    assert.deepEqual(await scans(), ['clean', 'clean'])
    assert.equal((await logOf(db)).findLast(({ evt }) => evt === 'act.refused')?.code, 'EXHIBIT_INFECTED')
    const marked = await takeInFolder(nodeWith({ policy: 'mark' }), tree, order)
    assert.ok(marked.ok)
    assert.equal(marked.known, 2)
  })

  it('never says that it found nothing in what it did not look at', async () => {
    const large = Buffer.concat([infected, randomBytes(3_000_000)])
    const told = await scanOf(large)
    assert.deepEqual([told?.outcome, told?.reason], ['notScanned', 'tooLarge'])
    const part = await scanOf(randomBytes(20_000), { bytesMax: 10_000 })
    assert.deepEqual([part?.outcome, part?.reason], ['partial', 'limits'])
    const nobody = await scanOf(infected, { at: { path: `${clamd.socket}.none` } })
    assert.deepEqual([nobody?.outcome, nobody?.reason], ['notScanned', 'unreachable'])
    const strange = await listening('something else\0')
    const other = await scanOf(infected, { at: { host: '127.0.0.1', port: strange.port } })
    strange.server.close()
    assert.deepEqual([other?.outcome, other?.reason], ['notScanned', 'failed'])
    assert.deepEqual(foundIn('stream: Heuristics.Limits.Exceeded.MaxFileSize FOUND\0'), {
      outcome: 'partial',
      reason: 'limits',
    })
    assert.deepEqual(foundIn('COMMAND READ TIMED OUT\0'), { outcome: 'notScanned', reason: 'timeout' })
  })

  it('does not hold up a file for long that it does not answer about', async function () {
    this.timeout(20_000)
    const silent = await listening(null)
    const scan = await scanOf(randomBytes(10), { at: { host: '127.0.0.1', port: silent.port } })
    silent.server.close()
    assert.deepEqual([scan?.outcome, scan?.reason], ['notScanned', 'timeout'])
  })

  it('is not waited for by a process that stops', async () => {
    const silent = await listening(null)
    const scanner = clamdScanner(
      { at: { host: '127.0.0.1', port: silent.port }, bytesMax: 1_000_000, policy: 'mark' },
      world.asking.node.node.now,
    )
    const connected = once(silent.server, 'connection')
    const begun = scanner.begin()
    await connected
    scanner.close()
    const scan = await (await begun).verdict({ bytes: 0, sha256: '' })
    silent.server.close()
    assert.deepEqual([scan.outcome, scan.reason], ['notScanned', 'failed'], 'and not `timeout`')
  })

  it('keeps a file out where that is the policy, and the log tells of either', async () => {
    const refused = await takenBy(nodeWith({ policy: 'refuse' }), infected)
    assert.deepEqual([refused.ok, refused.ok ? null : refused.code], [false, 'EXHIBIT_INFECTED'])
    assert.ok((await takenBy(nodeWith({ policy: 'refuse' }), randomBytes(100))).ok)
    assert.ok((await takenBy(nodeWith({}), infected)).ok)
    const log = await logOf(world.asking.node.node.db)
    const last = log.slice(-3).map(({ evt }) => evt)
    assert.deepEqual(last, ['act.refused', 'exhibit.taken', 'exhibit.taken'])
  })

  it('is believed by nobody in the words of a draft, and its verdict is shown at the other State', async () => {
    const taken = await takenBy(nodeWith({}), infected)
    assert.ok(taken.ok)
    const { deposit, ...rest }: Announcement = taken.announcement
    const scan = {
      ...rest.scan,
      outcome: 'clean',
      scanner: 'ClamAV',
      at: rest.scan?.at ?? '',
      sha256: rest.sha256,
    }
    const sent = async (change: object) =>
      await world.asking.node.send(
        draft(world, world.asking, request, 'supplement', { exhibits: [{ ...rest, id: 'E1', ...change }] }),
      )
    const forged = await sent({ scan })
    assert.deepEqual([forged.ok, forged.ok ? null : forged.code], [false, 'EXHIBIT_UNKNOWN'])
    const act = ['act', request, 'supplement', '--officer', 'Example-A', '--approver', 'Example-B', '--json']
    const said = await run(world.asking, ...act, '--set', 'text=A file.', '--hand-over', `E1=${deposit}`)
    assert.equal(said.code, 0, said.beside)
    await until('it is there', async () => {
      const { json } = await run(world.answering, 'exhibit', 'list', '--as', 'Example-C', '--json')
      return (json.exhibits as { deposit: string; status: string }[])[0]?.status === 'whole'
    })
    const { json } = await run(world.answering, 'exhibit', 'list', '--as', 'Example-C', '--json')
    const [listed] = json.exhibits as { scan: { outcome: string } }[]
    assert.deepEqual(listed?.scan, rest.scan)
    for (const words of [
      ['exhibit', 'list', '--as', 'Example-C'],
      ['show', request, '--as', 'Example-C'],
    ])
      assert.match((await run(world.answering, ...words)).out, /FOUND Rogatory\.Test\.Invented\.UNOFFICIAL/)
  })
})
