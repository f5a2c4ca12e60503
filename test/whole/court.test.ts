import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { hash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Report } from '../../src/audit/bundle/report.ts'
import { notProvenNames } from '../../src/audit/bundle/notProven.ts'
import { agreed, say } from '../support/talk.ts'
import { type World, type WorldState, twoStates } from '../support/world.ts'
import { entriesOf } from './bundleOf.ts'
import { tellReport } from '../../src/cli/reportInWords.ts'
import { courtBundle } from '../../src/cli/court/courtFiles.ts'
import { readZipFile } from '../../src/cli/zip/diskFile.ts'
import { sign } from '../../src/envelope/sign.ts'
import type { Made } from '../../src/message/generated/types.ts'
import { type Lie, lied } from '../support/judgedCourt.ts'
import { type Ran, run, runAnywhere } from '../cli/commandLine.ts'
import { unpacked, zipOf } from '../support/zips.ts'

const order = Buffer.from('By order of the court.')
const sha256Of = (data: string | Buffer): string => hash('sha256', data)
const exhibit = {
  id: 'E1',
  name: 'order.pdf',
  mediaType: 'application/pdf',
  bytes: order.length,
  sha256: sha256Of(order),
}

describe('a court bundle by the command', () => {
  let world: World
  let vn: WorldState
  let folder: string
  let request: string
  let file: string
  let files: Map<string, Buffer>
  let report: string

  before(async () => {
    world = await twoStates()
    vn = world.asking
    folder = await mkdtemp(join(tmpdir(), 'rogatory-court-'))
    request = crypto.randomUUID()
    await say(world, vn, request, 'request', { reference: 'VN-COURT-1', exhibits: [exhibit] })
    await agreed(world, request, 1)
    await say(world, world.answering, request, 'acknowledgement', { reference: 'VN-COURT-1' })
    await agreed(world, request, 2)
    file = join(folder, 'case.zip')
    const { json } = done(await court('VN-COURT-1', '--language', 'en', '--out', file, '--json'))
    assert.deepEqual(json, { ok: true, file, request, verdict: 0 })
    files = await unpacked(file, join(folder, 'unpacked'))
    report = textOf('report.html')
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  const court = async (...words: string[]): Promise<Ran> =>
    await run(vn, 'court', ...words, '--as', 'Example-Auditor')

  const done = (ran: Ran): Ran => {
    assert.equal(ran.code, 0, `${ran.beside}\n${ran.out}\n${JSON.stringify(ran.json)}`)
    return ran
  }

  const textOf = (path: string): string => files.get(path)?.toString('utf8') ?? ''
  const sectionOf = (name: string): string =>
    report.split('<section').find((part) => part.includes(`<h2>${name}</h2>`)) ?? ''

  it('holds the bundle, a letter of each message, the report, the page and a README, and nothing else', () => {
    const beside = [...files.keys()].filter((path) => !path.startsWith('bundle/')).sort()
    assert.deepEqual(beside, [
      'README',
      'exhibits.sha256',
      'letters/0001.html',
      'letters/0002.html',
      'made.jws',
      'report.html',
      'verify.html',
    ])
    for (const path of [
      `record/${request}/0001.jws`,
      `record/${request}/0001.receipt.jws`,
      'trust/VN-1.jws',
      'trust/QA-1.jws',
      'checkpoint',
      'cosigned.jsonl',
    ])
      assert.ok(files.has(`bundle/${path}`), path)
  })

  it('is verified as it is, as a folder that was unpacked, and as damaged where it was damaged', async () => {
    const { json } = await runAnywhere(['verify', file, '--json'])
    assert.deepEqual([json.exit, json.findings], [0, []])
    const place = join(folder, 'unpacked')
    const folderRan = await runAnywhere(['verify', place, '--json'])
    assert.deepEqual([folderRan.json.exit, folderRan.json.findings], [0, []])
    const path = join(place, `bundle/record/${request}/0001.jws`)
    const bytes = await readFile(path)
    bytes[40] = (bytes[40] ?? 0) ^ 1
    await writeFile(path, bytes)
    const damaged = await runAnywhere(['verify', place, '--json'])
    assert.equal(damaged.json.exit, 40)
  })

  /** The verdict on the files of the court bundle with some of them changed, and null for one that is taken out. */
  async function verdictWith(
    changes: Readonly<Record<string, string | Buffer | null>>,
    original: ReadonlyMap<string, Uint8Array> = files,
  ): Promise<{ exit: number; found: unknown[]; notChecked: readonly string[]; out: string }> {
    const forged = new Map(original)
    for (const [path, content] of Object.entries(changes)) {
      if (content === null) forged.delete(path)
      else forged.set(path, Buffer.from(content))
    }
    const zip = join(folder, 'forged.zip')
    await writeFile(zip, await zipOf(forged))
    const checked = (await runAnywhere(['verify', zip, '--json'])).json as unknown as Report
    const { exit, findings, facts } = checked
    const lines: string[] = []
    tellReport(checked, { say: (line) => lines.push(line) })
    return {
      exit,
      found: findings.map(({ severity, object }) => `${severity} ${object}`),
      notChecked: facts[0]?.beside?.notChecked ?? ['?'],
      out: lines.join('\n'),
    }
  }

  it('is compared, file by file, with what the program makes of the bundle: each that was forged, dropped or added is named', async () => {
    const zeros = textOf('exhibits.sha256').replace(/^[0-9a-f]{64}/gm, '0'.repeat(64))
    for (const [changes, found] of [
      [{ 'exhibits.sha256': zeros }, ['mismatch exhibits.sha256']],
      [{ 'exhibits.sha256': null }, ['mismatch exhibits.sha256']],
      [{ 'report.html': report.replace('GOOD', 'Good') }, ['mismatch report.html']],
      [{ 'letters/0001.html': `${textOf('letters/0001.html')} ` }, ['mismatch letters/0001.html']],
      [{ 'letters/0002.html': null }, ['mismatch letters/0002.html']],
      [{ 'letters/0001.html': textOf('letters/0002.html') }, ['mismatch letters/0001.html']],
      [{ 'letters/0004.html': textOf('letters/0001.html') }, ['mismatch letters/0004.html']],
      [{ 'letters/0001.pdf': '%PDF-' }, ['mismatch letters/0001.pdf']],
      [{ 'evil.html': 'x', 'letters/a/b': 'y' }, ['mismatch evil.html', 'mismatch letters/a/b']],
      [{ 'verify.html': '<p>GOOD</p>' }, ['mismatch verify.html']],
      [{ README: 'Believe everything.' }, ['mismatch README']],
      [{ 'Bundle/checkpoint': 'x' }, ['mismatch Bundle/checkpoint']],
    ] as const) {
      const verdict = await verdictWith(changes)
      assert.deepEqual([verdict.exit, verdict.found], [30, found])
      assert.deepEqual(verdict.notChecked, [])
    }
    const { out, exit } = await verdictWith({})
    assert.equal(exit, 0)
    assert.match(out, /beside it, 6 files as this program makes of it\n/)
  })

  /** The files changed by the State itself, which signs them as they are. */
  async function liedBy(
    changes: Lie['changes'],
    says: Partial<Made> = {},
    omits: Pick<Lie, 'omits'> = {},
  ): Promise<Map<string, Uint8Array>> {
    const { signer } = vn.node.node
    return await lied(files, { changes, says, ...omits }, async (list) => {
      return (await sign('made', list, signer, vn.node.node.now())).jws
    })
  }

  it('names words of this build that are not what it makes of the bundle, although their State has signed them', async () => {
    for (const [changes, found] of [
      [{ 'report.html': report.replace('GOOD', 'Good') }, ['mismatch report.html']],
      [{ 'letters/0001.html': textOf('letters/0002.html') }, ['mismatch letters/0001.html']],
      [{ 'letters/0002.html': null }, ['mismatch letters/0002.html']],
      [{ 'letters/0004.html': 'x' }, ['mismatch letters/0004.html']],
      [{ 'verify.html': '<p>GOOD</p>' }, ['mismatch verify.html']],
      [{ README: 'Believe everything.' }, ['mismatch README']],
    ] as const) {
      const verdict = await verdictWith({}, await liedBy(changes))
      assert.deepEqual([verdict.exit, verdict.found], [30, found])
    }
    const inFrench = await verdictWith({}, await liedBy({}, { language: 'fr' }))
    const words = ['report.html', 'letters/0001.html', 'letters/0002.html']
    assert.deepEqual(
      inFrench.found,
      words.map((path) => `mismatch ${path}`),
    )
  })

  it('is made again where somebody changed it since, so that a reader sees what was changed', async () => {
    const forged = join(folder, 'changed.zip')
    const changes = { 'report.html': report.replace('GOOD', 'Good'), 'letters/0002.html': null }
    const changed = new Map<string, Uint8Array>(files)
    for (const [path, content] of Object.entries(changes))
      if (content === null) changed.delete(path)
      else changed.set(path, Buffer.from(content))
    await writeFile(forged, await zipOf(changed))
    const out = join(folder, 'made')
    const { code, json } = await runAnywhere(['verify', forged, '--made', out, '--json'])
    assert.equal(code, 30)
    const made = (path: string) => ({ bundle: forged, path, file: join(out, path), isAsSigned: true })
    assert.deepEqual(json.made, [made('report.html'), made('letters/0002.html')])
    for (const path of ['letters/0002.html', 'report.html'])
      assert.equal(await readFile(join(out, path), 'utf8'), textOf(path))
    // Nothing is written into what is there, and nothing where nothing differs.
    assert.equal((await runAnywhere(['verify', forged, '--made', out])).code, 64)
    const none = join(folder, 'unmade')
    const same = await runAnywhere(['verify', file, '--made', none])
    assert.match(same.out, /^Nothing that this program makes .* so nothing was written\.$/m)
    await assert.rejects(readFile(join(none, 'report.html')))
    const lie = await liedBy({ 'report.html': changes['report.html'] })
    await writeFile(forged, await zipOf(lie))
    const lied = await runAnywhere(['verify', forged, '--made', none])
    assert.match(lied.out, /report\.html; nobody has signed this one$/m)
  })

  it('names what is wrong in the bundle by where it lies, and a README in it not as the one beside it', async () => {
    for (const path of ['bundle/README', `bundle/record/${request}/0001.jws`, 'bundle/proofs.jsonl']) {
      const { found, out } = await verdictWith({ [path]: 'x' })
      assert.ok(
        found.some((one) => String(one).endsWith(` ${path}`)),
        JSON.stringify(found),
      )
      assert.ok(out.includes(`/forged.zip/${path}: `), out)
    }
  })

  it('says of a bundle from which an opening was taken first that, and of the report that it can only be judged beside the openings that its State has signed', async () => {
    const openings = 'bundle/disclosures.jsonl'
    const thinned = { [openings]: textOf(openings).replace(/^.*\n/, '') }
    const forged = { 'report.html': report.replace('GOOD', 'Good') }
    const incomplete = ['incomplete bundle/disclosures.jsonl', 'incomplete report.html']
    const verdict = await verdictWith(thinned)
    assert.deepEqual([verdict.exit, verdict.found], [10, incomplete])
    assert.match(verdict.out, /First: incomplete: .*disclosures\.jsonl: 1 entry is not fully disclosed/)
    assert.match(
      verdict.out,
      new RegExp(
        `also incomplete: .*report\\.html: .* beside the disclosures\\.jsonl of SHA-256 ${sha256Of(textOf(openings))}`,
      ),
    )
    const changed = await verdictWith({ ...thinned, ...forged })
    assert.deepEqual([changed.exit, changed.found], [30, [incomplete[0], 'mismatch report.html']])
    const letter = await verdictWith(thinned, await liedBy({ 'letters/0001.html': 'x' }))
    assert.deepEqual([letter.exit, letter.found.at(-1)], [30, 'mismatch letters/0001.html'])
  })

  it('holds a State to its report beside a thinned bundle, unless it has signed that the bundle had other openings', async () => {
    const openings = 'bundle/disclosures.jsonl'
    const thinner = textOf(openings).replace(/^.*\n/, '')
    const lie = { [openings]: thinner, 'report.html': report.replace('GOOD', 'Good') }
    const mismatch = ['incomplete bundle/disclosures.jsonl', 'mismatch report.html']
    // With the digest of the thinned openings, and with none.
    for (const signed of [
      await liedBy(lie, { disclosures: sha256Of(thinner) }),
      await liedBy(lie, {}, { omits: 'disclosures' }),
    ]) {
      const { exit, found } = await verdictWith({}, signed)
      assert.deepEqual([exit, found], [30, mismatch])
    }
    // It has to show openings that it can have had: beside all that the log commits to, there are no others.
    const whole = { 'report.html': lie['report.html'] }
    const { exit, found } = await verdictWith({}, await liedBy(whole, { disclosures: sha256Of(thinner) }))
    assert.deepEqual([exit, found], [30, ['mismatch report.html']])
    // Of those that it says to have had, a reader learns which to ask for.
    const other = await verdictWith({}, await liedBy(lie))
    assert.deepEqual([other.exit, other.found.at(-1)], [10, 'incomplete report.html'])
    assert.match(
      other.out,
      new RegExp(`beside the disclosures\\.jsonl of SHA-256 ${sha256Of(textOf(openings))}`),
    )
  })

  it('tells of words by another build, or by a machine that writes times otherwise, that they are only as signed', async () => {
    const [other, forged] = ['0'.repeat(64), report.replace('GOOD', 'Good')]
    const words = { 'report.html': forged, 'letters/0001.html': 'x', 'verify.html': 'y', README: 'z' }
    const build = await verdictWith({}, await liedBy(words, { program: other }))
    assert.deepEqual([build.exit, build.found, build.notChecked], [0, [], []])
    const line = /4 files as VN has signed, NOT MADE AGAIN here \(rogatory \S+ made them\): README, /
    assert.match(build.out, line)
    // What the messages announce is the same for every program.
    const zeros = textOf('exhibits.sha256').replace(/^[0-9a-f]{64}/gm, '0'.repeat(64))
    const exhibits = await verdictWith({}, await liedBy({ 'exhibits.sha256': zeros }, { program: other }))
    assert.deepEqual([exhibits.exit, exhibits.found], [30, ['mismatch exhibits.sha256']])
    // Another machine writes times otherwise; the README has none.
    const machine = { runtime: 'icu 1' }
    const elsewhere = await verdictWith({}, await liedBy({ 'report.html': forged }, machine))
    assert.deepEqual([elsewhere.exit, elsewhere.found], [0, []])
    assert.match(elsewhere.out, /1 file as VN has signed, NOT MADE AGAIN here .*: report\.html/)
    const readme = await verdictWith({}, await liedBy({ README: 'y' }, machine))
    assert.deepEqual([readme.exit, readme.found], [30, ['mismatch README']])
    // Whoever changes it after that is found all the same.
    const later = await verdictWith({ 'report.html': report }, await liedBy(words, { program: other }))
    assert.deepEqual([later.exit, later.found], [30, ['mismatch report.html']])
  })

  it('is not good without the list that its State has signed, and says that nobody vouches for what is beside it', async () => {
    const { exit, found, notChecked, out } = await verdictWith({ 'made.jws': null, 'report.html': 'x' })
    assert.deepEqual([exit, found], [10, ['incomplete made.jws']])
    assert.deepEqual([...notChecked].sort(), [
      'README',
      'letters/0001.html',
      'letters/0002.html',
      'report.html',
      'verify.html',
    ])
    assert.match(out, /NOT CHECKED, nobody vouches for them: /)
    assert.match(
      out,
      /made\.jws: it lacks: .* report\.html.* may have been changed, so do not rely on a word of it$/m,
    )
    // And where it is asked for, it is not said that nothing was changed.
    const unsigned = join(folder, 'unsigned.zip')
    const changed = new Map<string, Uint8Array>([...files, ['report.html', Buffer.from('x')]])
    changed.delete('made.jws')
    await writeFile(unsigned, await zipOf(changed))
    const made = await runAnywhere(['verify', unsigned, '--made', join(folder, 'of-nobody')])
    assert.ok(
      made.out.includes(`${unsigned}: NOT MADE AGAIN, and not compared: there is no made.jws beside it`),
      made.out,
    )
    assert.match(made.out, /^So nothing was written, which does not say that nothing was changed\.$/m)
    assert.doesNotMatch(made.out, /lies there otherwise/)
    const bare = join(folder, 'unpacked/bundle')
    const plain = await runAnywhere(['verify', bare, '--made', join(folder, 'of-none')])
    assert.ok(
      plain.out.includes(`${bare}: NOT MADE AGAIN, and not compared: it is no court bundle`),
      plain.out,
    )
    assert.doesNotMatch(plain.out, /lies there otherwise/)
    const forged = await verdictWith({ 'made.jws': null, 'exhibits.sha256': 'x' })
    assert.deepEqual([forged.exit, forged.found], [30, ['incomplete made.jws', 'mismatch exhibits.sha256']])
  })

  it('does not hold with a list that is broken, of nobody, or of another bundle', async () => {
    const list = textOf('made.jws')
    const jws = textOf(`bundle/record/${request}/0001.jws`)
    for (const content of ['', 'x', `${list}\n`, list.slice(0, -4), jws, `${list.slice(0, -8)}AAAAAAAA`]) {
      const { exit, found } = await verdictWith({ 'made.jws': content })
      assert.deepEqual([exit, found], [40, ['cryptography made.jws']], content)
    }
    const out = join(folder, 'again.zip')
    done(await court('VN-COURT-1', '--language', 'en', '--out', out))
    const again = await unpacked(out, join(folder, 'again'))
    const { exit, found } = await verdictWith({ 'made.jws': again.get('made.jws') ?? null })
    assert.deepEqual([exit, found], [30, ['mismatch made.jws']])
    const about = await verdictWith({}, await liedBy({}, { reference: 'VN-COURT-2' }))
    assert.deepEqual([about.exit, about.found[0]], [30, 'mismatch made.jws'])
  })

  it('is refused where more would stand beside it than a list can name', async () => {
    const { files: bundle } = await readZipFile(file)
    const order = { reference: 'VN-COURT-1', language: 'en', timeZone: 'UTC', pdf: true } as const
    const signer = { state: 'VN', sign: async () => await Promise.resolve('') }
    await assert.rejects(courtBundle(bundle, order, signer, 6), { code: 'COURT_TOO_LARGE', exitCode: 65 })
  })

  it('has the letters and the report in the language of the reader, with their direction', async () => {
    assert.match(report, /<html lang="en" dir="ltr">/)
    for (const [language, direction, heading] of [
      ['fr', 'ltr', 'Ce qui n’est pas prouvé'],
      ['ar', 'rtl', 'ما هو غير ثابت'],
    ] as const) {
      const out = join(folder, `${language}.zip`)
      done(await court('VN-COURT-1', '--language', language, '--out', out))
      const content = await unpacked(out, join(folder, language))
      const began = new RegExp(`<html lang="${language}" dir="${direction}">`)
      assert.match(content.get('letters/0002.html')?.toString('utf8') ?? '', began)
      const translated = content.get('report.html')?.toString('utf8') ?? ''
      assert.match(translated, began)
      assert.match(translated, new RegExp(`<h2>${heading}</h2>`))
      assert.match(translated, /<div class="verdict good" lang="en" dir="ltr">/)
      assert.doesNotMatch(translated, /\{[a-z]+\}/)
    }
  })

  it('has each letter as PDF where that is wanted', async () => {
    const out = join(folder, 'pdf.zip')
    done(await court('VN-COURT-1', '--language', 'es', '--out', out, '--pdf'))
    const content = await unpacked(out, join(folder, 'pdf'))
    const pdf = content.get('letters/0001.pdf')
    assert.equal(pdf?.toString('latin1', 0, 5), '%PDF-')
    assert.equal((await verdictWith({}, content)).exit, 0)
    const { exit, found } = await verdictWith({ 'letters/0001.pdf': `${pdf.toString('latin1')} ` }, content)
    assert.deepEqual([exit, found], [30, ['mismatch letters/0001.pdf']])
  })

  it('says of each message who signed it, with which certificate, whether that was taken back, and since when it is there', () => {
    const proven = sectionOf('What is proven')
    assert.equal(proven.split('<h3>').length - 1, 2)
    for (const pattern of [
      /Signed with a key of Viet ?nam at /i,
      /Signed with a key of Qatar at /,
      /SHA-256 <code dir="ltr">[0-9a-f]{64}<\/code>, serial <code dir="ltr">[0-9a-f]+<\/code>\) was valid from .* until /,
      /In the log of Viet ?nam as entry \d+, at /i,
      /Qatar cosigned a head of the log that covers it\. Others who have countersigned it: 1\./,
      /Qatar has signed at .* that its node took the message\./,
      /The log entry that the receipt promises is in the log of Qatar(: a proof in the bundle leads|, which is not in this bundle)/,
    ])
      assert.match(proven, pattern)
    assert.match(report, /<strong>GOOD:<\/strong> everything in it holds\./)
  })

  it('says what is not proven: the other side, keys that nobody compared, times, exhibits, truth', () => {
    const named = [...sectionOf('What is not proven').matchAll(/data-what="([a-zA-Z]+)"/g)].map(
      ([, name]) => name,
    )
    for (const name of ['notPinned', 'oneSide', 'ownTime', 'truth', 'people', 'otherRequests', 'words'])
      assert.ok(named.includes(name), name)
    for (const name of named)
      assert.ok(
        notProvenNames.some((one) => one === name),
        name,
      )
    for (const name of ['verdict', 'refused', 'restored', 'undisclosed', 'noReceipt'])
      assert.ok(!named.includes(name), name)
    assert.doesNotMatch(report, /\{[a-z]+\}/)
  })

  it('names the exhibits by their hashes, which a program of others compares, and says that their content is not proven', async () => {
    assert.match(sectionOf('Exhibits'), new RegExp(`order\\.pdf.*${exhibit.sha256}`))
    assert.match(report, /data-what="exhibits"/)
    const place = join(folder, 'exhibits')
    await mkdir(place)
    await writeFile(join(place, 'sums'), textOf('exhibits.sha256'))
    const compared = () => promisify(execFile)('sha256sum', ['-c', 'sums'], { cwd: place })
    await writeFile(join(place, exhibit.name), order)
    assert.match((await compared()).stdout, /order\.pdf: OK/)
    await writeFile(join(place, exhibit.name), 'another')
    await assert.rejects(compared())
  })

  it('is an export of the log, with its person', async () => {
    const { files: bundle } = await readZipFile(file)
    const made = entriesOf(bundle).filter(({ evt }) => evt === 'export.made')
    assert.equal(made.length, 1)
    assert.match(Buffer.from(bundle.get('disclosures.jsonl') ?? '').toString('utf8'), /Example-Auditor/)
  })

  it('has the very page that the command writes', async () => {
    const page = join(folder, 'page.html')
    const { out } = done(await runAnywhere(['verify', '--page', page]))
    assert.match(out, /SHA-256 [0-9a-f]{64}/)
    assert.deepEqual(files.get('verify.html'), await readFile(page))
    const again = await runAnywhere(['verify', '--page', page])
    assert.equal(again.code, 64)
  })

  it('says how to check it', async () => {
    const out = join(folder, 'said.zip')
    const ran = done(await court(request, '--language', 'en', '--out', out))
    assert.match(ran.out, /says GOOD: everything in it holds\./)
    assert.match(
      ran.out,
      new RegExp(`^Check it with: node /path/to/source/dist/rogatory\\.js verify ${out}$`, 'm'),
    )
    assert.match(
      textOf('report.html'),
      /<code dir="ltr">node \/path\/to\/source\/dist\/rogatory\.js verify \/path\/to\/FILE\.zip<\/code>/,
    )
    assert.doesNotMatch(textOf('report.html') + textOf('README'), /(^|[^/\w])rogatory verify/m)
    assert.match(textOf('README'), /node \/path\/to\/source\/dist\/rogatory\.js verify \/path\/to\/FILE\.zip/)
  })

  it('refuses what cannot be made before the log tells of an export', async () => {
    const before = (await readdir(folder)).length
    for (const [words, code, exit] of [
      [['VN-COURT-1', '--language', 'fr', '--out', file], 'FILE_EXISTS', 64],
      [['VN-COURT-1', '--language', 'de', '--out', join(folder, 'x.zip')], 'WRONG_USE', 64],
      [
        ['VN-COURT-1', '--language', 'fr', '--time-zone', 'Mars/Olympus', '--out', join(folder, 'x.zip')],
        'WRONG_USE',
        64,
      ],
      [['VN-COURT-1', '--language', 'fr', '--out', join(folder, 'none/x.zip')], 'FOLDER_UNUSABLE', 64],
      [['VN-NONE-1', '--language', 'fr', '--out', join(folder, 'x.zip')], 'REQUEST_UNKNOWN', 65],
    ] as const) {
      const ran = await court(...words, '--json')
      assert.deepEqual([ran.code, ran.json.code], [exit, code])
    }
    assert.equal((await readdir(folder)).length, before)
  })
})
