import express, { type ErrorRequestHandler, type Request, type RequestHandler, type Response } from 'express'
import { type Result, refuse } from '../../message/refusal.ts'
import { takesBytesAt, takesFilesAt } from '../deskPaths.ts'
import { statusOf } from '../frame.ts'
import { webLimits } from '../limits.ts'
import type { Desk } from './desk.tsx'
import { formTokenHead, formTokenMember, isFormTokenOf } from './formToken.ts'
import { endedIn, sessionOf } from './session.ts'
import { keepTyped } from './typed.ts'

/** Media type of a form without files. */
export const formType = 'application/x-www-form-urlencoded'
const filesType = 'multipart/form-data'
const bytesType = 'application/offset+octet-stream'

/**
 * Lets pass what is posted only from a page of this desk (`Origin`, or `Sec-Fetch-Site` where that lacks), as a form of bounded
 * size, and with the token of the session where there is one; bytes of a file, which have no members, with that token in their
 * head. Of who has not signed in no token is asked: before a session there
 * is nothing to bind it to, a cookie of its own would prove no more than the origin does, which every browser sends with what
 * it posts, and whoever sends neither is refused.
 */
export function onlyOwnForms(
  desk: Pick<Desk, 'services' | 'refuse'>,
): (RequestHandler | ErrorRequestHandler)[] {
  const { services, refuse: refuseForm } = desk
  const onlyFromHere: RequestHandler = (request, response, next) => {
    if (!isChanging(request)) next()
    else if (!isFromHere(request, services.origin))
      refuseForm(request, response, refuse('FORM_FROM_ELSEWHERE'))
    else if (!hasOwnType(request, response)) refuseForm(request, response, refuse('FORM_TYPE_UNKNOWN'))
    else {
      // Whoever was answered before all had come is not listened to any more.
      response.once('finish', () => {
        if (!request.complete) request.socket.destroySoon()
      })
      next()
    }
  }
  const unread: ErrorRequestHandler = (reason: unknown, request, response, next) => {
    const status = statusOf(reason)
    if (status === null) next(reason)
    else {
      response.set('Connection', 'close')
      refuseForm(request, response, refuse(status === 413 ? 'FORM_TOO_LARGE' : 'FORM_TYPE_UNKNOWN'))
    }
  }
  const onlyOfSession: RequestHandler = async (request, response, next) => {
    if (!isChanging(request) || bringsFiles(request, response)) {
      next()
      return
    }
    if (bringsBytes(request)) {
      const session = sessionOf(response)
      const token = request.get(formTokenHead) ?? ''
      if (session === null || isFormTokenOf(session.token, token)) next()
      else refuseForm(request, response, refuse('FORM_TOKEN_INVALID'))
      return
    }
    const members = membersIn(request.body as unknown)
    const kept = await keepTyped(desk, request, response, members)
    if (kept !== null) {
      response.redirect(303, kept)
      return
    }
    const own = ownMembers(response, members)
    if (own.ok) next()
    else refuseForm(request, response, own)
  }
  const { formBytesMax, writtenBytesMax } = webLimits.desk
  const reading = (limit: number): RequestHandler => express.raw({ type: formType, limit, inflate: false })
  const [ofStrangers, ofPeople] = [reading(formBytesMax), reading(writtenBytesMax)]
  const read: RequestHandler = (request, response, next) => {
    if (sessionOf(response) === null && endedIn(response) === null) ofStrangers(request, response, next)
    else ofPeople(request, response, next)
  }
  return [onlyFromHere, read, unread, onlyOfSession]
}

/** Keeps the members of a form for its handler where they have the token of the session. Refuses with FORM_TOKEN_INVALID. */
export function ownMembers(
  response: Response,
  members: readonly (readonly [string, string])[],
): Result<object> {
  const session = sessionOf(response)
  const tokens = members.filter(([name]) => name === formTokenMember)
  if (session !== null && !(tokens.length === 1 && isFormTokenOf(session.token, tokens[0]?.[1] ?? '')))
    return refuse('FORM_TOKEN_INVALID')
  // A page that was opened before its session ended has a token still.
  response.locals.form = members.filter(([name]) => name !== formTokenMember)
  return { ok: true }
}

