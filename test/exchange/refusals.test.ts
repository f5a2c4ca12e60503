import assert from 'node:assert/strict'
import { believing } from '../support/believing.ts'
import { hash } from 'node:crypto'
import { seal } from '../../src/envelope/seal.ts'
import { sign } from '../../src/envelope/sign.ts'
import { exchangeLimits } from '../../src/exchange/limits.ts'
import { publicRefusal } from '../../src/exchange/reply.ts'
import type { Receipt } from '../../src/message/generated/types.ts'
import { secondOf } from '../../src/message/moment.ts'
import { limits } from '../../src/message/limits.ts'
import { insertRefusals, listRefusals } from '../../src/store/refusals.ts'
import { readIdentity } from '../../src/store/identity/read.ts'
import { findRequest, listRequestIds } from '../../src/store/requests.ts'
import { bodies } from '../support/bodies.ts'
import { carriers } from '../support/link.ts'
import { encryptionKeyFor } from '../../src/trust/list.ts'
import {
  assertReplayed,
  entriesAbout,
  logOf,
  opened,
  openingFrame,
  post,
  receipted,
  said,
  say,
  sealed,
  sealedTo,
  stored,
  waiting,
} from '../support/talk.ts'
import { type World, authority, passphrase, thirdState, twoStates, until } from '../support/world.ts'
import { join } from 'node:path'

