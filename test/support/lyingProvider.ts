import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { type IncomingMessage, type ServerResponse, createServer } from 'node:http'
import { SignJWT } from 'jose'
import { listening } from './identityProvider.ts'

/** What a provider of the tests says otherwise than it should. */
export interface Lie {
  /** Beside, or in the place of, what it should say of itself. */
  readonly metadata?: Readonly<Record<string, unknown>>
  /** Likewise in an ID token; undefined: it lacks. */
  readonly claims?: Readonly<Record<string, unknown>>
  readonly algorithm?: string
  /** Signs in the place of its key. */
  readonly key?: KeyObject | Uint8Array
  /** Answers the question for a token in its place. */
  readonly token?: (response: ServerResponse) => void
  /** Answers the question for its keys in its place. */
  readonly keys?: (response: ServerResponse) => void
}

/** A provider that lies as it is told; what it does not lie about is right. */
export interface LyingProvider {
  readonly issuer: string
  readonly lie: (lie: Lie) => void
  /** The questions that it was asked since, by path. */
  readonly asked: string[]
  /** The head and form of the last question for a token. */
  readonly last: { authorization: string; form: URLSearchParams }
  readonly close: () => Promise<void>
}

/** @param clientId - as the desk is registered there */
export async function openLyingProvider(clientId: string): Promise<LyingProvider> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  let lie: Lie = {}
  const asked: string[] = []
  const last = { authorization: '', form: new URLSearchParams() }
  const say = (response: ServerResponse, body: unknown, status = 200): void => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
  }
  const answers: Readonly<
    Record<string, (incoming: IncomingMessage, response: ServerResponse) => Promise<void>>
  > = {
    async '/.well-known/openid-configuration'(_incoming, response) {
      say(response, {
        issuer,
        authorization_endpoint: `${issuer}/auth`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        id_token_signing_alg_values_supported: ['RS256', 'PS256', 'HS256', 'RS512', 'none'],
        ...lie.metadata,
      })
      await Promise.resolve()
    },
    async '/jwks'(_incoming, response) {
      if (lie.keys === undefined)
        say(response, { keys: [{ ...publicKey.export({ format: 'jwk' }), use: 'sig', kid: 'example' }] })
      else lie.keys(response)
      await Promise.resolve()
    },
    async '/token'(incoming, response) {
      const chunks: Buffer[] = []
      for await (const chunk of incoming as AsyncIterable<Buffer>) chunks.push(chunk)
      last.form = new URLSearchParams(Buffer.concat(chunks).toString())
      last.authorization = incoming.headers.authorization ?? ''
      if (lie.token === undefined)
        say(response, { access_token: 'example', token_type: 'bearer', id_token: await idToken() })
      else lie.token(response)
    },
  }
  const idToken = async (): Promise<string> => {
    const seconds = Math.floor(Date.now() / 1000)
    const claims = {
      iss: issuer,
      aud: clientId,
      sub: 'example',
      iat: seconds,
      exp: seconds + 60,
      ...lie.claims,
    }
    const { algorithm = 'RS256', key = privateKey } = lie
    if (algorithm === 'none')
      return `${[{ alg: 'none' }, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.')}.`
    return await new SignJWT(claims).setProtectedHeader({ alg: algorithm, kid: 'example' }).sign(key)
  }
  const server = createServer((incoming, response) => {
    const { pathname } = new URL(incoming.url ?? '/', issuer)
    asked.push(pathname)
    const answer = answers[pathname]
    if (answer === undefined) response.writeHead(404).end()
    else void answer(incoming, response)
  })
  const issuer = `http://127.0.0.1:${await listening(server)}`
  return {
    issuer,
    asked,
    last,
    lie(told) {
      lie = told
      asked.length = 0
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