function isChanging({ method }: Request): boolean {
  return method === 'POST' || method === 'PATCH'
}

function hasOwnType(request: Request, response: Response): boolean {
  return request.method === 'PATCH' ? bringsBytes(request) : isForm(request) || bringsFiles(request, response)
}

/** Whether it brings bytes of a file, where they are taken. */
export function bringsBytes(request: Request): boolean {
  return (
    request.method === 'PATCH' && request.headers['content-type'] === bytesType && takesBytesAt(request.path)
  )
}

/** Whether it says of itself that it is a form with files. */
export function isFilesForm({ headers }: Pick<Request, 'headers'>): boolean {
  const [type = ''] = (headers['content-type'] ?? '').toLowerCase().split(';')
  return type.trim() === filesType
}

/** Whether it is a form with files, where one is taken. */
export function bringsFiles(request: Request, response: Response): boolean {
  return isFilesForm(request) && sessionOf(response) !== null && takesFilesAt(request.path)
}

/** What a form may have: how many characters a member has at most, and whether it may stand there more than once. */
export interface Member {
  readonly charactersMax: number
  readonly isMany?: true
}

/** Everything that a form has beside its token, in the order in which it came: for forms that are read by a schema. */
export function postedIn(response: Response): readonly (readonly [string, string])[] {
  return (response.locals as { readonly form?: readonly (readonly [string, string])[] }).form ?? []
}

/** A line that somebody types: what is too long for it is told beside its field, so it is taken as long as the form itself is. */
export const typedLine = { charactersMax: webLimits.desk.writtenBytesMax } as const satisfies Member

/**
 * Reads a form by the list of its members. Refuses with FORM_MEMBER_UNKNOWN, FORM_MEMBER_REPEATED or FORM_MEMBER_INVALID (it
 * lacks, is too long, or has what nobody types); a pointer says which.
 *
 * @returns each member with all its values: one, or of those that may be many none or more
 */
export function formIn<Name extends string>(
  response: Response,
  members: Readonly<Record<Name, Member>>,
): Result<{ readonly values: Readonly<Record<Name, readonly string[]>> }> {
  const posted = postedIn(response)
  const unknown = posted.find(([name]) => !Object.hasOwn(members, name))
  if (unknown !== undefined) return refuse('FORM_MEMBER_UNKNOWN', { pointer: pointerTo(unknown[0]) })
  const read: [string, string[]][] = []
  for (const [name, { charactersMax, isMany }] of Object.entries<Member>(members)) {
    const values = posted.flatMap(([one, value]) => (one === name ? [value] : []))
    const pointer = pointerTo(name)
    if (values.length > 1 && isMany !== true) return refuse('FORM_MEMBER_REPEATED', { pointer })
    const isUnfit = values.some((value) => value.length > charactersMax || /[\0\uFFFD]/.test(value))
    if (isUnfit || (values.length === 0 && isMany !== true)) return refuse('FORM_MEMBER_INVALID', { pointer })
    read.push([name, values])
  }
  return { ok: true, values: Object.fromEntries(read) as Record<Name, string[]> }
}

function pointerTo(name: string): string {
  return `/${name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`
}

/** Whether what is posted comes from a page of this desk, as the browser says. */
export function isFromHere(request: Request, origin: string): boolean {
  const [from, site] = [request.get('origin'), request.get('sec-fetch-site')]
  if (from !== undefined) return from === origin && (site === undefined || site === 'same-origin')
  return site === 'same-origin'
}

/** Whether it says of itself that it is a form without files. */
export function isForm({ headers }: Request): boolean {
  const [type = '', ...parameters] = (headers['content-type'] ?? '').toLowerCase().split(';')
  const charset = parameters.map((parameter) => parameter.trim())
  return type.trim() === formType && charset.every((parameter) => parameter === 'charset=utf-8')
}

/** The members of a form, in the order in which they came. */
export function membersIn(body: unknown): [string, string][] {
  // A post without a body leaves none.
  return Buffer.isBuffer(body) ? [...new URLSearchParams(body.toString('utf8'))] : []
}