describe('what a node refuses', () => {
  let world: World
  before(async () => {
    const authorities = [
      authority('qa.pp'),
      { ...authority('qa.old'), validUntil: secondOf(new Date(Date.now() - 2_000)) },
    ]
    const validFrom = new Date(Date.now() - 60 * 86_400_000)
    world = await twoStates(undefined, { state: 'QA', authorities }, { validFrom })
  })
  after(() => world.close())
  afterEach(() => assertReplayed(world))

  /** The code of the signed rejection that this value gets, and the whole receipt. */
  const rejected = async (
    value: unknown,
    options: Parameters<typeof sealed>[3] = {},
  ): Promise<{ code: string; receipt: Receipt; digest: string; jws: string }> => {
    const message = await sealed(world.asking, world.answering, value, options)
    const [answer = ''] = await post(world.answering, [message.jwe])
    assert.notEqual(answer, publicRefusal)
    const receipt = said(answer)
    assert.ok(receipt.event === 'relayRejection', JSON.stringify(receipt))
    assert.deepEqual([receipt.message, receipt.to, receipt.node], [message.digest, 'VN', 'QA'])
    return { ...message, code: receipt.code, receipt }
  }

  describe('of a stranger', () => {
    /** The codes in our log of these lines; whoever posted them sees one text. */
    const codesInLog = async (lines: readonly string[]): Promise<(string | undefined)[]> => {
      const answers = await post(world.answering, lines)
      assert.deepEqual(
        answers,
        lines.map(() => '{"code":"ENVELOPE_INVALID"}'),
      )
      const entries = await logOf(world.answering.node.node.db)
      return lines.map((line) => {
        const digest = hash('sha256', line)
        const about = entries.filter((entry) => entry.evt === 'envelope.refused' && entry.digest === digest)
        assert.equal(about.length, 1)
        return about[0]?.code
      })
    }

    it('attack 56: a line of a stranger gets one text whatever was wrong, and the log is told what it was (pain point 8)', async () => {
      const { asking, answering } = world
      const { signer } = asking.node.node
      const at = new Date()
      const good = await sealed(asking, answering, openingFrame(at))
      const [header, payload, signature = ''] = good.jws.split('.')
      const flipped = `${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`
      const receipt = await sign('receipt', { any: 'thing' }, signer, at)
      const own = await sign('message', openingFrame(at), answering.node.node.signer, at)
      const listKey = (await readIdentity(join(asking.config.dataFolder, 'identity'), passphrase)).listSigner
      const ours = encryptionKeyFor(answering.node.node.trust.own().list, at)
      assert.ok(ours !== null)
      const sealedElsewhere = await seal(good.jws, { ...ours, kid: 'another-key' })
      const lines = {
        garbage: 'garbage',
        tooLong: 'A'.repeat(limits.envelopeCharactersMax + 1),
        forNobodyHere: sealedElsewhere,
        broken: `${good.jwe.slice(0, -2)}${good.jwe.endsWith('AA') ? 'BA' : 'AA'}`,
        notSigned: await seal('nothing signed', ours),
        badSignature: await sealedTo(answering, [header, payload, flipped].join('.')),
        aReceipt: await sealedTo(answering, receipt.jws),
        reflected: await sealedTo(answering, own.jws),
        signedByListKey: await sealedTo(
          answering,
          (await sign('message', openingFrame(at), listKey, at)).jws,
        ),
        fromTheFuture: (
          await sealed(asking, answering, openingFrame(at), { at: new Date(at.getTime() + 360_000) })
        ).jwe,
        notCanonical: await sealedTo(
          answering,
          (await sign('message', Buffer.from('{"b":1, "a":2}'), signer, at)).jws,
        ),
      }
      const codes = await codesInLog(Object.values(lines))
      assert.deepEqual(Object.fromEntries(Object.keys(lines).map((name, index) => [name, codes[index]])), {
        garbage: 'ENVELOPE_INVALID',
        tooLong: 'ENVELOPE_TOO_LARGE',
        forNobodyHere: 'ENVELOPE_KEY_UNKNOWN',
        broken: 'ENVELOPE_DECRYPTION_FAILED',
        notSigned: 'ENVELOPE_INVALID',
        badSignature: 'SIGNATURE_INVALID',
        aReceipt: 'ENVELOPE_INVALID',
        reflected: 'SIGNER_UNKNOWN',
        signedByListKey: 'SIGNER_UNKNOWN',
        fromTheFuture: 'TIME_OUT_OF_RANGE',
        notCanonical: 'JSON_NOT_CANONICAL',
      })
      // The good one was not spoiled by its twins.
      assert.equal(said((await post(answering, [good.jwe]))[0] ?? '').event, 'relayAcceptance')
    })

    it('makes the log no longer by sending many: those beyond twenty are told in one entry', async () => {
      const { db } = world.answering.node.node
      const before = (await logOf(db)).length
      const lines = Array.from({ length: 30 }, (_, at) => `rubbish ${at}`)
      await post(world.answering, lines)
      const told = (await logOf(db)).slice(before).filter(({ evt }) => evt === 'envelope.refused')
      const digests = lines.map((line) => hash('sha256', line))
      assert.deepEqual(
        told.map(({ digest, count }) => [digest, count]),
        [
          ...digests.slice(0, 20).map((digest) => [digest, undefined]),
          [hash('sha256', digests.slice(20).join('')), 10],
        ],
      )
    })

    it('that speaks for another State than the one that has signed it is one, and nothing of it is kept', async () => {
      const { asking, answering } = world
      const before = await listRefusals(answering.node.node.db, 100)
      const { jwe } = await sealed(asking, answering, openingFrame(new Date(), { from: 'ee.ppo' }))
      assert.deepEqual(await codesInLog([jwe]), ['SENDER_NOT_SIGNER'])
      assert.deepEqual(await listRefusals(answering.node.node.db, 100), before)
    })

    it('answers the same line again and again without harm to what comes with it', async () => {
      const { asking, answering } = world
      const good = await sealed(asking, answering, openingFrame(new Date()))
      const early = await sealed(asking, answering, openingFrame(new Date(), { previous: 'a'.repeat(64) }))
      const lines = ['same', 'same', early.jwe, good.jwe, early.jwe, 'same']
      for (const answers of await Promise.all([1, 2, 3].map(() => post(answering, lines)))) {
        const told = answers.map((answer) => (answer.startsWith('{') ? answer : said(answer).event))
        const [stranger, gap] = [publicRefusal, 'relayRejection']
        assert.deepEqual(told, [stranger, stranger, gap, 'relayAcceptance', gap, stranger])
      }
    })

    it('keeps nothing of a stranger but the digest in the log', async () => {
      const { db } = world.answering.node.node
      const before = await listRefusals(db, 100)
      await post(world.answering, ['nobody knows me'])
      assert.deepEqual(await listRefusals(db, 100), before)
    })

    it('reflects our own message to nobody: it was sealed to the peer', async () => {
      const { asking, answering } = world
      answering.link.up = false
      await say(world, asking, crypto.randomUUID(), 'request')
      const [row] = await waiting(asking)
      assert.deepEqual(await post(asking, [row?.jwe ?? '']), [publicRefusal])
      answering.link.up = true
    })
  })

  describe('of a peer', () => {
    it('with a signed rejection that says what is wrong', async () => {
      const at = new Date()
      const table: Record<string, [Record<string, unknown>, string, string | undefined]> = {
        'speaks to another State': [{ to: 'ee.ppo' }, 'NOT_FOR_US', '/to'],
        'is of no authority in its list': [{ from: 'vn.nobody' }, 'AUTHORITY_NOT_COMPETENT', '/from'],
        'is to no authority of ours': [{ to: 'qa.nobody' }, 'AUTHORITY_UNKNOWN', '/to'],
        'is to an authority that was dissolved': [{ to: 'qa.old' }, 'AUTHORITY_UNKNOWN', '/to'],
        'says another time than it was signed': [
          { sentAt: new Date(at.getTime() - 2000).toISOString() },
          'TIME_OUT_OF_RANGE',
          '/sentAt',
        ],
        'opens nothing': [{ type: 'status-request', body: {} }, 'REQUEST_UNKNOWN', undefined],
        'follows what has not come': [
          { type: 'status-request', body: {}, previous: 'a'.repeat(64) },
          'RECORD_GAP',
          undefined,
        ],
      }
      for (const [name, [changes, code, pointer]] of Object.entries(table)) {
        const frame = openingFrame(at, changes)
        const { receipt } = await rejected(frame, { at })
        assert.ok(receipt.event === 'relayRejection')
        assert.deepEqual([receipt.code, receipt.pointer], [code, pointer], name)
        assert.deepEqual([receipt.messageId, receipt.request], [frame.id, frame.request])
      }
    })

    it('only for now where the list that is here names its authority not yet, and not at all within what clocks may differ', async () => {
      const { asking, answering } = world
      const { node } = answering.node
      const vn = node.trust.peer('VN')
      assert.ok(vn !== null)
      const at = new Date()
      const listing = (id: string, inMs: number) => {
        const validFrom = secondOf(new Date(at.getTime() + inMs))
        return { peers: [{ ...vn, list: { ...vn.list, authorities: [{ ...authority(id), validFrom }] } }] }
      }
      const { jwe } = await sealed(asking, answering, openingFrame(at, { from: 'vn.new' }))
      const answeredWith = async (id: string, inMs: number) => {
        const [answer = ''] = await believing(node, listing(id, inMs), () => post(answering, [jwe]))
        const receipt = said(answer)
        return receipt.event === 'relayRejection' ? receipt.code : receipt.event
      }
      const before = await listRefusals(node.db, 100)
      assert.equal(await answeredWith('vn.spp', 0), 'AUTHORITY_NOT_COMPETENT')
      assert.equal(await answeredWith('vn.new', limits.clockSkewMs + 60_000), 'AUTHORITY_NOT_COMPETENT')
      assert.deepEqual(await listRefusals(node.db, 100), before)
      assert.equal(await answeredWith('vn.new', limits.clockSkewMs - 60_000), 'relayAcceptance')
    })

    it('whose time is not the second of its signature', async () => {
      const at = new Date(Math.floor(Date.now() / 1000) * 1000)
      const next = new Date(at.getTime() + 1000).toISOString()
      assert.equal((await rejected(openingFrame(at, { sentAt: next }), { at })).code, 'TIME_OUT_OF_RANGE')
      const within = new Date(at.getTime() + 999).toISOString()
      const message = await sealed(world.asking, world.answering, openingFrame(at, { sentAt: within }), {
        at,
      })
      assert.equal(said((await post(world.answering, [message.jwe]))[0] ?? '').event, 'relayAcceptance')
    })

    it('attack 28: what was signed longer ago than retries may last is refused (pain point 8)', async () => {
      const at = new Date(Date.now() - exchangeLimits.signedBehindMaxMs - 60_000)
      const { receipt } = await rejected(openingFrame(at), { at })
      assert.deepEqual(receipt.event === 'relayRejection' && [receipt.code, receipt.reasons], [
        'TIME_OUT_OF_RANGE',
        'signed too long ago',
      ])
    })

    describe('that has its place in a record', () => {
      /** Something that the node which keeps the order of a record says at its second place. */
      const atSecondPlace = async (request: string, at: Date, more: object = {}) => {
        const { answering } = world
        const { head } = await answering.node.node.db
          .selectFrom('message')
          .select('head')
          .where('request', '=', request)
          .executeTakeFirstOrThrow()
        const place = { request, basis: { sequence: 1, head }, sequence: 2 }
        const said = { type: 'acknowledgement', body: bodies.acknowledgement }
        return openingFrame(at, { from: 'qa.pp', to: 'vn.spp', ...place, ...said, ...more })
      }
      const long = () => new Date(Date.now() - exchangeLimits.signedBehindMaxMs - 60_000)
      const answerOf = async (frame: Record<string, unknown>, at: Date, to = world.asking) => {
        const by = to === world.asking ? world.answering : world.asking
        const { jwe, digest } = await sealed(by, to, frame, { at })
        const [answer = ''] = await post(to, [jwe])
        return { answer, digest, jwe }
      }

      it('neither for its age nor for an authority of ours that is gone, and it is taken once', async () => {
        const { asking } = world
        const { node } = asking.node
        const [at, request] = [long(), await opened(world)]
        const frame = await atSecondPlace(request, at)
        const own = node.trust.own()
        const without = { ...own, list: { ...own.list, authorities: [authority('vn.other')] } }
        const taken = await believing(node, { own: without }, () => answerOf(frame, at))
        assert.equal(said(taken.answer).event, 'relayAcceptance')
        assert.equal((await stored(asking, taken.digest)).sequence, 2)
        assert.deepEqual(await post(asking, [taken.jwe]), [taken.answer])
        const other = await answerOf(await atSecondPlace(request, at), at)
        const receipt = said(other.answer)
        assert.ok(receipt.event === 'relayRejection' && receipt.code === 'RECORD_GAP')
      })

      it('as what belongs nowhere, where the record is not here, or is kept here', async () => {
        const { asking, answering } = world
        const at = long()
        const basis = { sequence: 1, head: 'a'.repeat(64) }
        const told = [
          { to: asking, frame: { from: 'qa.pp', to: 'vn.spp', sequence: 1 }, code: 'MESSAGE_INVALID' },
          { to: asking, frame: { from: 'qa.pp', to: 'vn.spp', sequence: 2, basis }, code: 'RECORD_GAP' },
          { to: answering, frame: { sequence: 1 }, code: 'MESSAGE_INVALID' },
          { to: answering, frame: { sequence: 1, to: 'qa.nobody' }, code: 'MESSAGE_INVALID' },
        ].map((one) => ({ ...one, frame: openingFrame(at, one.frame) }))
        for (const { to, frame, code } of told) {
          const receipt = said((await answerOf(frame, at, to)).answer)
          assert.ok(receipt.event === 'relayRejection' && receipt.code === code, JSON.stringify(receipt))
        }
        const known = await Promise.all([asking, answering].map(({ node }) => listRequestIds(node.node.db)))
        for (const { frame } of told) assert.ok(!known.flat().includes(String(frame.request)))
      })

      it('never for good where this program cannot read it: nothing is kept, and its sender has the list fetched and comes again', async () => {
        const { asking, answering } = world
        const request = await opened(world)
        const at = new Date()
        const before = await listRefusals(asking.node.node.db, 100)
        const later = await atSecondPlace(request, at, { schemas: '1.1' })
        const kind = await atSecondPlace(request, at, { type: 'soil-report' })
        for (const frame of [later, kind, later])
          assert.equal((await answerOf(frame, at)).answer, '{"code":"SCHEMA_UNKNOWN"}')
        assert.deepEqual(await listRefusals(asking.node.node.db, 100), before)
        assert.equal((await findRequest(asking.node.node.db, request))?.sequence, 1)

        asking.link.carry = () => Promise.resolve('{"code":"SCHEMA_UNKNOWN"}')
        const sent = await say(world, answering, request, 'acknowledgement')
        await until(
          'it was answered',
          async () => (await waiting(answering))[0]?.last_code === 'SCHEMA_UNKNOWN',
        )
        asking.link.carry = carriers.faithfully
        assert.equal((await receipted(answering, sent.digest)).event, 'relayAcceptance')
      })
    })

    it('whose shape is wrong, without an id or request that nobody has checked', async () => {
      const at = new Date()
      const wrong = [
        { ...openingFrame(at), extra: 1 },
        { ...openingFrame(at), id: 'not-a-uuid' },
        { ...openingFrame(at), body: {} },
        { ...openingFrame(at), type: 'poem' },
        { ...openingFrame(at), v: 2 },
        { hello: 'world' },
        [],
      ]
      const codes = []
      for (const value of wrong) {
        const { receipt, code } = await rejected(value, { at })
        assert.deepEqual([receipt.messageId, receipt.request], [undefined, undefined])
        codes.push(code)
      }
      const [invalid, unknown] = ['MESSAGE_INVALID', 'SCHEMA_UNKNOWN']
      assert.deepEqual(codes, [invalid, invalid, invalid, unknown, unknown, invalid, invalid])
    })

    it('for good is kept with its bytes, and the same bytes get the same rejection (pain point 2)', async () => {
      const { digest, jws, receipt } = await rejected(openingFrame(new Date(), { to: 'ee.ppo' }))
      const { db } = world.answering.node.node
      const [kept] = await listRefusals(db, 1)
      assert.deepEqual([kept?.message_digest, kept?.bytes, kept?.from_state], [digest, jws, 'VN'])
      const [again = ''] = await post(world.answering, [await sealedTo(world.answering, jws)])
      assert.deepEqual(said(again), receipt)
      assert.deepEqual(await entriesAbout(world.answering, digest), ['message.refused', 'receipt.given'])
    })

    it('attack 23: what a State sealed to us again that was meant for another is refused', async () => {
      const third = await thirdState(world, { state: 'AZ', authorities: [authority('az.ppo')] })
      try {
        // AZ got this from VN and seals it to QA: QA knows VN and sees that it is not meant.
        const meant = await sealed(world.asking, third, openingFrame(new Date(), { to: 'az.ppo' }))
        const [answer = ''] = await post(world.answering, [await sealedTo(world.answering, meant.jws)])
        const receipt = said(answer)
        assert.deepEqual(
          [receipt.event === 'relayRejection' && receipt.code, receipt.to],
          ['NOT_FOR_US', 'VN'],
        )
      } finally {
        await third.close()
      }
    })

    it('not because a third State has put its certificate into a list of its own', async () => {
      const { asking, answering } = world
      const vn = answering.node.node.trust.peer('VN')
      assert.ok(vn !== null)
      const copied = { ...vn, list: { ...vn.list, state: 'AZ' } }
      const [{ jwe: first }, { jwe: second }] = [
        await sealed(asking, answering, openingFrame(new Date())),
        await sealed(asking, answering, openingFrame(new Date())),
      ]
      for (const [peers, jwe] of [
        [[vn, copied], first],
        [[copied, vn], second],
      ] as const) {
        const [answer = ''] = await believing(answering.node.node, { peers }, () => post(answering, [jwe]))
        assert.equal(said(answer).event, 'relayAcceptance')
      }
    })

    it('never for good where only the list of a State that has copied its certificates is here', async () => {
      const { asking, answering } = world
      const { node } = answering.node
      const vn = node.trust.peer('VN')
      assert.ok(vn !== null)
      const copied = { ...vn, list: { ...vn.list, state: 'AZ' } }
      const before = await listRefusals(node.db, 100)
      const { jwe, digest } = await sealed(asking, answering, openingFrame(new Date()))
      assert.deepEqual(await believing(node, { peers: [copied] }, () => post(answering, [jwe])), [
        publicRefusal,
      ])
      assert.deepEqual(await listRefusals(node.db, 100), before)
      assert.deepEqual(await entriesAbout(answering, digest), [])
      const [answer = ''] = await post(answering, [jwe])
      assert.deepEqual([said(answer).event, said(answer).to], ['relayAcceptance', 'VN'])
    })

    it('as it was told itself, whatever a State was told that has copied its certificates', async () => {
      const { db } = world.answering.node.node
      const at = new Date()
      const good = await sealed(world.asking, world.answering, openingFrame(at))
      const bad = await sealed(world.asking, world.answering, openingFrame(at, { to: 'ee.ppo' }))
      const { jws: receipt } = await sign(
        'receipt',
        { time: at.toISOString() },
        world.answering.node.node.signer,
        at,
      )
      const told = [good, bad].map(({ digest }) => ({
        at,
        from_state: 'AZ',
        message_digest: digest,
        message_id: null,
        request: null,
        code: 'SENDER_NOT_SIGNER',
        detail: '',
        bytes: null,
        receipt,
      }))
      await insertRefusals(db, told)
      const lines = [good.jwe, bad.jwe]
      const answers = await post(world.answering, lines)
      const events = answers.map((answer) => said(answer).event)
      assert.deepEqual(events, ['relayAcceptance', 'relayRejection'])
      assert.deepEqual(await post(world.answering, lines), answers)
    })

    it('that follows one whose shape was wrong is taken', async () => {
      const { asking, answering } = world
      const request = await opened(world)
      const opening = await answering.node.node.db
        .selectFrom('message')
        .select(['digest', 'head'])
        .where('request', '=', request)
        .executeTakeFirstOrThrow()
      const basis = { sequence: 1, head: opening.head }
      const more = { request, basis, type: 'status-request', body: {} }
      const wrong = await rejected({
        ...openingFrame(new Date(), more),
        previous: opening.digest,
        body: { x: 1 },
      })
      assert.equal(wrong.code, 'MESSAGE_INVALID')
      const next = { ...openingFrame(new Date(), more), previous: wrong.digest }
      const message = await sealed(asking, answering, next)
      assert.equal(said((await post(answering, [message.jwe]))[0] ?? '').event, 'relayAcceptance')
      assert.equal((await stored(answering, message.digest)).sequence, 2)
      // VN’s own node knows nothing of these two, which were made by hand; its record is the shorter one.
    })

    it('for good only in the order of its author’s messages', async () => {
      const { asking, answering } = world
      const request = await opened(world)
      const { digest, head } = await answering.node.node.db
        .selectFrom('message')
        .select(['digest', 'head'])
        .where('request', '=', request)
        .executeTakeFirstOrThrow()
      const more = { request, basis: { sequence: 1, head }, type: 'status-request', body: {} }
      const first = await sealed(asking, answering, { ...openingFrame(new Date(), more), previous: digest })
      const second = { ...openingFrame(new Date(), more), previous: first.digest, to: 'qa.nobody' }
      assert.equal((await rejected(second)).code, 'RECORD_GAP')
      assert.equal(said((await post(answering, [first.jwe]))[0] ?? '').event, 'relayAcceptance')
      assert.equal((await rejected(second)).code, 'AUTHORITY_UNKNOWN')
    })
  })
})
