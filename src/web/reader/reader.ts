import type { Request, RequestHandler, Response } from 'express'
import { h } from 'preact'
import { renderToString } from 'preact-render-to-string'
import type { JsonObject } from '../../message/json.ts'
import { introduction, openApiDocument, operations, tags } from '../openapi/document.ts'
import { farEndOf } from '../port.ts'
import { answerPlainly } from '../problem.ts'
import type { Strangers } from '../strangers.ts'
import { OperationsPage } from './Reader.tsx'
import { SchemaPage } from './SchemaPage.tsx'
import { styleOfReader } from './styleOfReader.ts'

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
    readReader: shown((_request, response) => {
      const messages = Object.keys(schemas()).filter((name) => name.startsWith('message.'))
      const props = { introduction, tags, operations, messages }
      sendPage(response, renderToString(h(OperationsPage, props)))
    }),
    readReaderSchema: shown((request, response) => {
      const { schema: name } = request.params
      const all = schemas()
      const schema = typeof name === 'string' && Object.hasOwn(all, name) ? all[name] : undefined
      if (typeof name === 'string' && schema !== undefined)
        sendPage(response, renderToString(h(SchemaPage, { name, schema })))
      else answerPlainly(response, 404, 'Nothing is here')
    }),
    readReaderStyle: shown((_request, response) => {
      response.type('css').send(styleOfReader)
    }),
  }
}

function sendPage(response: Response, html: string): void {
  response.set('Content-Security-Policy', policy)
  response.type('html').send(`<!doctype html>${html}`)
}

function schemas(): Readonly<Record<string, JsonObject>> {
  const { components } = openApiDocument().document
  return (components as JsonObject).schemas as Record<string, JsonObject>
}
