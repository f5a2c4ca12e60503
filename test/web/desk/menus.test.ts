import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { changeDraft, findDraft } from '../../../src/store/drafts/drafts.ts'
import { filesOfMessage } from '../../../src/store/exhibits/filesOfMessage.ts'
import { inTransaction } from '../../../src/store/failures.ts'
import type { MessageType } from '../../../src/message/generated/types.ts'
import type { JsonObject } from '../../../src/message/json.ts'
import { caseLink } from '../../../src/web/desk/caseLinks.ts'
import { type SignedInClient, signedIn, withDesk } from '../../support/desk.ts'
import { takenIn } from '../../support/files.ts'
import { elementsIn, readHtml, textOf } from '../../support/html.ts'
import { agreed, say } from '../../support/talk.ts'
import { type World, type WorldState, twoStates, until } from '../../support/world.ts'
import { resultExample } from '../../workflow/examples.ts'
import { manifestOf, requestBody, text } from '../../workflow/speak.ts'

describe('menus of a case in which files of several messages have one id', () => {
  let world: World
  let asker: SignedInClient
  let giver: SignedInClient
  const request = crypto.randomUUID()
  let first: string
  let second: string
  before(async () => {
    world = await twoStates(undefined, undefined, withDesk)
    asker = await signedIn(world.asking, ['officer'])
    giver = await signedIn(world.answering, ['officer'])
    const body = requestBody([{ id: 'm1', kind: 'stored-data' }])
    await said(world.asking, 'request', body, 'order.pdf')
    const granted = [{ measure: 'm1', outcome: 'granted' }]
    await said(world.answering, 'decision', { outcomes: granted })
    first = await said(world.answering, 'delivery', deliveryOf(), 'نتائج.csv')
    const disputed = {
      outcomes: [{ measure: 'm1', outcome: 'discrepancy' }],
      checks: [{ exhibit: 'E1', standing: 'disputed', reason: text }],
    }
    await said(world.asking, 'delivery-receipt', disputed, null, first)
    const replaces = [{ delivery: first, exhibit: 'E1', by: 'E1' }]
    second = await said(world.answering, 'delivery', deliveryOf({ replaces }), 'better.csv')
  })
  after(() => world.close())

  let placed = 0
  /** Says something in the record, with a file E1 of this name, and waits until both sides have it. */
  async function said(
    side: WorldState,
    type: MessageType,
    body: object,
    name: string | null = null,
    inReplyTo?: string,
  ): Promise<string> {
    const files = name === null ? [] : [await takenIn(world, side, randomBytes(2_000), { name })]
    const exhibits = files.map(({ name: called, mediaType, bytes, sha256, sha512, sealed }) => ({
      ...{ id: 'E1', name: called, mediaType, bytes, sha256, sha512, sealed },
    }))
    const more = { ...(name === null ? {} : { exhibits }), ...(inReplyTo === undefined ? {} : { inReplyTo }) }
    const { id } = await say(world, side, request, type, { body, ...more })
    placed += 1
    await agreed(world, request, placed)
    const other = side === world.asking ? world.answering : world.asking
    await until('the file is whole', async () =>
      (await filesOfMessage(other.node.node.db, request, id)).every(({ status }) => status === 'whole'),
    )
    return id
  }

  function deliveryOf(more: object = {}): object {
    const result = { ...resultExample('stored-data'), items: [{ what: text, kind: 'file' }] }
    const outcome = { measure: 'm1', outcome: 'delivered', exhibits: ['E1'], complete: true, final: true }
    return { outcomes: [{ ...outcome, manifest: manifestOf(['E1']), result, ...more }] }
  }

  async function begun(client: SignedInClient, type: string): Promise<string> {
    const { location, text: page } = await client.post(`${caseLink(request)}/drafts`, { type })
    assert.match(location, /^\/drafts\//, page)
    return location
  }

  async function filled(
    { node }: WorldState,
    link: string,
    change: (body: JsonObject) => object,
  ): Promise<void> {
    const id = link.split('/')[2] ?? ''
    const { db } = node.node
    const body = JSON.parse((await findDraft(db, id))?.body ?? '{}') as JsonObject
    await inTransaction(db, (trx) => changeDraft(trx, id, { body: JSON.stringify(change(body)) }))
  }

  /** What a menu offers, by value. */
  function offered(page: string, name: string): Readonly<Record<string, string>> {
    const menu = [...elementsIn(readHtml(page))].find(
      (one) => one.name === 'select' && one.attributes.name === name,
    )
    assert.ok(menu, `${name} is a menu`)
    const options = [...elementsIn(menu)].filter((one) => one.name === 'option')
    const known = options.filter(({ attributes: { value = '' } }) => value !== '')
    return Object.fromEntries(known.map((one) => [one.attributes.value ?? '', textOf(one)]))
  }

  it('offer to a receipt the files of the delivery that it answers, and no other of their ids', async () => {
    const form = await begun(asker, 'delivery-receipt')
    const { text: page } = await asker.get(form)
    assert.deepEqual(offered(page, '/checks/0/exhibit'), { E1: 'E1 better.csv' })
    // Where it names the delivery that it means, those of that one.
    await filled(world.asking, form, (body) => ({
      ...body,
      outcomes: [{ measure: 'm1', outcome: 'discrepancy', inReplyTo: first }],
      checks: [{ exhibit: 'E1' }],
    }))
    const { text: other } = await asker.get(form)
    assert.deepEqual(offered(other, '/checks/0/exhibit'), { E1: 'E1 نتائج.csv' })
    assert.deepEqual(offered(other, '/outcomes/0/inReplyTo'), {
      [second]: 'Message 5: Delivery',
      [first]: 'Message 3: Delivery',
    })
    await asker.post(`${form.split('/parts')[0] ?? ''}/drop`)
  })

  it('offer to a delivery what it declares itself, and of what it replaces the own deliveries and their files', async () => {
    const disputed = {
      outcomes: [{ measure: 'm1', outcome: 'discrepancy' }],
      checks: [{ exhibit: 'E1', standing: 'disputed', reason: text }],
    }
    await said(world.asking, 'delivery-receipt', disputed, null, second)
    const form = await begun(giver, 'delivery')
    const row = { ...(deliveryOf() as { outcomes: object[] }).outcomes[0], authorisation: {} }
    const manifest = [{ what: text, kind: 'file', derivedFrom: 'E1', certificate: 'E1' }]
    const replacing = async (replaces: object): Promise<string> => {
      await filled(world.answering, form, () => ({
        outcomes: [{ ...row, manifest, record: 'E1', replaces: [replaces] }],
      }))
      return (await giver.get(form)).text
    }
    const exhibits = JSON.stringify([
      { id: 'E1', name: 'best.csv', mediaType: 'text/csv', bytes: 1, sha256: '0'.repeat(64) },
    ])
    await inTransaction(world.answering.node.node.db, (trx) =>
      changeDraft(trx, form.split('/')[2] ?? '', { exhibits }),
    )
    const none = await replacing({})
    const at = '/outcomes/0'
    for (const own of [
      'exhibits/0',
      'record',
      'manifest/0/certificate',
      'manifest/0/exhibit',
      'replaces/0/by',
    ])
      assert.deepEqual(offered(none, `${at}/${own}`), { E1: 'E1 best.csv' }, own)
    assert.deepEqual(offered(none, `${at}/manifest/0/derivedFrom`), {
      E1: 'E1 best.csv; ⁨order.pdf⁩ · Message 1 · Viet Nam; ⁨نتائج.csv⁩ · Message 3 · Qatar; ⁨better.csv⁩ · Message 5 · Qatar',
    })
    assert.deepEqual(offered(none, `${at}/replaces/0/delivery`), {
      [second]: 'Message 5: Delivery',
      [first]: 'Message 3: Delivery',
    })
    assert.deepEqual(offered(none, `${at}/replaces/0/exhibit`), {
      E1: 'E1 ⁨نتائج.csv⁩ · Message 3; ⁨better.csv⁩ · Message 5',
    })
    const chosen = await replacing({ delivery: first })
    assert.deepEqual(offered(chosen, `${at}/replaces/0/exhibit`), { E1: 'E1 نتائج.csv' })
    await giver.post(`${form.split('/parts')[0] ?? ''}/drop`)
  })

  it('lead whoever delivers a file of another message to the field, with its id', async () => {
    const form = await begun(giver, 'delivery')
    const [link = ''] = form.split('/parts')
    await filled(world.answering, form, () => deliveryOf())
    const { text: check } = await giver.get(`${link}/check`)
    const place = encodeURIComponent('/outcomes/0/exhibits/0')
    const links = [...elementsIn(readHtml(check))].filter(({ name }) => name === 'a')
    const row = links.find(({ attributes: { href = '' } }) => href.endsWith(`#${place}`))
    assert.ok(row, 'a link leads to the field')
    assert.match(textOf(row), /File E1: this message does not announce it/)
    // The refusal that the record would give says which file, and leads there as well.
    const [, refused = ''] = check.split('This could not be sent')
    assert.match(refused, /E1.*is not announced in the message/s)
    assert.match(refused, new RegExp(encodeURIComponent('/outcomes/0/exhibits')))
    await giver.post(`${link}/drop`)
  })

  it('offer to a correction the own messages, and say whose places are offered, and what is no place of it', async () => {
    const form = await begun(giver, 'amend')
    const [link = ''] = form.split('/parts')
    const { db } = world.answering.node.node
    const other = await db
      .selectFrom('message')
      .select('id')
      .where('request', '=', request)
      .where('sequence', '=', 1)
      .executeTakeFirstOrThrow()
    const correcting = async (supersedes: string, pointer: string): Promise<string> => {
      await filled(world.answering, form, () => ({ supersedes, replaces: [{ pointer, now: text }] }))
      return (await giver.get(form)).text
    }
    const right = await correcting(first, '/body/outcomes/0/note')
    assert.deepEqual(Object.values(offered(right, '/supersedes')), [
      'Message 5: Delivery',
      'Message 3: Delivery',
      'Message 2: Decision',
    ])
    assert.match(right, /The places are those of Message 3: Delivery\./)
    assert.ok('/body/outcomes/0/exhibits' in offered(right, '/replaces/0/pointer'))
    assert.doesNotMatch(right, /has no such place|none of your own side/)
    const no = 'The message that is corrected has no such place'
    for (const pointer of ['/body/facts', '/body/outcomes/7/note']) {
      assert.ok((await correcting(first, pointer)).includes(`href="#/replaces/0/pointer">${no}`), pointer)
      assert.ok((await giver.get(`${link}/check`)).text.includes(no), pointer)
    }
    const theirs = await correcting(other.id, '/body/facts')
    assert.match(theirs, /href="#\/supersedes">The message that is corrected is none of your own side/)
    await giver.post(`${link}/drop`)
  })

  it('name what was chosen by its number and title as well where it is told what changed', async () => {
    const { text: page } = await giver.get(`${caseLink(request)}/messages/5/changes`)
    assert.match(page, new RegExp(`<ins>Delivery, no. 3 of the record, [^<]*${first}`))
    const form = await begun(giver, 'delivery')
    const [link = ''] = form.split('/parts')
    const replaces = [{ delivery: second, exhibit: 'E1', by: 'E1' }]
    await filled(world.answering, form, () => deliveryOf({ replaces }))
    const { text: check } = await giver.get(`${link}/check`)
    const [, changes = ''] = check.split('id="changes-')
    const told = changes
      .split('</section>')
      .join('')
      .replace(/<[^>]+>/g, '')
    assert.match(told, new RegExp(`Delivery, no. 5 of the record, .*${second}`))
    await giver.post(`${link}/drop`)
  })

  it('stand beside a list of files, in the order of the record, in which each says with which message of which State it came', async () => {
    const { text: page } = await asker.get(caseLink(request))
    const [, list = ''] = page.split('>Files that messages of this record hand over</caption>')
    const rows = (list.split('</table>')[0] ?? '').split('<tr').slice(2)
    const told = rows.map((row) => row.replace(/^[^>]*>|<[^>]+>/g, ' ').replace(/\s+/g, ' '))
    const inOrder = [
      ['order.pdf', 1, 'Viet Nam'],
      ['نتائج.csv', 3, 'Qatar'],
      ['better.csv', 5, 'Qatar'],
    ] as const
    for (const [place, [name, number, state]] of inOrder.entries()) {
      assert.match(told[place] ?? '', new RegExp(`E1 ${name} Message ${number} · ${state} `), told.join('; '))
      assert.ok(rows[place]?.includes(`href="${caseLink(request)}/messages/${number}"`), name)
    }
  })
})
