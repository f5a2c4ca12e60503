import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { type FormMembers, type Page, type SignedInClient, signedIn } from '../../support/desk.ts'
import { type World, twoStates } from '../../support/world.ts'

describe('all that is wrong with a form of the desk', () => {
  let world: World
  let administrator: SignedInClient
  let approver: SignedInClient
  let auditor: SignedInClient
  before(async () => {
    const desk = { host: '127.0.0.1', port: 0 }
    world = await twoStates(undefined, undefined, {
      more: () => Promise.resolve({ desk, webhookNetworks: ['127.0.0.0/8'] as const }),
    })
    administrator = await signedIn(world.asking, ['administrator'])
    approver = await signedIn(world.asking, ['approver'])
    auditor = await signedIn(world.asking, ['auditor'])
  })
  after(() => world.close())

  const long = 'x'.repeat(5_000)

  /** Each is beside its field, and in the summary, which leads to it; and no other is. */
  const areTold = ({ status, text }: Page, fields: readonly string[], code = 422): void => {
    assert.equal(status, code, text)
    const [summary = ''] = /govuk-error-summary[^]*?<\/ul>/.exec(text) ?? []
    const led = [...summary.matchAll(/href="#([^"]+)"/g)].map(([, field]) => field)
    assert.deepEqual(led, fields)
    for (const field of fields) {
      assert.ok(text.includes(`id="${field}-error"`), `${field} has no error`)
      assert.match(text, new RegExp(` id="${field}"`), `${field} is not there`)
    }
  }
  const sent = async (
    by: SignedInClient,
    path: string,
    members: FormMembers,
    fields: readonly string[],
  ): Promise<void> => areTold(await by.post(path, members), fields)

  it('is told at once where a person is to be added, with the password that was not the one', async () => {
    const wrong = { signInName: 'Two Words', name: '', authority: 'qa.pp', language: 'xx', roles: [] }
    const fields = ['signInName', 'name', 'authority', 'language', 'roles']
    await sent(administrator, '/people/add', { ...wrong, password: '' }, [...fields, 'password'])
    await sent(administrator, '/people/add', { ...wrong, password: 'not the one' }, [...fields, 'password'])
    const taken = { signInName: approver.signInName, name: '', authority: 'vn.spp', language: 'en' }
    const page = await administrator.post('/people/add', { ...taken, roles: 'officer', password: '' })
    areTold(page, ['signInName', 'name', 'password'], 409)
    assert.ok(page.text.includes(`value="${approver.signInName}"`))
    // With the right one nothing is left to prove, and the same is told of the rest.
    await sent(administrator, '/people/add', { ...wrong, password: administrator.password }, fields)
  })

  it('is told at once where a system is let in, or told', async () => {
    const by = await signedIn(world.asking, ['administrator'])
    const token = { name: 'two words', authority: 'qa.pp', scopes: [], days: '0', officer: '', password: '' }
    await sent(by, '/running/systems/add', token, ['name', 'scopes', 'authority', 'days', 'password'])
    const writes = { ...token, authority: 'vn.spp', scopes: 'moves' }
    await sent(by, '/running/systems/add', writes, ['name', 'officer', 'days', 'password'])
    const endpoint = { name: '', authority: 'qa.pp', url: 'ftp://127.0.0.1/', events: [], password: '' }
    await sent(by, '/running/webhooks/add', endpoint, ['name', 'authority', 'events', 'url', 'password'])
    const elsewhere = { ...endpoint, url: 'https://203.0.113.7/' }
    await sent(by, '/running/webhooks/add', elsewhere, ['name', 'authority', 'events', 'url', 'password'])
  })

  it('is told at once where approval is delegated', async () => {
    await signedIn(world.asking, ['officer'])
    const day = (name: string, year: string) => ({
      [`${name}/day`]: '1',
      [`${name}/month`]: '2',
      [`${name}/year`]: year,
    })
    const order = { receiver: '', ...day('from', '2020'), ...day('until', '2019') }
    await sent(approver, '/delegations', { ...order, password: '' }, [
      'receiver',
      'from',
      'until',
      'password',
    ])
    await sent(approver, '/delegations', { ...order, password: approver.password }, [
      'receiver',
      'from',
      'until',
    ])
  })

  it('is told at once where a request is begun, also with a file', async () => {
    const order = { to: '', reference: 'x'.repeat(101), language: 'en' }
    areTold(await approver.post('/ask', order), ['to', 'reference'], 403)
    const withNone = await approver.postFiles('/ask/file', { ...order, draft: randomUUID() }, [])
    areTold(withNone, ['to', 'reference', 'file'], 403)
    const file = { member: 'file', name: 'request.json', bytes: Buffer.from('no JSON') }
    const unread = await approver.postFiles('/ask/file', { ...order, draft: randomUUID() }, [file])
    areTold(unread, ['to', 'reference', 'file'], 403)
  })

  it('is told at once of a password that somebody chooses, before the one in use is looked at', async () => {
    const chosen = { current: '', chosen: 'short', repeated: 'other' }
    await sent(approver, '/password', chosen, ['current', 'chosen', 'repeated'])
    for (let times = 0; times < 10; times++)
      await sent(approver, '/password', { ...chosen, current: 'not the one' }, ['chosen', 'repeated'])
  })

  it('is told at once of what is said of the files of a draft', async () => {
    const begun = await approver.post('/ask', { to: 'qa.pp', reference: 'FILES', language: 'en' })
    const said = {
      ...{ title: long.repeat(10), handling: 'nothing', pap: 'nothing', europolHandling: '' },
      ...{ by: 'Example-One', place: '', deposit: '', intakePlace: '', intakeReason: '' },
      ...{ 'at/day': '', 'at/month': '', 'at/year': '', 'at/time': '', 'at/offset': '' },
    }
    const page = await approver.postFiles(`${begun.location}/files`, said, [])
    areTold(page, ['title', 'handling', 'pap', 'at'])
  })

  it('is told at once of what an auditor takes away', async () => {
    const days = ['from', 'until'].flatMap((name) =>
      ['day', 'month', 'year'].map((part): [string, string] => [`${name}/${part}`, '']),
    )
    const order = { request: '', peer: 'nowhere', reason: '', ...Object.fromEntries(days) }
    const page = await auditor.post('/check/exports', order)
    areTold(page, ['peer', 'reason'], page.status)
  })
  it('is told beside the field of a line that is too long, and what was typed stands there again', async () => {
    const { location: draft } = await approver.post('/ask', {
      ...{ to: 'qa.pp', reference: 'LONG', language: 'en' },
    })
    const version = /name="version" value="([0-9]+)"/.exec((await approver.get(draft)).text)?.[1] ?? ''
    const person = { signInName: long, name: long, authority: 'vn.spp', language: 'en', roles: 'officer' }
    const token = { name: long, authority: 'vn.spp', scopes: 'cases', days: long, officer: '' }
    const endpoint = { name: long, url: `https://${long}/`, authority: 'vn.spp', events: 'message.received' }
    for (const [by, path, members, fields] of [
      [approver, `${draft}/template`, { name: long }, ['name']],
      [approver, `${draft}/head`, { version, reference: long, language: 'en' }, ['reference']],
      [approver, '/searches', { name: long, place: 'search', query: 'words=example' }, ['name']],
      [administrator, '/people/add', person, ['signInName', 'name']],
      [administrator, '/running/systems/add', token, ['name', 'days']],
      [administrator, '/running/webhooks/add', endpoint, ['name', 'url']],
    ] as const) {
      const page = await by.post(path, members)
      areTold(page, fields)
      assert.ok(page.text.includes(long), path)
    }
  })
})
