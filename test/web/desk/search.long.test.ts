import assert from 'node:assert/strict'
import { sql } from 'kysely'
import { indexRound, withinRoom } from '../../../src/exchange/search/index.ts'
import { messageWords } from '../../../src/exchange/search/messageWords.ts'
import {
  askedText,
  waysToBegin,
  askedWords,
  folded,
  indexWords,
  wholeNumber,
} from '../../../src/exchange/search/words.ts'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import { run } from '../../cli/commandLine.ts'
import { daysOf } from '../../support/askedDays.ts'
import { type SignedInClient, signedIn, withDesk } from '../../support/desk.ts'
import { insertRequests } from '../../../src/store/requests.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { afterNoon, requestRow } from '../../support/rows.ts'
import { agreed, delivered, say } from '../../support/talk.ts'
import { type World, type WorldState, authority, twoStates, until } from '../../support/world.ts'

/** Waits until every message of this State is in the index. */
async function indexed({ node }: WorldState): Promise<void> {
  await until('all is in the index', async () => {
    return (await node.node.db.selectFrom('search_pending').selectAll().execute()).length === 0
  })
}

/** Ids of the requests on a page, in its order. */
function foundOn(text: string): string[] {
  return [...text.matchAll(/href="\/cases\/([0-9a-f-]{36})"/g)].map(([, id = '']) => id)
}

function searchFor(members: Readonly<Record<string, string>>): string {
  return `/search?${new URLSearchParams(members).toString()}`
}

