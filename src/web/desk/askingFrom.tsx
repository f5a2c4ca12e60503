import { randomUUID } from 'node:crypto'
import type { Request, Response } from 'express'
import type { EarlierRequest, FileOrder, GivenFile } from '../../exchange/drafts/beginnings.ts'
import type { AskOrder } from '../../exchange/drafts/begin.ts'
import { isLetterLanguage } from '../../letter/language.ts'
import { type Refusal, type Result, refuse } from '../../message/refusal.ts'
import { deskRoutes } from '../deskPaths.ts'
import { webLimits } from '../limits.ts'
import { AskFrom } from '../pages/AskFrom.tsx'
import { LeftOutPage } from '../pages/LeftOut.tsx'
import { Check } from '../parts/Check.tsx'
import { FileField } from '../parts/FileField.tsx'
import { Code } from '../parts/Line.tsx'
import { problems } from '../problem.ts'
import { isUuid } from '../../exchange/identifiers.ts'
import { orderFields, orderIn, orderMembers } from './asking.tsx'
import { againLink } from './caseLinks.ts'
import { hide, idIn, readerIn } from './cases.tsx'
import { type Desk, type DeskHandler, actingIn } from './desk.tsx'
import { draftLink } from './draftLinks.ts'
import { type PostedFile, readFilesForm } from './filesForm.ts'
import { formIn } from './form.ts'
import { answerWithPage, visitOf } from './pageOf.ts'

/** What is said of the case of a request that begins with another one. */
const isSame = 'yes'

/** Where another request is begun with one that was asked. */
export function againPage(desk: Desk): DeskHandler {
  return async (request, response) => {
    const earlier = await earlierFor(desk, request, response)
    if (earlier === null) return
    const { words } = visitOf(request, response)
    const language = isLetterLanguage(earlier.language) ? earlier.language : words.language
    showAgain(desk, request, response, { earlier, typed: { to: earlier.to, reference: '', language } }, null)
  }
}

/** Begins another request with one that was asked. */
export function again(desk: Desk): DeskHandler {
  return async (request, response) => {
    const earlier = await earlierFor(desk, request, response)
    if (earlier === null) return
    const form = formIn(response, { ...orderMembers, sameCase: { charactersMax: 3, isMany: true } })
    if (!form.ok) {
      desk.refuse(request, response, form)
      return
    }
    const typed = orderIn(form.values)
    const isSameCase = form.values.sameCase.includes(isSame)
    const [reader, by] = [readerIn(request, response), actingIn(request, response)]
    const { beginnings } = desk.services
    const begun = await beginnings.fromEarlier(typed, earlier.request, isSameCase, reader, by)
    if (begun.ok) response.redirect(303, draftLink(begun.draft))
    else showAgain(desk, request, response, { earlier, typed, isSameCase }, begun)
  }
}

async function earlierFor(desk: Desk, request: Request, response: Response): Promise<EarlierRequest | null> {
  const id = idIn(request)
  const reader = readerIn(request, response)
  const earlier = id === null ? null : await desk.services.beginnings.earlier(id, reader)
  if (earlier === null) await hide(desk, request, response)
  return earlier
}

interface ShownAgain {
  readonly earlier: EarlierRequest
  readonly typed: AskOrder
  readonly isSameCase?: boolean
}

function showAgain(
  desk: Desk,
  request: Request,
  response: Response,
  { earlier, typed, isSameCase = false }: ShownAgain,
  refusal: Refusal | null,
): void {
  const fields = orderFields(desk, request, response, typed, refusal)
  const { say } = fields.words
  const page = (
    <AskFrom
      {...fields}
      title={say('askAgain')}
      above={<Code text={earlier.reference} />}
      text={say('askAgainText')}
      action={againLink(earlier.request)}
    >
      <Check
        words={fields.words}
        name="sameCase"
        label={say('sameCase')}
        hint={say('sameCaseHint')}
        errors={fields.errors}
        value={isSame}
        isMarked={isSameCase}
      />
    </AskFrom>
  )
  answerWithPage(response, refusal === null ? 200 : problems[refusal.code].status, page)
}

/** Where a request is begun with a file. */
export function fromFilePage(desk: Desk): DeskHandler {
  return (request, response) => {
    const { language } = visitOf(request, response).words
    showFromFile(desk, request, response, { to: '', reference: '', language, draft: randomUUID() }, null)
  }
}

/** Begins a request with a file, and shows what of it no form could. */
export function fromFile(desk: Desk): DeskHandler {
  // What is a little too large is read, so that nobody types the rest of the form again.
  const bytesMax = 2 * webLimits.desk.files.jsonBytesMax
  return async (request, response) => {
    const { language } = visitOf(request, response).words
    let typed: FileOrder = { to: '', reference: '', language, draft: randomUUID() }
    const { taken, outcome } = await readFilesForm(request, response, {
      members: { ...orderMembers, draft: { charactersMax: 36 } },
      fileMember: 'file',
      filesMax: 1,
      bytesMax,
      begin: (values) => {
        const [draft = ''] = values.draft
        typed = { ...orderIn(values), draft }
        return isUuid(draft) ? { ok: true } : refuse('FORM_MEMBER_INVALID', { pointer: '/draft' })
      },
      take: wholeOf,
    })
    const [file] = taken
    const isOfForm = !outcome.ok && outcome.code.startsWith('FORM_') && outcome.pointer !== '/file'
    if (isOfForm) {
      desk.refuse(request, response, outcome)
      return
    }
    const given: GivenFile = outcome.ok
      ? file === undefined
        ? refuse('FORM_MEMBER_INVALID', { pointer: '/file' })
        : { ok: true, bytes: file.bytes }
      : outcome
    const begun = await desk.services.beginnings.fromFile(typed, given, actingIn(request, response))
    if (!begun.ok) {
      showFromFile(desk, request, response, typed, begun)
      return
    }
    const visit = visitOf(request, response)
    if (begun.left.length === 0) response.redirect(303, draftLink(begun.draft))
    else answerWithPage(response, 200, <LeftOutPage {...visit} frame={desk.frameOf(visit)} {...begun} />)
  }
}

/** All of a file, which the form bounds. */
async function wholeOf({ source }: PostedFile): Promise<Result<{ readonly bytes: Buffer }>> {
  const pieces: Uint8Array[] = []
  let bytes = 0
  for await (const piece of source) {
    bytes += piece.length
    pieces.push(piece)
  }
  if (bytes > webLimits.desk.files.jsonBytesMax) return refuse('JSON_TOO_LARGE', { pointer: '/file' })
  return { ok: true, bytes: Buffer.concat(pieces) }
}

function showFromFile(
  desk: Desk,
  request: Request,
  response: Response,
  typed: FileOrder,
  refusal: Refusal | null,
): void {
  const fields = orderFields(desk, request, response, typed, refusal)
  const { words, errors } = fields
  const count = webLimits.desk.files.jsonBytesMax / 1024
  const page = (
    <AskFrom
      {...fields}
      title={words.say('fromFile')}
      text={words.say('fromFileText')}
      action={deskRoutes.fromFile.path}
      bringsFiles
    >
      <input type="hidden" name="draft" value={typed.draft} />
      <FileField
        words={words}
        name="file"
        label={words.say('chooseFile')}
        hint={words.say('chooseFileHint', { count })}
        errors={errors}
        accept="application/json,.json"
      />
    </AskFrom>
  )
  answerWithPage(response, refusal === null ? 200 : problems[refusal.code].status, page)
}
