import { hash } from 'node:crypto'
import type { RequestHandler, Response } from 'express'
import { policy } from './policy.ts'

/** A script of the desk, and the path that names its content: whoever has it never asks again. */
export interface Script {
  readonly path: string
  readonly text: string
}

export function scriptOf(text: string): Script {
  return { path: `/assets/${hash('sha256', text).slice(0, 16)}.js`, text }
}

/** Gives a script to everybody: it says nothing. */
export function giveScript({ text }: Script): RequestHandler {
  return (_request, response) => {
    response.set('Cache-Control', 'public, max-age=31536000, immutable').type('js').send(text)
  }
}

/** Lets a page run scripts of the desk, which may ask the desk and nobody else, and tells the path of the one that is for it. */
export function letRun({ path }: Script, response: Response): string {
  response.set('Content-Security-Policy', `${policy}; script-src 'self'; connect-src 'self'`)
  return path
}
