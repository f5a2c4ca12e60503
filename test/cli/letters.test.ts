import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type World, type WorldState, authority, twoStates } from '../support/world.ts'
import { type Ran, run } from './commandLine.ts'

const example = resolve(import.meta.dirname, '../../schemas/example/request.json')
const people = ['--officer', 'Example-A', '--approver', 'Example-B']

describe('a case read as letters, through the command', () => {
  let world: World
  let vn: WorldState
  let qa: WorldState
  let folder: string
  before(async () => {
    world = await twoStates(
      { state: 'VN', authorities: [{ ...authority('vn.spp'), timeZone: 'Asia/Ho_Chi_Minh' }] },
      { state: 'QA', authorities: [{ ...authority('qa.pp'), timeZone: 'Asia/Qatar' }] },
    )
    vn = world.asking
    qa = world.answering
    folder = await mkdtemp(join(tmpdir(), 'rogatory-letters-'))
    const { body } = JSON.parse(await readFile(example, 'utf8')) as { body: object }
    const draft = { from: 'vn.spp', to: 'qa.pp', reference: 'VN-DEMO-1', language: 'vi', body }
    const file = join(folder, 'draft.json')
    await writeFile(file, JSON.stringify(draft))
    done(await run(vn, 'send', file, ...people, '--wait', '20'))
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  const done = (ran: Ran): Ran => {
    assert.equal(ran.code, 0, `${ran.beside}\n${ran.out}\n${JSON.stringify(ran.json)}`)
    return ran
  }

  it('shows the whole record in the language asked for, at the place of the reader, on both sides', async () => {
    const { out } = done(await run(vn, 'show', 'VN-DEMO-1', '--language', 'vi'))
    assert.match(out, /Hồ sơ VN-DEMO-1/)
    assert.match(out, /a1 \(Bảo quản khẩn cấp dữ liệu\)/)
    assert.match(out, /Yêu cầu tương trợ tư pháp: VN-DEMO-1/)
    assert.match(out, /UTC\+07:00/)
    assert.match(out, /Trong khoảng sáu tuần/)
    const theirs = done(await run(qa, 'show', 'VN-DEMO-1', '--language', 'ar')).out
    assert.match(theirs, /سجل VN-DEMO-1/)
    assert.match(theirs, /UTC\+03:00/)
    assert.match(theirs, /النص الأصلي، الفيتنامية/)
  })

  it('shows one message, with its digest, at another place when that is asked for', async () => {
    const words = ['--message', '1', '--language', 'en', '--time-zone', 'America/New_York']
    const { out } = done(await run(qa, 'show', 'VN-DEMO-1', ...words))
    assert.match(out, /Request: VN-DEMO-1/)
    assert.match(out, /UTC−0[45]:00/)
    const { json } = done(await run(qa, 'show', 'VN-DEMO-1', '--message', '1', '--json'))
    assert.ok(out.includes(String(json.digest)))
    assert.ok(out.includes(`rogatory:proof?message=${String(json.digest)}&request=`))
  })

  it('writes pages and PDF into a new file that nobody else can read', async () => {
    const html = join(folder, 'letter.html')
    done(await run(qa, 'show', 'VN-DEMO-1', '--language', 'fr', '--format', 'html', '--out', html))
    assert.match(await readFile(html, 'utf8'), /^<!DOCTYPE html>\n<html lang="fr" dir="ltr">/)
    const pdf = join(folder, 'letter.pdf')
    const words = ['--message', '1', '--language', 'zh', '--format', 'pdf', '--out', pdf]
    const { out } = done(await run(qa, 'show', 'VN-DEMO-1', ...words))
    assert.equal(out, `The letter is in ${pdf}`)
    assert.equal((await readFile(pdf)).subarray(0, 8).toString('latin1'), '%PDF-1.7')
    assert.equal((await stat(pdf)).mode & 0o777, 0o600)
    const again = await run(qa, 'show', 'VN-DEMO-1', ...words)
    assert.equal(again.code, 64)
    assert.match(again.beside, /--out: .* is there already/)
  })

  it('refuses what it cannot do before it reads anything', async () => {
    const reads = async () =>
      (await qa.database.db.selectFrom('audit_entry').select('entry').execute()).filter(({ entry }) =>
        entry.includes('case.read'),
      ).length
    const before = await reads()
    for (const [words, expected] of [
      [['--language', 'de'], /--language must be one of ar, en, es, fr, ru, vi, zh/],
      [['--language', 'vi', '--format', 'docx'], /--format must be one of text, html, pdf/],
      [['--language', 'vi', '--format', 'pdf'], /--format pdf needs --out/],
      [['--language', 'vi', '--json'], /leave out --language/],
      [['--language', 'vi', '--time-zone', 'Mars/Olympus'], /there is no zone Mars\/Olympus/],
      [['--format', 'html'], /--format needs --language/],
      [['--out', 'letter.txt'], /--out needs --language/],
    ] as const) {
      const ran = await run(qa, 'show', 'VN-DEMO-1', ...words)
      assert.equal(ran.code, 64, words.join(' '))
      assert.match(`${ran.beside}${JSON.stringify(ran.json)}`, expected)
    }
    assert.equal(await reads(), before)
  })

  it('leaves each reading of a letter in the log', async () => {
    const entries = await qa.database.db.selectFrom('audit_entry').select('entry').execute()
    assert.ok(entries.filter(({ entry }) => entry.includes('case.read')).length >= 5)
    const secrets = await qa.database.db.selectFrom('audit_secret').select('value').execute()
    assert.ok(secrets.some(({ value }) => value.includes('message 1')))
  })
})
