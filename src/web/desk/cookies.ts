import type { Request, Response } from 'express'
import { providerLimits } from '../../exchange/people/provider/limits.ts'
import { type LetterLanguage, isLetterLanguage } from '../../letter/language.ts'
import { webLimits } from '../limits.ts'

/** The cookies of a desk. */
export interface Cookies {
  /** The token of the session; null: there is none, or more than one. */
  readonly session: (request: Request) => string | null
  readonly keepSession: (response: Response, token: string) => void
  readonly dropSession: (response: Response) => void
  /** Of who has said their password, and says a code next. */
  readonly step: (request: Request) => string | null
  readonly keepStep: (response: Response, token: string) => void
  readonly dropStep: (response: Response) => void
  /** Of a browser that was asked for a passkey to sign in. */
  readonly attempt: (request: Request) => string | null
  readonly keepAttempt: (response: Response, token: string) => void
  readonly dropAttempt: (response: Response) => void
  /** Of who was sent to the identity provider and has not come back yet. */
  readonly providerAttempt: (request: Request) => string | null
  readonly keepProviderAttempt: (response: Response, token: string) => void
  readonly dropProviderAttempt: (response: Response) => void
  /** By which a person is known in this browser who has signed in with it before: it lets nobody in. */
  readonly browser: (request: Request) => string | null
  readonly keepBrowser: (response: Response, token: string) => void
  /** What was done just now, for the next page to say; null: nothing. */
  readonly done: (request: Request) => string | null
  readonly keepDone: (response: Response, done: string) => void
  readonly dropDone: (response: Response) => void
  /** What was asked for before signing in, and of whom; null: nothing. */
  readonly wanted: (request: Request) => string | null
  readonly keepWanted: (response: Response, wanted: string) => void
  readonly dropWanted: (response: Response) => void
  /** The session that somebody has ended themselves in this browser, of which other pages may be open: it lets nobody in. */
  readonly ended: (request: Request) => string | null
  readonly keepEnded: (response: Response, token: string) => void
  readonly dropEnded: (response: Response) => void
  /** The language that was chosen in this browser; null: none was. */
  readonly language: (request: Request) => LetterLanguage | null
  readonly keepLanguage: (response: Response, language: LetterLanguage) => void
}

/** An address by its letters, four for three, and whose it is. */
const wantedCharactersMax = webLimits.desk.wantedCharactersMax * 2
const yearMs = 365 * 24 * 3_600_000

/**
 * No script reads them and no other site sends them, but that of an attempt at the identity provider, from which people come back. By https no other host can set them either: a browser takes the prefix
 * `__Host-` only from this host, by https and for all paths.
 *
 * Browsers give a cookie to every port of its host, so each desk of one has names of its own.
 *
 * @param origin - at which browsers reach the desk
 */
export function cookiesOf(origin: string): Cookies {
  const { protocol, port } = new URL(origin)
  const isSecure = protocol === 'https:'
  const name = `${isSecure ? '__Host-' : ''}rogatory${port === '' ? '' : `-${port}`}`
  const [session, language, browser, step] = [name, `${name}-language`, `${name}-browser`, `${name}-step`]
  const attempt = `${name}-attempt`
  const providerAttempt = `${name}-provider`
  const done = `${name}-done`
  const wanted = `${name}-wanted`
  const ended = `${name}-ended`
  const terms = { httpOnly: true, sameSite: 'strict', path: '/', secure: isSecure } as const
  // Whoever comes back from the provider comes from another site, by a link and not by a form: with this alone.
  const termsFromElsewhere = { ...terms, sameSite: 'lax' } as const
  return {
    session: (request) => valueOf(request, session),
    keepSession: (response, token) => void response.cookie(session, token, terms),
    dropSession: (response) => void response.clearCookie(session, terms),
    step: (request) => valueOf(request, step),
    keepStep: (response, token) => void response.cookie(step, token, terms),
    dropStep: (response) => void response.clearCookie(step, terms),
    attempt: (request) => valueOf(request, attempt),
    keepAttempt: (response, token) => void response.cookie(attempt, token, terms),
    dropAttempt: (response) => void response.clearCookie(attempt, terms),
    providerAttempt: (request) => valueOf(request, providerAttempt),
    keepProviderAttempt: (response, token) =>
      void response.cookie(providerAttempt, token, {
        ...termsFromElsewhere,
        maxAge: providerLimits.attemptMs,
      }),
    dropProviderAttempt: (response) => void response.clearCookie(providerAttempt, termsFromElsewhere),
    browser: (request) => valueOf(request, browser),
    keepBrowser: (response, token) => void response.cookie(browser, token, { ...terms, maxAge: yearMs }),
    done: (request) => valueOf(request, done),
    keepDone: (response, value) => void response.cookie(done, value, terms),
    dropDone: (response) => void response.clearCookie(done, terms),
    wanted: (request) => valueOf(request, wanted, wantedCharactersMax),
    keepWanted: (response, value) =>
      void response.cookie(wanted, value, { ...terms, maxAge: webLimits.desk.wantedMs }),
    dropWanted: (response) => void response.clearCookie(wanted, terms),
    ended: (request) => valueOf(request, ended),
    keepEnded: (response, token) => void response.cookie(ended, token, terms),
    dropEnded: (response) => void response.clearCookie(ended, terms),
    language(request) {
      const value = valueOf(request, language)
      return value !== null && isLetterLanguage(value) ? value : null
    },
    keepLanguage: (response, value) => void response.cookie(language, value, { ...terms, maxAge: yearMs }),
  }
}

/** A cookie that came twice may be one of another path or host that somebody else has set: none of them counts. */
function valueOf({ headers: { cookie = '' } }: Request, name: string, charactersMax = 100): string | null {
  const values = cookie
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1))
  const [value, ...others] = values
  const isOne = value !== undefined && others.length === 0 && value.length <= charactersMax
  return isOne && /^[A-Za-z0-9._-]+$/.test(value) ? value : null
}
