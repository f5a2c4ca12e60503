/**
 * The script of pages that may ask a browser for a passkey (decision 0066): nothing but a script can. It fills
 * one member of a form with the answer and sends the form, which the desk then reads like the others.
 *
 * A part of a page is `[data-passkey]`: `use` or `make`; `data-ask` is the path that tells what is asked, `data-sends` the members
 * of the form that go there, `data-only` says that the form is sent with a passkey alone, however it is sent, and `data-unable`,
 * `data-failed` and `data-exists` are what the part says in the words of the reader.
 */

/** What a browser is asked for, as the desk writes it; bytes are base64url. */
interface Asked {
  readonly challenge: string
  readonly rpId: string
  readonly timeout: number
  readonly userVerification: 'required'
  readonly allowCredentials: readonly Known[]
}

interface AskedToMake extends Omit<
  PublicKeyCredentialCreationOptions,
  'challenge' | 'user' | 'excludeCredentials'
> {
  readonly challenge: string
  readonly user: { readonly id: string; readonly name: string; readonly displayName: string }
  readonly excludeCredentials: readonly Known[]
}

interface Known {
  readonly id: string
  readonly transports: readonly string[]
}

/** What the desk answers: what is asked, or why nothing is. */
type Answer = { readonly asked: unknown } | { readonly text: string }

/** Refused by the desk, in the words of the reader. */
class Refused extends Error {}

/** What answers is a page and not for this script: the desk says to the form itself why. */
class ToldOnPage extends Error {}

function begin(part: HTMLElement): void {
  const form = part.closest('form')
  const button = part.querySelector('button')
  const member = part.querySelector('input')
  const told = part.querySelector<HTMLElement>('[role=alert]')
  if (form === null || button === null || member === null || told === null) return
  const tell = (text: string): void => {
    told.textContent = text
    told.hidden = text === ''
  }
  // Older browsers, and pages that are reached without TLS by a name, have none.
  if (!('PublicKeyCredential' in window)) {
    tell(part.dataset.unable ?? '')
    return
  }
  button.hidden = false
  if (part.dataset.only !== undefined)
    form.addEventListener('submit', (event) => {
      event.preventDefault()
      button.click()
    })
  button.addEventListener('click', () => {
    button.disabled = true
    tell('')
    answerOf(part, form).then(
      (answer) => {
        member.value = JSON.stringify(answer)
        form.submit()
      },
      (reason: unknown) => {
        if (reason instanceof ToldOnPage) {
          form.submit()
          return
        }
        button.disabled = false
        tell(wordsFor(part, reason))
      },
    )
  })
}

function wordsFor({ dataset }: HTMLElement, reason: unknown): string {
  if (reason instanceof Refused) return reason.message
  const isThere = reason instanceof DOMException && reason.name === 'InvalidStateError'
  return (isThere ? dataset.exists : undefined) ?? dataset.failed ?? ''
}

async function answerOf(part: HTMLElement, form: HTMLFormElement): Promise<object> {
  const asked = await ask(part.dataset.ask ?? '', part.dataset.sends ?? '', form)
  return part.dataset.passkey === 'make' ? await make(asked as AskedToMake) : await use(asked as Asked)
}

async function ask(path: string, sends: string, form: HTMLFormElement): Promise<unknown> {
  const members = new URLSearchParams()
  const typed = new FormData(form)
  for (const name of ['formToken', ...sends.split(' ')]) {
    const value = typed.get(name)
    if (typeof value === 'string') members.append(name, value)
  }
  const response = await fetch(path, { method: 'POST', body: members })
  // A session that has ended is told on the page where another begins.
  if (response.redirected) {
    location.assign(response.url)
    return await new Promise(() => undefined)
  }
  if (response.headers.get('content-type')?.startsWith('application/json') !== true) throw new ToldOnPage()
  const answer = (await response.json()) as Answer
  if ('text' in answer) throw new Refused(answer.text)
  return answer.asked
}

async function use({ challenge, allowCredentials, ...asked }: Asked): Promise<object> {
  const publicKey = { ...asked, challenge: bytesOf(challenge), allowCredentials: knownOf(allowCredentials) }
  const credential = (await navigator.credentials.get({ publicKey })) as PublicKeyCredential
  const response = credential.response as AuthenticatorAssertionResponse
  const { authenticatorData, signature, userHandle } = response
  return answered(credential, {
    authenticatorData: textOf(authenticatorData),
    signature: textOf(signature),
    ...(userHandle === null || userHandle.byteLength === 0 ? {} : { userHandle: textOf(userHandle) }),
  })
}

async function make({ challenge, user, excludeCredentials, ...asked }: AskedToMake): Promise<object> {
  const publicKey = {
    ...asked,
    challenge: bytesOf(challenge),
    user: { ...user, id: bytesOf(user.id) },
    excludeCredentials: knownOf(excludeCredentials),
  }
  const credential = (await navigator.credentials.create({ publicKey })) as PublicKeyCredential
  const response = credential.response as AuthenticatorAttestationResponse
  return answered(credential, {
    attestationObject: textOf(response.attestationObject),
    transports: 'getTransports' in response ? response.getTransports() : [],
  })
}

function answered({ rawId, type, response }: PublicKeyCredential, more: object): object {
  return { id: textOf(rawId), type, response: { clientDataJSON: textOf(response.clientDataJSON), ...more } }
}

function knownOf(known: readonly Known[]): PublicKeyCredentialDescriptor[] {
  return known.map(({ id, transports }) => ({
    type: 'public-key',
    id: bytesOf(id),
    transports: transports as AuthenticatorTransport[],
  }))
}

function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  const letters = atob(text.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(letters, (letter) => letter.charCodeAt(0))
}

function textOf(bytes: ArrayBuffer): string {
  const letters = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join('')
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
}

for (const part of document.querySelectorAll<HTMLElement>('[data-passkey]')) begin(part)
