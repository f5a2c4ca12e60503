import assert from 'node:assert/strict'
import type { JsonObject, JsonValue } from '../../../src/message/json.ts'
import {
  checkClaim,
  readRequestClaim,
  readResponseClaim,
  signRequest,
  signResponse,
} from '../../../src/envelope/httpSignature.ts'
import { httpCallers } from '../../../src/exchange/httpCallers.ts'
import { now } from '../../trust/fixture.ts'
import { mutateHead } from '../mutate/http.ts'
import { textOf } from '../mutate/json.ts'
import { severalTimes } from '../mutate/text.ts'
import { type Target, isAccepted } from '../target.ts'
import { httpSigner, ownList, reader } from '../world.ts'

const url = ownList.node.url
const body = Buffer.from('x.y.z')

/** A signed head as JSON: a request to the node, or its peer's answer. */
function heads(): readonly JsonObject[] {
  const posts = ['/exchange/messages', '/exchange/questions'].map((path) => ({
    method: 'POST',
    path,
    contentType: 'application/vnd.rogatory.messages',
  }))
  const requests = [...posts, { method: 'GET', path: '/exchange/exhibits/ab' }].map((line, at) => {
    const type = 'contentType' in line ? { contentType: line.contentType } : {}
    const request = { method: line.method, targetUri: url + line.path, ...type, body }
    const fields = signRequest(request, httpSigner, now, Buffer.alloc(16, at).toString('base64url'))
    return { ...line, fields: { ...fields } }
  })
  const to = { method: 'POST', targetUri: `${url}/exchange/messages`, signature: 'rogatory=:AA==:' }
  const answer = { status: 200, contentType: 'application/vnd.rogatory.answers', body, to }
  const { status, contentType } = answer
  const response = {
    status,
    contentType,
    method: to.method,
    path: '/exchange/messages',
    to: to.signature,
    fields: { ...signResponse(answer, httpSigner, now) },
  }
  return [...requests, response]
}

const originals = heads()
const signedParts = new Set(originals.map(partsOf))
const identify = httpCallers(reader)
const taken = new Set<string>()

/** What a signature is over, as it stands in the head. */
function partsOf(head: JsonObject): string {
  const { fields, ...line } = head
  return JSON.stringify([
    line,
    (fields as JsonObject)['signature-input'],
    (fields as JsonObject)['content-digest'],
  ])
}

export const httpHeads: Target = {
  name: 'httpHeads',
  share: 20,
  inputsMin: 100_000,
  make: (random, from) => severalTimes(random, (from ?? random.pick(originals)) as JsonObject, mutateHead),
  check: (input) => {
    const { method, path, contentType, status, to, fields } = input as Record<string, string> & {
      fields: Record<string, JsonValue>
    }
    const type = typeof contentType === 'string' ? { contentType } : {}
    const head = { method: String(method), targetUri: url + String(path), ...type }
    const read =
      status === undefined
        ? readRequestClaim(head, fields)
        : readResponseClaim(
            {
              status: Number(status),
              contentType: String(contentType),
              to: { ...head, signature: String(to) },
            },
            fields,
          )
    if (isAccepted(read) && isAccepted(checkClaim(read.claim, httpSigner.key, now))) {
      assert.ok(signedParts.has(partsOf(input as JsonObject)), 'a head holds that nobody has signed')
    }
    if (status !== undefined) return
    const identified = identify({ method: head.method, path: String(path), ...type, bytesMax: 100 }, fields)
    if (!isAccepted(identified)) return
    const { caller } = identified
    isAccepted(caller.checkBody(body))
    caller.end()
    const nonce = String(/nonce="([^"]*)"/.exec(textOf(fields['signature-input']))?.[1])
    assert.ok(!taken.has(nonce), 'a nonce counts twice')
    taken.add(nonce)
  },
}
