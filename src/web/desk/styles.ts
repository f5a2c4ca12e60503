import { hash } from 'node:crypto'
import type { RequestHandler } from 'express'
import type { DeskServices } from '../deskServices.ts'

/** A style sheet and the path that names its content: whoever has it never asks again. */
export interface Style {
  readonly path: string
  readonly css: string
}

export function stylesOf({ styles }: Pick<DeskServices, 'styles'>): Readonly<Record<'ltr' | 'rtl', Style>> {
  const style = (css: string): Style => ({ path: `/assets/${hash('sha256', css).slice(0, 16)}.css`, css })
  return { ltr: style(styles.ltr), rtl: style(styles.rtl) }
}

/** Gives a style sheet to everybody: it says nothing. */
export function giveStyle({ css }: Style): RequestHandler {
  return (_request, response) => {
    response.set('Cache-Control', 'public, max-age=31536000, immutable').type('css').send(css)
  }
}
