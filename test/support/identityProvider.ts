import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type Provider from 'oidc-provider'
import { request } from 'undici'
import type { ProviderSetting } from '../../src/settings/providerSetting.ts'

/** What the provider of the tests calls a sign-in with a second factor. */
export const strongAcr = 'urn:example:two-factors'

/** How the desk is registered there. */
export const clientId = 'example-desk'

/** A real identity provider (oidc-provider) on loopback, at another site than the desk: `localhost`, and not `127.0.0.1`. */
export interface IdentityProvider {
  readonly issuer: string
  /** PEM of the key by which the desk proves itself. */
  readonly keyPem: string
  /** How a node is told of it, with the key in a file of a folder. */
  readonly settingIn: (folder: string) => Promise<ProviderSetting>
  /** Registers the desk, whose address is known once it listens. */
  readonly register: (deskUrl: string) => Promise<void>
  readonly close: () => Promise<void>
}

/**
 * Whoever signs in there does so by any password, as in the pages with which the provider comes; by the name `strong-…` with a
 * second factor, as the provider then says.
 */
export async function openIdentityProvider(): Promise<IdentityProvider> {
  let answer: RequestListener = (_request, response) => response.writeHead(503).end()
  const server = createServer((incoming, response) => answer(incoming, response))
  const port = await listening(server)
  const issuer = `http://localhost:${port}`
  const own = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const signing = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const keyPem = own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  return {
    issuer,
    keyPem,
    async settingIn(folder) {
      const file = join(folder, 'desk-at-provider.pem')
      await writeFile(file, keyPem, { mode: 0o600 })
      return {
        issuer,
        clientId,
        proof: { by: 'key', file },
        scopes: ['openid'],
        claim: 'sub',
        strongAcr: [strongAcr],
        strongAmr: [],
        origins: [],
      }
    },
    async register(deskUrl) {
      const provider = await quietly(async () => {
        const { default: Made } = await import('oidc-provider')
        return new Made(issuer, {
          clients: [
            {
              client_id: clientId,
              redirect_uris: [`${deskUrl}/sign-in/provider/back`],
              post_logout_redirect_uris: [`${deskUrl}/sign-in`],
              response_types: ['code'],
              grant_types: ['authorization_code'],
              token_endpoint_auth_method: 'private_key_jwt',
              token_endpoint_auth_signing_alg: 'ES256',
              id_token_signed_response_alg: 'ES256',
              jwks: { keys: [{ ...own.publicKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256' }] },
            },
          ],
          jwks: {
            keys: [
              { ...signing.privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'ES256', kid: 'example' },
            ],
          },
          acrValues: [strongAcr],
          cookies: { keys: ['an example key of the tests'] },
          pkce: { required: () => true },
          findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
          features: {
            rpInitiatedLogout: {
              logoutSource(context, form) {
                const button =
                  '<button type="submit" form="op.logoutForm" name="logout" value="yes">Yes</button>'
                context.body = `<!doctype html><title>Sign out</title>${form}${button}`
              },
            },
          },
          ttl: { AccessToken: 60, IdToken: 600, Interaction: 600, Session: 600, Grant: 600 },
        })
      })
      sayHowStrong(provider)
      const callback = provider.callback()
      answer = (incoming, response) => void callback(incoming, response)
    },
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** Takes the form of the page for signing in, which by itself never says how somebody has proved who they are. */
function sayHowStrong(provider: Provider): void {
  provider.use(async (context, next) => {
    const isForm = context.method === 'POST' && /^\/interaction\/[^/]+$/.test(context.path)
    const details = isForm ? await provider.interactionDetails(context.req, context.res) : null
    if (details?.prompt.name !== 'login') {
      await next()
      return
    }
    const chunks: Buffer[] = []
    for await (const chunk of context.req as AsyncIterable<Buffer>) chunks.push(chunk)
    const accountId = new URLSearchParams(Buffer.concat(chunks).toString()).get('login') ?? ''
    const login = accountId.startsWith('strong-') ? { accountId, acr: strongAcr } : { accountId }
    await provider.interactionFinished(
      context.req,
      context.res,
      { login },
      { mergeWithLastSubmission: false },
    )
  })
}

/** It tells of itself on the console that its pages are for tests, which these are. */
async function quietly<Made>(make: () => Promise<Made>): Promise<Made> {
  const { warn, info } = console
  console.warn = console.info = () => undefined
  try {
    return await make()
  } finally {
    Object.assign(console, { warn, info })
  }
}

/** A browser at the provider: it holds cookies, follows redirects there, and fills in forms. */
export class ProviderVisitor {
  readonly #cookies = new Map<string, string>()
  /** For what there were pages: to sign in (`login`), to agree (`consent`), to sign out (`logout`). */
  readonly shown: string[] = []

  /** Goes to an address of the provider and on, until it is led elsewhere: where to. */
  async go(url: string, login: string): Promise<string> {
    const { origin } = new URL(url)
    let order: { readonly url: string; readonly form?: URLSearchParams } = { url }
    for (let steps = 0; steps < 20; steps += 1) {
      const { statusCode, headers, body } = await request(order.url, {
        method: order.form === undefined ? 'GET' : 'POST',
        headers: {
          cookie: [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          ...(order.form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
        },
        body: order.form === undefined ? null : order.form.toString(),
      })
      for (const line of [headers['set-cookie'] ?? []].flat()) this.#keep(line)
      const text = await body.text()
      if (typeof headers.location === 'string') {
        const next = new URL(headers.location, order.url)
        if (next.origin !== origin) return next.href
        order = { url: next.href }
        continue
      }
      assert.equal(statusCode, 200, text)
      order = this.#filledIn(text, order.url, login)
    }
    throw new Error('the provider leads in a circle')
  }

  #filledIn(
    text: string,
    url: string,
    login: string,
  ): { readonly url: string; readonly form: URLSearchParams } {
    const action = /<form[^>]*action="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&')
    if (action === undefined) throw new Error(`a page of the provider has no form: ${text}`)
    const hidden = [...text.matchAll(/<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g)]
    const form = new URLSearchParams(hidden.map(([, name = '', value = '']) => [name, value]))
    if (text.includes('name="login"')) form.set('login', login)
    if (text.includes('name="password"')) form.set('password', 'any')
    if (text.includes('name="logout"')) form.set('logout', 'yes')
    this.shown.push(form.get('prompt') ?? 'logout')
    return { url: new URL(action, url).href, form }
  }

  #keep(line: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
    if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.#cookies.delete(name)
    else this.#cookies.set(name, value)
  }
}

/** Listens on loopback at a port that is free, and tells which. */
export async function listening(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return (server.address() as AddressInfo).port
}
