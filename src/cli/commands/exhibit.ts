import { resolve } from 'node:path'
import type { Command } from 'commander'
import { type DescribedFile, type Description, describeByCase } from '../../exhibit/casework/caseImport.ts'
import { type Coming, comingOf } from '../../exchange/exhibits/coming.ts'
import { listExhibits } from '../../exchange/exhibits/list.ts'
import { saveExhibit } from '../../exchange/exhibits/save.ts'
import { isManifest } from '../../exchange/exhibits/saveFolder.ts'
import { takeInExhibit } from '../../exchange/exhibits/takeIn.ts'
import { limits } from '../../message/limits.ts'
import type { DepositWithoutKey } from '../../store/exhibits/deposits.ts'
import type { ExhibitReportRow } from '../../store/exhibits/exhibitTables.ts'
import { lastReportsOfPeers } from '../../store/exhibits/reports.ts'
import { exhibitView } from '../../exchange/shown/exhibitShown.ts'
import { reportInWords } from '../exhibitReports.ts'
import { withWhy } from '../../web/desk/whyOfFile.ts'
import type { AddCommand } from '../addCommand.ts'
import {
  type ExhibitOptions,
  addCustody,
  circumstancesIn,
  placeIn,
  reasonIn,
  withUsualOptions,
} from './exhibitCustody.ts'
import { caseBytesAt, languageIn, otherHashes } from '../caseFileGiven.ts'
import { scanInWords } from '../scanInWords.ts'
import { whyInWords } from '../whyInWords.ts'
import { addGivenFolder, saveGivenFolder } from './exhibitFolder.ts'
import { openGivenFile } from '../exhibitFile.ts'
import { isFolder } from '../givenFolder.ts'
import { counted } from '../inWords.ts'
import { personOf, withNode } from '../nodeOfCommand.ts'
import { notedBy, wrongUse } from '../outcome.ts'
import { firstAuthority } from '../ownAuthorities.ts'
import { bytesInWords, comingInWords, progressOn } from '../progress.ts'
import { addAccept, addRule } from './exhibitRule.ts'
import { type Terminal, harmless } from '../terminal.ts'
import { addCase, addDescribe } from './exhibitCase.ts'
import { addCommit, addDisclose } from './exhibitParts.ts'
import { addMove } from './exhibitMove.ts'
import { addProve } from './exhibitProve.ts'
import { addStanding } from './exhibitStanding.ts'

interface AddOptions extends ExhibitOptions {
  readonly name?: string
  readonly derivedFrom?: string
  readonly place?: string
  readonly reason?: string
  readonly leaveOutSpecial?: boolean
  readonly case?: string
  readonly language: string
}

interface SaveOptions extends ExhibitOptions {
  readonly reason: string
  readonly place?: string
  readonly asFile?: boolean
}

const help = `
A file is read once, hashed, and kept in sealed form alone; its type is told by its beginning, never by its name. It stays
where it came from, too: what is there is not touched. A message hands it over by its id. The log tells who took in, listed
and saved what.

Of a folder each file is taken in by itself, and then a manifest of them, by which the folder is handed over (rogatory act …
--hand-over E1=MANIFEST --with-files) and saved with all that is in it. Links are never followed. An intake that broke off goes
on when it is begun anew.

Examples:
  rogatory exhibit add phone.img --as "Example-A"
  rogatory exhibit add phone.img --case phone.jsonld --as "Example-A"
  rogatory exhibit add extracted/ --as "Example-A"
  dd if=/dev/sdb | rogatory exhibit add - --name disk.img --as "Example-A"
  rogatory exhibit list --as "Example-A"
  rogatory exhibit save 0b0e6c0e-5f0e-4b0e-8f0e-0b0e6c0e5f0e phone.img --as "Example-A" --reason "hearing of 3 May" --place "Court 2"
  rogatory exhibit check --as "Example-A"
  rogatory exhibit note 0b0e6c0e-5f0e-4b0e-8f0e-0b0e6c0e5f0e --action imaged --place "Lab 2" --reason "order of 2 May" --rehash
  rogatory exhibit custody VN-DEMO-2027-0001 E1 --language vi --as "Example-A"`

