import type { LetterLanguage } from '../../letter/language.ts'
import type { Block } from '../../letter/letter.ts'
import { messageLimits } from '../../message/limits.ts'
import type { JsonObject } from '../../message/json.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { together } from '../../message/together.ts'
import { readForeignWords } from '../../message/strict.ts'
import type { DeskReader } from '../desk/deskReader.ts'
import { exchangeLimits } from '../limits.ts'
import type { Node } from '../node.ts'
import type { Acting } from '../people/deskPeople.ts'
import type { DeskPerson } from '../people/person.ts'
import { readMessage } from '../readCase.ts'
import { isErased, messageIn } from '../stored.ts'
import { actingOn } from './acting.ts'
import { type AskOrder, type Begun, askingDraft, beginAsking } from './begin.ts'
import { ofOtherCase, ofSameCase } from './copied.ts'
import type { LeftOut } from './fileNames.ts'
import { fitting } from './fitting.ts'
import {
  type DeskTemplate,
  type DeskTemplates,
  deleteTemplate,
  keepTemplate,
  listTemplates,
  templateOf,
  templateWords,
} from './templates.ts'

/** A request of the own authority, as another one begins with it. */
export interface EarlierRequest {
  readonly request: string
  /** Of the request that it is taken from. */
  readonly reference: string
  readonly to: string
  readonly language: string
}

/** What a request is begun with that is not begun from nothing. What is refused is in the log before it is returned. */
export interface Beginnings {
  /** An earlier request, or null where this person has none such; that it was read is in the log. */
  readonly earlier: (request: string, reader: DeskReader) => Promise<EarlierRequest | null>
  /** Begins with an earlier request; of another case with what says nothing of a case. */
  readonly fromEarlier: (
    order: AskOrder,
    request: string,
    isSameCase: boolean,
    reader: DeskReader,
    by: Acting,
  ) => Promise<Begun>
  readonly templates: (person: DeskPerson) => Promise<DeskTemplates>
  readonly template: (id: string, person: DeskPerson) => Promise<DeskTemplate | null>
  /** What a template says, as it stands in a letter; null: it is not there for this person. */
  readonly templateWords: (
    template: string,
    person: DeskPerson,
    language: LetterLanguage,
  ) => Promise<readonly Block[] | null>
  readonly fromTemplate: (order: AskOrder, template: string, by: Acting) => Promise<Begun>
  /** Keeps what a draft has that says nothing of a case as a template of the authority. */
  readonly keepTemplate: (draft: string, name: string, by: Acting) => Promise<Result<object>>
  readonly deleteTemplate: (template: string, by: Acting) => Promise<Result<object>>
  /**
   * Begins with the body of a request, or a whole one, as JSON; tells what of it no form could show. The same again, which a
   * browser sends that loads its answer anew, begins no second draft.
   */
  readonly fromFile: (order: FileOrder, file: GivenFile, by: Acting) => Promise<BegunFromFile>
}

/** A file with which a draft is to begin; or why there is none, which is told with what else is wrong. */
export type GivenFile = Result<{ readonly bytes: Uint8Array }>

/** What an officer says who begins to ask with a file. */
export interface FileOrder extends AskOrder {
  /** UUID that the draft gets, given by the page with the form. */
  readonly draft: string
}

export type BegunFromFile = Result<{ readonly draft: string; readonly left: readonly LeftOut[] }>

/** @param noted - called when the log may have been told of something, which is before its answer is given */
export function beginnings(node: Node, noted: () => void): Beginnings {
  const acting = actingOn(node, noted)
  return {
    async earlier(request, reader) {
      const read = await readEarlier(node, request, reader)
      noted()
      return read === null ? null : read.earlier
    },
    fromEarlier: (order, request, isSameCase, reader, by) =>
      acting(
        by,
        `draft request like ${request}`,
        fromEarlier(node, { order, request, isSameCase }, reader, by),
      ),
    templates: (person) => listTemplates(node, person),
    template: (id, person) => templateOf(node, id, person).then((found) => found?.template ?? null),
    templateWords: (id, person, language) => templateWords(node, id, person, language),
    fromTemplate: (order, template, by) =>
      acting(by, `draft request of ${template}`, fromTemplate(node, order, template, by)),
    keepTemplate: (draft, name, by) =>
      acting(by, `template of ${draft}`, keepTemplate(node, draft, name, by)),
    deleteTemplate: (id, by) => acting(by, `template off ${id}`, deleteTemplate(node, id, by)),
    fromFile: (order, file, by) => acting(by, 'draft request of a file', fromFile(node, order, file, by)),
  }
}

interface ReadEarlier {
  readonly earlier: EarlierRequest
  readonly body: JsonObject
}

/** The request as it was asked; null where it is not there for the reader, was not asked by their authority, or was erased. */
async function readEarlier(node: Node, request: string, reader: DeskReader): Promise<ReadEarlier | null> {
  const read = await readMessage(node, request, { sequence: 1 }, reader)
  if (read === null || isErased(read.message)) return null
  const { type, from, to, reference, language, body } = messageIn(read.message)
  if (type !== 'request' || from !== reader.authority) return null
  return { earlier: { request, reference, to, language }, body: body as unknown as JsonObject }
}

async function fromEarlier(
  node: Node,
  {
    order,
    request,
    isSameCase,
  }: { readonly order: AskOrder; readonly request: string; readonly isSameCase: boolean },
  reader: DeskReader,
  by: Acting,
): Promise<Begun> {
  const read = await readEarlier(node, request, reader)
  if (read === null) return refuse('REQUEST_UNKNOWN')
  if (!isSameCase) return await beginAsking(node, order, by, ofOtherCase(read.body))
  return await beginAsking(node, order, by, ofSameCase(read.body), { begunLike: request })
}

async function fromTemplate(node: Node, order: AskOrder, template: string, by: Acting): Promise<Begun> {
  const found = await templateOf(node, template, by.person)
  if (found === null) return refuse('TEMPLATE_UNKNOWN')
  return await beginAsking(node, order, by, found.body)
}

async function fromFile(node: Node, order: FileOrder, file: GivenFile, by: Acting): Promise<BegunFromFile> {
  const fit = fittingIn(file)
  if (!fit.ok) {
    const asking = askingDraft(node, order, by)
    return together([asking.ok ? null : asking, fit]) ?? fit
  }
  const begun = await beginAsking(node, order, by, fit.body, { id: order.draft })
  return begun.ok ? { ...begun, left: fit.left } : begun
}

function fittingIn(file: GivenFile): Result<NonNullable<ReturnType<typeof fitting>>> {
  if (!file.ok) return file
  const { bytesMax } = exchangeLimits.drafts
  const read = readForeignWords(file.bytes, { bytesMax, depthMax: messageLimits.depthMax })
  if (!read.ok) return { ...read, pointer: '/file' }
  const body = bodyIn(read.value)
  const fit = body === null ? null : fitting('request', body)
  return fit === null ? refuse('MESSAGE_INVALID', { pointer: '/file' }) : { ok: true, ...fit }
}

/** The body of a request, or that of a whole one: what a message says of itself beside is asked anew. */
function bodyIn(value: unknown): JsonObject | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const whole = value as JsonObject
  const { body, type = 'request' } = whole
  if (body === undefined) return whole
  return typeof body === 'object' && body !== null && !Array.isArray(body) && type === 'request' ? body : null
}
