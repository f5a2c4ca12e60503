import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openReports } from '../../src/audit/bundle/custodyReports.ts'
import { placedPath, reportPath } from '../../src/audit/bundle/layout.ts'
import { verifyAndOpen } from '../../src/audit/bundle/verify.ts'
import { sign } from '../../src/envelope/sign.ts'
import { uuidV7 } from '../../src/exchange/identifiers.ts'
import { findPlaces } from '../../src/store/messages.ts'
import { rememberChains } from '../../src/trust/checkCertificate.ts'
import { bodies } from '../support/bodies.ts'
import type { CustodyLink } from '../../src/exhibit/custody.ts'
import { letterLanguages } from '../../src/letter/language.ts'
import type { ExhibitStanding } from '../../src/workflow/acceptance.ts'
import { readBundleAt } from '../../src/cli/bundleAt.ts'
import { filledInWords } from '../../src/cli/filledIn.ts'
import { replacingNothing } from '../../src/cli/handingFolder.ts'
import type { JsonValue } from '../../src/message/json.ts'
import { listFreeDeposits } from '../../src/store/exhibits/freeDeposits.ts'
import { checksOf } from '../../src/cli/exhibitActs.ts'
import { readBundle, writeBundle } from '../../src/cli/folder.ts'
import { answerChecks } from '../support/documentChecks.ts'
import { reported, stands } from '../support/files.ts'
import { listExhibits } from '../../src/exchange/exhibits/list.ts'
import { showExhibit } from '../../src/exchange/exhibits/show.ts'
import { withWhy } from '../../src/web/desk/whyOfFile.ts'
import { openApiDocument } from '../../src/web/openapi/document.ts'
import { openRecord } from '../../src/exchange/records.ts'
import { findRequest } from '../../src/store/requests.ts'
import { agreed, frameOf, post, said, say, sealed } from '../support/talk.ts'
import { type World, type WorldState, twoStates, until } from '../support/world.ts'
import { resultExample } from '../workflow/examples.ts'
import { requestBody, text } from '../workflow/speak.ts'
import { run, runAnywhere } from './commandLine.ts'

const asVn = ['--as', 'Example-A', '--json']
const asQa = ['--as', 'Example-C', '--json']
const byVn = ['--officer', 'Example-A', '--approver', 'Example-B', '--json']
const byQa = ['--officer', 'Example-C', '--approver', 'Example-D', '--json']

/** What came of the measure, of which no item names a file. */
const result = { ...resultExample('stored-data'), items: [{ what: text, kind: 'file' }] }