describe('the words by which requests are found', () => {
  it('are the same however a script writes them', () => {
    for (const [one, other] of [
      ['Nguyễn Thị Ví Dụ', 'nguyen thi vi du'],
      ['ĐẶNG', 'dang'],
      ['أَحْمَد إبراهيم', 'احمد ابراهيم'],
      ['مـحـمـد مستشفى', 'محمد مستشفي'],
      ['Фёдоров', 'ФЕДОРОВ'],
      ['Straße İzmir Łódź', 'strasse izmir lodz'],
      ['ＡＢＣ１２', 'abc12'],
      ['٢٠٢٦', '2026'],
      ['۱۲۳', '१२३'],
      ['한국', '한국'.normalize('NFD')],
    ] as const)
      assert.equal(folded(one), folded(other), one)
  })
  it('are characters and pairs of them where a script has no spaces', () => {
    assert.deepEqual(indexWords('张伟明 A-1'), ['张', '伟', '明', '张伟', '伟明', 'a', '1'])
    assert.deepEqual(askedWords('张伟明'), ['张伟', '伟明'])
    assert.deepEqual(askedWords('张伟明示例'), ['张伟', '明示', '示例'])
    assert.deepEqual(askedWords('伟'), ['伟'])
    assert.deepEqual(indexWords('データ'), ['デ', 'ー', 'タ', 'デー', 'ータ'])
    assert.ok(askedWords('สมชาย ตัวอย่างสกุลยาวมาก').length <= exchangeLimits.search.askedWordsMax)
  })
  it('are beginnings where a star stands behind them, in Arabic behind the article and what is joined to a word as well', () => {
    assert.deepEqual(askedText('Щербак* VN-1'), { words: ['vn', '1'], beginnings: ['щербак'] })
    assert.deepEqual(askedText('a*b 张伟* *'), { words: ['a', 'b', '张伟'], beginnings: [] })
    assert.deepEqual(waysToBegin('щербак'), ['щербак'])
    const ways = waysToBegin(askedText('الاحتيال*').beginnings[0] ?? '')
    for (const written of ['الاحتيال', 'بالاحتيال', 'للاحتيال', 'احتيال', 'واحتيالية'])
      assert.ok(
        ways.some((way) => folded(written).startsWith(way)),
        written,
      )
  })
  it('are whole where vowels stand behind their letters, and where something that is not seen stands in them', () => {
    assert.equal(indexWords('कुमार').length, 1)
    assert.equal(indexWords('বাংলা').length, 1)
    assert.deepEqual(indexWords('exam\u00adple ZW\u200bNJ \u202bexample\u202c'), [
      'example',
      'zwnj',
      'example',
    ])
  })
  it('are what people wrote in a message, and nothing of what opens its files', () => {
    const sealed = { digest: 'a'.repeat(43), key: 'Ab-cd_Ef'.repeat(5), deposit: 'b'.repeat(20) }
    const words = messageWords({
      reference: 'VN-DEMO-1',
      body: {
        measures: [
          { id: 'm1', kind: 'seizure', authorisation: { kind: 'Order of the Example Court' }, unit: 'kg' },
        ],
        facts: { language: 'en', text: '2026-03-01T10: the example began' },
        since: '2026-03-01T10:00:00Z',
      },
      exhibits: [
        {
          ...{
            id: 'E1',
            title: { language: 'en', text: 'Photograph' },
            mediaType: 'image/png',
            sha256: 'c'.repeat(64),
          },
          ...{ sealed, otherDigests: [{ algorithm: 'blake3', value: 'd'.repeat(64) }] },
        },
      ],
    } as unknown as Parameters<typeof messageWords>[0])
    for (const word of ['photograph', 'court', 'began', 'e1']) assert.ok(words.has(word), word)
    for (const word of ['ab', 'cd', 'ef', 'kg', 'seizure', 'png', 'a'.repeat(43), 'd'.repeat(64), '00z'])
      assert.ok(!words.has(word), word)
  })
  it('are those of whoever certifies a record, and not the bytes of a certificate', () => {
    const words = messageWords({
      reference: 'VN-DEMO-2',
      body: { result: { certificate: { form: 'swornStatement', by: 'Registrar Example' } } },
      exhibits: [{ id: 'E1', certificate: 'TUlJRXhhbXBsZQ' }],
    } as unknown as Parameters<typeof messageWords>[0])
    assert.ok(words.has('registrar'))
    assert.ok(!words.has('TUlJRXhhbXBsZQ'.toLowerCase()))
  })
  it('are as many as a request may have, also where several of its messages are read at once', () => {
    const all = ['a b', 'a c', 'b b', 'a b', 'a d', 'a e'].map((pair) => {
      const [request = '', word = ''] = pair.split(' ')
      return { request, word }
    })
    const kept = withinRoom(all, new Map([['a', 1]]), 4)
    assert.deepEqual(
      kept.map(({ request, word }) => `${request} ${word}`),
      ['a b', 'a c', 'b b', 'a d'],
    )
  })
  it('have a number whole as well, however it is grouped', () => {
    assert.equal(wholeNumber('GB29 NWBK-6016/1331'), 'gb29nwbk60161331')
    assert.equal(wholeNumber('Example'), null)
    assert.equal(wholeNumber('12'), null)
  })
})

