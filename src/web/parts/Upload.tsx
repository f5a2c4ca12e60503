import { exchangeLimits } from '../../exchange/limits.ts'
import type { UploadState } from '../../exchange/uploads/uploads.ts'
import { type Refusal, type RefusalCode, refuse } from '../../message/refusal.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { filesLink, uploadLink, uploadsLink } from '../desk/draftLinks.ts'
import type { Sentence } from '../desk/words.ts'
import { bytesIn } from './CaseFiles.tsx'
import { Form } from './Form.tsx'
import type { Frame } from './Layout.tsx'
import { OthersWords } from './Line.tsx'
import { Moment } from './Moment.tsx'
import { Table } from './Table.tsx'

interface UploadProps {
  readonly words: CaseWords
  /** Id of the draft. */
  readonly draft: string
  /** Path of the script that uploads. */
  readonly script: string
}

/** What the script says, and what belongs in its places, which the script knows. */
const said = {
  number: ['uploadNumber', 'number', 'count', 'name'],
  progress: ['uploadProgress', 'percent', 'size'],
  rate: ['uploadRate', 'rate', 'left'],
  pause: ['uploadPause'],
  'go-on': ['uploadContinue'],
  paused: ['uploadPaused'],
  'taking-in': ['uploadTakingIn'],
  again: ['uploadAgain'],
  broken: ['uploadBrokenOff'],
  'signed-out': ['uploadSignedOut'],
  unreadable: ['uploadUnreadable'],
  refused: ['uploadRefused', 'name', 'reason'],
  added: ['uploadAdded', 'name'],
  cancelled: ['uploadCancelled', 'name'],
} as const satisfies Readonly<Record<string, readonly [Sentence, ...string[]]>>

/**
 * The part of a form with files in which a script tells how far they have come. Where none runs, nothing of it is seen, and the
 * form is sent as it is.
 */
export function Upload({ words, draft, script }: UploadProps) {
  const { say } = words
  const spoken = Object.entries(said).map(([name, [sentence, ...places]]) => [
    `data-${name}`,
    say(sentence, Object.fromEntries(places.map((place) => [place, `{${place}}`]))),
  ])
  return (
    <div
      class="desk-upload"
      data-upload={uploadsLink(draft)}
      data-page={filesLink(draft)}
      {...Object.fromEntries(spoken)}
    >
      <div class="desk-upload__running" data-part="running" hidden>
        <p class="govuk-body desk-wrap" data-part="name" id="uploadName" />
        <progress class="desk-upload__bar" max="100" value="0" aria-labelledby="uploadName" />
        <p class="govuk-body" data-part="told" />
        <p class="govuk-visually-hidden" data-part="heard" aria-live="polite" />
        <button type="button" class="govuk-button govuk-button--secondary" data-part="pause" />{' '}
        <button type="button" class="govuk-button govuk-button--warning" data-part="cancel">
          {say('uploadCancel')}
        </button>
      </div>
      <div role="alert" data-part="wrong" />
      <p class="govuk-body" data-part="show" hidden>
        <a class="govuk-link" href={filesLink(draft)}>
          {say('uploadShow')}
        </a>
      </p>
      <script src={script} defer />
    </div>
  )
}

/** What is said of files that come piece by piece, which only the script shows. */
export function UploadHow({ words, size }: { readonly words: CaseWords; readonly size: string }) {
  const hours = exchangeLimits.uploads.idleMs / 3_600_000
  return (
    <p class="govuk-inset-text" id="uploadHow" hidden>
      {words.say('uploadHow', { size, hours })}
    </p>
  )
}

interface OpenUploadsProps {
  readonly frame: Frame
  readonly words: CaseWords
  readonly draft: string
  readonly uploads: readonly UploadState[]
  /** Why a file was not taken in, in the words of the reader. */
  readonly textOf: (refusal: Refusal) => string
}

/** What somebody uploads into a draft, and what was not taken in of it. */
export function OpenUploads({ frame, words, draft, uploads, textOf }: OpenUploadsProps) {
  const { say, language } = words
  if (uploads.length === 0) return null
  const percent = new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 })
  const standing = ({ row, offset }: UploadState): string =>
    row.refusal !== null
      ? textOf(refuse(row.refusal as RefusalCode))
      : row.status === 'whole'
        ? say('uploadTakingIn')
        : percent.format(row.bytes === 0 ? 1 : offset / row.bytes)
  return (
    <Table
      caption={say('uploadsCaption')}
      head={[say('file'), say('fileSize'), say('uploadCame'), say('uploadKeptUntil'), say('uploadEnd')]}
      rows={uploads.map((upload) => [
        <div key="file" class="desk-file">
          <OthersWords language="">{upload.row.name}</OthersWords>
        </div>,
        bytesIn(words, upload.row.bytes),
        standing(upload),
        upload.row.status === 'coming' ? (
          <Moment key="until" words={words} at={upload.row.expires_at.toISOString()} />
        ) : (
          ''
        ),
        upload.row.status === 'coming' ? (
          <Form key="end" frame={frame} action={`${uploadLink(draft, upload.row.id)}/end`}>
            <button type="submit" class="desk-link-button govuk-link">
              {say('uploadEnd')} <bdi class="govuk-visually-hidden">{upload.row.name}</bdi>
            </button>
          </Form>
        ) : (
          ''
        ),
      ])}
    />
  )
}