describe('what is made of each exhibit of a delivery', () => {
  let world: World
  let folder: string
  const request = crypto.randomUUID()
  const contents = new Map<string, Buffer>()
  const deposits = new Map<string, string>()

  before(async () => {
    world = await twoStates()
    folder = await mkdtemp(join(tmpdir(), 'rogatory-standing-'))
    await say(world, world.asking, request, 'request', {
      body: requestBody([{ id: 'm1', kind: 'stored-data' }]),
    })
    await agreed(world, request, 1)
    await say(world, world.answering, request, 'decision', {
      body: { outcomes: [{ measure: 'm1', outcome: 'granted' }] },
    })
    await agreed(world, request, 2)
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  /** A CASE document about a file, with what was done with it. */
  const casework = (name: string, sha256: string, md5: string): object => ({
    '@context': {
      kb: 'urn:uuid:',
      'uco-core': 'https://ontology.unifiedcyberontology.org/uco/core/',
      'uco-observable': 'https://ontology.unifiedcyberontology.org/uco/observable/',
      'uco-types': 'https://ontology.unifiedcyberontology.org/uco/types/',
      'uco-action': 'https://ontology.unifiedcyberontology.org/uco/action/',
      'uco-identity': 'https://ontology.unifiedcyberontology.org/uco/identity/',
      'case-investigation': 'https://ontology.caseontology.org/case/investigation/',
    },
    '@graph': [
      {
        '@id': 'kb:file',
        '@type': 'uco-observable:File',
        'uco-core:description': `An image, ${name}`,
        'uco-core:hasFacet': [
          {
            '@type': 'uco-observable:ContentDataFacet',
            'uco-observable:hash': [
              { '@type': 'uco-types:Hash', 'uco-types:hashMethod': 'SHA256', 'uco-types:hashValue': sha256 },
              { '@type': 'uco-types:Hash', 'uco-types:hashMethod': 'MD5', 'uco-types:hashValue': md5 },
            ],
          },
        ],
      },
      {
        '@id': 'kb:imaging',
        '@type': 'case-investigation:InvestigativeAction',
        'uco-core:name': 'imaged',
        'uco-action:performer': { '@id': 'kb:lab' },
        'uco-action:startTime': '2026-01-05T09:00:00Z',
        'uco-action:result': { '@id': 'kb:file' },
      },
      { '@id': 'kb:lab', '@type': 'uco-identity:Identity', 'uco-core:name': 'Example Laboratory' },
    ],
  })

  /** Writes a file and a description of it; both are taken in together. */
  const added = async (name: string, ...words: string[]) => {
    const bytes = randomBytes(30_000)
    contents.set(name, bytes)
    const path = join(folder, name)
    await writeFile(path, bytes)
    const hashOf = (algorithm: string): string => createHash(algorithm).update(bytes).digest('hex')
    const described = casework(name, hashOf('sha256'), words[0] ?? hashOf('md5'))
    await writeFile(`${path}.jsonld`, JSON.stringify(described))
    return await run(world.answering, 'exhibit', 'add', path, '--case', `${path}.jsonld`, ...asQa)
  }
  const handed = async (ids: readonly string[], ...words: string[]) => {
    for (const id of ids) {
      const { code, json, beside } = await added(id)
      assert.equal(code, 0, beside + JSON.stringify(json))
      deposits.set(id, json.deposit as string)
    }
    const outcome = { measure: 'm1', outcome: 'delivered', exhibits: ids, complete: true, final: true }
    const body = join(folder, 'body.json')
    await writeFile(body, JSON.stringify({ outcomes: [{ ...outcome, result }] }))
    const files = ids.map((id) => `${id}=${deposits.get(id) ?? ''}`)
    const act = ['act', request, 'delivery', '--body', body, '--hand-over', ...files]
    const sent = await run(world.answering, ...act, ...words, ...byQa)
    assert.equal(sent.code, 0, sent.beside + JSON.stringify(sent.json))
    for (const id of ids) await stands(world.asking, deposits.get(id) ?? '', 'whole')
  }
  const receipt = async (...words: string[]) =>
    await run(world.asking, 'act', request, 'delivery-receipt', ...words, ...byVn)
  const exported = async (at: WorldState, name: string): Promise<string> => {
    const out = join(folder, name)
    const { code, beside } = await run(
      at,
      ...['export', request, '--out', out, '--as', 'Example-Auditor', '--json'],
    )
    assert.equal(code, 0, beside)
    return out
  }
  const standings = async (at: WorldState): Promise<readonly string[]> => {
    const { json } = await run(at, 'exhibit', 'standing', request, ...(at === world.asking ? asVn : asQa))
    return (json.exhibits as ExhibitStanding[]).map(
      ({ exhibit, delivery, standing, replacedBy }) =>
        `${exhibit} of ${delivery.sequence} ${standing}${replacedBy === null ? '' : ` by ${replacedBy.exhibit} of ${replacedBy.sequence}`}`,
    )
  }

  it('is shown by the same words at both States, with what was disputed and what took its place', async () => {
    await handed(['E1', 'E2', 'E3'])
    await agreed(world, request, 3)
    const first = await receipt(
      ...[
        '--accept',
        'all',
        '--dispute',
        'E2=It is another account.',
        '--leave-open',
        'E3=Sealed until May.',
      ],
    )
    assert.equal(first.code, 0, first.beside + JSON.stringify(first.json))
    await agreed(world, request, 4)
    for (const at of [world.asking, world.answering])
      assert.deepEqual(await standings(at), ['E1 of 3 accepted', 'E2 of 3 disputed', 'E3 of 3 open'])
    const { node } = world.asking.node
    const row = await findRequest(node.db, request)
    assert.ok(row !== null)
    const rest = { request, state: openRecord(row).state, measures: [], inReplyTo: undefined }
    const { checks, outcomes } = await checksOf(node, { accept: ['all'] }, rest)
    assert.deepEqual(
      checks.map((check) => (check as { exhibit: string }).exhibit),
      ['E3'],
      'what is disputed is not accepted with all the rest',
    )
    assert.deepEqual(outcomes, [{ measure: 'm1', outcome: 'discrepancy' }])
    await handed(['E5'], '--replace', 'E2=E5')
    await agreed(world, request, 5)
    const both = ['E1 of 3 accepted', 'E2 of 3 replaced by E5 of 5', 'E3 of 3 open', 'E5 of 5 open']
    for (const at of [world.asking, world.answering]) assert.deepEqual(await standings(at), both)
    await exported(world.asking, 'before')
    const several = await receipt('--accept', 'all')
    assert.deepEqual([several.code, several.json.code], [64, 'WRONG_USE'])
    assert.equal((await receipt('--accept', 'all', '--reply-to', '5')).code, 0)
    await agreed(world, request, 6)
    const shown = await run(world.answering, 'show', request, '--as', 'Example-C')
    assert.match(shown.out, /Exhibits\n {2}m1 {2}E1 of message 3 \(E1\) {2}accepted by vn\.spp in message 4/)
    assert.match(
      shown.out,
      /E2 of message 3 \(E2\) {2}disputed by vn\.spp in message 4: It is another account\.; replaced by E5 of message 5/,
    )
    assert.match(shown.out, /E3 of message 3 \(E3\) {2}left open by vn\.spp in message 4: Sealed until May\./)
  })

  it('refuses to accept what is not here, is another file, or is in no open delivery', async () => {
    const codeOf = async (...words: string[]) => (await receipt(...words)).json.code
    assert.equal(await codeOf('--accept', 'E9'), 'EXHIBIT_UNKNOWN')
    assert.equal(await codeOf('--accept', `E3=${'a'.repeat(64)}`), 'REPLY_MISMATCH')
    assert.equal(await codeOf('--dispute', 'E3'), 'WRONG_USE')
    assert.equal(await codeOf('--accept', 'E3', '--dispute', 'E3=why'), 'WRONG_USE')
    const other = await run(world.asking, 'act', request, 'supplement', '--accept', 'E3', ...byVn)
    assert.equal(other.json.code, 'WRONG_USE')
    const nothing = await run(world.answering, 'act', request, 'supplement', '--replace', 'E2=E5', ...byQa)
    assert.equal(nothing.json.code, 'WRONG_USE')
    const { node } = world.asking.node
    const row = await findRequest(node.db, request)
    const state = row === null ? null : openRecord(row).state
    assert.ok(state !== null)
    const measures = state.measures.map((one) => {
      const deliveries = one.deliveries.map((of) => ({
        ...of,
        conditions: [{ code: 'CONFIDENTIAL' as const }],
      }))
      return { ...one, deliveries }
    })
    const bound = { request, state: { ...state, measures }, measures: [], inReplyTo: undefined }
    await assert.rejects(checksOf(node, { accept: ['all'] }, bound), /conditionsAccepted=true/)
    const { checks } = await checksOf(node, { accept: ['all'] }, { ...bound, acceptsConditions: true })
    assert.equal(checks.length, 1)
    const none = await run(world.asking, 'exhibit', 'standing', request, 'E9', ...asVn)
    assert.equal(none.json.code, 'EXHIBIT_UNKNOWN')
  })

  it('stands beneath the chain of custody in every language', async () => {
    for (const language of letterLanguages) {
      const { out } = await run(
        world.asking,
        ...['exhibit', 'custody', request, 'E2', '--language', language, '--as', 'Example-A'],
      )
      const said = out.split('\n\n').at(-1) ?? ''
      assert.ok(said.includes('vn.spp') && said.includes('E5') && !/[{}]/.test(said), out)
    }
  })

  it('is shown with its file to the authority of the request alone, and listed for no other', async () => {
    const { node } = world.asking.node
    const deposit = deposits.get('E2') ?? ''
    const readerOf = (authority: string) => ({ person: 'Example-A', role: 'officer', authority })
    const read = await showExhibit(node, deposit, readerOf('vn.spp'))
    assert.ok(read.ok)
    assert.equal((read.shown as { custody: { acceptance: object[] } }).custody.acceptance.length, 1)
    // As the port for systems tells it: what was made of each has the shape that its document says.
    const isShaped = answerChecks(openApiDocument().document)('ExhibitRead')
    for (const each of deposits.values()) {
      const one = await showExhibit(node, each, readerOf('vn.spp'))
      if (one.ok) isShaped(JSON.parse(JSON.stringify(withWhy(one.shown))))
    }
    const other = await showExhibit(node, deposit, readerOf('vn.other'))
    assert.equal(other.ok ? '' : other.code, 'EXHIBIT_UNKNOWN')
    const isListed = async (authority: string): Promise<boolean> => {
      const listed = await listExhibits(node, { limit: 100, authority }, readerOf(authority))
      return listed.ok && listed.rows.some(({ id }) => id === deposit)
    }
    assert.deepEqual([await isListed('vn.spp'), await isListed('vn.other')], [true, false])
  })

  it('is told of a file that its CASE describes, and no file is taken in that it does not describe', async () => {
    const { json } = await run(world.asking, 'exhibit', 'custody', request, 'E1', ...asVn)
    const links = json.links as readonly CustodyLink[]
    const [imaged] = links
    assert.deepEqual([imaged?.action, imaged?.by], ['imaged', 'Example Laboratory'])
    assert.ok(imaged?.proofs.some(({ by }) => by === 'message'))
    const count = async () =>
      (await world.answering.node.node.db.selectFrom('exhibit_deposit').select('id').execute()).length
    const before = await count()
    const other = await added('other', 'd'.repeat(32))
    assert.deepEqual([other.code, other.json.code], [65, 'CASE_FILE_DIFFERS'])
    const { code, json: unknown } = await run(
      world.answering,
      ...['exhibit', 'add', join(folder, 'E1'), '--case', join(folder, 'other.jsonld'), ...asQa],
    )
    assert.deepEqual([code, unknown.code], [65, 'CASE_FILE_UNKNOWN'])
    assert.equal(await count(), before)
    const described = await added('described')
    assert.equal(described.code, 0)
    const words = ['exhibit', 'add', join(folder, 'described'), '--case', join(folder, 'described.jsonld')]
    const said = await run(world.answering, ...words, '--as', 'Example-C')
    assert.match(said.out, /Its description gives: .*what.*1 custody event\./)
    const { node } = world.answering.node
    const plain = join(folder, 'plain')
    await writeFile(plain, randomBytes(30_000))
    const undescribed = await run(world.answering, 'exhibit', 'add', plain, ...asQa)
    const free = (
      await listFreeDeposits(node.db, { state: node.state, authority: 'qa.pp', sizes: [30_000] })
    ).map(({ id }) => id)
    assert.deepEqual(
      [free.includes(String(undescribed.json.deposit)), free.includes(String(described.json.deposit))],
      [true, false],
      'a folder does not take a file that another describes for one of its own',
    )
  })

  it('is replaced by the first of several messages alone', () => {
    const outcome = { measure: 'm1', outcome: 'delivered' }
    assert.deepEqual(
      replacingNothing({ outcomes: [{ ...outcome, replaces: [{ exhibit: 'E2', by: 'E5' }] }] }),
      { outcomes: [{ ...outcome, replaces: [] }] },
      'what is disputed beside it stays as it is',
    )
  })

  it('is filled in from what is kept here, and that is said', () => {
    const item = { exhibit: 'E1', what: text, kind: 'file' }
    const body = (manifest: object[]) => ({ outcomes: [{ measure: 'm1', manifest }] }) as unknown as JsonValue
    const custody = [{ at: '2026-01-05T09:00:00Z', action: 'imaged', by: 'Example Laboratory' }]
    assert.deepEqual(
      filledInWords(
        body([item]),
        body([
          { ...item, custody },
          { ...item, exhibit: 'E2' },
        ]),
      ),
      [
        'm1, E1: filled in from what is kept here: custody',
        'm1, E2: filled in from what is kept here: what, kind',
      ],
    )
    assert.deepEqual(filledInWords(body([item]), body([item])), [])
  })

  it('is proven to an auditor by the bundles of both, with one chain and what each has told the other', async () => {
    const deposit = deposits.get('E1') ?? ''
    await reported(world.answering, deposit, ['contentHandover whole'])
    await reported(world.asking, deposit, ['own contentHandover whole'])
    const settled = async (): Promise<boolean> => {
      const { db } = world.asking.node.node
      const open = await db
        .selectFrom('exhibit_report')
        .select('digest')
        .where('settled_at', 'is', null)
        .execute()
      return open.length === 0
    }
    await until('every report was answered', settled)
    const sealed = ['--action', 'sealed', '--place', 'Hanoi', '--reason', 'until the hearing']
    assert.equal((await run(world.asking, 'exhibit', 'note', deposit, ...sealed, ...asVn)).code, 0)
    const [vn, qa] = [await exported(world.asking, 'vn'), await exported(world.answering, 'qa')]
    const { json } = await runAnywhere(['verify', vn, qa, '--custody', '--json'])
    assert.deepEqual([json.exit, json.findings], [0, []])
    const files = json.custody as { names: { exhibit: string }[]; links: CustodyLink[]; findings: [] }[]
    const first = files.find(({ names }) => names.some(({ exhibit }) => exhibit === 'E1'))
    const links = (first?.links ?? []).map(({ action, state, proofs }) => {
      const by = new Set(proofs.map((proof) => proof.by))
      return `${action} ${state} ${[...by].sort().join()}`
    })
    assert.deepEqual(links.slice(0, 3), [
      'imaged QA log,message',
      'acquired QA log',
      'transferred QA message',
    ])
    // The report is of when the file was found whole, the entry of when that was kept.
    const received = ['received VN log', 'received VN report', 'verified VN message']
    assert.deepEqual(links.slice(3).sort(), [...received.slice(0, 2), 'sealed VN log', ...received.slice(2)])
    // What its receiver did with it stands in the log of the receiver alone.
    const alone = await runAnywhere(['verify', qa, '--custody', '--json'])
    const ofOne = (alone.json.custody as typeof files).find(({ names }) => names[0]?.exhibit === 'E1')
    assert.deepEqual(ofOne?.links.flatMap(({ action, state }) => (state === 'VN' ? [action] : [])).sort(), [
      'received',
      'verified',
    ])
    assert.ok(
      first?.links.some(({ by }) => by === 'Example-C'),
      'who took it in is disclosed',
    )
    assert.deepEqual(first?.findings, [])
    const old = await runAnywhere(['verify', join(folder, 'before'), vn, qa, '--custody', '--json'])
    const again = (old.json.custody as typeof files).find(({ names }) => names[0]?.exhibit === 'E1')
    assert.deepEqual(again?.links, first.links, 'two bundles of a node prove nothing twice')
    const inWords = await runAnywhere(['verify', vn, qa, '--custody', 'vi'])
    assert.match(inWords.out, /được thay bằng E5 của thông điệp 5/)
    assert.equal((await runAnywhere(['verify', vn, '--custody', 'xx'])).code, 64)

    const { opened } = await verifyAndOpen([{ name: 'qa', files: await readBundle(qa) }])
    const [bundle] = opened
    const kept = bundle?.reports.find(({ own }) => !own)
    assert.ok(bundle !== undefined && kept !== undefined)
    const { time } = kept.mark
    const early = { ...kept.report, time: new Date(time.getTime() - 3_600_000).toISOString() }
    const { jws, digest } = await sign('exhibitReport', early, world.asking.node.node.signer, time)
    const odd: unknown[] = []
    const { trust, own, revocations } = bundle
    const reports = await openReports(
      {
        files: new Map(bundle.files).set(reportPath(request, digest), Buffer.from(jws)),
        ...{ trust, own, revocations, check: rememberChains(10) },
      },
      [{ ...kept, digest }],
      (severity) => odd.push(severity),
    )
    assert.deepEqual([reports, odd], [[], ['time']], 'a report of another time than its signature')

    const there = await readdir(join(qa, 'record', request))
    const report = there.find((name) => name.startsWith('report-'))
    assert.ok(report !== undefined)
    await changed(qa, 'lacking', (files) => files.delete(`record/${request}/${report}`))
    await changed(qa, 'another', (files) => {
      const path = there.find((name) => name.startsWith('report-') && name !== report) ?? ''
      files.set(`record/${request}/${report}`, files.get(`record/${request}/${path}`) ?? new Uint8Array())
    })
  })

  it('is told to an auditor by the longest record that is whole, and by none that is not', async () => {
    const [before, vn, qa] = [join(folder, 'before'), join(folder, 'vn'), join(folder, 'qa')]
    const damaged = join(folder, 'damaged')
    const files = new Map(await readBundle(vn))
    files.set(placedPath(request, 6), Buffer.from('damaged'))
    await writeBundle(damaged, files)
    const told = async (...bundles: string[]): Promise<readonly string[]> => {
      const { json } = await runAnywhere(['verify', ...bundles, '--custody', '--json'])
      const of = json.custody as { acceptance: ExhibitStanding[] }[]
      return of
        .flatMap(({ acceptance }) => acceptance)
        .filter(({ exhibit }) => exhibit === 'E5')
        .map(({ standing }) => standing)
    }
    assert.deepEqual(await told(before), ['open'])
    for (const bundles of [
      [before, qa],
      [qa, before],
      [damaged, qa],
      [qa, damaged],
    ])
      assert.deepEqual(await told(...bundles), ['accepted'])
    assert.deepEqual(await told(damaged), [])
  })

  /** A bundle that somebody has changed is found out. */
  const changed = async (
    bundle: string,
    name: string,
    change: (files: Map<string, Uint8Array>) => unknown,
  ): Promise<void> => {
    const files = new Map(await readBundle(bundle))
    change(files)
    await writeBundle(join(folder, name), files)
    const { json } = await runAnywhere(['verify', join(folder, name), '--json'])
    const objects = (json.findings as { object: string }[]).map(({ object }) => object)
    assert.ok(
      objects.some((object) => object.includes('report-')),
      objects.join(),
    )
  }

  it('is told to a court in plain words, from the signed files alone', async () => {
    const file = join(folder, 'court.zip')
    const made = await run(
      world.answering,
      ...['court', request, '--language', 'en', '--out', file, '--as', 'Example-Auditor', '--json'],
    )
    assert.equal(made.code, 0, made.beside)
    const { json } = await runAnywhere(['verify', file, '--json'])
    assert.deepEqual(json.findings, [])
    const { beside } = await readBundleAt(file)
    const report = Buffer.from(beside?.get('report.html') ?? '').toString('utf8')
    assert.match(report, /<section class="custody">/)
    assert.match(report, /imaged +\(QA, Example Laboratory\)|Imaged/)
    assert.match(report, /E2 of message 3 of request VN-DEMO-1: disputed by vn\.spp in message 4/)
  })

  it('is what its own State says of it: a peer that says another of the same sealed file spoils no bundle', async () => {
    const { node } = world.answering.node
    const row = await findRequest(node.db, request)
    assert.ok(row !== null)
    const [given, receipted] = await Promise.all(
      [3, 6].map(async (sequence) => {
        const [place] = await findPlaces(node.db, [{ request, sequence }])
        return await frameOf(world.answering, place?.digest ?? '')
      }),
    )
    const [file] = given?.exhibits ?? []
    assert.ok(file !== undefined && receipted !== undefined)
    const previous = (await findPlaces(node.db, [{ request, sequence: 6 }]))[0]?.digest
    const sentAt = new Date()
    const hostile = {
      ...{
        ...Object.fromEntries(Object.entries(receipted).filter(([name]) => name !== 'inReplyTo')),
        id: uuidV7(sentAt, randomBytes(10)),
        type: 'supplement',
        sentAt: sentAt.toISOString(),
      },
      ...{ previous, basis: { sequence: row.sequence, head: row.head }, body: bodies.supplement },
      exhibits: [{ ...file, id: 'E90', sha256: 'a'.repeat(64) }],
    }
    const { jwe } = await sealed(world.asking, world.answering, hostile)
    const [answer = ''] = await post(world.answering, [jwe])
    assert.equal(said(answer).event, 'relayAcceptance', JSON.stringify(said(answer)))
    const bundle = await exported(world.answering, 'hostile')
    const { json } = await runAnywhere(['verify', bundle, '--custody', '--json'])
    assert.deepEqual([json.exit, json.findings], [0, []])
    const files = json.custody as { sha256: string; names: { exhibit: string }[]; findings: [] }[]
    const of = files.filter(({ names }) => names.some(({ exhibit }) => exhibit === 'E1' || exhibit === 'E90'))
    assert.deepEqual(
      of.map(({ sha256, names, findings }) => [sha256, names.length, findings]),
      [
        [file.sha256, 1, []],
        ['a'.repeat(64), 1, []],
      ],
    )
  })
})
