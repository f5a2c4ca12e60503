import { uploadMeter } from './uploadMeter.ts'
import { bytesText, durationText, filled, percentText } from './uploadWords.ts'

type Press = 'pause' | 'cancel'

/** What the page shows of uploads, and what somebody presses on it. */
export interface UploadPage {
  /** Where the uploads of the draft are. */
  readonly uploads: string
  /** What the form says of each file. */
  readonly said: () => URLSearchParams
  /** Called with the files of the form in the place of sending it. */
  readonly onSubmit: (upload: (files: readonly File[]) => void) => void
  readonly begin: () => void
  readonly beginFile: (file: File, number: number, count: number) => void
  readonly progress: (came: number, bytes: number) => void
  readonly retry: () => void
  readonly takingIn: () => void
  /** Called when somebody presses a button while bytes go. */
  readonly onPress: (press: (what: Press) => void) => void
  /** Says why a file does not go on; unless somebody or the browser says otherwise. */
  readonly stop: (why: 'paused' | 'broken' | 'signedOut' | 'unreadable' | { readonly text: string }) => void
  /** Waits until somebody wants that it goes on, or does not; or the browser has its line again. */
  readonly goesOn: () => Promise<'goOn' | 'cancel'>
  readonly endFile: (file: File, outcome: 'added' | 'cancelled' | { readonly refused: string }) => void
  readonly end: (areAllAdded: boolean) => void
}

/** What is seen changes so often at most, and what is heard. */
const shownEveryMs = 500
const heardEveryMs = 10_000
const heardEvery = 0.1

/** Null: the page lacks a part. */
export function uploadPageOf(box: HTMLElement): UploadPage | null {
  const part = (name: string) => box.querySelector<HTMLElement>(`[data-part=${name}]`)
  const [running, name, told, heard] = [part('running'), part('name'), part('told'), part('heard')]
  const [wrong, show] = [part('wrong'), part('show')]
  const bar = box.querySelector('progress')
  const pause = box.querySelector<HTMLButtonElement>('button[data-part=pause]')
  const cancel = box.querySelector<HTMLButtonElement>('button[data-part=cancel]')
  const form = box.closest('form')
  const input = form?.querySelector<HTMLInputElement>('input[type=file]')
  const submit = form?.querySelector<HTMLButtonElement>('button[type=submit]')
  if (running === null || name === null || told === null || heard === null || wrong === null) return null
  if (show === null || bar === null || pause === null || cancel === null || form === null) return null
  if (input == null || submit == null) return null

  const words = (of: string): string => box.dataset[of] ?? ''
  let press: (what: Press) => void = () => undefined
  let isCancelled = false
  let whyStopped: HTMLElement | null = null
  let meter = uploadMeter()
  let [shownMs, heardMs, heardShare] = [0, 0, 0]
  const tell = (text: string): void => {
    told.textContent = text
    heard.textContent = text
  }
  const complain = (text: string): HTMLElement => {
    const line = document.createElement('p')
    line.className = 'govuk-error-message'
    line.textContent = text
    wrong.append(line)
    return line
  }
  pause.addEventListener('click', () => press('pause'))
  cancel.addEventListener('click', () => {
    isCancelled = true
    press('cancel')
  })
  document.getElementById('uploadHow')?.removeAttribute('hidden')
  return {
    uploads: words('upload'),
    said() {
      const members = new URLSearchParams()
      for (const [member, value] of new FormData(form))
        if (typeof value === 'string' && !['formToken', 'deposit'].includes(member))
          members.append(member, value)
      return members
    },
    onSubmit(upload) {
      form.addEventListener('submit', (event) => {
        const files = [...(input.files ?? [])]
        // A file that is here already, and nothing else.
        if (files.length === 0) return
        event.preventDefault()
        upload(files)
      })
    },
    begin() {
      wrong.replaceChildren()
      running.hidden = false
      show.hidden = true
      input.disabled = true
      submit.disabled = true
      pause.focus()
    },
    beginFile(file, number, count) {
      name.textContent = filled(words('number'), { number, count, name: file.name })
      bar.value = 0
      isCancelled = false
      meter = uploadMeter()
      ;[shownMs, heardMs, heardShare] = [0, 0, 0]
      pause.textContent = words('pause')
      pause.hidden = false
      cancel.hidden = false
      tell('')
    },
    progress(came, bytes) {
      const nowMs = performance.now()
      const rate = meter.rateAt(came)
      if (came < bytes && nowMs - shownMs < shownEveryMs) return
      shownMs = nowMs
      const share = bytes === 0 ? 1 : came / bytes
      bar.value = 100 * share
      const text = filled(words('progress'), { percent: percentText(share), size: bytesText(bytes) })
      const pace =
        rate === null || rate === 0
          ? ''
          : filled(words('rate'), { rate: bytesText(rate), left: durationText((bytes - came) / rate) })
      told.textContent = `${text} ${pace}`
      if (nowMs - heardMs < heardEveryMs || share - heardShare < heardEvery) return
      heard.textContent = told.textContent
      heardMs = nowMs
      heardShare = share
    },
    retry: () => tell(words('again')),
    takingIn() {
      if (told.textContent !== words('takingIn')) tell(words('takingIn'))
      pause.hidden = true
      cancel.hidden = true
    },
    onPress(own) {
      press = own
      // Pressed before there was anything to cancel.
      if (isCancelled) own('cancel')
    },
    stop(why) {
      if (why === 'paused') tell(words('paused'))
      else {
        tell('')
        whyStopped = complain(typeof why === 'string' ? words(why) : why.text)
      }
      pause.textContent = words('goOn')
    },
    async goesOn() {
      if (isCancelled) return 'cancel'
      const chosen = await new Promise<'goOn' | 'cancel'>((resolve) => {
        press = (what) => resolve(what === 'pause' ? 'goOn' : 'cancel')
        // Paused by somebody it waits for somebody.
        if (whyStopped !== null) addEventListener('online', () => resolve('goOn'), { once: true })
      })
      whyStopped?.remove()
      whyStopped = null
      pause.textContent = words('pause')
      meter = uploadMeter()
      return chosen
    },
    endFile(file, outcome) {
      press = () => undefined
      if (outcome === 'added') tell(filled(words('added'), { name: file.name }))
      else {
        const values = { name: file.name, reason: outcome === 'cancelled' ? '' : outcome.refused }
        complain(filled(words(outcome === 'cancelled' ? 'cancelled' : 'refused'), values))
      }
    },
    end(areAllAdded) {
      const { deposit } = form.elements as unknown as { readonly deposit?: HTMLInputElement }
      input.disabled = false
      submit.disabled = false
      input.value = ''
      // What is here already goes by the form itself.
      if (areAllAdded && deposit !== undefined && deposit.value !== '') form.submit()
      else if (areAllAdded) location.assign(words('page'))
      else {
        running.hidden = true
        show.hidden = false
      }
    },
  }
}
