import { resolve } from 'node:path'
import { exportBundle } from '../../exchange/export.ts'
import { refuseFull, writeBundle } from '../folder.ts'
import { type NodeOptions, personOf, withNode } from '../nodeOfCommand.ts'
import { findRequestByName } from '../requestByName.ts'
import type { AddCommand } from '../addCommand.ts'

interface ExportOptions extends NodeOptions {
  readonly out: string
}

/** `rogatory export`: an auditor's bundle. */
export function addExport({ program, terminal }: AddCommand): void {
  program
    .command('export [ref]')
    .description(
      "Write an auditor's bundle: one request (by reference or id), or everything, with the whole log",
    )
    .requiredOption('--out <folder>', 'a new folder for the bundle')
    .option('--as <person>', 'who exports (default: the login name); it goes into the log')
    .option('--data <folder>', 'data folder of the node')
    .option('--json', 'print the result as JSON')
    .addHelpText(
      'after',
      '\nExample: rogatory export VN-DEMO-2027-0001 --out bundle-vn --as "Example-Auditor"',
    )
    .action(async (ref: string | undefined, options: ExportOptions) => {
      const folder = resolve(options.out)
      // The log would tell of an export that nobody got.
      await refuseFull(folder)
      await withNode(options, 'act', async (open) => {
        const { node } = open
        // A checkpoint is signed: the peers are asked before that, where no process of this node has done so.
        await open.comeUp()
        const row = ref === undefined ? null : await findRequestByName(node, ref)
        const authority = row?.own_authority ?? node.trust.own().list.authorities[0]?.id ?? node.state
        const requests = row === null ? null : [row.id]
        const order = { requests, person: personOf(options), authority }
        const files = await exportBundle(node, order, open.cosign)
        await writeBundle(folder, files)
        if (options.json === true) {
          terminal.json({ ok: true, folder, files: files.size, request: row?.id ?? null })
          return
        }
        terminal.say(
          `${files.size} files are in ${folder}: ${row === null ? 'all requests' : row.reference} and the whole log of ${node.state}.`,
        )
        terminal.say(`Check them with: rogatory verify ${folder}`)
      })
    })
}
