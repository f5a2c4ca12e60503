import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { spellPin, wordsOfPin } from '../../../src/trust/fingerprint.ts'
import { digestOfBase64 } from '../../../src/trust/list.ts'
import { checkSealed } from '../../../src/exchange/custody/checkSealed.ts'
import { exchangeLimits } from '../../../src/exchange/limits.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import { insertDeliveries, settleDelivery } from '../../../src/store/webhooks/deliveries.ts'
import { disableEndpoint, insertEndpoint } from '../../../src/store/webhooks/endpoints.ts'
import { keysIn } from '../../../src/trust/keysIn.ts'
import { type SignedInClient, signedIn, withDesk } from '../../support/desk.ts'
import { placeOf, takenIn } from '../../support/files.ts'
import { carriers } from '../../support/link.ts'
import { plain } from '../../support/plain.ts'
import { agreed, delivered, entriesAbout, opened, say, waiting } from '../../support/talk.ts'
import { type World, heard, twoStates, until } from '../../support/world.ts'
import { run } from '../../cli/commandLine.ts'

describe('the pages of whoever runs the node', () => {
  let world: World
  let administrator: SignedInClient
  before(async () => {
    world = await twoStates(undefined, undefined, withDesk)
    administrator = await signedIn(world.asking, ['administrator'])
  })
  after(() => world.close())
  afterEach(async () => {
    world.answering.link.carry = carriers.faithfully
    const { db, now } = world.asking.node.node
    const again = { status: 'waiting', next_attempt_at: now() } as const
    await db.updateTable('outbox').set(again).where('status', '=', 'dead').execute()
    await delivered(world.asking)
  })

  /** A message that its node has given up on, as after fourteen days. */
  const givenUp = async (): Promise<{ readonly request: string; readonly digest: string }> => {
    const request = await opened(world)
    world.answering.link.carry = () => Promise.resolve(null)
    const { digest } = await say(world, world.asking, request, 'status-request')
    await until('it was tried', async () => ((await waiting(world.asking))[0]?.attempts ?? 0) > 0)
    await until('it is dead', async () => {
      const { numUpdatedRows } = await world.asking.node.node.db
        .updateTable('outbox')
        .set({ status: 'dead', next_attempt_at: null, leased_by: null })
        .where('digest', '=', digest)
        .where('leased_by', 'is', null)
        .executeTakeFirst()
      return numUpdatedRows === 1n
    })
    return { request, digest }
  }

  it('show each pinned State with its list, the fingerprints as they are read out, and what it speaks', async () => {
    const { text, status } = await administrator.get('/running/peers')
    assert.equal(status, 200)
    const { trust } = world.asking.node.node
    const peer = trust.peer('QA')?.list
    assert.ok(peer !== undefined)
    for (const list of [peer, trust.own().list])
      for (const signer of list.listSigners) {
        const pin = digestOfBase64(signer)
        assert.ok(text.includes(spellPin(pin)), 'digits')
        const lines = wordsOfPin(pin).split(' ')
        assert.ok(
          text.includes(lines.slice(0, 6).join(' ')) && text.includes(lines.slice(18).join(' ')),
          'words',
        )
      }
    const words = plain(text)
    assert.match(words, new RegExp(`Qatar Reached .*Number of its trust list ${peer.sequence} `))
    assert.match(words, /Heard last \d+ [A-Z][a-z]+ 20\d{2}/)
    assert.ok(words.includes(peer.node.url) && words.includes(peer.capabilities.schemaVersions.join(', ')))
    assert.ok(words.includes(`Kinds of measures that it knows: ${peer.capabilities.kinds.length}`))
    assert.match(words, /Waits for it Messages: 0/)
  })

  it('show a State that is away: since when, by which code, the next attempt, and what waits for it since when', async () => {
    const request = await opened(world)
    world.answering.link.carry = () => Promise.resolve(null)
    await say(world, world.asking, request, 'status-request')
    const { db } = world.asking.node.node
    const isOpen = async (): Promise<boolean> =>
      (await db.selectFrom('circuit').select('opened_at').executeTakeFirst())?.opened_at != null
    await until('the circuit is open', isOpen, 60_000)
    const words = plain((await administrator.get('/running/peers')).text)
    assert.match(words, /Qatar Cannot be reached/)
    assert.match(words, /Failing since .* The other node was not reached, .* NODE_UNAVAILABLE/)
    assert.match(words, /Only one message at a time is tried since .* Next attempt /)
    assert.match(words, /Waits for it Messages: 1 The oldest of \d+ /)
    const health = plain((await administrator.get('/running')).text)
    assert.match(health, /Other States Needs you Cannot be reached: Qatar\./)
    world.answering.link.carry = carriers.faithfully
    await agreed(world, request, 2)
  })

  it('have a message that was given up sent again: the log says who decided it before it is answered', async () => {
    const { request, digest } = await givenUp()
    const page = await administrator.get('/running/queue')
    assert.match(
      plain(page.text),
      new RegExp(`${digest.slice(0, 12)}… Qatar .* NODE_UNAVAILABLE .* Send again`),
    )
    assert.match(plain((await administrator.get('/running')).text), /Needs you .*Given up: 1\./)
    world.answering.link.carry = carriers.faithfully
    const answer = await administrator.post(`/running/queue/${digest}/resend`)
    assert.deepEqual([answer.status, answer.location], [303, '/running/queue'])
    const after = () => administrator.get('/running/queue')
    assert.match(plain((await after()).text), /Done It is queued again/)
    assert.ok(!(await after()).text.includes('role="status"'))
    assert.ok((await entriesAbout(world.asking, digest)).includes('delivery.resent'))
    await agreed(world, request, 2)
    const { json } = await run(
      world.asking,
      'log',
      'read',
      '--person',
      administrator.signInName,
      '--as',
      'Auditor',
      '--json',
    )
    const told = (json.entries as { event: string; actor: { role: string }; details: object }[]).filter(
      ({ event }) => event === 'delivery.resent',
    )
    assert.deepEqual(
      told.map(({ actor }) => actor.role),
      ['administrator'],
    )
  })

  it('tell administrators and auditors of an own file that is lost where it lies, with no word of its case, until it is put back', async () => {
    const { node } = world.asking.node
    const auditor = await signedIn(world.asking, ['auditor'])
    const pages = async (): Promise<{ readonly health: string; readonly alarms: string }> => ({
      health: plain((await administrator.get('/running')).text),
      alarms: plain((await auditor.get('/check')).text),
    })
    const [health, alarms] = [/damaged or missing there/, /no longer lie here as they were taken in/]
    const sound = await pages()
    assert.doesNotMatch(sound.health, health)
    assert.doesNotMatch(sound.alarms, alarms)
    const file = await takenIn(world, world.asking, randomBytes(20_000), { name: 'Example lost.bin' })
    const place = placeOf(world.asking, file)
    const sealed = await readFile(place)
    await rm(place)
    await checkSealed(node, file.deposit)
    const lost = await pages()
    assert.match(
      lost.health,
      /Place of the files Needs you Files that this State took in and that are damaged or missing there: 1\..*“rogatory exhibit list --all”.*“rogatory exhibit check”/,
    )
    assert.match(lost.alarms, /Alarm Files of this State no longer lie here as they were taken in: 1\./)
    for (const page of [lost.health, lost.alarms])
      for (const told of [file.deposit, file.name, file.sha256]) assert.ok(!page.includes(told))
    await writeFile(place, sealed)
    await checkSealed(node, file.deposit)
    const again = await pages()
    assert.doesNotMatch(again.health, health)
    assert.doesNotMatch(again.alarms, alarms)
  })

  it('have all that was given up for a State sent again at once', async () => {
    const one = await givenUp()
    world.answering.link.carry = carriers.faithfully
    const two = await givenUp()
    const words = plain((await administrator.get('/running/queue')).text)
    assert.match(words, /Given up Actions Qatar 2 .* 2 Send all again – Qatar/)
    world.answering.link.carry = carriers.faithfully
    const again = () => administrator.post('/running/queue/states/QA/resend')
    const { status, location } = await again()
    assert.deepEqual([status, location], [303, '/running/queue'])
    for (const { request, digest } of [one, two]) {
      assert.ok((await entriesAbout(world.asking, digest)).includes('delivery.resent'))
      await agreed(world, request, 2)
    }
    const refused = await again()
    assert.equal(refused.status, 409)
    assert.match(plain(refused.text), /Error: .*This message is not given up any more/)
    assert.equal((await administrator.post('/running/queue/states/nothing/resend')).status, 409)
    const officer = await signedIn(world.asking, ['officer'])
    assert.equal((await officer.post('/running/queue/states/QA/resend')).status, 404)
  })

  it('refuse to have sent again what is not given up, and say so in the log', async () => {
    const { digest } = await givenUp()
    world.answering.link.carry = carriers.faithfully
    assert.equal((await administrator.post(`/running/queue/${digest}/resend`)).status, 303)
    await delivered(world.asking)
    for (const named of [digest, 'f'.repeat(64), 'nothing']) {
      const again = await administrator.post(`/running/queue/${named}/resend`)
      assert.equal(again.status, 409, named)
      assert.match(plain(again.text), /Error: .*This message is not given up any more/)
    }
    const officer = await signedIn(world.asking, ['officer'])
    assert.equal((await officer.post(`/running/queue/${digest}/resend`)).status, 404)
  })

  it('name nothing of a case: no reference, no person, no text, no id of a request', async () => {
    const { request } = await givenUp()
    for (const path of [
      ...['/running', '/running/peers', '/running/queue', '/running/keys'],
      ...['/running/systems', '/running/webhooks'],
    ]) {
      const { text } = await administrator.get(path)
      for (const secret of [request, 'VN-DEMO-1', 'Example-A', 'Example-B', 'status-request'])
        assert.ok(!text.includes(secret), `${path} names ${secret}`)
    }
  })

  it('tell in the log who has seen the queue', async () => {
    const { request } = await givenUp()
    const looker = await signedIn(world.asking, ['administrator'])
    await looker.get('/running/queue')
    const { json } = await run(
      world.asking,
      'log',
      'read',
      '--person',
      looker.signInName,
      '--as',
      'Auditor',
      '--json',
    )
    const queries = (json.entries as { event: string; details: { query?: string } }[])
      .filter(({ event }) => event === 'case.listed')
      .map(({ details }) => details.query)
    assert.deepEqual(queries, ['outbox: given up', 'outbox'])
    assert.ok(request !== '')
  })

  it('say what the node knows of its health, and what to do about each thing that is wrong', async () => {
    await heard(world.asking)
    const { db } = world.asking.node.node
    const good = plain((await administrator.get('/running')).text)
    for (const one of [
      /Database In order It was written to just now\./,
      /Signing In order /,
      /Trust list of this State In order In force until /,
      /Age of the database In order /,
      /Place of the files In order It can be used\. Room for files that come: [\d.,]+ \w+\./,
      /Log of this node In order It is read anew each day; the first time a day after the start\./,
      /Clock In order Right, as far as can be seen/,
      /Other States In order /,
      /Work in the background In order Nothing is late\./,
    ])
      assert.match(good, one)
    await db.updateTable('peer').set({ heard_at: null }).execute()
    await db
      .insertInto('setting')
      .values({
        name: 'own-tree',
        value: JSON.stringify({
          at: new Date(Date.now() - 2 * exchangeLimits.ownTree.everyMs).toISOString(),
          wrong: { object: 'tile/0/000', what: 'is not what was signed' },
        }),
      })
      .onConflict((conflict) =>
        conflict.column('name').doUpdateSet((old) => ({ value: old.ref('excluded.value') })),
      )
      .execute()
    const bad = plain((await administrator.get('/running')).text)
    assert.match(bad, /Needs you: [2-9]\. It stands first/)
    assert.match(
      bad,
      /Log of this node Needs you Something in it is not as it was signed: .*tile\/0\/000: is not what was signed/,
    )
    await db.deleteFrom('setting').where('name', '=', 'own-tree').execute()
  })

  it('say which systems were not told what happened, and which do not want to be told any more', async () => {
    const { db } = world.asking.node.node
    const name = 'example-cases'
    const read = async () => plain((await administrator.get('/running')).text)
    assert.match(await read(), /\(webhooks\) In order No system is told/)
    const at = new Date()
    await inTransaction(db, async (trx) => {
      await insertEndpoint(trx, {
        ...{ name, authority: 'vn.spp', url: 'https://cases.example/hook', events: ['message.received'] },
        ...{ secret: Buffer.from('example'), made_by: 'Example-Administrator', made_at: at },
      })
      const told = { endpoint: name, payload: '{}', made_at: at, due_at: at }
      await insertDeliveries(
        trx,
        [0, 1].map((index) => ({ ...told, index, id: `msg_${index}` })),
      )
    })
    assert.match(await read(), /\(webhooks\) In order Nothing that a system was to be told was given up\./)
    const dead = { status: 'dead', due_at: null, outcome: '503' } as const
    await settleDelivery(db, { endpoint: name, index: 0 }, dead)
    assert.match(await read(), /Needs you The endpoint example-cases was not told of 1 events.*Open Webhooks/)
    await inTransaction(db, (trx) => disableEndpoint(trx, name, { by: null, at }))
    assert.match(
      await read(),
      /Needs you The system at the endpoint example-cases said .*410.* 2 events were given up/,
    )
  })

  it('offer no endpoint where the settings name no network for one, and say what to set', async () => {
    const page = await administrator.get('/running/webhooks')
    assert.match(plain(page.text), /sets ROGATORY_WEBHOOK_NETWORKS and starts the node again/)
    assert.doesNotMatch(page.text, /webhooks\/add/)
    const endpoint = {
      name: 'example',
      url: 'http://127.0.0.1:9/',
      authority: 'vn.spp',
      events: 'message.received',
    }
    for (const form of [
      await administrator.get('/running/webhooks/add'),
      await administrator.post('/running/webhooks/add', endpoint),
    ]) {
      assert.match(plain(form.text), /sets ROGATORY_WEBHOOK_NETWORKS and starts the node again/)
      assert.doesNotMatch(form.text, /name="url"/)
    }
  })

  it('list every key of the node as the command does, with when it ends and what to do by when', async () => {
    const { text } = await administrator.get('/running/keys')
    const { node } = world.asking.node
    for (const { name, daysLeft } of keysIn(node.trust.own().list, node.now())) {
      assert.ok(text.includes(name), name)
      if (daysLeft !== null)
        assert.ok(text.includes(`Days left: ${new Intl.NumberFormat('en').format(daysLeft)}`))
    }
    const words = plain(text)
    assert.match(
      words,
      /Signs messages and receipts .* In force .* Nothing now\. Make the one that follows by /,
    )
    assert.match(words, /rogatory cert renew --use message/)
    // The list names two signers from the first day: one in use, and one that waits for years.
    assert.match(words, /lasts longer\. Have it in use before .*? rogatory cert use --use list /)
    assert.match(
      words,
      /In force .*? it takes the place of the list signer in use\. Until then its key may be/,
    )
    assert.doesNotMatch(words, /cert renew --use list/)
    assert.match(
      words,
      /Certificate authority [0-9a-f]{64} In force .*? another authority by .*?“rogatory cert authority”.*? rogatory cert import message\.pem --authority authority\.crt /,
    )
    assert.match(words, /TLS certificates This node has none: it speaks plain HTTP/)
  })
})
