import { readConfig } from '../../src/config.ts'
import { addPerson } from '../../src/exchange/people/keepPeople.ts'
import { beginSession } from '../../src/exchange/people/sessions.ts'
import { type RunningNode, startNode } from '../../src/main.ts'
import { listUnheard } from '../../src/store/peers.ts'
import { inTransaction } from '../../src/store/failures.ts'
import { changePerson, lockPerson } from '../../src/store/people/people.ts'
import { serve } from '../child.ts'
import { type Cost, costSoFar, countCost } from './cost.ts'

// One node with its desk, in a process of its own: the node as it is in service.

/** Where its desk is, and the cookies of people who have signed in there. */
export interface OpenDesk {
  readonly url: string
  readonly cookies: readonly string[]
}

/** So many people take turns, for one may search only so often. */
const peopleMax = 8
let running: RunningNode | undefined
countCost()

const calls = {
  /** @param environment - of the process of a node */
  async start(environment: Readonly<Record<string, string>>): Promise<OpenDesk> {
    running = await startNode(readConfig(environment))
    await untilHeard(running)
    const { deskUrl } = running
    if (deskUrl === null) throw new Error('the node has no desk')
    const cookies: string[] = []
    for (let number = 0; number < peopleMax; number += 1)
      cookies.push(`rogatory-${new URL(deskUrl).port}=${await signedIn(running, `bench-${number}`)}`)
    return { url: deskUrl, cookies }
  },
  cost(): Promise<Cost> {
    return Promise.resolve(costSoFar())
  },
  async close(): Promise<void> {
    await running?.close()
  },
}

export type DeskCalls = typeof calls

/** Nothing is signed, also in the log, before the peers have told what they have. */
async function untilHeard({ node }: RunningNode): Promise<void> {
  for (let waited = 0; (await listUnheard(node.db)).length > 0; waited += 1) {
    if (waited > 600) throw new Error('the peer has not told within a minute what it has')
    await new Promise((soon) => setTimeout(soon, 100))
  }
}

/** An officer who approves and checks as well, and the token of their session. */
async function signedIn({ node }: RunningNode, signInName: string): Promise<string> {
  const authority = node.trust.own().list.authorities[0]?.id ?? ''
  const actor = { person: 'Example-Administrator', role: 'administrator', authority }
  const roles = ['officer', 'approver', 'auditor'] as const
  const added = await addPerson(
    node,
    { signInName, name: 'Example-Officer', authority, roles, language: 'en' },
    actor,
  )
  // Whoever measures again finds those of the time before.
  if (!added.ok && added.code !== 'PERSON_EXISTS')
    throw new Error(`${signInName} was not added: ${added.code}`)
  return await inTransaction(node.db, async (trx) => {
    const person = await lockPerson(trx, signInName)
    if (person === null) throw new Error(`${signInName} is not there`)
    await changePerson(trx, person.id, { password_given: false })
    return await beginSession(node, trx, person.id)
  })
}

serve(calls)
