import { languageOf } from '../../exchange/drafts/begin.ts'
import { lastMessages } from '../../exchange/lastMessages.ts'
import { openRecord } from '../../exchange/records.ts'
import type { Draft } from '../../exchange/send.ts'
import type { OpenNode } from '../../opening.ts'
import type { JsonObject, JsonValue } from '../../message/json.ts'
import { findPlaces } from '../../store/messages.ts'
import type { RequestRow } from '../../store/tables.ts'
import { options as optionsFor } from '../../workflow/allowed.ts'
import { isObject } from '../bodySchema.ts'
import { warnOf } from './check.ts'
import { type SendingOptions, dispatchAll, peopleOf } from '../dispatch.ts'
import { draftOf, typeNamed } from '../draftOf.ts'
import { enclosed } from '../enclosing.ts'
import { type Concerning, type ExhibitActs, checksOf, saysOfExhibits, withReplacing } from '../exhibitActs.ts'
import { filledInWords } from '../filledIn.ts'
import { withFilesOf } from '../handingFolder.ts'
import { readHandedOver, withDeposits } from '../handingOver.ts'
import { compose, replyOf } from '../nextMessage.ts'
import { type NodeOptions, withNode } from '../nodeOfCommand.ts'
import { CommandFailure, exitCodes, wrongUse } from '../outcome.ts'
import { readJson } from '../readJson.ts'
import { findWholeRequest } from '../requestByName.ts'
import type { AddCommand } from '../addCommand.ts'
import { withSendingOptions } from '../sendingOptions.ts'
import { type Setting, readSetting } from '../settings.ts'
import { type Terminal, harmless } from '../terminal.ts'

interface ActOptions extends NodeOptions, SendingOptions, ExhibitActs {
  readonly body?: string
  readonly set: readonly string[]
  readonly measure: readonly string[]
  readonly outcome?: string
  readonly replyTo?: string
  readonly language?: string
  readonly exhibits?: string
  readonly handOver: readonly string[]
  readonly withFiles?: boolean
  readonly enclose: readonly string[]
  readonly matter?: string
}

const help = `
REF is the id of the request, its first 8 characters or more, or its reference. Parties, language and what is answered
are taken from the record. Where a type says something of each measure, --measure and --outcome begin its outcomes;
without them they are those that may be said now.

--set takes a path of names, places in lists and * for every item: text=..., items.0.id=q1, outcomes.*.until=... . The
value is a string where the schema wants one, else JSON. Where the schema wants a text, a plain string stands for a text
in the language of the message; so it is in the file of --body.

Examples:
  rogatory act VN-DEMO-2027-0001 acknowledgement --set ownReference=QA-17 --officer "Example-C"
  rogatory act VN-DEMO-2027-0001 decision --measure a1 --outcome granted --officer "Example-C" --approver "Example-D"
  rogatory act VN-DEMO-2027-0001 preservation-confirm --set outcomes.*.since=2027-03-01T10:00:00+03:00 \\
    --set outcomes.*.until=2027-05-30T10:00:00+03:00 --set outcomes.*.result.kind=preservation \\
    --set outcomes.*.result.kept="The mailbox." --set outcomes.*.result.custodian="Example Mail" \\
    --set outcomes.*.result.reference=H-7 --officer "Example-C" --approver "Example-D" --wait 30
  rogatory act VN-DEMO-2027-0002 evidence-share --enclose VN-DEMO-2027-0001/6 --set enclosed.0.why="the consent" \\
    --set what="the consent of Qatar" --officer "Example-A" --approver "Example-B"
  rogatory act VN-DEMO-2027-0001 delivery --body delivery.json --hand-over E2=0b0e6c0e-5f0e-4b0e-8f0e-0b0e6c0e5f0e \\
    --officer "Example-C" --approver "Example-D"
  rogatory act VN-DEMO-2027-0001 delivery-receipt --accept all --dispute E2="It is another account." --officer "Example-A"
  rogatory act VN-DEMO-2027-0001 information-response --reply-to last --body answers.json --officer "Example-A"
What may be sent now: rogatory show REF`

