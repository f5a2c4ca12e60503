import type { DraftChoices, FileChoice, MessageChoice } from '../../exchange/drafts/choices.ts'
import { isObject } from '../../letter/words.ts'
import { documents } from '../../message/documents.ts'
import type { JsonValue } from '../../message/json.ts'
import { once } from '../../workflow/documents.ts'
import type { FormNode } from './node.ts'
import type { Offering } from './offered.ts'
import { objectAround } from './pointer.ts'

/**
 * Of which message a file is that a member names by its id: of those that this message answers (`answered`), of the own delivery that is named
 * beside (`replaced`), of whichever in the record (`record`), or of an earlier one of the own side as well as this (`ownSide`).
 */
type FilesOf = 'answered' | 'replaced' | 'record' | 'ownSide'

/**
 * Members whose file need not be one that the message itself declares, where the schema says so in words alone; by the document that states
 * them and their names. Every other member names a file that the message declares.
 */
const filesOf: Readonly<Record<string, FilesOf>> = {
  'message/delivery-receipt.json exhibit': 'answered',
  'part/replacement.json exhibit': 'replaced',
  // What a piece was made from may have come before, and from either side.
  'part/evidence-item.json derivedFrom': 'record',
  // Conditions bind what is handed over with them, and what was.
  'part/condition.json exhibits': 'record',
  'part/onward-authority.json exhibits': 'record',
  'part/onward-recipient.json exhibits': 'record',
  'part/returned-item.json exhibit': 'record',
  'message/condition-end.json exhibits': 'record',
  'message/exculpatory-notice.json exhibits': 'record',
  'message/incident-notice.json exhibits': 'record',
  'message/jit-evidence-share.json exhibits': 'record',
  'message/person-informed.json exhibit': 'record',
  'message/use-account-reply.json exhibits': 'record',
  'message/use-account-request.json exhibits': 'record',
  'message/use-consent.json exhibits': 'record',
  'message/use-refuse.json exhibits': 'record',
  'message/use-request.json exhibits': 'record',
}

/** Whether a field names a file that another message has declared, whatever this one declares. */
export function isOfAnother({ document, name }: FormNode): boolean {
  const of = filesOf[`${document} ${name}`]
  return of === 'answered' || of === 'replaced'
}

/** A file that a member can name by its id, with what tells it from others of that id. */
export interface MeantFile {
  readonly id: string
  /** One file, or several of which one is meant. */
  readonly files: readonly FileChoice[]
  /** With the message that hands it over. */
  readonly isWithMessage: boolean
  /** With the State whose message that is. */
  readonly isWithState: boolean
}

/** The files that a field can name, each id once. */
export function filesMeant(offering: Offering, node: FormNode): readonly MeantFile[] {
  const { files } = offering.choices
  const of = whoseFiles(offering, node)
  if (of === 'answered') return byId(answeredFiles(offering, node), false)
  if (of === 'replaced') {
    const { delivery } = objectAround(offering.body, node.pointer)
    const own = files.filter((file) => file.of?.isOwn === true && isDelivery(file.of))
    const named = own.filter((file) => file.of?.id === delivery)
    return named.length > 0 ? byId(named, false) : byId(own, true)
  }
  if (of === 'record') return byId(files, true, true)
  if (of === 'ownSide')
    return byId(
      files.filter((file) => file.of?.isOwn !== false),
      true,
    )
  return byId(
    files.filter((file) => file.of === null),
    false,
  )
}

function whoseFiles({ type }: Offering, { document, name, pointer }: FormNode): FilesOf | 'here' {
  const key = `${document} ${name}`
  const said = Object.hasOwn(filesOf, key) ? filesOf[key] : undefined
  if (said !== undefined) return said
  // A result may speak of what came before it, and what is asked for anew of what was enclosed when it was asked first.
  return type === 'amend' || /^\/outcomes\/[0-9]+\/result\//.test(pointer) ? 'ownSide' : 'here'
}

/** Files of the deliveries that a receipt answers; of all of the other side as long as it does not say which. The digest that was announced tells two of one id apart. */
function answeredFiles({ body, choices }: Offering, { pointer, value }: FormNode): readonly FileChoice[] {
  const { files, answered } = choices
  const rows: readonly JsonValue[] = Array.isArray(body.outcomes) ? body.outcomes : []
  const named = rows.map((row) =>
    isObject(row) && typeof row.inReplyTo === 'string' ? row.inReplyTo : answered,
  )
  const meant = new Set(named.length === 0 ? [answered] : named)
  const others = files.filter((file) => file.of?.isOwn === false)
  const ofThese = others.filter((file) => meant.has(file.of?.id ?? null))
  const found =
    ofThese.length > 0 ? ofThese : others.filter((file) => file.of !== null && isDelivery(file.of))
  const { announced } = objectAround(body, pointer)
  const isOther = (file: FileChoice): boolean =>
    file.id === value &&
    file.sha256 !== announced &&
    found.some((one) => one.id === value && one.sha256 === announced)
  return found.filter((file) => !isOther(file))
}

function byId(
  files: readonly FileChoice[],
  isWithMessage: boolean,
  isWithState = false,
): readonly MeantFile[] {
  const ids = [...new Set(files.map(({ id }) => id))]
  return ids.map((id) => {
    const own = files.filter((file) => file.id === id)
    return { id, files: own, isWithMessage: isWithMessage || own.length > 1, isWithState }
  })
}

/** Which messages of the record a member can name: of which side, and of which types. */
interface MessagesOf {
  readonly isOwn: boolean
  readonly fits: (message: MessageChoice) => boolean
}

/** Members that name a message of one side, where the schema says so in words alone; every other may name any of the record. */
const messagesOf: Readonly<Record<string, MessagesOf>> = {
  'message/amend.json supersedes': { isOwn: true, fits: ({ type }) => type !== 'amend' },
  'message/assurance-request.json message': { isOwn: false, fits: () => true },
  'message/delivery-receipt.json inReplyTo': { isOwn: false, fits: isDelivery },
  'message/exculpatory-notice.json notice': {
    isOwn: true,
    fits: ({ type }) => type === 'exculpatory-notice',
  },
  'message/extradition-decision.json restsOn': { isOwn: false, fits: () => true },
  'message/use-account-reply.json consent': { isOwn: false, fits: ({ type }) => type === 'use-consent' },
  'part/replacement.json delivery': { isOwn: true, fits: isDelivery },
}

/** The messages of the record that a field can name. */
export function messagesMeant(
  { messages }: DraftChoices,
  { document, name }: FormNode,
): readonly MessageChoice[] {
  const key = `${document} ${name}`
  const of = Object.hasOwn(messagesOf, key) ? messagesOf[key] : undefined
  return of === undefined ? messages : messages.filter((one) => one.isOwn === of.isOwn && of.fits(one))
}

/** Types that deliver: those that can say which disputed file they replace. */
const delivering = once(
  () =>
    new Set(
      Object.entries(documents()).flatMap(([path, document]) =>
        path.startsWith('message/') && JSON.stringify(document).includes('/part/replacement.json')
          ? [path.slice('message/'.length, -'.json'.length)]
          : [],
      ),
    ),
)

function isDelivery({ type }: MessageChoice): boolean {
  return delivering().has(type)
}
