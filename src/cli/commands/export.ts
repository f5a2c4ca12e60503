import { resolve } from 'node:path'
import { exportBundle } from '../../exchange/export.ts'
import { refuseUnsigned } from '../../exchange/exporting.ts'
import { type ExportScope, requestsInScope } from '../../exchange/exportScope.ts'
import { stillWaiting, waitingHints } from '../../exchange/stillWaiting.ts'
import { refuseUnusable, writeBundle } from '../folder.ts'
import { counted } from '../inWords.ts'
import { momentIn } from '../momentIn.ts'
import { peerIn } from '../peerIn.ts'
import { type NodeOptions, allPlaced, askBeforeSigning, personOf, withNode } from '../nodeOfCommand.ts'
import { wrongUse } from '../outcome.ts'
import { findRequestByName } from '../requestByName.ts'
import type { OpenNode } from '../../opening.ts'
import type { AddCommand } from '../addCommand.ts'
import type { Terminal } from '../terminal.ts'
import { checkingCommand } from '../checkingCommand.ts'

interface ExportOptions extends NodeOptions {
  readonly out: string
  readonly peer?: string
  readonly person?: string
  readonly from?: string
  readonly until?: string
}

const help = `
What is asked together must hold together. A request belongs to a time where anything about it was logged then, and to a
person who has read it or acted in it. Whatever is chosen, the whole log goes with it.

Examples:
  rogatory export VN-DEMO-2027-0001 --out bundle-vn --as "Example-Auditor"
  rogatory export --peer QA --from 2026-10-01 --until 2026-11-01 --out bundle-vn`

/** `rogatory export`: an auditor's bundle. */
export function addExport({ program, terminal }: AddCommand): void {
  program
    .command('export [ref]')
    .description(
      "Write an auditor's bundle: one request (by reference or id), those that are asked for, or everything, with the whole log",
    )
    .requiredOption('--out <folder>', 'a new folder for the bundle')
    .option('--peer <state>', 'the requests with this State')
    .option('--person <name>', 'the requests that this person has read or acted in')
    .option(
      '--from <time>',
      'the requests of which the log tells from this day or instant on (RFC 3339, UTC)',
    )
    .option('--until <time>', 'before this day or instant')
    .option('--as <person>', 'who exports (default: the login name); it goes into the log')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .addHelpText('after', help)
    .action(async (ref: string | undefined, options: ExportOptions) => {
      const folder = resolve(options.out)
      const scope = scopeIn(options)
      if (ref !== undefined && scope !== null) throw wrongUse('Name one request, or say which: not both')
      // The log would tell of an export that nobody got.
      await refuseUnusable(folder)
      await withNode(options, 'act', async (open) => {
        const { node } = open
        // A checkpoint is signed: a second head of a size would be a fork.
        await askBeforeSigning(open)
        const row = ref === undefined ? null : await findRequestByName(node, ref)
        const authority = row?.own_authority ?? node.trust.own().list.authorities[0]?.id ?? node.state
        const requests =
          scope === null ? (row === null ? null : [row.id]) : await chosen(open, scope, terminal)
        if (requests?.length === 0)
          throw wrongUse('No request of this node is one of those: nothing is exported')
        const order = { requests, person: personOf(options), authority }
        const files = await exportBundle(node, order, open.cosign)
        await writeBundle(folder, files)
        if (options.json === true) {
          const chosen = scope === null ? {} : { requests }
          terminal.json({ ok: true, folder, files: files.size, request: row?.id ?? null, ...chosen })
          return
        }
        terminal.say(
          `${files.size} files are in ${folder}: ${whatIn(row?.reference, requests)} and the whole log of ${node.state}.`,
        )
        terminal.say(`Check them with: ${checkingCommand(folder)}`)
      })
    })
}

/** The requests of a scope. What has no place in the log yet would choose none: it is waited for, and told where that is in vain. */
async function chosen(open: OpenNode, scope: ExportScope, terminal: Terminal): Promise<string[]> {
  const { node } = open
  await refuseUnsigned(node)
  await allPlaced(open)
  for (const hint of waitingHints(await stillWaiting(node))) terminal.note(hint)
  return await requestsInScope(node, scope)
}

/** Null: nothing is asked but a name, or everything. Throws CommandFailure WRONG_USE. */
function scopeIn({ peer, person, from, until }: ExportOptions): ExportScope | null {
  const scope = {
    ...(peer === undefined ? {} : { peer: peerIn(peer) }),
    ...(person === undefined ? {} : { person }),
    ...(from === undefined ? {} : { from: momentIn('from', from) }),
    ...(until === undefined ? {} : { until: momentIn('until', until) }),
  }
  if (scope.from !== undefined && scope.until !== undefined && scope.from >= scope.until)
    throw wrongUse('--until must be after --from')
  return Object.keys(scope).length === 0 ? null : scope
}

function whatIn(reference: string | undefined, requests: readonly string[] | null): string {
  if (requests === null) return 'all requests'
  return reference ?? counted(requests.length, 'request')
}
