import { type SendingOptions, dispatch, peopleOf } from '../dispatch.ts'
import { draftOf } from '../draftOf.ts'
import { withDeposits } from '../handingOver.ts'
import { type NodeOptions, withNode } from '../nodeOfCommand.ts'
import { readJson } from '../readJson.ts'
import { warnOf } from './check.ts'
import type { AddCommand } from '../addCommand.ts'
import { withSendingOptions } from '../sendingOptions.ts'

type SendOptions = NodeOptions & SendingOptions

const help = `
FILE holds what the message says; - is standard input:
  {
    "type": "request",          (the default)
    "from": "vn.spp", "to": "qa.pp", "reference": "VN-DEMO-2027-0001", "language": "vi",
    "body": { ... },            (schemas/message/<type>.json; schemas/example/<type>.json shows one)
    "exhibits": [], "measures": [], "inReplyTo": "...", "request": "...", "id": "...",
    "matter": "..."                                                         (may be left out)
  }
An exhibit may name a file of this node by its deposit (rogatory exhibit add), and leave the rest to the node:
  "exhibits": [{ "id": "E1", "deposit": "..." }]
Without "request", a request or contact-note opens a new record. A whole message like those in schemas/example/ is
taken for what it says; id, time, place and salt of a message that is sent are the node's. A draft that names its "id"
(UUID version 7) is sent once, however often it is given. Where the schema wants a text, a plain string stands for a
text in the language of the message.

Example:
  rogatory send request.json --officer "Example-A" --approver "Example-B" --wait 30`

/** `rogatory send`: one message from a file. */
export function addSend({ program, terminal }: AddCommand): void {
  withSendingOptions(
    program
      .command('send <file>')
      .description('Sign one message, written as a JSON draft, and queue it for the other State')
      .addHelpText('after', help),
  ).action(async (file: string, options: SendOptions) => {
    const people = peopleOf(options)
    const said = await readJson(file)
    await withNode(options, 'act', async (open) => {
      const draft = draftOf(open.node, await withDeposits(open.node, said), people)
      warnOf(open.node, draft, options.json === true, terminal)
      await dispatch(open, draft, options, terminal)
    })
  })
}