describe('searching at the desk', () => {
  let world: World
  let asker: SignedInClient
  let stranger: SignedInClient
  let officer: SignedInClient
  let first: string
  let second: string
  before(async () => {
    const two = { state: 'VN', authorities: [authority('vn.spp'), authority('vn.moj')] }
    world = await twoStates(two, undefined, withDesk)
    asker = await signedIn(world.asking, ['officer'], { authority: 'vn.spp' })
    stranger = await signedIn(world.asking, ['auditor'], { authority: 'vn.moj' })
    officer = await signedIn(world.answering, ['approver'])
    first = crypto.randomUUID()
    second = crypto.randomUUID()
    await say(world, world.asking, first, 'request', { reference: 'VN-DEMO-77/2026' })
    await say(world, world.asking, second, 'request', { reference: 'VN-DEMO-78/2026' })
    await agreed(world, first, 1)
    await agreed(world, second, 1)
    const words =
      'Свидетель Фёдоров; الشاهد أحمد مثال; 证人张伟明; VN DEMO 77 2026; Щербакова; متهم بالاحتيال'
    const text = { language: 'ru', text: words }
    await say(world, world.asking, second, 'status-request', { reference: 'VN-DEMO-78/2026', body: { text } })
    await agreed(world, second, 2)
    await indexed(world.asking)
    await indexed(world.answering)
  })
  after(() => world.close())
  const found = async (client: SignedInClient, members: Readonly<Record<string, string>>) => {
    const { status, text } = await client.get(searchFor(members))
    assert.equal(status, 200, JSON.stringify(members))
    return foundOn(text)
  }

  const placeOf = async (id: string): Promise<string> => {
    const { db } = world.asking.node.node
    const { opened_at } = await db
      .selectFrom('request')
      .select('opened_at')
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    return `${opened_at.toISOString()}_${id}`
  }

  it('finds requests by reference, name, number and text, in several scripts, on both sides', async () => {
    for (const client of [asker, officer]) {
      for (const words of ['VN-DEMO-78/2026', 'vndemo782026', 'ФЕДОРОВ', 'احمد', '张伟', '伟'])
        assert.deepEqual(await found(client, { words }), [second], words)
      for (const words of ['tran van mau', 'Trần Văn Mẫu', 'dt demo 31', 'DTDEMO31', 'hóa đơn', 'hoa don'])
        assert.deepEqual(await found(client, { words }), [second, first], words)
      assert.deepEqual(
        await found(client, { words: 'tran федоров' }),
        [second],
        'of two messages of one request',
      )
    }
  })

  it('finds a number where it stands whole and where it is grouped in a text', async () => {
    for (const words of ['VN-DEMO-77/2026', 'vn demo 77 2026'])
      assert.deepEqual(await found(asker, { words }), [second, first], words)
    assert.deepEqual(await found(asker, { words: 'vndemo772026' }), [first])
  })

  it('finds words by their beginning, and says where nothing was found that they are looked for whole', async () => {
    for (const words of ['Щербаков', 'الاحتيال', 'احتيال']) {
      const { text } = await asker.get(searchFor({ words }))
      assert.deepEqual(foundOn(text), [], words)
      assert.match(text, /Words are looked for whole, as they are written\. A \* behind at least 3 letters/)
    }
    for (const words of ['Щербак*', 'щербакова*', 'الاحتيال*', 'احتيا*', 'tran федо*', 'Свид* 78'])
      assert.deepEqual(await found(asker, { words }), [second], words)
    for (const words of ['mau demo*', 'tra*'])
      assert.deepEqual(await found(asker, { words }), [second, first], words)
    assert.deepEqual(await found(asker, { words: 'demo*', after: await placeOf(second) }), [first])
    assert.deepEqual(await found(asker, { words: 'nothing*' }), [])
    assert.deepEqual(await found(asker, { words: 'demo*', status: 'closed' }), [])
    for (const words of ['ще*', 'щербак* tra*', '5*']) {
      const page = await asker.get(searchFor({ words }))
      assert.equal(page.status, 400, words)
      assert.match(page.text, /A \* may stand behind one of the words, with at least 3 letters before it/)
    }
  })

  it('looks for the first words of a beginning that many have, and says so', async () => {
    const { db } = world.asking.node.node
    const { beginningWordsMax } = exchangeLimits.search
    const rows = await db
      .selectFrom('search_word')
      .selectAll()
      .where('request', '=', first)
      .where('word', '=', '*')
      .execute()
    const [row] = rows
    assert.ok(row !== undefined)
    const words = Array.from({ length: beginningWordsMax + 1 }, (_one, at) => ({
      ...row,
      word: `zzz${String(at).padStart(2, '0')}`,
    }))
    await db.insertInto('search_word').values(words.slice(1)).execute()
    const asked = async () => (await asker.get(searchFor({ words: 'zzz*' }))).text
    assert.deepEqual(foundOn(await asked()), [first])
    assert.doesNotMatch(await asked(), /words begin so/)
    await db.insertInto('search_word').values(words.slice(0, 1)).execute()
    assert.match(await asked(), /More than 20 words begin so/)
    assert.deepEqual(foundOn(await asked()), [first])
    await db.deleteFrom('search_word').where('word', 'like', 'zzz%').execute()
  })

  it('narrows what is found by State, side, status, kind and dates, and says where it was found', async () => {
    const { node } = world.asking.node
    const { opened_at: openedAt } = await node.db
      .selectFrom('request')
      .select('opened_at')
      .where('id', '=', second)
      .executeTakeFirstOrThrow()
    const today = openedAt.toISOString().slice(0, 10)
    const before = new Date(openedAt.getTime() - 86_400_000).toISOString().slice(0, 10)
    for (const [members, ids] of [
      [{ asked: 'yes' }, [second, first]],
      [{ peer: 'QA', side: 'requesting', status: 'open', kind: 'preservation' }, [second, first]],
      [{ words: 'mau', side: 'requesting' }, [second, first]],
      [{ words: 'mau', peer: 'KR' }, []],
      [{ side: 'requested' }, []],
      [{ status: 'closed' }, []],
      [{ kind: 'extradition' }, []],
      [{ from: '2020-01-01', until: '2020-02-01' }, []],
      [{ from: '2020-01-01', words: 'федоров' }, [second]],
      [daysOf(today, today), [second, first]],
      [daysOf('', before), []],
      [{ ...daysOf(before, ''), from: '2040-01-01' }, [second, first]],
      [{ asked: 'yes', after: await placeOf(second) }, [first]],
      [{ after: await placeOf(first) }, []],
    ] as const)
      assert.deepEqual(await found(asker, members), ids, JSON.stringify(members))
    const { text } = await asker.get(searchFor({ words: '77 mau' }))
    assert.match(text, /reference and name/)
    for (const [members, wrong] of [
      [{ words: 'x'.repeat(exchangeLimits.search.askedCharactersMax + 1) }, 'words'],
      [{ words: Array.from({ length: 25 }, (_one, at) => `w${at}`).join(' ') }, 'words'],
      [{ words: '?!' }, 'words'],
      [{ from: 'yesterday' }, 'from'],
      [daysOf('2027-02-29', ''), 'from'],
      [daysOf('2027-03-02', '2027-03-01'), 'until'],
    ] as const) {
      const page = await asker.get(searchFor(members))
      assert.equal(page.status, 400, wrong)
      assert.match(page.text, new RegExp(`id="${wrong}-error"`))
    }
    assert.equal((await asker.get(searchFor({ after: second }))).status, 400)
    assert.match((await asker.get('/search')).text, /href="\/search" class="desk-header__link"/)
  })

  it('narrows what is found by where requests stand, in the words of the reader, and keeps that with a search', async () => {
    const reader = await signedIn(world.asking, ['officer'], { authority: 'vn.spp' })
    const other = await signedIn(world.asking, ['auditor'], { authority: 'vn.moj' })
    const { db } = world.asking.node.node
    const { state } = await db
      .selectFrom('request')
      .select('state')
      .where('id', '=', first)
      .executeTakeFirstOrThrow()
    for (const [members, ids] of [
      [{ state }, [second, first]],
      [{ state, words: 'федоров' }, [second]],
      [{ state, words: 'mau', peer: 'QA', side: 'requesting', status: 'open' }, [second, first]],
      [{ state, after: await placeOf(second) }, [first]],
      [{ state, status: 'closed' }, []],
      [{ state: 'postponed' }, []],
      [{ state: 'postponed', words: 'mau' }, []],
    ] as const)
      assert.deepEqual(await found(reader, members), ids, JSON.stringify(members))
    assert.deepEqual(await found(other, { state }), [])
    const wanted = `<option value="${state}" selected>`
    assert.ok((await reader.get(searchFor({ state }))).text.includes(wanted))
    const offered = async (address: string): Promise<string[]> => {
      const [, list = ''] =
        /<select[^>]* name="state"[^>]*>(.*?)<\/select>/s.exec((await reader.get(address)).text) ?? []
      return [...list.matchAll(/<option value="([^"]+)"/g)].map(([, value = '']) => value)
    }
    const rows = await db
      .selectFrom('request')
      .select('state')
      .distinct()
      .where('own_authority', '=', 'vn.spp')
      .execute()
    const states = rows.map((row) => row.state)
    assert.deepEqual((await offered('/search')).toSorted(), states.toSorted())
    assert.deepEqual(
      (await offered(searchFor({ state: 'postponed' }))).toSorted(),
      [...states, 'postponed'].toSorted(),
    )
    assert.deepEqual((await offered('/cases')).toSorted(), ['all', ...states].toSorted())
    assert.equal((await reader.get(searchFor({ state: 'nowhere' }))).status, 400)
    const query = `state=${state}&words=mau`
    const kept = await reader.post('/searches', { name: 'Example state', place: 'search', query })
    assert.equal(kept.status, 303)
    const { text } = await reader.get('/search')
    assert.ok(text.includes(`href="/search?state=${state}&amp;words=mau"><bdi>Example state`))
    const [, id = ''] = /searches\/([0-9a-f-]{36})\/remove/.exec(text) ?? []
    assert.equal((await reader.post(`/searches/${id}/remove`)).status, 303)
    const { json } = await run(
      world.asking,
      ...[
        'log',
        'read',
        '--person',
        reader.signInName,
        '--event',
        'case.listed',
        '--as',
        'Auditor',
        '--json',
      ],
    )
    const entries = json.entries as { details: { query?: string } }[]
    assert.ok(entries.some(({ details }) => details.query === `search; state ${state}`))
    assert.ok(!entries.some(({ details }) => details.query?.includes('nowhere')))
  })

  it('shows nothing of another authority, and tells the log of every search before it is answered', async () => {
    assert.deepEqual(await found(stranger, { words: 'mau' }), [])
    const after = await placeOf(first)
    assert.deepEqual(await found(stranger, { after }), [])
    const { db } = world.asking.node.node
    await until('all has its place', async () => {
      return (await db.selectFrom('audit_pending').selectAll().execute()).length === 0
    })
    const { json } = await run(
      world.asking,
      ...['log', 'read', '--person', stranger.signInName, '--as', 'Auditor', '--json'],
    )
    const entries = json.entries as { event: string; details: { query?: string; scope?: string[] } }[]
    const [search, next] = entries.filter(({ event }) => event === 'case.listed')
    assert.deepEqual(search?.details, { query: 'search; words mau', scope: [] })
    assert.equal(next?.details.query, `search; after ${first}`)
    const rows = await db.selectFrom('audit_entry').select('entry').execute()
    assert.ok(rows.every(({ entry }) => !entry.includes('words mau')))
  })

  it('does not wait for a record that somebody holds, and reads it later; nor has a record words without end', async () => {
    const { db } = world.asking.node.node
    const pending = async () =>
      await db.selectFrom('search_pending').select('request').where('request', '=', first).execute()
    await db.transaction().execute(async (trx) => {
      await trx.selectFrom('request').select('id').where('id', '=', first).forUpdate().execute()
      await db
        .insertInto('search_pending')
        .columns(['message', 'request'])
        .expression((eb) =>
          eb.selectFrom('message').select(['digest', 'request']).where('request', '=', first),
        )
        .execute()
      await indexRound(world.asking.node.node)
      assert.notDeepEqual(await pending(), [])
    })
    await indexed(world.asking)
    await sql`insert into search_word (authority, word, opened_at, request, part)
      select own_authority, 'invented' || n, opened_at, id, 'text'
      from request, generate_series(1, ${exchangeLimits.search.requestWordsMax}::int) n where id = ${first}`.execute(
      db,
    )
    const text = { language: 'en', text: 'unheardof' }
    await say(world, world.asking, first, 'status-request', { reference: 'VN-DEMO-77/2026', body: { text } })
    await indexed(world.asking)
    assert.deepEqual(await found(asker, { words: 'unheardof' }), [])
    await indexed(world.answering)
    assert.deepEqual(await found(officer, { words: 'unheardof' }), [first])
  })

  it('is saved by what was asked, for whoever saved it alone, and asked anew each time', async () => {
    const query = `asked=yes&words=mau&side=requesting&after=${await placeOf(second)}`
    const kept = await asker.post('/searches', { name: '  Example mau ', place: 'search', query })
    assert.deepEqual([kept.status, kept.location], [303, '/search?words=mau&side=requesting'])
    assert.match((await asker.get(kept.location)).text, /The search was saved\./)
    const list = await asker.post('/searches', { name: 'Example ended', place: 'cases', query: 'ended=yes' })
    assert.deepEqual([list.status, list.location], [303, '/cases?ended=yes'])
    assert.match((await asker.get(list.location)).text, /The list was saved\./)
    assert.match((await asker.get('/cases?whose=mine')).text, /<h1[^>]*>Requests with you</)
    for (const path of ['/search', '/']) {
      const { text } = await asker.get(path)
      assert.match(text, /href="\/search\?words=mau&amp;side=requesting"><bdi>Example mau<\/bdi>/, path)
      assert.match(text, /href="\/cases\?ended=yes"><bdi>Example ended<\/bdi>/, path)
      assert.ok(!(await officer.get(path)).text.includes('Example mau'), path)
      assert.ok(!(await stranger.get(path)).text.includes('Example mau'), path)
    }
    // Another person who follows it sees what they may see, and no more.
    assert.deepEqual(await found(asker, { words: 'mau', side: 'requesting' }), [second, first])
    assert.deepEqual(await found(stranger, { words: 'mau', side: 'requesting' }), [])
    for (const [members, status] of [
      [{ name: 'Example mau', place: 'search', query: 'words=other' }, 409],
      [{ name: ' ', place: 'search', query: 'words=mau' }, 422],
      [
        { name: 'x'.repeat(exchangeLimits.search.savedNameCharactersMax + 1), place: 'search', query: '' },
        422,
      ],
      [{ name: 'Example', place: 'people', query: '' }, 422],
      [{ name: 'Example', place: 'search', query: 'nothing=1' }, 422],
      [{ name: 'Example', place: 'cases', query: 'state=nowhere' }, 422],
      [{ name: 'Example', place: 'search', query: `words=${'x'.repeat(5_000)}` }, 422],
    ] as const)
      assert.equal(
        (await asker.post('/searches', members)).status,
        status,
        JSON.stringify(members).slice(0, 90),
      )
  })

  it('gives the form of what it does not save back, with why beside the name', async () => {
    for (const [members, wrong] of [
      [{ name: 'Example mau', place: 'search', query: 'words=other' }, 'Choose another'],
      [{ name: 'x'.repeat(61), place: 'cases', query: 'ended=yes' }, 'at most 60'],
    ] as const) {
      const { status, text } = await asker.post('/searches', members)
      assert.ok(status === 409 || status === 422)
      assert.match(text, /href="#name"/)
      assert.match(text, new RegExp(`id="name-error".*${wrong}`, 's'))
      for (const value of Object.values(members)) assert.ok(text.includes(`value="${value}"`), value)
      assert.match(text, /<h1[^>]*>Search</)
    }
  })

  it('is forgotten by whoever saved it and by nobody else, and saved so often and no more', async () => {
    const { db } = world.asking.node.node
    const id =
      /action="\/searches\/([0-9a-f-]{36})\/remove"/.exec((await asker.get('/search')).text)?.[1] ?? ''
    for (const one of [stranger, await signedIn(world.asking, ['officer'], { authority: 'vn.spp' })])
      assert.equal((await one.post(`/searches/${id}/remove`)).status, 404)
    assert.equal((await asker.post('/searches/nothing/remove')).status, 404)
    assert.equal((await asker.post(`/searches/${id}/remove`)).status, 303)
    assert.equal((await asker.post(`/searches/${id}/remove`)).status, 404)
    const saved = async () => (await db.selectFrom('saved_search').selectAll().execute()).length
    const { savedMax } = exchangeLimits.search
    for (let count = await saved(); count < savedMax; count += 1)
      await asker.post('/searches', { name: `Example ${count}`, place: 'search', query: `words=w${count}` })
    assert.equal(await saved(), savedMax)
    const more = await asker.post('/searches', { name: 'One more', place: 'search', query: 'words=more' })
    assert.equal(more.status, 409)
    assert.match(more.text, /as many searches as one may \(30\)/)
    await until('all has its place', async () => {
      return (await db.selectFrom('audit_pending').selectAll().execute()).length === 0
    })
    const { json } = await run(
      world.asking,
      ...['log', 'read', '--person', asker.signInName, '--as', 'Auditor', '--json'],
    )
    const entries = json.entries as { event: string; details: { name?: string; query?: string } }[]
    const told = entries.filter(({ event }) => event.startsWith('search.'))
    assert.deepEqual(
      told.slice(0, 3).map(({ event, details }) => [event, details.name]),
      [
        ['search.saved', 'Example mau'],
        ['search.saved', 'Example ended'],
        ['search.dropped', told[2]?.details.name],
      ],
    )
    assert.equal(told[0]?.details.query, 'search words=mau&side=requesting')
    const rows = await db.selectFrom('audit_entry').select('entry').execute()
    assert.ok(rows.every(({ entry }) => !entry.includes('Example mau')))
  })

  it('finds what another authority handles from then on there, and nothing of what was erased', async () => {
    const { db } = world.asking.node.node
    const handOver = async (to: string) =>
      await db.updateTable('request').set({ own_authority: to }).where('id', '=', first).execute()
    await handOver('vn.moj')
    assert.deepEqual(await found(stranger, { words: 'mau' }), [first])
    assert.deepEqual(await found(asker, { words: 'mau' }), [second])
    await handOver('vn.spp')
    await say(world, world.asking, second, 'withdraw', { reference: 'VN-DEMO-78/2026' })
    await agreed(world, second, 3)
    await delivered(world.asking)
    await indexed(world.asking)
    assert.deepEqual(await found(asker, { status: 'closed' }), [second])
    const erased = await run(
      world.asking,
      ...['erase', second, '--ground', 'order 1', '--court-order', '--as', 'Example-A'],
      ...['--approved-by', 'Example-B', '--json'],
    )
    assert.equal(erased.code, 0, erased.beside)
    assert.deepEqual(await found(asker, { words: 'mau' }), [first])
    assert.deepEqual(await found(asker, { asked: 'yes' }), [first])
    const left = await db.selectFrom('search_word').select('word').where('request', '=', second).execute()
    assert.deepEqual(left, [])
  })

  it('looks on behind the first that it looks at where these do not fill a page, and goes on behind it', async () => {
    const { db } = world.asking.node.node
    const { lookedAtFirst, foundMax } = exchangeLimits.search
    // The newest of those with the rarer word lack the other one, which many more have.
    const count = lookedAtFirst + 2 * foundMax
    const rows = Array.from({ length: 2 * count }, (_, at) => requestRow({ opened_at: afterNoon(-at) }))
    const wordsAt = (at: number) =>
      at < lookedAtFirst ? ['rareexample'] : at < count ? ['rareexample', 'oftenexample'] : ['oftenexample']
    const words = rows.flatMap(({ id: request, own_authority, opened_at }, at) =>
      ['*', ...wordsAt(at)].map((word) => ({
        authority: own_authority,
        word,
        opened_at,
        request,
        part: 'text' as const,
      })),
    )
    await inTransaction(db, (trx) => insertRequests(trx, rows))
    await db.insertInto('search_word').values(words).execute()
    const ids = rows.slice(lookedAtFirst, count).map(({ id }) => id)
    const page = await asker.get(searchFor({ words: 'rareexample oftenexample' }))
    assert.deepEqual(foundOn(page.text), ids.slice(0, foundMax))
    const [, next = ''] = /rel="next" href="([^"]+)"/.exec(page.text) ?? []
    assert.deepEqual(foundOn((await asker.get(next.replaceAll('&amp;', '&'))).text), ids.slice(foundMax))
  })
})
