import type { RequestHandler } from 'express'
import { answerPlainly } from '../problem.ts'
import type { Services } from '../services.ts'

/** `GET /trust/revocation/<SHA-256 of the authority's certificate>`: its list of revoked certificates in DER (RFC 5280). */
export function revocationList(services: Services): RequestHandler {
  return async (request, response) => {
    const { authority } = request.params
    const isDigest = typeof authority === 'string' && /^[0-9a-f]{64}$/.test(authority)
    const der = isDigest ? await services.revocationList(authority) : null
    if (der === null) answerPlainly(response, 404, 'No such list is here')
    else response.type('application/pkix-crl').send(Buffer.from(der))
  }
}
