import type { RequestHandler } from 'express'
import type { Services } from '../services.ts'

/** `GET /.well-known/rogatory`: the State's trust list as a compact JWS. */
export function trustList(services: Services): RequestHandler {
  return async (_request, response) => {
    response.type('application/jose').send(await services.trustList())
  }
}