/** `rogatory act`: the next message about a request that is there. */
export function addAct({ program, terminal }: AddCommand): void {
  withSendingOptions(
    program
      .command('act <ref> <type>')
      .description('Send the next message about a request: what its type says, measure by measure')
      .option('--body <file>', 'the body as JSON; - is standard input')
      .option('--set <path=value...>', 'a member of the body; may be given often', [])
      .option('--measure <id...>', 'the measures that it concerns (default: all that it can)', [])
      .option('--outcome <word>', 'what is said of these measures: granted, refused, executing, verified …')
      .option('--reply-to <message>', 'the sequence of the message that it answers, or: last')
      .option('--language <tag>', 'language of the message (default: as this side wrote before)')
      .option(
        '--enclose <ref/sequence...>',
        'a message of another record as its author signed it; may be given often',
        [],
      )
      .option('--matter <id>', 'the matter that ties the record to others (default: as the record has it)')
      .option('--exhibits <file>', 'JSON list of the files announced, as schemas/part/exhibit.json')
      .option(
        '--hand-over <exhibit=deposit...>',
        'a file of this node (rogatory exhibit); may be given often',
        [],
      )
      .option(
        '--with-files',
        'hand over the files of each manifest with it, in as many messages as that takes',
      )
      .option(
        '--accept <exhibit...>',
        'of a delivery: accepted, E1 or E1=SHA-256; or all that is left and not disputed',
      )
      .option('--dispute <exhibit=why...>', 'of a delivery: not accepted')
      .option('--leave-open <exhibit=why...>', 'of a delivery: to be judged later')
      .option('--replace <exhibit=exhibit...>', 'what was disputed, and the file that takes its place')
      .addHelpText('after', help),
  ).action(async (ref: string, typeName: string, options: ActOptions) => {
    const type = typeNamed(typeName)
    const people = peopleOf(options)
    const settings = options.set.map(readSetting)
    const file = options.body === undefined ? {} : await readJson(options.body)
    const announced = options.exhibits === undefined ? [] : await readJson(options.exhibits)
    const exhibits = withMore(announced, options.handOver.map(readHandedOver))
    await withNode(options, 'act', async (open) => {
      const row = await findWholeRequest(open.node, ref)
      const { state } = openRecord(row)
      const offered = state === null ? [] : optionsFor(state, row.side)
      const option = offered.find((one) => one.type === type) ?? null
      const { outcome, measure: measures } = options
      const answered =
        options.replyTo === undefined ? undefined : await messageNamed(open, row, options.replyTo)
      const acceptsConditions = saysSo(file, settings, 'conditionsAccepted')
      const concerning = { request: row.id, state, measures, inReplyTo: answered, acceptsConditions }
      const given = await withChecks(open, type, file, options, concerning)
      const allMeasures = (state?.measures ?? []).map(({ id }) => id)
      const composed = compose(
        {
          type,
          body: await withEnclosed(open, given.body, options),
          settings,
          // Where the outcomes stand already, they are those of these measures.
          measures: given.isBegun ? [] : measures,
          allMeasures,
          ...(outcome === undefined ? {} : { outcome }),
        },
        option,
      )
      const inReplyTo = answered ?? replyOf(type, option, composed.body, measures)
      const said: JsonObject = {
        type,
        request: row.id,
        reference: row.reference,
        ...(options.matter === undefined ? {} : { matter: options.matter }),
        from: row.own_authority,
        to: row.counterpart_authority,
        language: options.language ?? (await languageOf(open.node, row, null)),
        ...(inReplyTo === undefined ? {} : { inReplyTo }),
        ...(composed.measures === undefined ? {} : { measures: [...composed.measures] }),
        body: withReplacing(type, composed.body, options, state),
        exhibits,
      }
      if (state !== null && option === null) {
        const expected = offered.map((one) => one.type).join(', ')
        terminal.note(`${type} is not expected of this side now. It may send: ${expected}`)
      }
      const giver = { person: people.officer, authority: row.own_authority }
      const parts = options.withFiles === true ? await withFilesOf(open.node, row.id, said, giver) : [said]
      const drafts: Draft[] = []
      for (const part of parts) {
        const whole = await withDeposits(open.node, part)
        tellFilledIn(part, whole, options.json === true, terminal)
        drafts.push(draftOf(open.node, whole, people))
      }
      for (const draft of drafts.slice(0, 1)) warnOf(open.node, draft, options.json === true, terminal)
      await dispatchAll(open, drafts, options, terminal)
    })
  })
}

/** The body with what is said of the exhibits of a delivery one by one, and what that makes of its measures. */
async function withChecks(
  { node }: OpenNode,
  type: string,
  body: JsonValue,
  acts: ExhibitActs,
  concerning: Concerning,
): Promise<{ readonly body: JsonValue; readonly isBegun: boolean }> {
  if (!saysOfExhibits(acts)) return { body, isBegun: false }
  if (type !== 'delivery-receipt' || !isObject(body) || Object.hasOwn(body, 'checks'))
    throw wrongUse('--accept, --dispute and --leave-open make the checks of a delivery-receipt')
  return { body: { ...(await checksOf(node, acts, concerning)), ...body }, isBegun: true }
}

/** Says what nobody has written and goes out all the same, before it does. */
function tellFilledIn(part: JsonObject, whole: JsonValue, isJson: boolean, terminal: Terminal): void {
  if (isJson || !isObject(whole)) return
  for (const line of filledInWords(part.body ?? null, whole.body ?? null)) terminal.note(harmless(line))
}

/** Whether a member of the body is true, as its file or the command line says. */
function saysSo(body: JsonValue, settings: readonly Setting[], name: string): boolean {
  const set = settings.findLast(({ path }) => path.join('.') === name)
  return set === undefined ? isObject(body) && body[name] === true : set.value === 'true'
}

function withMore(exhibits: JsonValue, more: readonly JsonValue[]): JsonValue {
  return Array.isArray(exhibits) ? [...exhibits, ...more] : exhibits
}

/** The body with the messages that are named on the command line after those that it holds itself. */
async function withEnclosed(
  { node }: OpenNode,
  body: JsonValue,
  { enclose, officer }: ActOptions,
): Promise<JsonValue> {
  if (enclose.length === 0 || !isObject(body)) return body
  const before = Array.isArray(body.enclosed) ? body.enclosed : []
  return { ...body, enclosed: [...before, ...(await enclosed(node, enclose, officer))] }
}

async function messageNamed({ node }: OpenNode, row: RequestRow, name: string): Promise<string> {
  if (name === 'last') {
    const { other } = await lastMessages(node.db, row.id)
    if (other !== null) return other.id
  } else if (/^[1-9][0-9]{0,5}$/.test(name)) {
    const [place] = await findPlaces(node.db, [{ request: row.id, sequence: Number(name) }])
    if (place !== undefined) return place.id
  }
  throw new CommandFailure(
    exitCodes.wrongUse,
    'MESSAGE_UNKNOWN',
    `--reply-to ${name}: the record of ${row.sequence} has no such message; say its sequence, or: last`,
  )
}
