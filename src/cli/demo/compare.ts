import type { OpenNode } from '../../opening.ts'
import { openRecord } from '../../exchange/records.ts'
import { messageIn } from '../../exchange/stored.ts'
import { canonicalText } from '../../message/canonical.ts'
import { listRecord } from '../../store/messages.ts'
import { findRequest } from '../../store/requests.ts'
import { marksAt } from '../../workflow/marks.ts'
import { replay } from '../../workflow/replay.ts'
import type { RequestState } from '../../workflow/state.ts'
import type { Step } from './caseFile.ts'
import { persist, until } from './persist.ts'

/** What both nodes hold of a record after a row, and where that is not what the case says. */
export interface Comparison {
  readonly said: string
  readonly differences: readonly string[]
}

/** Compares the states and marks on both nodes with the case, with each other, and with the replayed record. */
export async function compareStates(
  nodes: readonly OpenNode[],
  request: string,
  step: Step,
): Promise<Comparison> {
  const differences: string[] = []
  await until('both nodes hold the same record', async () => {
    const snapshots = await Promise.all(
      nodes.map(async ({ node }) => (await findRequest(node.db, request))?.snapshot ?? ''),
    )
    return snapshots[0] !== '' && new Set(snapshots).size === 1
  })
  let said = ''
  for (const open of nodes) {
    const state = await persist(() => stateOn(open, request))
    const at = open.node.now()
    const replayed = await persist(() => replayedOn(open, request))
    if (replayed !== canonicalText(state))
      differences.push(`${open.node.state}: the stored state is not the replayed record`)
    const found = state.measures.map((measure) => {
      const marks = marksAt(measure, at).map(({ mark }) => mark)
      return { id: measure.id, state: measure.state, marks }
    })
    said = found
      .map(({ id, state: is, marks }) => `${id} ${is}${marks.length === 0 ? '' : ` [${marks.join(', ')}]`}`)
      .join(', ')
    differences.push(...differencesOf(open.node.state, found, step))
  }
  return { said, differences }
}

interface Found {
  readonly id: string
  readonly state: string
  readonly marks: readonly string[]
}

/** A row that names measures of several records is compared with those that this record has. */
function differencesOf(node: string, found: readonly Found[], step: Step): string[] {
  return found.flatMap(({ id, state, marks }) => {
    const expected = step.after[id]
    const states =
      expected === undefined || expected === state ? [] : [`${node}: ${id} is ${state}, not ${expected}`]
    const lacking = (step.marks?.[id] ?? []).filter((mark) => !marks.includes(mark))
    return [...states, ...lacking.map((mark) => `${node}: ${id} is not marked ${mark}`)]
  })
}

async function stateOn({ node }: OpenNode, request: string): Promise<RequestState> {
  const row = await findRequest(node.db, request)
  const state = row === null ? null : openRecord(row).state
  if (state === null) throw new Error(`${node.state} has no record of ${request}`)
  return state
}

async function replayedOn({ node }: OpenNode, request: string): Promise<string> {
  const rows = await listRecord(node.db, request, 0, 10_000)
  const replayed = replay(rows.map((row) => ({ message: messageIn(row), digest: row.digest })))
  return replayed.ok ? canonicalText(replayed.request) : replayed.code
}
