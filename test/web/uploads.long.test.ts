import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { readFile, readdir } from 'node:fs/promises'
import { request } from 'node:http'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { sql } from 'kysely'
import { Upload, type UploadOptions } from 'tus-js-client'
import { saveExhibit } from '../../src/exchange/exhibits/save.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { exhibitPaths } from '../../src/web/paths.ts'
import { run } from '../cli/commandLine.ts'
import { isDocumented } from '../support/documentChecks.ts'
import { logOf, opened } from '../support/talk.ts'
import { type World, twoStates, until } from '../support/world.ts'

const marker = 'the words of the witness, which nobody may find on a disk'
const mebibyte = 1024 * 1024

/** A file that is full of words which are found wherever they lie in the clear. */
function fileOf(bytes: number): Buffer {
  const lines = Buffer.from(`${marker} `.repeat(16))
  const file = Buffer.concat([randomBytes(64), Buffer.alloc(bytes - 64, lines)])
  return file
}

describe('uploads by systems of the State', () => {
  let world: World
  let token: string
  before(async () => {
    world = await twoStates(undefined, undefined, {
      more: () => Promise.resolve({ api: { host: '127.0.0.1', port: 0 }, place: 'Hà Nội, room of machines' }),
    })
    token = await made('evidence-store', 'exhibits')
  })
  after(() => world.close())

  const made = async (name: string, scope: string): Promise<string> => {
    const words = ['token', 'make', '--name', name, '--scope', scope, '--as', 'Example-Administrator']
    return (await run(world.asking, ...words)).out
  }
  const at = (path: string): string => new URL(path, world.asking.node.apiUrl ?? '').href
  const heads = (more: Record<string, string> = {}, by = token) => ({
    authorization: `Bearer ${by}`,
    'tus-resumable': '1.0.0',
    ...more,
  })
  const encoded = (said: Record<string, string>): string =>
    Object.entries(said)
      .map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
      .join(',')
  const asked = async (method: string, path: string, more: Record<string, string> = {}, body?: Buffer) => {
    const answer = await fetch(at(path), {
      method,
      headers: heads(more),
      ...(body === undefined ? {} : { body: new Uint8Array(body) }),
    })
    await isDocumented(method, answer)
    return answer
  }
  const begun = async (bytes: number, said: Record<string, string> = { filename: 'phone.img' }) =>
    await asked('POST', exhibitPaths.uploads, {
      'upload-length': String(bytes),
      'upload-metadata': encoded(said),
    })
  const placeOf = async (bytes: number, said?: Record<string, string>): Promise<string> => {
    const answer = await begun(bytes, said)
    assert.equal(answer.status, 201, await answer.text())
    return answer.headers.get('location') ?? ''
  }
  const put = async (place: string, offset: number, bytes: Buffer) =>
    await asked(
      'PATCH',
      place,
      { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' },
      bytes,
    )
  const offsetOf = async (place: string): Promise<number> => {
    const answer = await asked('HEAD', place)
    assert.equal(answer.status, 200)
    return Number(answer.headers.get('upload-offset'))
  }
  const codeOf = async (answer: Response): Promise<[number, unknown]> => {
    assert.match(answer.headers.get('content-type') ?? '', /^application\/problem\+json/)
    return [answer.status, ((await answer.json()) as { code?: string }).code]
  }
  const stateOf = async (place: string) => {
    const answer = await asked('GET', place)
    assert.equal(answer.status, 200)
    return (await answer.json()) as Record<string, unknown>
  }
  const takenFrom = async (place: string): Promise<string> => {
    await until('it is taken in', async () => (await stateOf(place)).status === 'taken')
    return String((await stateOf(place)).deposit)
  }
  const savedOf = async (deposit: string): Promise<Buffer> => {
    const target = join(world.asking.config.dataFolder, `saved-${randomBytes(8).toString('hex')}`)
    const order = { person: 'Example-B', authority: 'vn.spp', reason: 'the hearing' }
    assert.ok((await saveExhibit(world.asking.node.node, deposit, target, order)).ok)
    return await readFile(target)
  }
  const filesWith = async (text: string): Promise<string[]> => {
    const folder = join(world.asking.config.dataFolder, 'exhibits')
    const entries = await readdir(folder, { recursive: true, withFileTypes: true })
    const found: string[] = []
    for (const entry of entries.filter((one) => one.isFile()))
      if ((await readFile(join(entry.parentPath, entry.name))).includes(text)) found.push(entry.name)
    return found
  }
  const filesBelow = async (name: string): Promise<string[]> => {
    const folder = join(world.asking.config.dataFolder, 'exhibits', name)
    const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
    return entries.filter((entry) => entry.isFile()).map((entry) => entry.name)
  }
  /** With the client that systems and browsers use. */
  const uploaded = async (file: Buffer, options: Partial<UploadOptions> = {}): Promise<string> =>
    await new Promise((resolve, reject) => {
      const upload = new Upload(file, {
        endpoint: at(exhibitPaths.uploads),
        headers: { authorization: `Bearer ${token}` },
        metadata: { filename: 'phone.img', filetype: 'text/plain' },
        retryDelays: [50, 100, 200, 400],
        onError: reject,
        onSuccess: () => resolve(new URL(upload.url ?? '').pathname),
        ...options,
      })
      upload.start()
    })

  it('come in parts through the client of the protocol, are taken in as a file is, and are the same bytes', async () => {
    const file = fileOf(5 * mebibyte + 12_345)
    const place = await uploaded(file, { chunkSize: 1_000_000 })
    const deposit = await takenFrom(place)
    assert.ok(file.equals(await savedOf(deposit)))
    const shown: unknown = await (await asked('GET', `${exhibitPaths.exhibits}/${deposit}`)).json()
    const { custody, ...rest } = shown as Record<string, unknown> & { custody: { links: unknown[] } }
    assert.deepEqual(
      [rest.bytes, rest.sha256, rest.sha512, rest.name, rest.person],
      [
        file.length,
        createHash('sha256').update(file).digest('hex'),
        createHash('sha512').update(file).digest('hex'),
        'phone.img',
        'evidence-store',
      ],
    )
    assert.ok(custody.links.length > 0)
    assert.deepEqual(await filesBelow('uploads'), [])
    assert.deepEqual(await filesWith(marker), [])
    const told = (await logOf(world.asking.node.node.db)).map(({ evt }) => evt)
    for (const evt of ['upload.begun', 'exhibit.taken', 'upload.ended', 'exhibit.traced'])
      assert.ok(told.includes(evt as never), evt)
  })

  it('are taken in, and taken away, by a process that has this port', async () => {
    const { rows } = await sql<{ name: string }>`select name from lease
      where name = 'uploads' and until > clock_timestamp()`.execute(world.asking.node.node.db)
    assert.equal(rows.length, 1)
  })

  it('go on after a cut where the bytes on the disk end, and nothing of a part is lost that came (pain point 10)', async () => {
    const file = fileOf(3 * mebibyte + 1)
    const place = await placeOf(file.length)
    const cutAt = mebibyte + 77
    await cutAfter(place, file, cutAt)
    await until('what came is on the disk', async () => (await offsetOf(place)) > 0)
    const offset = await offsetOf(place)
    assert.ok(offset <= cutAt, String(offset))
    assert.deepEqual(await filesWith(marker), [])
    await uploaded(file, { uploadUrl: at(place) })
    assert.ok(file.equals(await savedOf(await takenFrom(place))))
  })

  it('go on after the node was stopped in the middle, also in parts that end within a chunk', async () => {
    const file = fileOf(2 * mebibyte + 999)
    const place = await placeOf(file.length)
    assert.equal((await put(place, 0, file.subarray(0, 100_001))).status, 204)
    await cutAfter(place, file.subarray(0, 1_000_000), 900_000, 100_001)
    await world.asking.restart()
    const offset = await offsetOf(place)
    assert.ok(offset >= 100_001 && offset <= 1_000_000, String(offset))
    await uploaded(file, { uploadUrl: at(place), chunkSize: 333_333 })
    assert.ok(file.equals(await savedOf(await takenFrom(place))))
  })

  it('come side by side, and one that has nothing in it comes as well', async () => {
    const files = [fileOf(2 * mebibyte), fileOf(2 * mebibyte + 5), Buffer.alloc(0)]
    const places = await Promise.all(files.map((file) => uploaded(file, { chunkSize: 400_000 })))
    assert.equal(new Set(places).size, files.length)
    for (const [number, place] of places.entries())
      assert.ok(files[number]?.equals(await savedOf(await takenFrom(place))))
  })

  it('tell how far they are and how fast they come, and end with the deposit that they became', async () => {
    const file = fileOf(200_000)
    const place = await placeOf(file.length, { filename: 'a.txt' })
    assert.equal((await put(place, 0, file.subarray(0, 50_000))).headers.get('upload-offset'), '50000')
    const { status, bytes, arrivedBytes, name, expiresAt, deposit } = await stateOf(place)
    assert.deepEqual([status, bytes, arrivedBytes, name, deposit], ['coming', 200_000, 50_000, 'a.txt', null])
    assert.ok(Date.parse(String(expiresAt)) > Date.now())
    const last = await put(place, 50_000, file.subarray(50_000))
    assert.equal(last.status, 204)
    const became = last.headers.get('rogatory-deposit')
    assert.equal((await stateOf(place)).deposit, became)
    assert.equal(became, await takenFrom(place))
    // It is over, and stays what it became.
    assert.equal((await asked('HEAD', place)).status, 200)
    assert.deepEqual(await codeOf(await asked('DELETE', place)), [410, 'UPLOAD_ENDED'])
    assert.deepEqual(await codeOf(await put(place, 200_000, Buffer.alloc(0))), [410, 'UPLOAD_ENDED'])
  })

  it('say with each part until when they wait for more from then on', async () => {
    const place = await placeOf(200_000)
    const { db } = world.asking.node.node
    const id = place.split('/').at(-1) ?? ''
    // An hour is left.
    const expires_at = new Date(Date.now() + 3_600_000)
    await db.updateTable('exhibit_upload').set({ expires_at }).where('id', '=', id).execute()
    const said = (await put(place, 0, fileOf(50_000))).headers.get('upload-expires') ?? ''
    const { expiresAt } = await stateOf(place)
    assert.equal(said, new Date(String(expiresAt)).toUTCString())
    assert.ok(Date.parse(said) > Date.now() + exchangeLimits.uploads.idleMs - 60_000, said)
    assert.equal((await asked('DELETE', place)).status, 204)
  })

  it('are told in the custody of the file with where and why they were taken in, where the system says so', async () => {
    const acquired = async (said: Record<string, string>): Promise<unknown[]> => {
      const place = await placeOf(10, { filename: 'phone.img', ...said })
      const { place: where, reason: why } = await stateOf(place)
      assert.equal((await put(place, 0, Buffer.alloc(10))).status, 204)
      const custody = await asked('GET', `${exhibitPaths.exhibits}/${await takenFrom(place)}`)
      const shown = (await custody.json()) as { custody: { links: Record<string, unknown>[] } }
      const link = shown.custody.links.find(({ action }) => action === 'acquired')
      assert.deepEqual([where, why], [said.place?.trim() ?? null, said.reason ?? null])
      return [link?.place, link?.reason]
    }
    const said = { place: ' Phòng thí nghiệm 2', reason: 'Example order of 2 May' }
    assert.deepEqual(await acquired(said), ['Phòng thí nghiệm 2', said.reason])
    assert.deepEqual(await acquired({ reason: said.reason }), ['Hà Nội, room of machines', said.reason])
    assert.deepEqual(await acquired({}), ['Hà Nội, room of machines', null])
    // As long as each may be, in letters of three bytes: they fit into the head.
    const [long, short] = ['ệ'.repeat(300), 'VN-NONE-1']
    const longest = { filename: long, place: long, reason: long, request: short }
    assert.deepEqual(await codeOf(await begun(5, longest)), [404, 'REQUEST_UNKNOWN'])
  })

  it('are ended by whoever began them, and then nothing is left', async () => {
    const place = await placeOf(100_000)
    assert.equal((await put(place, 0, fileOf(60_000))).status, 204)
    assert.equal((await filesBelow('uploads')).length, 1)
    assert.equal((await asked('DELETE', place)).status, 204)
    assert.deepEqual(await filesBelow('uploads'), [])
    assert.equal((await asked('HEAD', place)).status, 410)
    assert.deepEqual(await codeOf(await put(place, 60_000, Buffer.from('x'))), [410, 'UPLOAD_ENDED'])
    assert.equal((await stateOf(place)).status, 'ended')
  })

  it('are ended by whoever began them also while others ask for the same', async () => {
    const stranger = await made('a-stranger', 'exhibits')
    const file = fileOf(100_000)
    const place = await placeOf(file.length)
    const { sending } = await sendingTo(place, file, 40_000)
    // It waits for the bytes that come.
    const ending = asked('DELETE', place)
    const again = asked('DELETE', place)
    const other = await fetch(at(place), { method: 'DELETE', headers: heads({}, stranger) })
    assert.deepEqual(await codeOf(other), [404, 'UPLOAD_UNKNOWN'])
    const statuses = [(await ending).status, (await again).status].sort()
    sending.destroy()
    assert.deepEqual(statuses, [204, 410])
    assert.equal((await stateOf(place)).status, 'ended')
    assert.deepEqual(await filesBelow('uploads'), [])
  }).timeout(30_000)

  it('run out, are told so, and are swept away by the job', async () => {
    const place = await placeOf(100_000)
    assert.equal((await put(place, 0, fileOf(60_000))).status, 204)
    const id = place.split('/').at(-1) ?? ''
    const { db } = world.asking.node.node
    await db
      .updateTable('exhibit_upload')
      .set({ expires_at: new Date(Date.now() - 1_000) })
      .where('id', '=', id)
      .execute()
    assert.deepEqual(await codeOf(await put(place, 60_000, Buffer.from('x'))), [410, 'UPLOAD_EXPIRED'])
    assert.equal((await asked('HEAD', place)).status, 410)
    // The job looks at the start as well.
    await world.asking.restart()
    await until('it is swept away', async () => (await filesBelow('uploads')).length === 0)
    assert.equal((await stateOf(place)).status, 'expired')
    assert.deepEqual(await codeOf(await put(place, 60_000, Buffer.from('x'))), [410, 'UPLOAD_EXPIRED'])
    const ended = (await logOf(world.asking.node.node.db)).findLast(({ evt }) => evt === 'upload.ended')
    assert.equal(ended?.code, 'expired')
  })

  it('are refused each with a code: scope, length, metadata, request, source, type, protocol, place', async () => {
    const auditor = await made('auditor', 'audit')
    const wrong = await fetch(at(exhibitPaths.uploads), { method: 'POST', headers: heads({}, auditor) })
    assert.deepEqual(await codeOf(wrong), [403, 'TOKEN_SCOPE_MISSING'])
    const none = await fetch(at(exhibitPaths.exhibits), { headers: {} })
    assert.deepEqual(await codeOf(none), [401, 'TOKEN_MISSING'])
    const other = await asked('GET', '/api/v1/audit/entries')
    assert.deepEqual(await codeOf(other), [403, 'TOKEN_SCOPE_MISSING'])

    assert.deepEqual(await codeOf(await begun(2 ** 44 + 1)), [413, 'EXHIBIT_TOO_LARGE'])
    for (const length of ['-1', '1.5', '1e3', 'x', '99999999999999999999'])
      assert.deepEqual(
        await codeOf(await asked('POST', exhibitPaths.uploads, { 'upload-length': length })),
        [400, 'UPLOAD_HEAD_INVALID'],
        length,
      )
    assert.deepEqual(await codeOf(await asked('POST', exhibitPaths.uploads)), [400, 'UPLOAD_HEAD_INVALID'])
    const parts = await asked('POST', exhibitPaths.uploads, {
      'upload-length': '5',
      'upload-concat': 'partial',
    })
    assert.deepEqual(await codeOf(parts), [400, 'UPLOAD_HEAD_INVALID'])
    const later = await asked('POST', exhibitPaths.uploads, { 'upload-defer-length': '1' })
    assert.deepEqual(await codeOf(later), [400, 'UPLOAD_HEAD_INVALID'])

    for (const said of [
      'filename',
      'filename !!!!',
      'filename YQ==,filename YQ==',
      encoded({ filename: 'a', sha256: 'b' }),
      encoded({ request: 'a' }),
      encoded({ filename: 'a'.repeat(301) }),
      encoded({ filename: 'a\u0000b' }),
      encoded({ filename: 'a', place: 'x'.repeat(301) }),
      encoded({ filename: 'a', place: ' ' }),
      encoded({ filename: 'a', reason: 'x\u202ey' }),
      encoded({ filename: 'a', reason: 'x'.repeat(301) }),
      'filename /w==',
      '__proto__ YQ==',
    ]) {
      const heads = { 'upload-length': '5', 'upload-metadata': said }
      const answer = await asked('POST', exhibitPaths.uploads, heads)
      assert.deepEqual(await codeOf(answer), [400, 'UPLOAD_METADATA_INVALID'], said)
    }
    assert.deepEqual(await codeOf(await begun(5, { filename: 'a', request: 'VN-NONE-1' })), [
      404,
      'REQUEST_UNKNOWN',
    ])
    assert.deepEqual(await codeOf(await begun(5, { filename: 'a', derivedFrom: 'x' })), [
      404,
      'EXHIBIT_UNKNOWN',
    ])
    assert.deepEqual(await codeOf(await begun(2 ** 40)), [503, 'EXHIBIT_NO_SPACE'])
    const refused = (await logOf(world.asking.node.node.db)).filter(({ evt }) => evt === 'act.refused')
    assert.ok(refused.some(({ code }) => code === 'EXHIBIT_NO_SPACE'))

    const place = await placeOf(100_000)
    const asBytes = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }
    const typed = await asked('PATCH', place, { ...asBytes, 'content-type': 'text/plain' }, Buffer.from('x'))
    assert.deepEqual(await codeOf(typed), [415, 'UPLOAD_TYPE_WRONG'])
    const old = await asked('PATCH', place, { ...asBytes, 'tus-resumable': '0.2.2' }, Buffer.from('x'))
    assert.deepEqual(await codeOf(old), [412, 'UPLOAD_PROTOCOL_UNKNOWN'])
    assert.equal(old.headers.get('tus-version'), '1.0.0')
    const nowhere = await asked('PATCH', place, { 'content-type': asBytes['content-type'] }, Buffer.from('x'))
    assert.deepEqual(await codeOf(nowhere), [400, 'UPLOAD_HEAD_INVALID'])
    assert.deepEqual(await codeOf(await put(place, 0, Buffer.alloc(100_001))), [413, 'UPLOAD_BEYOND_LENGTH'])
    assert.deepEqual(await codeOf(await put(place, 7, Buffer.from('x'))), [409, 'UPLOAD_OFFSET_WRONG'])
    assert.equal(await offsetOf(place), 0)
    const unknown = `${exhibitPaths.uploads}/00000000-0000-4000-8000-000000000000`
    for (const at of [unknown, `${exhibitPaths.uploads}/x`, `${exhibitPaths.uploads}/..%2f..%2fetc`]) {
      assert.deepEqual(await codeOf(await put(at, 0, Buffer.from('x'))), [404, 'UPLOAD_UNKNOWN'], at)
      assert.deepEqual(await codeOf(await asked('GET', at)), [404, 'UPLOAD_UNKNOWN'], at)
    }
    const stranger = await made('another-store', 'exhibits')
    for (const method of ['GET', 'HEAD', 'DELETE'])
      assert.equal((await fetch(at(place), { method, headers: heads({}, stranger) })).status, 404, method)
    assert.equal(await offsetOf(place), 0)
    assert.equal((await asked('DELETE', place)).status, 204)
    for (const [method, path] of [
      ['PUT', exhibitPaths.uploads],
      ['GET', exhibitPaths.uploads],
      ['POST', place],
      ['DELETE', exhibitPaths.exhibits],
    ] as const)
      assert.equal((await asked(method, path)).status, 405, `${method} ${path}`)
    const body = await asked('POST', exhibitPaths.uploads, { 'upload-length': '1' }, Buffer.from('x'))
    assert.equal(body.status, 413)
  })

  it('are so many of one token at once, and there is room again when one is over', async () => {
    const { countMax, bytesMax } = exchangeLimits.uploads.each
    const places: string[] = []
    for (let count = 0; count < countMax; count += 1) places.push(await placeOf(10))
    assert.deepEqual(await codeOf(await begun(10)), [429, 'UPLOAD_QUOTA_REACHED'])
    for (const place of places.slice(1)) assert.equal((await asked('DELETE', place)).status, 204)
    assert.deepEqual(await codeOf(await begun(bytesMax)), [429, 'UPLOAD_QUOTA_REACHED'])
    assert.equal((await asked('DELETE', places[0] ?? '')).status, 204)
  })

  it('name no file by a path, are not told of to the pages of other origins, and say what the node takes', async () => {
    const place = await placeOf(4, { filename: '../../etc/\u202epasswd\\..\\x.exe' })
    assert.equal((await put(place, 0, Buffer.from('MZ..'))).status, 204)
    const deposit = await takenFrom(place)
    const { name } = (await (await asked('GET', `${exhibitPaths.exhibits}/${deposit}`)).json()) as {
      name: string
    }
    assert.doesNotMatch(name, /[/\\\u202e]|\.\./)
    for (const [method, path] of [
      ['OPTIONS', exhibitPaths.uploads],
      ['HEAD', place],
      ['POST', exhibitPaths.uploads],
    ] as const) {
      const answer = await asked(method, path, { origin: 'https://example.org' })
      const told = [...answer.headers.keys()].filter((one) => one.startsWith('access-control'))
      assert.deepEqual(told, [], method)
    }
    const { headers, status } = await asked('OPTIONS', exhibitPaths.uploads)
    assert.deepEqual(
      [status, headers.get('tus-version'), headers.get('tus-extension'), headers.get('tus-max-size')],
      [204, '1.0.0', 'creation,expiration,termination', String(2 ** 44)],
    )
    assert.equal((await fetch(at(exhibitPaths.uploads), { method: 'OPTIONS' })).status, 401)
    const huge = { 'upload-length': '1', 'upload-metadata': `filename ${'A'.repeat(9_000)}` }
    assert.equal((await asked('POST', exhibitPaths.uploads, huge)).status, 431)
  })

  it('do not take other bytes for those that are there', async () => {
    const file = fileOf(100_000)
    const place = await placeOf(file.length)
    assert.equal((await put(place, 0, file.subarray(0, 40_000))).status, 204)
    for (const offset of [0, 16_384, 32_768, 39_999])
      assert.deepEqual(await codeOf(await put(place, offset, Buffer.alloc(10))), [409, 'UPLOAD_OFFSET_WRONG'])
    assert.equal((await put(place, 40_000, file.subarray(40_000))).status, 204)
    assert.ok(file.equals(await savedOf(await takenFrom(place))))
  })

  it('wait for each other where two ask for one: whoever has it keeps what came and lets go, and the other is answered', async () => {
    const file = fileOf(100_000)
    const place = await placeOf(file.length)
    const first = await sendingTo(place, file, 40_000)
    const { loopCount } = performance.nodeTiming.uvMetricsInfo
    const offsets = await Promise.all([1, 2].map(() => offsetOf(place)))
    const turns = performance.nodeTiming.uvMetricsInfo.loopCount - loopCount
    const [status, offset] = await first.answered
    first.sending.destroy()
    assert.deepEqual([status, offset, ...offsets], [204, 40_000, 40_000, 40_000])
    // The process was not busy with waiting.
    assert.ok(turns < 30_000, String(turns))
    assert.equal((await put(place, 40_000, file.subarray(40_000))).status, 204)
    assert.ok(file.equals(await savedOf(await takenFrom(place))))
  }).timeout(30_000)

  it('are for a request of the authority, and the list tells which files are', async () => {
    const request = await opened(world)
    const place = await placeOf(3, { filename: 'of-request.txt', request })
    assert.equal((await put(place, 0, Buffer.from('abc'))).status, 204)
    const deposit = await takenFrom(place)
    const listed = async (query: string) => {
      const answer = await asked('GET', `${exhibitPaths.exhibits}?${query}`)
      assert.equal(answer.status, 200, await answer.clone().text())
      return (await answer.json()) as { exhibits: { deposit: string }[] }
    }
    assert.deepEqual(
      (await listed(`request=${request}`)).exhibits.map((one) => one.deposit),
      [deposit],
    )
    const { exhibits } = await listed('status=whole')
    const { json } = await run(world.asking, 'exhibit', 'list', '--as', 'Example-A', '--json')
    assert.deepEqual(exhibits, json.exhibits)
    const after = await listed(`after=${exhibits[0]?.deposit ?? ''}`)
    assert.deepEqual(after.exhibits, exhibits.slice(1))
    for (const [query, code] of [
      ['status=gone', 'PARAMETER_INVALID'],
      ['state=VN', 'PARAMETER_UNKNOWN'],
      ['after=x', 'PAGE_UNKNOWN'],
      ['request=none', 'REQUEST_UNKNOWN'],
    ] as const)
      assert.equal((await codeOf(await asked('GET', `${exhibitPaths.exhibits}?${query}`)))[1], code)
    const unknown = await asked('GET', `${exhibitPaths.exhibits}/${request}`)
    assert.deepEqual(await codeOf(unknown), [404, 'EXHIBIT_UNKNOWN'])
  })

  it('are ended where the bytes drip, and what came is kept', async () => {
    const file = fileOf(100_000)
    const place = await placeOf(file.length)
    const sending = request(at(place), {
      method: 'PATCH',
      headers: heads({ 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' }),
    }).on('error', () => undefined)
    const answered = new Promise<[number, string]>((resolve) => {
      sending.on('response', (answer) => {
        let text = ''
        answer.on('data', (piece: Buffer) => (text += piece.toString()))
        answer.on('end', () => resolve([answer.statusCode ?? 0, text]))
      })
    })
    let sent = 0
    const dripping = setInterval(() => sending.write(file.subarray(sent, (sent += 1))), 500)
    const [status, text] = await answered
    clearInterval(dripping)
    sending.destroy()
    assert.deepEqual([status, (JSON.parse(text) as { code: string }).code], [408, 'UPLOAD_TOO_SLOW'])
    const offset = await offsetOf(place)
    assert.ok(offset > 10 && offset <= sent, String(offset))
    assert.equal((await put(place, offset, file.subarray(offset))).status, 204)
    assert.ok(file.equals(await savedOf(await takenFrom(place))))
  }).timeout(60_000)

  /** Sends so many bytes of a request that announces more, and waits until something of them has come. */
  const sendingTo = async (place: string, file: Buffer, bytes: number, offset = 0) => {
    const sending = request(at(place), {
      method: 'PATCH',
      headers: heads({
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
        'content-length': String(file.length - offset),
      }),
    }).on('error', () => undefined)
    const answered = new Promise<[number | undefined, number]>((resolve) => {
      sending.on('response', (answer) => {
        answer.resume()
        resolve([answer.statusCode, Number(answer.headers['upload-offset'])])
      })
    })
    await new Promise((resolve) => sending.write(file.subarray(offset, bytes), resolve))
    await until('something has come', async () => Number((await stateOf(place)).arrivedBytes) > offset)
    return { sending, answered }
  }
  /** The same, and is gone. */
  const cutAfter = async (place: string, file: Buffer, bytes: number, offset = 0): Promise<void> => {
    const { sending } = await sendingTo(place, file, bytes, offset)
    sending.destroy()
  }
})
