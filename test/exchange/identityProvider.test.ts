import assert from 'node:assert/strict'
import { createSecretKey, generateKeyPairSync, randomBytes } from 'node:crypto'
import { decodeJwt, decodeProtectedHeader } from 'jose'
import { newAttempt } from '../../src/exchange/people/provider/attempt.ts'
import { subjectIn } from '../../src/exchange/people/provider/comeBack.ts'
import { providerLimits } from '../../src/exchange/people/provider/limits.ts'
import { type ProviderClient, providerClient } from '../../src/exchange/people/provider/providerClient.ts'
import { type ProviderProof, type ProviderTerms, isStrong } from '../../src/exchange/people/provider/terms.ts'
import { type Lie, type LyingProvider, openLyingProvider } from '../support/lyingProvider.ts'
import { silent } from '../support/world.ts'

const clientId = 'example-desk'
const back = 'http://127.0.0.1:9/sign-in/provider/back'
const exampleSecret = 'an example secret: with signs + and %'
const secret: ProviderProof = { by: 'secret', secret: exampleSecret }

describe('an identity provider', () => {
  let provider: LyingProvider
  before(async () => {
    provider = await openLyingProvider(clientId)
  })
  after(() => provider.close())

  const termsWith = (more: Partial<ProviderTerms> = {}): ProviderTerms => ({
    issuer: provider.issuer,
    clientId,
    proof: () => Promise.resolve(secret),
    scopes: ['openid'],
    claim: 'sub',
    strongAcr: [],
    strongAmr: [],
    origins: [],
    ...more,
  })
  const clientWith = (more: Partial<ProviderTerms> = {}, now = () => new Date()): ProviderClient =>
    providerClient({ machineNow: now, log: silent }, termsWith(more), () => ({ pair: null, authorities: [] }))
  const attempt = newAttempt({ random: randomBytes })
  const { values } = attempt
  /** What somebody who comes back with this question, from a provider that lies so, is told. */
  const told = async (
    lie: Lie,
    {
      query = { code: 'example', state: values.state },
      client = clientWith(),
      isAnew = false,
    }: {
      readonly query?: Readonly<Record<string, string>>
      readonly client?: ProviderClient
      readonly isAnew?: boolean
    } = {},
  ): Promise<string> => {
    provider.lie({ ...lie, claims: { nonce: values.nonce, ...lie.claims } })
    const url = new URL(`${back}?${String(new URLSearchParams(query))}`)
    const outcome = await client.claimsOf({ values, url, isAnew })
    await client.close()
    return outcome.ok ? 'believed' : outcome.code
  }

  it('is sent people with state, nonce and PKCE, and anew with `prompt` and `max_age`', async () => {
    provider.lie({})
    const client = clientWith({ strongAcr: ['high', 'higher'] })
    const sent = await client.urlFor({ values, back, isAnew: false })
    const anew = await client.urlFor({ values, back, isAnew: true })
    assert.ok(sent.ok && anew.ok)
    const { origin, pathname, searchParams } = new URL(sent.url)
    assert.equal(`${origin}${pathname}`, `${provider.issuer}/auth`)
    const { code_challenge: challenge, ...rest } = Object.fromEntries(searchParams)
    assert.match(challenge ?? '', /^[A-Za-z0-9_-]{43}$/)
    assert.deepEqual(rest, {
      acr_values: 'high higher',
      client_id: clientId,
      code_challenge_method: 'S256',
      nonce: values.nonce,
      redirect_uri: back,
      response_type: 'code',
      scope: 'openid',
      state: values.state,
    })
    const { searchParams: more } = new URL(anew.url)
    assert.deepEqual([more.get('prompt'), more.get('max_age')], ['login', '0'])
    assert.equal(provider.asked.length, 1, 'what it can do is asked once')
    await client.close()
  })

  it('is believed where the answer is the one to this attempt, and is given verifier and secret', async () => {
    assert.equal(await told({}), 'believed')
    assert.equal(provider.last.form.get('code_verifier'), values.verifier)
    assert.equal(provider.last.form.get('redirect_uri'), back)
    const [, basic = ''] = provider.last.authorization.split(' ')
    assert.equal(
      Buffer.from(basic, 'base64').toString(),
      'example%2Ddesk:an+example+secret%3A+with+signs+%2B+and+%25',
      'as RFC 6749 section 2.3.1 writes it',
    )
    const post = { token_endpoint_auth_methods_supported: ['client_secret_post'] }
    assert.equal(await told({ metadata: post }), 'believed')
    assert.equal(provider.last.form.get('client_secret'), exampleSecret)
  })

  it('is proved to by a key, whatever kind it has', async () => {
    for (const [key, algorithm] of [
      [generateKeyPairSync('ec', { namedCurve: 'P-256' }), 'ES256'],
      [generateKeyPairSync('rsa', { modulusLength: 2048 }), 'RS256'],
      [generateKeyPairSync('ed25519'), /^(EdDSA|Ed25519)$/],
    ] as const) {
      const proof = () => Promise.resolve({ by: 'key', key: key.privateKey } as const)
      assert.equal(await told({}, { client: clientWith({ proof }) }), 'believed', String(algorithm))
      const assertion = provider.last.form.get('client_assertion') ?? ''
      assert.match(decodeProtectedHeader(assertion).alg ?? '', new RegExp(algorithm))
      const { iss, sub, aud } = decodeJwt(assertion)
      assert.deepEqual([iss, sub, aud], [clientId, clientId, provider.issuer])
    }
  })

  it('is not believed with a token of another issuer, client, time, nonce or key, or by a weak algorithm', async () => {
    const seconds = Math.floor(Date.now() / 1000)
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    const lies: Readonly<Record<string, Lie>> = {
      'another issuer': { claims: { iss: 'http://127.0.0.1:9' } },
      'another client': { claims: { aud: 'another' } },
      'for others as well': { claims: { aud: [clientId, 'another'] } },
      'of before': { claims: { iat: seconds - 600, exp: seconds - 60 } },
      'without an end': { claims: { exp: undefined } },
      'without a time': { claims: { iat: undefined } },
      'not yet': { claims: { nbf: seconds + 600 } },
      'another nonce': { claims: { nonce: 'another' } },
      'no nonce': { claims: { nonce: undefined } },
      'no subject': { claims: { sub: undefined } },
      'another key': { key: other },
      'by no signature': { algorithm: 'none' },
      'by a secret that both have': { algorithm: 'HS256', key: createSecretKey(Buffer.alloc(32, 1)) },
      'by an algorithm that is not on the list': { algorithm: 'RS512' },
      'by one that it does not name': { metadata: { id_token_signing_alg_values_supported: ['ES256'] } },
      'no token': {
        token: (response) =>
          void response
            .writeHead(200, { 'content-type': 'application/json' })
            .end('{"access_token":"example","token_type":"bearer"}'),
      },
      'not JSON': {
        token: (response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'),
      },
    }
    for (const [what, lie] of Object.entries(lies))
      assert.equal(await told(lie), 'PROVIDER_ANSWER_INVALID', what)
    assert.equal(await told({ algorithm: 'PS256' }), 'believed')
  })

  it('is not believed with an answer to another attempt, or of another provider (RFC 9207)', async () => {
    const named = { metadata: { authorization_response_iss_parameter_supported: true } }
    const code = 'example'
    const { state } = values
    for (const [query, outcome] of [
      [{ code, state: 'another' }, 'PROVIDER_ANSWER_INVALID'],
      [{ code }, 'PROVIDER_ANSWER_INVALID'],
      [{ code, state }, 'PROVIDER_ANSWER_INVALID'],
      [{ code, state, iss: 'https://another.example' }, 'PROVIDER_ANSWER_INVALID'],
      [{ code, state, iss: provider.issuer }, 'believed'],
      [{ error: 'access_denied', state, iss: provider.issuer }, 'PROVIDER_REFUSED'],
      [{ error: 'temporarily_unavailable', state, iss: provider.issuer }, 'PROVIDER_UNAVAILABLE'],
      [{ error: 'access_denied', state, iss: 'https://another.example' }, 'PROVIDER_ANSWER_INVALID'],
    ] as const) {
      assert.equal(await told(named, { query }), outcome, JSON.stringify(query))
      assert.equal(provider.asked.includes('/token'), outcome === 'believed')
    }
    const lie = { metadata: {} }
    assert.equal(
      await told(lie, { query: { code, state, iss: 'https://another.example' } }),
      'PROVIDER_ANSWER_INVALID',
    )
  })

  it('that is asked for a proof of now says when it was given', async () => {
    const seconds = Math.floor(Date.now() / 1000)
    assert.equal(await told({}, { isAnew: true }), 'PROVIDER_ANSWER_INVALID')
    assert.equal(await told({ claims: { auth_time: seconds } }, { isAnew: true }), 'believed')
  })

  it('is judged by the clock of the node', async () => {
    const ahead = () => new Date(Date.now() + 3_600_000)
    assert.equal(await told({}, { client: clientWith({}, ahead) }), 'PROVIDER_ANSWER_INVALID')
    const later = Math.floor(Date.now() / 1000) + 3_600
    const claims = { iat: later, exp: later + 60 }
    assert.equal(await told({ claims }, { client: clientWith({}, ahead) }), 'believed')
  })

  it('leads nowhere but to its own origin and those that the terms name', async () => {
    const elsewhere = 'http://127.0.0.1:9'
    for (const metadata of [
      { issuer: elsewhere },
      { issuer: `${provider.issuer}/` },
      { token_endpoint: `${elsewhere}/token` },
      { jwks_uri: `${elsewhere}/jwks` },
      { authorization_endpoint: `${elsewhere}/auth` },
      { authorization_endpoint: undefined },
    ]) {
      provider.lie({ metadata })
      const client = clientWith()
      const sent = await client.urlFor({ values, back, isAnew: false })
      assert.equal(sent.ok ? '' : sent.code, 'PROVIDER_UNAVAILABLE', JSON.stringify(metadata))
      await client.close()
    }
    provider.lie({
      metadata: { authorization_endpoint: `${elsewhere}/auth`, end_session_endpoint: 'http://127.0.0.2/' },
    })
    const client = clientWith({ origins: [elsewhere] })
    assert.ok((await client.urlFor({ values, back, isAnew: false })).ok)
    assert.equal(
      client.farewellUrl('http://127.0.0.1:9/sign-in'),
      null,
      'nobody is sent where it may not lead',
    )
    await client.close()
  })

  it('that does not answer, breaks, says too much or leads on is told apart from one that is not believed', async () => {
    const json = { 'content-type': 'application/json' }
    assert.equal(
      await told({ token: (response) => void response.writeHead(503).end() }),
      'PROVIDER_UNAVAILABLE',
    )
    assert.equal(await told({ token: (response) => void response.destroy() }), 'PROVIDER_UNAVAILABLE')
    const tooMuch = Buffer.alloc(providerLimits.answerBytesMax + 1, ' ')
    for (const lie of [
      { token: (response) => void response.writeHead(200, json).end(tooMuch) },
      { keys: (response) => void response.writeHead(200, json).end(tooMuch) },
    ] satisfies Lie[])
      assert.equal(await told(lie), 'PROVIDER_UNAVAILABLE')
    const moved = { ...json, location: '/elsewhere' }
    assert.equal(
      await told({ token: (response) => void response.writeHead(307, moved).end() }),
      'PROVIDER_ANSWER_INVALID',
    )
    assert.ok(!provider.asked.includes('/elsewhere'), 'a redirect is not followed')
    const said = JSON.stringify({ error: 'invalid_grant' })
    assert.equal(
      await told({ token: (response) => void response.writeHead(400, json).end(said) }),
      'PROVIDER_REFUSED',
    )
  })

  it('that is down is asked once in ten seconds, however many people come', async () => {
    const client = clientWith({ issuer: 'http://127.0.0.1:9', origins: [] })
    const begun = performance.now()
    const all = await Promise.all(
      Array.from({ length: 20 }, () => client.urlFor({ values, back, isAnew: false })),
    )
    assert.ok(all.every((one) => !one.ok && one.code === 'PROVIDER_UNAVAILABLE'))
    assert.ok(performance.now() - begun < providerLimits.answerMs)
    await client.close()
  })
})

describe('what a provider says of a person', () => {
  it('counts for a second factor where it says what the terms name, and in no other way', () => {
    const terms = { strongAcr: ['high'], strongAmr: ['hwk', 'otp'] } as unknown as ProviderTerms
    for (const [claims, outcome] of [
      [{ acr: 'high' }, true],
      [{ acr: ['high'] }, false],
      [{ acr: 'higher' }, false],
      [{ amr: ['pwd', 'otp'] }, true],
      [{ amr: ['pwd'] }, false],
      [{ amr: 'otp' }, false],
      [{}, false],
    ] as const)
      assert.equal(isStrong(terms, claims), outcome, JSON.stringify(claims))
    const none = { strongAcr: [], strongAmr: [] } as unknown as ProviderTerms
    assert.equal(isStrong(none, { acr: undefined, amr: [] }), false)
  })

  it('names them by a text of bounded length without what nobody sees', () => {
    for (const [value, subject] of [
      ['Example|4f1b', 'Example|4f1b'],
      ['', null],
      [' x', null],
      ['x\u200b', null],
      ['x\n', null],
      ['x'.repeat(256), null],
      [4, null],
      [undefined, null],
      [['x'], null],
    ] as const)
      assert.equal(subjectIn(value), subject, String(value))
  })
})
