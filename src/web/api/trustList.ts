import type { RequestHandler } from 'express'
import { answerPlainly } from '../problem.ts'
import type { Services } from '../services.ts'

/** `GET /.well-known/rogatory`: the State's trust list as a compact JWS. */
export function trustList(services: Services): RequestHandler {
  return async (_request, response) => {
    response.type('application/jose').send(await services.trustList())
  }
}

/**
 * `GET /trust/lists/<number>`: the State's list with that number, or the first one behind it where the State left that
 * number out, for a peer that has missed it.
 */
export function trustListFrom(services: Services): RequestHandler {
  return async (request, response) => {
    const { sequence } = request.params
    const isNumber = typeof sequence === 'string' && /^[1-9][0-9]{0,14}$/.test(sequence)
    const jws = isNumber ? await services.trustListFrom(Number(sequence)) : null
    if (jws === null) answerPlainly(response, 404, 'No such list is here')
    else response.type('application/jose').send(jws)
  }
}
