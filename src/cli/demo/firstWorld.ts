import type { RunningNode } from '../../main.ts'
import { documents } from '../../message/documents.ts'
import type { Authority, Case } from '../../message/generated/types.ts'
import { firstCase, readCase } from './caseFile.ts'
import { playCase } from './play.ts'
import type { Plan } from './world.ts'

/** Rows of the first case that a new world has behind it: the request is there, a question has been asked. */
const rowsPlayed = 3

/** The demonstration world: two States with desks, and a request under way. */
export async function demonstrationPlan(say: (line: string) => void): Promise<Plan> {
  const played = await readCase(firstCase)
  return {
    name: 'demonstration world',
    command: 'npm start --',
    cast: { ...played, authorities: played.authorities.map(competentForAll) },
    hasDesk: () => true,
    isTraining: false,
    environment: {},
    begin: (nodes) => playFirstRows(played, nodes, say),
  }
}

/** Whoever tries the desk may try every kind of measure: the case that was played needs few of them. */
function competentForAll(authority: Authority): Authority {
  const kinds = Object.keys(documents()).flatMap((path) => measurePath.exec(path)?.[1] ?? [])
  return {
    ...authority,
    competences: kinds.sort().map((kind) => ({ kind, roles: ['requesting', 'requested'] })),
  }
}

const measurePath = /^measure\/([a-z-]+)\.json$/

async function playFirstRows(
  played: Case,
  nodes: readonly RunningNode[],
  say: (line: string) => void,
): Promise<void> {
  await playCase({
    played: { ...played, steps: played.steps.slice(0, rowsPlayed), wrong: [] },
    nodeOf: (state) => {
      const found = nodes.find(({ node }) => node.state === state)
      if (found === undefined) throw new Error(`${state} has no part in the world`)
      return found
    },
    setClock: null,
    files: null,
    lineDown: () => Promise.reject(new Error('the line of the world does not go down')),
    lineUp: () => Promise.reject(new Error('the line of the world does not go down')),
    say,
  })
}
