import type { Request, RequestHandler, Response } from 'express'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { type LetterLanguage, letterLanguages } from '../../letter/language.ts'
import type { JsonObject } from '../../message/json.ts'
import { type Result, refuse } from '../../message/refusal.ts'
import { preferredLanguage } from '../desk/words.ts'
import { introduction, openApiDocument, operations, tags } from '../openapi/document.ts'
import { type Schemas, sampleOf } from '../openapi/samples.ts'
import { farEndOf } from '../port.ts'
import { answerPlainly, answerWithProblem } from '../problem.ts'
import type { Strangers } from '../strangers.ts'
import { parametersIn } from '../systems/parameters.ts'
import { OperationsPage } from './Reader.tsx'
import { SchemaPage } from './SchemaPage.tsx'
import { styleOfReader } from './styleOfReader.ts'
import { type ReaderWords, readerWords } from './words.tsx'

/** What describes the port, by the name of its operation. */
export type ReaderRoutes = Readonly<
  Record<'readDocument' | 'readReader' | 'readReaderSchema' | 'readReaderStyle', RequestHandler>
>

const policy =
  "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

/**
 * The document of this port and pages for whoever reads it. There is nothing in it of a case or of this node but its schemas, so no token is
 * asked for; it is given so often, as what is public.
 */
export function readerRoutes(strangers: Strangers): ReaderRoutes {
  const shown =
    (give: (request: Request, response: Response) => void): RequestHandler =>
    (request, response) => {
      if (strangers.mayRead(farEndOf(request.socket))) give(request, response)
      else if (!strangers.refuse(farEndOf(request.socket))) request.socket.destroy()
      else {
        response.set('Retry-After', '1')
        answerPlainly(response, 429, 'This was asked too often')
      }
    }
  return {
    readDocument: shown((request, response) => {
      const { bytes, tag } = openApiDocument()
      response.set('ETag', tag)
      if (request.headers['if-none-match'] === tag) response.status(304).end()
      else response.set('Content-Type', 'application/json').send(bytes)
    }),
    readReader: shown((request, response) => {
      sendPage(request, response, (words) => {
        return renderToString(
          h(OperationsPage, { words, introduction, tags, operations, schemas: schemas() }),
        )
      })
    }),
    readReaderSchema: shown((request, response) => {
      const { schema: name } = request.params
      const all = schemas()
      const schema = typeof name === 'string' && Object.hasOwn(all, name) ? all[name] : undefined
      if (typeof name === 'string' && schema !== undefined)
        sendPage(request, response, (words) =>
          renderToString(h(SchemaPage, { words, name, schema, sample: sampleOf(name, all) })),
        )
      else answerWithProblem(response, refuse('PATH_UNKNOWN'))
    }),
    readReaderStyle: shown((_request, response) => {
      response.type('css').send(styleOfReader)
    }),
  }
}

/** A page in the language that the address names, else in the one that the browser prefers. */
function sendPage(request: Request, response: Response, page: (words: ReaderWords) => string): void {
  const language = languageIn(request)
  if (!language.ok) {
    answerWithProblem(response, language)
    return
  }
  response.set({
    'Content-Security-Policy': policy,
    'Content-Language': language.language,
    Vary: 'Accept-Language',
  })
  response.type('html').send(`<!doctype html>${page(readerWords(language.language))}`)
}

function languageIn({ originalUrl, headers }: Request): Result<{ readonly language: LetterLanguage }> {
  const asked = parametersIn(originalUrl, ['language'])
  if (!asked.ok) return asked
  const named = asked.parameters.one(
    'language',
    (text) => letterLanguages.find((one) => one === text) ?? null,
    `one of ${letterLanguages.join(', ')}`,
  )
  const language = named ?? preferredLanguage(headers['accept-language'])
  return asked.parameters.refusal() ?? { ok: true, language }
}

function schemas(): Schemas {
  const { components } = openApiDocument().document
  return (components as JsonObject).schemas as Record<string, JsonObject>
}
