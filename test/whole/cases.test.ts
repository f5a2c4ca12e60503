import { stateOf } from '../../src/message/stateOf.ts'
import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type MessageStep, type WrongMove, readCase } from '../../src/cli/demo/caseFile.ts'
import { fillPlaceholders } from '../../src/message/case.ts'
import type { Case } from '../../src/message/generated/types.ts'
import { findRequest, listMeasures } from '../../src/store/requests.ts'
import { type World, type WorldState, twoStates, until } from '../support/world.ts'
import { type Ran, run } from '../cli/commandLine.ts'

const cases = ['01-preservation-then-request', '02-subscriber-information']

for (const name of cases) {
  describe(`case ${name} by hand, through the commands only`, () => {
    let world: World
    let folder: string
    let played: Case
    const requests = new Map<string, string>()
    const messages = new Map<string, { id: string; sequence: number }>()

    before(async () => {
      played = await readCase(resolve(import.meta.dirname, `../../schemas/example/case/${name}.json`))
      folder = await mkdtemp(join(tmpdir(), 'rogatory-case-'))
      const clockFile = join(folder, 'clock')
      const beginning = played.steps[0]?.at ?? ''
      await writeFile(clockFile, beginning)
      const { requesting, requested } = played.states
      const partyOf = ({ state }: { readonly state: string }) => ({
        state,
        authorities: played.authorities.filter(({ id }) => stateOf(id) === state),
      })
      world = await twoStates(partyOf(requesting), partyOf(requested), {
        clockFile,
        validFrom: new Date(Date.parse(beginning) - 86_400_000),
      })
      process.env.ROGATORY_CLOCK_FILE = clockFile
    })
    after(async () => {
      delete process.env.ROGATORY_CLOCK_FILE
      await world.close()
      await rm(folder, { recursive: true })
    })

    const nodeOf = (authority: string): WorldState =>
      world.asking.state === stateOf(authority) ? world.asking : world.answering

    /** Sends a row or tries a wrong move, as a person at the node of its author would. */
    const act = async (step: MessageStep | WrongMove, people: readonly string[]): Promise<Ran> => {
      const { from, record, type, message, inReplyTo } = step
      const known = {
        request: (letter: string) => requests.get(letter) ?? '00000000-0000-4000-8000-000000000000',
        message: (label: string) => messages.get(label)?.id ?? '',
        sentAt: step.at ?? '',
      }
      const body = fillPlaceholders(message.body, known)
      const file = join(folder, 'said.json')
      const at = nodeOf(from)
      const common = [...people, '--json', '--wait', '30']
      if (type === 'request') {
        const { language, exhibits } = message
        const reference = played.records[record]?.reference
        await writeFile(file, JSON.stringify({ from, to: step.to, reference, language, body, exhibits }))
        return await run(at, 'send', file, ...common)
      }
      await writeFile(file, JSON.stringify(body))
      const exhibits = join(folder, 'exhibits.json')
      await writeFile(exhibits, JSON.stringify(message.exhibits))
      const reply = inReplyTo === undefined ? [] : ['--reply-to', String(messages.get(inReplyTo)?.sequence)]
      const measures = message.measures === undefined ? [] : ['--measure', ...message.measures]
      const words = ['act', requests.get(record) ?? '', type, '--body', file, '--language', message.language]
      return await run(at, ...words, ...reply, ...measures, '--exhibits', exhibits, ...common)
    }

    /** The states of the measures of a record, the same on both nodes. */
    const statesOf = async (record: string): Promise<Record<string, string>> => {
      const id = requests.get(record) ?? ''
      const [one, other] = [world.asking.node.node.db, world.answering.node.node.db]
      await until(
        'both have it',
        async () => (await findRequest(one, id))?.snapshot === (await findRequest(other, id))?.snapshot,
      )
      return Object.fromEntries(
        (await listMeasures(one, id)).map(({ id: measure, state }) => [measure, state]),
      )
    }

    /** A list that ran out in the months between two rows is renewed by the nodes within seconds. */
    const patiently = async (work: () => Promise<Ran>): Promise<Ran> => {
      for (let attempt = 0; ; attempt += 1) {
        const ran = await work()
        if (ran.json.code !== 'TRUST_LIST_EXPIRED' || attempt > 100) return ran
        await new Promise((done) => setTimeout(done, 100))
      }
    }

    it('goes row by row through the states of the case, and each wrong move is refused with its code', async () => {
      let last = 0
      for (const step of played.steps) {
        if (step.at !== undefined) await writeFile(process.env.ROGATORY_CLOCK_FILE ?? '', step.at)
        await new Promise((done) => setTimeout(done, 25))
        if (step.what !== 'message') continue
        const people = [
          '--officer',
          step.officer,
          ...(step.approver === undefined ? [] : ['--approver', step.approver]),
        ]
        const wrong = played.wrong.filter(
          (one) =>
            Number(one.afterRow) >= last && Number(one.afterRow) < Number(step.row) && isDirect(played, one),
        )
        last = Number(step.row)
        for (const one of wrong) {
          const ran = await patiently(() =>
            act(one, ['--officer', 'Example-Officer', '--approver', 'Example-Approver']),
          )
          assert.equal(ran.json.code, one.code, `wrong move ${one.number}: ${JSON.stringify(ran.json)}`)
          assert.equal(ran.code, 65)
        }
        const ran = await patiently(() => act(step, people))
        assert.equal(ran.code, 0, `row ${step.row}: ${ran.beside} ${JSON.stringify(ran.json)}`)
        const { id, request, sequence } = ran.json as { id: string; request: string; sequence: number }
        requests.set(step.record, request)
        messages.set(step.label, { id, sequence })
        const found = await statesOf(step.record)
        for (const [measure, state] of Object.entries(found)) {
          assert.equal(state, step.after[measure] ?? state, `row ${step.row}: ${measure}`)
        }
      }
      for (const request of requests.values()) {
        // One after the other: the environment of a command is that of this process.
        const one = await run(world.asking, 'show', request, '--json')
        const other = await run(world.answering, 'show', request, '--json')
        assert.deepEqual(one.json.measures, other.json.measures, 'both nodes show the same in the end')
      }
    })
  })
}

/** A move that can be tried in the record of the case itself; `rogatory demo` plays the others beside it. */
function isDirect(played: Case, wrong: WrongMove): boolean {
  if (wrong.regime !== undefined || wrong.accepted === true || wrong.stoppedBy === 'access') return false
  const next = played.steps.find(({ row }) => row === wrong.insteadOfRow)
  const after = next === undefined ? undefined : played.steps[played.steps.indexOf(next) + 1]
  return wrong.at === undefined || after?.at === undefined || Date.parse(wrong.at) <= Date.parse(after.at)
}