/** `rogatory exhibit`: files that this node hands over, or that were handed over to it. */
export function addExhibit({ program, terminal, endWith }: AddCommand): void {
  const exhibit = program
    .command('exhibit')
    .description('Files that are evidence: in, out, rules for peers, custody, parts with proof, CASE')
    .addHelpText('after', help)
  addAdd(exhibit, terminal)
  addList(exhibit, terminal)
  addSave(exhibit, terminal)
  addAccept(exhibit, terminal)
  addRule(exhibit, terminal)
  addCommit(exhibit, terminal)
  addDisclose(exhibit, terminal)
  addProve(exhibit, terminal, endWith)
  addCase(exhibit, terminal)
  addDescribe(exhibit, terminal)
  addStanding(exhibit, terminal)
  addCustody(exhibit, terminal)
  addMove(exhibit, terminal)
}

function addAdd(exhibit: Command, terminal: Terminal): void {
  const command = exhibit
    .command('add <file>')
    .description('Take a file in, or a folder with a manifest of its files; - for standard input')
    .option('--name <name>', 'what it is called (default: the name of the file)')
    .option('--derived-from <deposit>', 'the deposit here from which it was made')
    .option('--place <text>', 'where it is taken in (default: ROGATORY_PLACE)')
    .option('--reason <text>', 'why it is taken in')
    .option('--case <file>', 'CASE/UCO (JSON-LD) that describes it: kept with it where size and hashes agree')
    .option('--language <language>', 'in which the words of that are written', 'en')
    .option(
      '--leave-out-special',
      'of a folder: sockets, pipes and devices are named in the manifest, not refused',
    )
  withUsualOptions(command).action(async (path: string, options: AddOptions) => {
    const language = languageIn(options)
    const circumstances = circumstancesIn(options)
    if (await isFolder(path)) {
      if (options.case !== undefined) throw wrongUse('--case describes a file, and no folder')
      await addGivenFolder(path, circumstances, options, terminal)
      return
    }
    const casework = options.case === undefined ? null : await caseBytesAt(options.case)
    const file = await openGivenFile(path)
    try {
      const name = options.name ?? file.name
      if (name === null) throw wrongUse('--name must say what standard input is called')
      await withNode(options, 'act', async ({ node, database }) => {
        const { derivedFrom } = options
        const by = { person: personOf(options), authority: firstAuthority(node, options.authority) }
        const source = derivedFrom === undefined ? {} : { derivedFrom }
        const order = { name, ...by, ...circumstances, ...source }
        const progress = progressOn(terminal, file.bytes)
        const more = casework === null ? null : otherHashes()
        const read: { description: Description | null } = { description: null }
        const pieces = watched(file.source, (piece) => {
          more?.feed(piece)
          progress.passed(piece.length)
        })
        const known = {
          ...(file.bytes === null ? {} : { bytes: file.bytes }),
          ...(casework === null || more === null
            ? {}
            : {
                described: (found: DescribedFile) => {
                  const said = describeByCase(casework, { ...found, others: more.found() }, language)
                  if (said.ok) read.description = said.description
                  return said
                },
              }),
        }
        const taken = await takeInExhibit(node, pieces, { ...order, ...known }).finally(progress.end)
        if (!taken.ok) throw notedBy(taken)
        database.signals.notify('rogatory_audit')
        const { announcement } = taken
        if (options.json === true) terminal.json({ ok: true, ...announcement })
        else {
          const { deposit, mediaType, bytes, sha256 } = announcement
          terminal.say(
            harmless(`${announcement.name}: ${mediaType}, ${bytesInWords(bytes)}, SHA-256 ${sha256}`),
          )
          for (const line of scanInWords(announcement.scan ?? null)) terminal.say(harmless(line))
          terminal.say(`It is deposit ${deposit}.`)
          tellDescription(read, terminal)
        }
      })
    } finally {
      await file.close()
    }
  })
}

