import { resolve } from 'node:path'
import { Readable } from 'node:stream'
import type { Command } from 'commander'
import { caseDocument } from '../../exhibit/casework/caseExport.ts'
import { describeByCase } from '../../exhibit/casework/caseImport.ts'
import { refuse } from '../../message/refusal.ts'
import { FileExists, writeNewFile } from '../../store/newFile.ts'
import { caseBytesAt, hashedAt, languageIn } from '../caseFileGiven.ts'
import { type NodeOptions, personOf, withNode } from '../nodeOfCommand.ts'
import { refusedBy } from '../outcome.ts'
import { readRecord } from '../readRecord.ts'
import { findWholeRequest } from '../requestByName.ts'
import { type Terminal, harmless } from '../terminal.ts'

interface CaseOptions extends NodeOptions {
  readonly out: string
}

/** `rogatory exhibit case`: the exhibits of a record and their custody as CASE, for the tools of a laboratory. */
export function addCase(exhibit: Command, terminal: Terminal): void {
  exhibit
    .command('case <ref> [exhibit]')
    .description('Write the exhibits of a request, their hashes and custody as CASE/UCO (JSON-LD)')
    .requiredOption('--out <file>', 'a new file')
    .option('--as <person>', 'who reads the record (default: the login name)')
    .option('--data <folder>', 'data folder of the node (default: ROGATORY_DATA, or ./data)')
    .option('--json', 'print the result as JSON')
    .action(async (ref: string, only: string | undefined, options: CaseOptions) => {
      await withNode(options, 'read', async (open) => {
        const { id, reference } = await findWholeRequest(open.node, ref)
        const record = await readRecord(open, id, personOf(options))
        const messages = record.map(({ message }) => message)
        const isThere = messages.some(({ exhibits }) => exhibits.some((one) => one.id === only))
        if (only !== undefined && !isThere) throw refusedBy(refuse('EXHIBIT_UNKNOWN', { detail: only }))
        const document = caseDocument({ request: id, reference, messages }, only ?? null)
        const text = `${JSON.stringify(document, null, 2)}\n`
        try {
          await writeNewFile(resolve(options.out), [Readable.from([text])], () => undefined)
        } catch (reason) {
          if (reason instanceof FileExists)
            throw refusedBy(refuse('EXHIBIT_TARGET_EXISTS', { detail: 'it is left as it is: name another' }))
          throw reason
        }
        if (options.json === true) terminal.json({ ok: true, file: options.out, request: id })
        else terminal.say(harmless(`The exhibits of ${reference} are in ${options.out}.`))
      })
    })
}

interface DescribeOptions {
  readonly language: string
  readonly json?: boolean
}

/** `rogatory exhibit describe`: what a CASE document says of a file, as an item of evidence for a draft. Needs no node. */
export function addDescribe(exhibit: Command, terminal: Terminal): void {
  exhibit
    .command('describe <case> <file>')
    .description(
      'Read from CASE/UCO (JSON-LD) what it says of a file, as an item for the manifest of a delivery',
    )
    .option('--language <language>', 'in which its words are written', 'en')
    .option('--json', 'print the result as JSON')
    .action(async (path: string, file: string, options: DescribeOptions) => {
      const language = languageIn(options)
      const described = describeByCase(await caseBytesAt(path), await hashedAt(file), language)
      if (!described.ok) throw refusedBy(described)
      const { description } = described
      if (options.json === true) terminal.json({ ok: true, ...description })
      else {
        terminal.json(description.item)
        for (const name of description.unread) terminal.note(harmless(`not taken into custody: ${name}`))
      }
    })
}
