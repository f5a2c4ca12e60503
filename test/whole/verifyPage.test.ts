import assert from 'node:assert/strict'
import { mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import type { Report } from '../../src/audit/bundle/report.ts'
import type { Bundle } from '../../src/audit/bundle/verify.ts'
import { folderSizes } from '../../src/audit/bundle/sizes.ts'
import { writeBundle } from '../../src/cli/folder.ts'
import { entriesShownMax } from '../../src/cli/page/view/entriesShown.ts'
import { type PageWord, pageWords } from '../../src/cli/page/view/words.ts'
import { verdictFor } from '../../src/cli/verdictFor.ts'
import { formatFor } from '../../src/letter/format.ts'
import { directionOf, letterLanguages } from '../../src/letter/language.ts'
import { busyWorld, one } from '../support/busyWorld.ts'
import { startChromium } from '../support/chromium.ts'
import { type JudgedCase, type NamedBytes, judgedCases } from '../support/judgedBundles.ts'
import { changed } from '../support/judgedCourt.ts'
import { zipOf } from '../support/zips.ts'
import { hostileZips } from '../support/hostileZips.ts'
import { cosignedHead, exportPaper } from '../support/paperBundle.ts'
import { type PaperNode, audit, paperWorld, say } from '../support/paperWorld.ts'
import { tmpdirOnDisk } from '../support/runFolder.ts'
import { digestOfBase64 } from '../../src/trust/list.ts'
import { exhibit } from '../workflow/speak.ts'
import { runAnywhere } from '../cli/commandLine.ts'

/** Each field for files that the reader has from elsewhere, and the option of the command that takes the same. */
const fileOptions = {
  checkpoints: '--checkpoint',
  revocations: '--revocation',
  timeAuthorities: '--time-authority',
  policy: '--policy',
} as const
type FileField = keyof typeof fileOptions

interface Shown {
  readonly exit: number
  readonly first: object | null
}

describe('verify.html in a browser without a network', function () {
  this.timeout(300_000)
  let browser: Browser
  let page: Page
  let folder: string
  let cases: JudgedCase[]
  const asked: string[] = []
  const faults: string[] = []

  before(async function () {
    browser = await startChromium(this)
    folder = await mkdtemp(join(tmpdirOnDisk(), 'rogatory-page-'))
    // Court bundles hold the page.
    cases = await judgedCases()
    const file = join(folder, 'verify.html')
    assert.equal((await runAnywhere(['verify', '--page', file])).code, 0)
    const context = await browser.newContext({ offline: true, locale: 'en-GB' })
    page = await context.newPage()
    page.on('request', (request) => asked.push(request.url()))
    page.on('pageerror', (error) => faults.push(error.message))
    await page.goto(pathToFileURL(file).href)
  })
  after(async () => {
    // Nothing was started where the tests are skipped.
    await (browser as Browser | undefined)?.close()
    if ((folder as string | undefined) !== undefined) await rm(folder, { recursive: true })
  })

  /** Takes away whatever was given before. */
  async function emptied(): Promise<void> {
    // One by one, as each is gone before the next is asked for: a hand does no other, and takes longer.
    await page.evaluate(`for (;;) {
      const away = document.querySelector('.given button, .picked button')
      if (away === null) break
      away.click()
    }`)
    await page.fill('#pins', '')
  }

  /** What the page shows in the end, as its JSON. */
  async function shown(): Promise<{ readonly json: unknown; readonly exit: number }> {
    const exit = await page.locator('[data-exit]').getAttribute('data-exit')
    return { json: JSON.parse((await page.textContent('#json')) ?? ''), exit: Number(exit) }
  }

  /** Drops a file or folder on the page, as a hand would. */
  async function dropped(path: string): Promise<void> {
    const session = await page.context().newCDPSession(page)
    const data = { items: [], files: [path], dragOperationsMask: 1 }
    for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: 200, y: 200, data })
    await session.detach()
  }

  async function zipFile(name: string, files: ReadonlyMap<string, Uint8Array>): Promise<string> {
    const file = join(folder, name)
    await rm(file, { force: true })
    await writeFile(file, await zipOf(files))
    return file
  }

  async function written(files: readonly NamedBytes[]): Promise<string[]> {
    for (const { name, bytes } of files) await writeFile(join(folder, name), bytes)
    return files.map(({ name }) => join(folder, name))
  }

  /** Gives the same to the command and to the page. */
  async function judged(one: JudgedCase): Promise<{ command: Shown; page: unknown; exit: number }> {
    const { bundles, pins = [] } = one
    const zips = await Promise.all(
      bundles.map(async ({ name, files }: Bundle) => await zipFile(`${name}.zip`, files)),
    )
    const words = [...zips, ...pins.flatMap((pin) => ['--pin', pin])]
    const known = new Map<FileField, string[]>()
    for (const field of Object.keys(fileOptions) as FileField[]) {
      const files = await written(one[field] ?? [])
      words.push(...files.flatMap((file) => [fileOptions[field], file]))
      known.set(field, files)
    }
    const { json } = await runAnywhere(['verify', ...words, '--json'])
    await emptied()
    await page.fill('#pins', pins.join('\n'))
    for (const [field, files] of known) if (files.length > 0) await page.setInputFiles(`#${field}`, files)
    await page.setInputFiles('#files', zips)
    const { json: report, exit } = await shown()
    // The command is given paths, and a page never learns them.
    const named = JSON.parse(JSON.stringify(json).replaceAll(`${folder}/`, '')) as Shown
    return { command: named, page: report, exit }
  }

  /** A report without what only the command can say: whether letters, report and page are what it makes of the bundle. */
  function plain(report: Report): Report {
    const isMadeHere = (path: string): boolean => !path.endsWith('.html')
    return {
      ...report,
      findings: report.findings.filter(
        ({ object, what }) => isMadeHere(object) || !what.startsWith('it is not what this program makes'),
      ),
      facts: report.facts.map(({ beside, ...facts }) => {
        if (beside === undefined) return facts
        const { same, signed, notChecked, ...by } = beside
        return {
          ...facts,
          beside: { ...by, same: same.filter(isMadeHere), signed: signed.filter(isMadeHere), notChecked },
        }
      }),
    }
  }

  it('gives the verdict, the first bad object and all findings and facts of the command, good and bad', async () => {
    const seen = new Set<number>()
    for (const one of cases) {
      const { command, page: report, exit } = await judged(one)
      assert.equal(command.exit, one.exit, `${one.said}: ${JSON.stringify(command.first)}`)
      assert.deepEqual(plain(report as Report), plain(command as unknown as Report), one.said)
      assert.equal(exit, one.exit, one.said)
      const { first } = command as { first: { object: string } | null }
      if (one.first !== undefined) assert.equal(first?.object ?? null, one.first, one.said)
      seen.add(exit)
    }
    assert.deepEqual(
      [...seen].sort((a, b) => a - b),
      [0, 10, 20, 30, 40, 50],
    )
    assert.ok(cases.length >= 30, `only ${cases.length}`)
  })

  it('shows the verdict in large words, the first bad object, and the lines of the command', async () => {
    const [broken] = cases.filter(({ said }) => said.includes('a byte of record/'))
    assert.ok(broken)
    await judged(broken)
    assert.equal(await page.textContent('.verdict .word'), 'BROKEN')
    const { out } = await runAnywhere(['verify', join(folder, 'vn.zip')])
    const lines = await page.locator('#result > pre').textContent()
    assert.equal(lines, out.replaceAll(`${folder}/`, ''))
    assert.match((await page.textContent('.first')) ?? '', /record\/.*0001\.jws/)
  })

  it('says whether anybody compared the keys', async () => {
    const [, pinned] = cases
    assert.ok(pinned)
    await judged(pinned)
    assert.equal(await page.locator('.warning').count(), 0)
    await judged({ ...pinned, pins: [] })
    assert.match((await page.textContent('.warning')) ?? '', /Compare the fingerprints/)
  })

  it('says whether anybody vouches for the authority of a time stamp, and refuses a file that names none', async () => {
    const [named, unnamed] = cases.filter(({ said }) => said.startsWith('a time stamp of an authority'))
    assert.ok(named && unnamed)
    const vouched = async (one: JudgedCase): Promise<unknown> => {
      const { page: report } = await judged(one)
      return (report as Report).facts[0]?.timeStamped?.isVouchedFor
    }
    assert.equal(await vouched(unnamed), false)
    const { notVouched, stale } = pageWords('en')
    assert.equal(await page.locator('.warning', { hasText: notVouched }).count(), 1)
    assert.equal(await vouched(named), true)
    assert.equal(await page.locator('.warning', { hasText: notVouched }).count(), 0)
    const nobody = { name: 'nobody.pem', bytes: Buffer.from('no certificate') }
    const [file = ''] = await written([nobody])
    const ran = await runAnywhere(['verify', join(folder, 'vn.zip'), '--time-authority', file, '--json'])
    await page.setInputFiles('#timeAuthorities', file)
    assert.equal(await page.textContent('.stale'), stale, 'the verdict that stands is of other things')
    await page.click('#check')
    await page.locator('[data-exit="64"]').waitFor()
    assert.equal(await page.locator('.stale').count(), 0)
    assert.deepEqual((await shown()).json, JSON.parse(JSON.stringify(ran.json).replaceAll(`${folder}/`, '')))
  })

  it('marks a verdict as one of before when what the reader knows was changed while the check ran', async () => {
    const [good] = cases
    assert.ok(good)
    await judged(good)
    await page.evaluate(`document.querySelector('#check').click()
      document.querySelector('#pins').value = 'VN=1'
      document.querySelector('#pins').dispatchEvent(new Event('input'))`)
    assert.equal((await shown()).exit, 0)
    assert.equal(await page.locator('.stale').count(), 1)
  })

  it('has a field for every option of the command, but for those that say where an answer goes or tell more than the verdict', async () => {
    const { out } = await runAnywhere(['verify', '--help'])
    const options = [...out.matchAll(/^ +(--[a-z-]+)/gm)].map(([, option]) => option).sort()
    // The entries and the custody are always on the page, those about all requests; what the command writes, a page does not make.
    const more = ['--custody', '--entries', '--json', '--made', '--page', '--request']
    assert.deepEqual(options, [...more, '--pin', ...Object.values(fileOptions)].sort())
    for (const field of ['pins', ...Object.keys(fileOptions)])
      assert.equal(await page.locator(`#${field}`).count(), 1, field)
  })

  const courtBundle = (): ReadonlyMap<string, Uint8Array> =>
    cases.find(({ said }) => said === 'a court bundle')?.bundles[0]?.files ?? new Map<string, Uint8Array>()

  it('reads a folder as the command does, also that of a court bundle that was unpacked', async () => {
    const [good] = cases
    const files = good?.bundles[0]?.files ?? new Map<string, Uint8Array>()
    for (const [name, content] of [
      ['bare', files],
      ['court', courtBundle()],
    ] as const) {
      const place = join(folder, name)
      await writeBundle(place, content)
      const { json } = await runAnywhere(['verify', place, '--json'])
      await emptied()
      await page.setInputFiles('#folder', place)
      const { json: report } = await shown()
      const command = JSON.parse(JSON.stringify(json).replaceAll(`${folder}/`, '')) as Report
      assert.deepEqual(plain(report as Report), plain(command))
      assert.equal(json.exit, 0)
    }
  })

  it('says in each language which files are only as their State has signed them, and which nobody vouches for', async () => {
    const court = courtBundle()
    const letters = [...court.keys()].filter((path) => path.startsWith('letters/'))
    const unmade = [...letters, 'report.html', 'verify.html'].sort()
    for (const [kind, files, said, paths] of [
      ['signed', court, 'besideSigned', unmade],
      ['beside', changed(court, { 'made.jws': null, 'report.html': 'x' }), 'beside', ['README', ...unmade]],
    ] as const) {
      await emptied()
      await page.setInputFiles('#files', await zipFile('court.zip', files))
      const { json } = await shown()
      const { by, same, signed, notChecked } = (json as Report).facts[0]?.beside ?? assert.fail()
      assert.deepEqual([by?.state, same], kind === 'signed' ? ['VN', ['README']] : [undefined, []])
      assert.deepEqual([...signed, ...notChecked].sort(), paths)
      for (const language of letterLanguages) {
        await page.click(`#language-${language}`)
        const shownText = (await page.textContent(`#result .${kind}`)) ?? ''
        const plainText = shownText.replace(/[\u2066-\u2069]/g, '')
        const [, before = ''] = /^([^{]*)\{name\}/.exec(pageWords(language)[said]) ?? []
        assert.ok(plainText.startsWith(`${before}court.zip`), plainText)
        for (const path of paths.slice(0, 20)) assert.ok(plainText.includes(path), `${language}: ${path}`)
        const other = kind === 'signed' ? 'beside' : 'signed'
        assert.equal(await page.locator(`#result .${other}`).count(), 0)
      }
      await page.click('#language-en')
      const lines = (await page.textContent('#result > pre')) ?? ''
      assert.match(
        lines,
        kind === 'signed' ? /as VN has signed, NOT MADE AGAIN here/ : /NOT CHECKED, nobody vouches/,
      )
    }
  })

  it('says in each language who else has countersigned a log, and clearly where nobody has', async () => {
    const world = await busyWorld()
    const all = exportPaper(world, world.vn)
    const part = exportPaper(world, world.vn, { cosigned: [cosignedHead(world, world.vn, { size: 5 })] })
    const none = exportPaper(world, world.vn, { cosigned: [] })
    for (const [files, said, warnings] of [
      [all, ['cosignedBy'], 0],
      [part, ['cosignedBy', 'partlyCosigned'], 1],
      [none, ['uncosigned'], 1],
    ] as const) {
      await emptied()
      await page.setInputFiles('#files', await zipFile('vn.zip', files))
      assert.equal((await shown()).exit, 0)
      for (const language of letterLanguages) {
        await page.click(`#language-${language}`)
        const told = await page.locator('#result .witness').allTextContents()
        assert.equal(told.length, said.length)
        for (const [at, name] of said.entries())
          for (const piece of pageWords(language)[name].split(/\{[a-z]+\}/))
            assert.ok(told[at]?.replace(/[\u2066-\u2069]/g, '').includes(piece), `${language}: ${piece}`)
        assert.equal(await page.locator('#result .witness.warning').count(), warnings)
      }
      await page.click('#language-en')
    }
  })

  it('says in each language how far a bundle was checked, and of keys only where there are some to compare', async () => {
    const world = await busyWorld()
    const good = exportPaper(world, world.vn)
    const message = `record/${one}/0001.jws`
    for (const [files, said, hasKeys] of [
      [good, ['checkedAll'], true],
      [changed(good, { 'proofs.jsonl': 'x' }), ['checkedRest', 'checkedBehind'], true],
      [changed(good, { [message]: 'x' }), ['checkedRest', 'checkedBehind'], true],
      [changed(good, { 'trust/VN-1.jws': 'x' }), ['checkedLog'], true],
      [changed(good, { checkpoint: 'x' }), ['checkedNothing'], false],
    ] as const) {
      await emptied()
      await page.setInputFiles('#files', await zipFile('vn.zip', files))
      await shown()
      for (const language of letterLanguages) {
        await page.click(`#language-${language}`)
        const told = await page.locator('#result .checked').allTextContents()
        assert.equal(told.length, said.length, told.join('\n'))
        for (const [at, name] of said.entries())
          for (const piece of pageWords(language)[name].split(/\{[a-z]+\}/))
            assert.ok(told[at]?.replace(/[\u2066-\u2069]/g, '').includes(piece), `${language}: ${piece}`)
        const { notPinned } = pageWords(language)
        assert.equal(await page.locator('.warning', { hasText: notPinned }).count(), hasKeys ? 1 : 0)
        const isStranger = files.get('trust/VN-1.jws')?.length === 1
        assert.equal(await page.locator('.warning.keys').count(), hasKeys ? (isStranger ? 2 : 1) : 0)
      }
      await page.click('#language-en')
      const aloud = (await page.textContent('#aloud')) ?? ''
      assert.equal(aloud.includes(pageWords('en').notPinned), hasKeys)
    }
  })

  it('says in each language that the keys are those that were entered only where each list of each bundle was believed', async () => {
    const world = await busyWorld()
    const pinOf = ({ state, listSigner }: PaperNode): string =>
      `${state}=${digestOfBase64(listSigner.certificate.toString('base64'))}`
    const [pins, swapped] = [
      [pinOf(world.vn), pinOf(world.qa)],
      [pinOf({ ...world.qa, state: 'VN' }), pinOf({ ...world.vn, state: 'QA' })],
    ]
    const vn = exportPaper(world, world.vn)
    const named = (files: ReadonlyMap<string, Uint8Array>) => [
      { name: 'vn', files: vn },
      { name: 'qa', files },
    ]
    const good = exportPaper(world, world.qa)
    const ofThree = (key: PageWord): readonly PageWord[] => [key, key, key]
    const [yes, noMatch, notLookedAt] = [ofThree('yes'), ofThree('noMatch'), ofThree('notLookedAt')]
    for (const [given, of, keys, [notCompared, oneSide]] of [
      [named(good), pins, yes, [0, 0]],
      [named(changed(good, { checkpoint: 'x' })), pins, [...yes, ...notLookedAt], [1, 1]],
      [named(good), swapped, [...noMatch, ...noMatch], [1, 0]],
      [named(good).slice(1), swapped, noMatch, [0, 0]],
    ] as const) {
      const isPinned = keys === yes
      await judged({ said: '', exit: 0, bundles: given, pins: of })
      for (const language of letterLanguages) {
        await page.click(`#language-${language}`)
        const words = pageWords(language)
        const told = await page.locator('#result .keys').allTextContents()
        const plainTold = told.map((text) => text.replace(/[\u2066-\u2069]/g, ''))
        const [before = '', after = ''] = words.notAllPinned.split('{names}')
        if (isPinned) assert.deepEqual(plainTold, [words.allPinned])
        else
          assert.ok(
            plainTold.length === 1 && plainTold[0]?.startsWith(before) && plainTold[0].endsWith(after),
          )
        const compared = await page.locator('#result > table tbody tr td:last-child').allTextContents()
        assert.deepEqual(
          compared.slice(0, keys.length),
          keys.map((name) => words[name]),
          language,
        )
        assert.equal(await page.locator('#result .not-compared').count(), notCompared)
        assert.equal(await page.locator('#result .one-side').count(), oneSide)
      }
      await page.click('#language-en')
      const aloud = ((await page.textContent('#aloud')) ?? '').replace(/[\u2066-\u2069]/g, '')
      assert.equal(aloud.includes('NOT ALL KEYS'), !isPinned)
    }
  })

  it('takes a zip file with one folder around all, as a desktop makes it, and says what the command says of it', async () => {
    const world = await busyWorld()
    const bundle = exportPaper(world, world.vn)
    const around = [...bundle].map(([path, bytes]): [string, Uint8Array] => [`bundle-vn/${path}`, bytes])
    for (const [files, first] of [
      [around, null],
      [[...around, ['__MACOSX/bundle-vn/._checkpoint', Buffer.of(1)]], '__MACOSX/bundle-vn/._checkpoint'],
    ] as const) {
      const zip = await zipFile('folder.zip', new Map(files))
      const ran = await runAnywhere(['verify', zip, '--json'])
      await emptied()
      await page.setInputFiles('#files', zip)
      const { json, exit } = await shown()
      assert.deepEqual([exit, ran.code], first === null ? [0, 0] : [10, 10])
      const objects = [json, ran.json].map((one) =>
        (one as { findings: { object: string }[] }).findings.map(({ object }) => object),
      )
      assert.deepEqual(objects, first === null ? [[], []] : [[first], [first]])
    }
  })

  it('says in each language that there is no bundle where nothing of one is, as the command does', async () => {
    const place = join(folder, 'photos')
    await mkdir(place)
    await writeFile(join(place, 'photo.jpg'), 'x')
    const zip = await zipFile('photos.zip', new Map([['README', Buffer.of(1)]]))
    for (const [field, path] of [
      ['#folder', place],
      ['#files', zip],
    ] as const) {
      const ran = await runAnywhere(['verify', path, '--json'])
      await emptied()
      await page.setInputFiles(field, path)
      const { json, exit } = await shown()
      assert.deepEqual([exit, ran.code], [64, 64])
      assert.deepEqual([(json as { code: string }).code, ran.json.code], ['NO_BUNDLE', 'NO_BUNDLE'])
      for (const language of letterLanguages) {
        await page.click(`#language-${language}`)
        assert.equal(await page.textContent('.verdict .sentence'), pageWords(language).noBundle)
      }
      await page.click('#language-en')
    }
  })

  it('shows who did what, when and from where, as the command tells it, as text, and how many entries more there are', async () => {
    const world = await busyWorld()
    const from = { by: 'network', address: '<b>192.0.2.7' } as const
    const actor = { person: 'Example-<i>\u202eReader', role: 'officer', authority: 'vn.spp', from }
    for (let at = 0; at < entriesShownMax; at += 1)
      audit(world, world.vn, { event: 'case.read', actor, details: { part: 'custody' } }, one)
    const zip = await zipFile('vn.zip', exportPaper(world, world.vn, { requests: [one] }))
    await emptied()
    await page.setInputFiles('#files', zip)
    assert.equal((await shown()).exit, 0)
    const ran = await runAnywhere(['verify', zip, '--entries', '--json'])
    const { entries } = ran.json as unknown as { entries: { request: object | null; actor?: object }[] }
    const telling = entries.filter(({ request, actor: who }) => request !== null || who !== undefined)
    const rows = page.locator('.entries tbody tr')
    assert.equal(await rows.count(), entriesShownMax)
    for (const language of letterLanguages) {
      await page.click(`#language-${language}`)
      await page.click('.entries summary')
      const more = formatFor(language, 'UTC').number(telling.length - entriesShownMax)
      const words = ((await page.textContent('.entries > .note')) ?? '').replace(/[\u2066-\u2069]/g, '')
      assert.equal(words, pageWords(language).entriesMore.replace('{count}', more))
      await page.setViewportSize({ width: 320, height: 700 })
      assert.equal(
        await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
        0,
        language,
      )
      await page.setViewportSize({ width: 1280, height: 720 })
    }
    await page.click('#language-en')
    const read = (await rows.filter({ hasText: 'case.read' }).first().locator('td').allTextContents()).slice(
      2,
    )
    assert.deepEqual(read, [
      'case.read',
      'VN-TEST-1',
      'Example-<i>�Reader · officer, vn.spp',
      '<b>192.0.2.7',
      '{"part":"custody"}',
    ])
    assert.equal(await page.locator('#result b, #result i').count(), 0)
  })

  it('tells the custody of each file that is handed over in the words of the command, in each language', async () => {
    const world = await paperWorld()
    const file = exhibit('E1')
    await say(world, { by: world.vn, request: one, type: 'request', message: { exhibits: [file] } })
    const zip = await zipFile('files.zip', exportPaper(world, world.vn))
    await emptied()
    await page.setInputFiles('#files', zip)
    assert.equal((await shown()).exit, 0)
    const plain = (text: string): string => text.replace(/[\u2066-\u2069]|\s+/g, '')
    for (const language of letterLanguages) {
      await page.click(`#language-${language}`)
      const told = plain((await page.textContent('#result .custody')) ?? '')
      const { out } = await runAnywhere(['verify', zip, '--custody', language])
      const [, ...lines] = out.slice(out.indexOf('E1'), out.indexOf(`${zip}: node of`)).split('\n')
      const said = lines.map((line) => plain(line.replace(/^ +\d+ {2}/, ''))).filter((line) => line !== '')
      assert.ok(said.length >= 5, out)
      for (const line of said) assert.ok(told.includes(line), `${line} in ${told}`)
      assert.ok(told.includes(plain(file.name)) && told.includes(file.sha256))
    }
    await page.click('#language-en')
  })

  it('takes what is dropped on it, zip files and folders, where an empty folder is nothing and a strange file is one, as for the command', async () => {
    const [good] = cases
    const files = good?.bundles[0]?.files ?? new Map<string, Uint8Array>()
    const zip = await zipFile('dropped.zip', files)
    const place = join(folder, 'dropped')
    await writeBundle(place, files)
    for (const one of [zip, place]) {
      await emptied()
      await dropped(one)
      assert.equal((await shown()).exit, 0, one)
    }
    await mkdir(join(place, 'record/strange'))
    for (const [left, exit] of [
      [null, 0],
      ['.DS_Store', 10],
      ['record/strange/note', 30],
    ] as const) {
      if (left !== null) await writeFile(join(place, left), 'x')
      const { json } = await runAnywhere(['verify', place, '--json'])
      assert.equal(json.exit, exit)
      for (const give of [() => dropped(place), () => page.setInputFiles('#folder', place)]) {
        await emptied()
        await give()
        const { json: report } = await shown()
        assert.deepEqual(report, JSON.parse(JSON.stringify(json).replaceAll(`${folder}/`, '')))
      }
    }
  })

  it('refuses hostile zip files with the code of the command', async () => {
    for (const { said, bytes, code, exit: expected } of hostileZips()) {
      const file = join(folder, 'hostile.zip')
      await writeFile(file, bytes)
      const ran = await runAnywhere(['verify', file, '--json'])
      assert.deepEqual([ran.code, ran.json.code], [expected, code], said)
      await emptied()
      await page.setInputFiles('#files', file)
      const { json, exit } = await shown()
      assert.deepEqual([exit, (json as { code: string }).code], [expected, code], said)
      assert.equal(await page.textContent('.verdict .word'), 'NOT READ')
    }
  })

  it('refuses a folder with a file larger than one may be as the command does, and says that it takes less', async () => {
    const place = join(folder, 'large')
    await mkdir(place)
    const file = join(place, 'proofs.jsonl')
    await writeFile(file, '')
    await truncate(file, folderSizes.fileBytesMax + 1)
    const ran = await runAnywhere(['verify', place, '--json'])
    assert.deepEqual([ran.code, ran.json.code], [64, 'BUNDLE_TOO_LARGE'])
    await emptied()
    await dropped(place)
    const { json, exit } = await shown()
    const { code, message } = json as { readonly code: string; readonly message: string }
    assert.deepEqual([exit, code], [64, 'BUNDLE_TOO_LARGE'])
    assert.match(message, /proofs\.jsonl has 2147483648 bytes.*the command `rogatory verify`/)
    assert.equal(await page.textContent('.verdict .word'), 'NOT READ')
    await rm(place, { recursive: true })
  })

  it('reads what is above 64 MiB as the command does', async () => {
    const place = join(folder, 'above')
    await mkdir(place)
    await writeFile(join(place, 'checkpoint'), Buffer.alloc(65 * 1024 * 1024, 'one line after the other\n'))
    const ran = await runAnywhere(['verify', place, '--json'])
    await emptied()
    await dropped(place)
    const { json, exit } = await shown()
    assert.deepEqual(json, JSON.parse(JSON.stringify(ran.json).replaceAll(`${folder}/`, '')))
    assert.equal(exit, ran.code)
    await rm(place, { recursive: true })
  })

  it('refuses pins that are none, as the command does', async () => {
    await emptied()
    await page.fill('#pins', 'VN=12')
    await page.setInputFiles('#files', await zipFile('vn.zip', new Map([['README', Buffer.of(1)]])))
    assert.equal((await shown()).exit, 64)
  })

  it('shows text of others as text, and nothing in it acts', async () => {
    await emptied()
    const files = new Map([
      ['<img src=x onerror=alert(1)>\u202e.txt', Buffer.of(1)],
      ['checkpoint', Buffer.of(1)],
    ])
    await page.setInputFiles('#files', {
      name: '<b>&\u202e.zip',
      mimeType: 'application/zip',
      buffer: await zipOf(files),
    })
    assert.equal((await shown()).exit, 30)
    assert.equal(await page.locator('img, b').count(), 0)
    assert.ok(!((await page.textContent('#result > pre')) ?? '').includes('\u202e'))
  })

  it('can be used by keyboard alone: each control is reached and named, and Enter on the place for bundles picks them', async () => {
    await emptied()
    // Asked for long before it comes: the browser takes a moment until it tells of such a thing.
    const choosing = page.waitForEvent('filechooser')
    await page.locator('body').focus()
    const reached = new Set<string>()
    for (let at = 0; at < 25; at += 1) {
      await page.keyboard.press('Tab')
      reached.add(await page.evaluate('document.activeElement.id || document.activeElement.textContent'))
    }
    const languages = letterLanguages.map((one) => `language-${one}`)
    const { pickFiles, pickFolder } = pageWords('en')
    const fields = ['pins', ...Object.keys(fileOptions)]
    for (const one of [...languages, 'drop', pickFiles, pickFolder, ...fields])
      assert.ok(reached.has(one), `${one} is not reached`)
    const snapshot = await page.locator('main').ariaSnapshot()
    assert.doesNotMatch(snapshot, /(button|textbox|group)$/m)
    for (const id of fields) assert.equal(await page.locator(`label[for=${id}]`).count(), 1, id)
    await page.focus('#drop')
    await page.keyboard.press('Enter')
    const chooser = await choosing
    assert.equal(await chooser.element().getAttribute('id'), 'files')
  })

  it('is whole in each language, with the verdict in it, and what was found in English', async () => {
    const [broken] = cases.filter(({ said }) => said.includes('a byte of record/'))
    assert.ok(broken)
    await judged(broken)
    const lines = await page.locator('#result > pre').textContent()
    for (const language of letterLanguages) {
      await page.click(`#language-${language}`)
      assert.equal(
        await page.evaluate('document.documentElement.lang + " " + document.documentElement.dir'),
        `${language} ${directionOf(language)}`,
      )
      assert.equal(await page.evaluate('document.activeElement.id'), `language-${language}`)
      const { title, notPinned, timeAuthorities } = pageWords(language)
      assert.equal(await page.title(), title)
      const { word, sentence } = verdictFor(language, 40)
      assert.deepEqual(await page.locator('.verdict .word, .verdict .sentence').allTextContents(), [
        word,
        sentence,
      ])
      assert.equal(await page.textContent('.warning'), notPinned)
      assert.ok((await page.textContent('label[for=timeAuthorities]'))?.startsWith(timeAuthorities))
      const found = page.locator('#result > pre')
      assert.deepEqual(
        [await found.textContent(), await found.getAttribute('lang'), await found.getAttribute('dir')],
        [lines, 'en', 'ltr'],
      )
      // Nothing is left out on a narrow screen in any language.
      await page.setViewportSize({ width: 320, height: 700 })
      assert.equal(
        await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth'),
        0,
        language,
      )
      await page.setViewportSize({ width: 1280, height: 720 })
    }
    await page.click('#language-en')
  })

  it('speaks the first language of the browser that it has, from right to left in Arabic, and says the verdict aloud', async () => {
    const context = await browser.newContext({ offline: true, locale: 'ar-EG' })
    const arabic = await context.newPage()
    arabic.on('pageerror', (error) => faults.push(error.message))
    await arabic.addInitScript(
      'Object.defineProperty(navigator, "languages", { value: ["sw", "ar-EG", "fr"] })',
    )
    await arabic.goto(page.url())
    assert.equal(
      await arabic.evaluate('document.documentElement.lang + " " + document.documentElement.dir'),
      'ar rtl',
    )
    assert.equal(await arabic.evaluate('getComputedStyle(document.querySelector("h1")).direction'), 'rtl')
    const [good] = cases
    const files = good?.bundles[0]?.files ?? new Map<string, Uint8Array>()
    await arabic.setInputFiles('#files', await zipFile('vn.zip', files))
    const { word, sentence } = verdictFor('ar', 0)
    const said = arabic.locator('#aloud[role=status]', { hasText: sentence })
    assert.equal(await said.textContent(), [word, sentence, pageWords('ar').notPinned].join('\n'))
    await context.close()
  })

  it('asks for scripts in every language where they are forbidden', async () => {
    const context = await browser.newContext({ offline: true, javaScriptEnabled: false })
    const still = await context.newPage()
    await still.goto(page.url())
    const asked = await still.evaluate('[...document.querySelectorAll("noscript p")].map(({ lang }) => lang)')
    assert.deepEqual(asked, [...letterLanguages])
    await context.close()
  })

  it('makes no connection, and its policy would let none be made', async () => {
    const blocked = await page.evaluate(`new Promise((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => resolve(event.effectiveDirective))
      fetch('http://127.0.0.1:9/').catch(() => setTimeout(() => resolve('none'), 1000))
    })`)
    assert.equal(blocked, 'connect-src')
    assert.deepEqual(
      asked.filter((url) => !url.startsWith('file:')),
      [],
    )
    assert.equal(asked.length, 1)
    assert.deepEqual(faults, [])
  })

  it('is one file that names no other, in one language and direction', async () => {
    const text = await readFile(join(folder, 'verify.html'), 'utf8')
    assert.doesNotMatch(text, /<(script|img|link|iframe|object)[^>]*\s(src|href|data)=/)
    assert.match(
      text,
      /default-src 'none'; script-src 'sha256-[A-Za-z0-9+/=]+' 'unsafe-eval'; style-src 'sha256-/,
    )
    assert.equal(
      await page.evaluate('document.documentElement.lang + " " + document.documentElement.dir'),
      'en ltr',
    )
    assert.equal(basename(page.url()), 'verify.html')
  })
})