function addList(exhibit: Command, terminal: Terminal): void {
  const command = exhibit
    .command('list')
    .description(`List the ${limits.pageRowsMax} newest files, the newest first`)
    .option('--all', 'list all of them')
  withUsualOptions(command).action(async (options: ExhibitOptions & { readonly all?: boolean }) => {
    await withNode(options, 'act', async ({ node, database }) => {
      const reader = { person: personOf(options), authority: firstAuthority(node, options.authority) }
      const limit = options.all === true ? Number.MAX_SAFE_INTEGER : limits.pageRowsMax
      const listed = await listExhibits(node, { limit }, { ...reader, role: 'officer' })
      if (!listed.ok) throw notedBy(listed)
      const { rows } = listed
      database.signals.notify('rogatory_audit')
      const coming = await comingOf(node, rows)
      const reports = await lastReportsOfPeers(
        node.db,
        rows.map(({ id }) => id),
      )
      if (options.json === true)
        terminal.json({
          ok: true,
          exhibits: rows.map((row) => withWhy(exhibitView(row, coming.get(row.id), reports.get(row.id)))),
        })
      else if (rows.length === 0) terminal.say('There are no files.')
      else
        for (const row of rows) terminal.say(harmless(lineOf(row, coming.get(row.id), reports.get(row.id))))
    })
  })
}

function addSave(exhibit: Command, terminal: Terminal): void {
  const command = exhibit
    .command('save <deposit> <file>')
    .description('Open a file of this node to a new one, or those of a manifest to a new folder')
    .requiredOption('--reason <text>', 'why it is wanted')
    .option('--place <text>', 'where it is wanted (default: ROGATORY_PLACE)')
    .option('--as-file', 'save a manifest itself')
  withUsualOptions(command).action(async (deposit: string, path: string, options: SaveOptions) => {
    const said = { reason: reasonIn(options), ...placeIn(options) }
    await withNode(options, 'act', async (open) => {
      const { node, database } = open
      const order = { person: personOf(options), authority: firstAuthority(node, options.authority), ...said }
      if (options.asFile !== true && (await isManifest(node, deposit))) {
        await saveGivenFolder(open, deposit, path, order, options, terminal)
        return
      }
      const progress = progressOn(terminal, null)
      const watching = { ...order, onBytes: progress.passed }
      const saved = await saveExhibit(node, deposit, resolve(path), watching).finally(progress.end)
      database.signals.notify('rogatory_audit')
      if (!saved.ok) throw notedBy(saved)
      const { name, bytes, sha256 } = saved
      if (options.json === true) terminal.json({ ok: true, deposit, file: path, name, bytes, sha256 })
      else terminal.say(harmless(`${name} is in ${path}: ${bytesInWords(bytes)}, SHA-256 ${sha256}`))
    })
  })
}

/** What was read of a description and will be said of the file, and what was not. */
function tellDescription(
  { description }: { readonly description: Description | null },
  terminal: Terminal,
): void {
  if (description === null) return
  const { item, unread } = description
  const members = Object.keys(item).filter((name) => name !== 'custody' && name !== 'exhibit')
  const events = item.custody?.length ?? 0
  terminal.say(
    harmless(`Its description gives: ${[...members, counted(events, 'custody event')].join(', ')}.`),
  )
  for (const name of unread) terminal.note(harmless(`not taken into custody: ${name}`))
}

async function* watched(
  source: AsyncIterable<Uint8Array>,
  passed: (piece: Uint8Array) => void,
): AsyncGenerator<Uint8Array> {
  for await (const piece of source) {
    passed(piece)
    yield piece
  }
}

function lineOf(
  row: DepositWithoutKey,
  coming: Coming | undefined,
  reports: readonly ExhibitReportRow[] = [],
): string {
  const { id, status, refusal, taken_at, bytes, media_type, name, scan } = row
  const how = [
    status,
    ...(coming === undefined ? [] : [comingInWords(coming, row.sealed_bytes)]),
    ...(refusal === null ? [] : [whyInWords(refusal)]),
    ...reports.map(reportInWords),
    ...scanInWords(scan),
  ]
  return `${id}  ${how.join(' ')}  ${taken_at.toISOString()}  ${bytesInWords(bytes)}  ${media_type}  ${name}`
}
