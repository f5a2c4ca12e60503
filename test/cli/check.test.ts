import assert from 'node:assert/strict'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type World, twoStates } from '../support/world.ts'
import { run } from './commandLine.ts'

describe('rogatory check', () => {
  let world: World
  let folder: string
  before(async () => {
    world = await twoStates()
    folder = await mkdtemp(join(tmpdir(), 'rogatory-check-'))
  })
  after(async () => {
    await world.close()
    await rm(folder, { recursive: true })
  })

  const check = async (change: (said: Record<string, unknown>) => object, ...words: string[]) => {
    const example = JSON.parse(await readFile('schemas/example/request.json', 'utf8')) as Record<
      string,
      unknown
    >
    const file = join(folder, 'draft.json')
    await writeFile(file, JSON.stringify(change(example)))
    return await run(world.asking, 'check', file, ...words)
  }

  it('tells what the other side would refuse or send back, with the place and the source, and sends nothing', async () => {
    const { code, out } = await check((said) => said)
    assert.equal(code, 0, out)
    assert.match(
      out,
      /Would be sent back, or asked about \(1 finding\)\n {2}BASIS_NOT_IN_FORCE at \/body\/legalBasis\/0/,
    )
    assert.match((await run(world.asking, 'inbox')).out, /^0 requests/)
  })

  it('ends with 65 where it would be refused, and gives all findings as JSON', async () => {
    const { code, json } = await check((said) => {
      const body = said.body as { legalBasis: object[] }
      return { ...said, body: { ...body, legalBasis: [{ ...body.legalBasis[0], instrument: 'ECE' }] } }
    }, '--json')
    assert.equal(code, 65)
    const findings = json.findings as { code: string; weight: string }[]
    assert.deepEqual(
      findings.filter(({ weight }) => weight === 'refused').map(({ code }) => code),
      ['BASIS_NOT_COVERING'],
    )
  })

  it('tells every fault of an unfinished draft, and what of the law can be told already', async () => {
    const { code, json } = await check((said) => {
      const body = said.body as { measures: object[] }
      const [measure] = body.measures
      const measures = [
        { ...measure, extra: 1 },
        { ...measure, id: 'm2', kind: 'astrology' },
      ]
      return { ...said, language: 7, body: { ...body, facts: undefined, measures } }
    }, '--json')
    assert.equal(code, 65)
    const findings = json.findings as { code: string; pointer: string; words: string; source: string }[]
    assert.deepEqual(
      findings.map((one) => `${one.code} ${one.pointer}`),
      [
        'MESSAGE_INVALID /language',
        'MESSAGE_INVALID /body/facts',
        'MESSAGE_INVALID /body/measures/0/extra',
        'MEASURE_KIND_UNKNOWN /body/measures/1/kind',
        'BASIS_NOT_IN_FORCE /body/legalBasis/0/instrument',
      ],
    )
    assert.deepEqual(findings[1]?.words, 'facts is missing')
    const empty = await check(() => ({ body: {} }))
    assert.equal(empty.code, 65)
    assert.match(empty.out, /MESSAGE_INVALID at \/to: to is missing/)
  })

  it('says so where the other State or authority is not known', async () => {
    assert.match(
      (await check((said) => ({ ...said, to: 'zz.none' }))).beside,
      /PEER_UNKNOWN; no trust list of ZZ is pinned/,
    )
    assert.match((await check((said) => ({ ...said, to: 'qa.none' }))).beside, /AUTHORITY_UNKNOWN/)
  })
})
