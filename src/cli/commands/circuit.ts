import type { Command } from 'commander'
import { type CircuitSeen, circuitTo } from '../../exchange/circuit.ts'
import { ask } from '../../exchange/recall/ask.ts'
import { hastenProbe } from '../../store/circuits.ts'
import { refuse } from '../../message/refusal.ts'
import { counted } from '../inWords.ts'
import { type NodeOptions, withNode } from '../nodeOfCommand.ts'
import { refusedBy } from '../outcome.ts'
import type { Terminal } from '../terminal.ts'

/** `rogatory trust circuit`: whether two nodes can reach each other, as both of them see it. */
export function addCircuit(trust: Command, terminal: Terminal): void {
  trust
    .command('circuit <state>')
    .description('Tell whether a peer can be reached and what waits for it, and ask it how it sees this node')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .action(async (state: string, options: NodeOptions) => {
      await withNode(options, 'act', async ({ node, courier, database }) => {
        const peer = node.trust.peer(state)
        if (peer === null) throw refusedBy(refuse('PEER_UNKNOWN', { detail: state }))
        const ours = await circuitTo(node.db, state)
        const told = await ask(node, courier, peer.list, { what: 'circuit' })
        // It is there, so what waits for it need not wait for the next attempt.
        if (told.ok && (await hastenProbe(node.db, state, node.now())))
          database.signals.notify('rogatory_outbox')
        if (options.json === true) {
          const answer = told.ok ? { theirs: told.found } : { refusal: told.code }
          terminal.json({ ok: true, state, ours, ...answer })
          return
        }
        terminal.say(inWords(`This node to ${state}`, ours))
        if (told.ok) terminal.say(inWords(`${state} to this node`, told.found))
        else terminal.say(`${state} does not tell how it sees this node: ${told.code} ${told.detail ?? ''}`)
      })
    })
}

function inWords(name: string, seen: CircuitSeen): string {
  const { state, openSince, nextAttempt, failures, failingSince, waiting, oldest } = seen
  const circuit =
    state === 'open'
      ? `open since ${openSince ?? '?'}, next attempt ${nextAttempt ?? '?'}`
      : failures === 0
        ? 'closed'
        : `closed, ${counted(failures, 'failure')} since ${failingSince ?? '?'}`
  const queue = waiting === 0 ? 'nothing waits' : `${counted(waiting, 'message')} since ${oldest ?? '?'}`
  return `${name}: ${circuit}; ${queue}`
}
