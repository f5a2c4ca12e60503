import { hash } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import type { DeskServices } from '../deskServices.ts'
import { policy } from './policy.ts'

/** The script that asks a browser for passkeys, and the path that names its content: whoever has it never asks again. */
export interface PasskeyScript {
  readonly path: string
  readonly text: string
}

export function passkeyScriptOf({ passkeyScript: text }: Pick<DeskServices, 'passkeyScript'>): PasskeyScript {
  return { path: `/assets/${hash('sha256', text).slice(0, 16)}.js`, text }
}

/** Gives the script to everybody: it says nothing. */
export function giveScript({ text }: PasskeyScript): RequestHandler {
  return (_request, response) => {
    response.set('Cache-Control', 'public, max-age=31536000, immutable').type('js').send(text)
  }
}

/**
 * Lets a page run the script and nothing else, and tells its path; null: the address of the desk is no name, so no browser makes
 * a passkey for it. Pages that do not ask for a passkey run none.
 */
export function scriptOn(
  { passkeyScript, services }: { readonly passkeyScript: PasskeyScript; readonly services: DeskServices },
  response: Response,
): string | null {
  if (!services.passkeys.arePossible()) return null
  response.set('Content-Security-Policy', `${policy}; script-src 'self'; connect-src 'self'`)
  return passkeyScript.path
}
