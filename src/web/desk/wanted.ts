import { hash } from 'node:crypto'
import type { Request, Response } from 'express'
import { deskRoutes, isPlaceFor } from '../deskPaths.ts'
import type { DeskPerson } from '../deskServices.ts'
import { webLimits } from '../limits.ts'
import type { Desk } from './desk.tsx'

/**
 * Keeps in the browser which page somebody asked for who has not signed in, so that they come there afterwards; whoever asks for the
 * first page wants no other. Where a session of somebody has ended there, it is kept for them alone.
 */
export async function keepWanted(desk: Desk, request: Request, response: Response): Promise<void> {
  if (request.method !== 'GET') return
  const { cookies, services } = desk
  if (request.path === deskRoutes.home.path) {
    if (cookies.wanted(request) !== null) cookies.dropWanted(response)
    return
  }
  const { originalUrl } = request
  if (originalUrl.length > webLimits.desk.wantedCharactersMax || placeIn(desk, originalUrl) === null) return
  const token = cookies.session(request)
  const whose = token === null ? null : await services.typed.personOfEnded(token)
  const place = Buffer.from(originalUrl).toString('base64url')
  cookies.keepWanted(response, `${place}.${whose === null ? '' : markOf(whose)}`)
}

/**
 * Where somebody goes on who has signed in and comes to the first page. What the browser brings may be anybody's: only a page of this
 * desk is gone to that they may see, that asks before it does anything, and no address elsewhere.
 *
 * @returns path and query; null: to no other page
 */
export function takeWanted(
  desk: Desk,
  request: Request,
  response: Response,
  person: DeskPerson,
): string | null {
  const kept = desk.cookies.wanted(request)
  if (kept === null || request.originalUrl !== deskRoutes.home.path) return null
  desk.cookies.dropWanted(response)
  const [place = '', whose = ''] = kept.split('.')
  if (whose !== '' && whose !== markOf(person.id)) return null
  const found = placeIn(desk, Buffer.from(place, 'base64url').toString('utf8'))
  return found !== null && isPlaceFor(found.pathname, person.roles) ? found.pathname + found.search : null
}

/** A page of this desk at an address as it comes in a request; null: it is none, or elsewhere. */
function placeIn({ services: { origin } }: Desk, address: string): URL | null {
  const url = URL.canParse(address, origin) ? new URL(address, origin) : null
  return url?.origin === origin && isPlaceFor(url.pathname, null) ? url : null
}

/** Tells whether it is the same person, and not who. */
function markOf(person: string): string {
  return hash('sha256', `wanted ${person}`, 'base64url')
}
