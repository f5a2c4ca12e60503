import type { DraftView } from '../../exchange/drafts/readDraft.ts'
import type { UploadState } from '../../exchange/uploads/uploads.ts'
import { typeTitle } from '../../letter/words.ts'
import { type CaseWords, caseWords } from '../desk/caseWords.ts'
import type { TypedOfFile } from '../desk/draftFiles.tsx'
import { handlingIn } from '../../message/handling.ts'
import type { Refusal } from '../../message/refusal.ts'
import { draftLink, filesLink } from '../desk/draftLinks.ts'
import type { Visit } from '../desk/pageOf.ts'
import { MomentField } from '../form/ScalarField.tsx'
import { webLimits } from '../limits.ts'
import { Button } from '../parts/Button.tsx'
import { DraftFileName } from '../parts/DraftParts.tsx'
import { bytesIn } from '../parts/CaseFiles.tsx'
import { Details } from '../parts/Details.tsx'
import { ErrorSummary, type FormError } from '../parts/ErrorSummary.tsx'
import { Choice, Field } from '../parts/Field.tsx'
import { FileField } from '../parts/FileField.tsx'
import { Form } from '../parts/Form.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code, OthersWords } from '../parts/Line.tsx'
import { Said } from '../parts/Said.tsx'
import { Table } from '../parts/Table.tsx'
import { OpenUploads, Upload, UploadHow } from '../parts/Upload.tsx'

interface DraftFilesProps extends Visit {
  readonly frame: Frame
  readonly view: DraftView
  readonly takesFiles: boolean
  /** What whoever reads uploads into it. */
  readonly uploads: readonly UploadState[]
  /** Path of the script that uploads. */
  readonly script: string
  readonly textOf: (refusal: Refusal) => string
  readonly typed: TypedOfFile
  readonly errors: readonly FormError[]
}

/** The files of a draft: what it hands over, and where more are added. */
export function DraftFilesPage(props: DraftFilesProps) {
  const { frame, words: spoken, person, view, takesFiles, errors } = props
  const words = caseWords(spoken, view.names)
  const { say, language } = words
  const { draft } = view
  return (
    <Layout frame={frame} words={spoken} person={person} title={say('files')} isWrong={errors.length > 0}>
      <a class="govuk-back-link" href={draftLink(draft.id)}>
        {say('backToDraft')}
      </a>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-xl desk-wrap">
        <span class="govuk-caption-xl">
          <Code text={draft.reference} /> · {typeTitle(draft.type, language)}
        </span>
        {say('files')}
      </h1>
      <Handed {...props} words={words} />
      <OpenUploads {...props} words={words} draft={draft.id} />
      {takesFiles ? <AddFiles {...props} words={words} /> : <p class="govuk-body">{say('noFilesHere')}</p>}
    </Layout>
  )
}

type PartProps = Omit<DraftFilesProps, 'words'> & { readonly words: CaseWords }

/** What the draft hands over, each with its hash, and how it is taken off again. */
function Handed({ frame, words, view: { draft } }: PartProps) {
  const { say } = words
  if (draft.exhibits.length === 0) return <p class="govuk-body">{say('draftFilesNone')}</p>
  return (
    <Table
      caption={say('draftFilesCaption')}
      head={[say('file'), say('fileSize'), 'SHA-256', say('takeOff')]}
      rows={draft.exhibits.map(({ id, name, mediaType, bytes, sha256, title, ...exhibit }) => [
        <div key="file" class="desk-file">
          <DraftFileName draft={draft.id} exhibit={{ id, name }} />
          {title === undefined ? null : (
            <div>
              <OthersWords language={title.language}>{title.text}</OthersWords>
            </div>
          )}
          <div class="desk-under">
            <Code text={mediaType} />
          </div>
          {words.handling(handlingIn(exhibit)).map(([label, code]) => (
            <div key={label} class="desk-under">
              {label}: <bdi>{code}</bdi>
            </div>
          ))}
        </div>,
        bytesIn(words, bytes),
        <Code key="sha256" text={sha256} />,
        <Form key="off" frame={frame} action={`${filesLink(draft.id)}/remove`}>
          <input type="hidden" name="exhibit" value={id} />
          <input type="hidden" name="sha256" value={sha256} />
          <button type="submit" class="desk-link-button govuk-link">
            {say('takeOff')} <bdi class="govuk-visually-hidden">{id}</bdi>
          </button>
        </Form>,
      ])}
    />
  )
}

function AddFiles({ frame, words, view: { draft }, typed, errors, script }: PartProps) {
  const { say } = words
  const { bytesMax, filesMax } = webLimits.desk.files
  const { title, collected, takenIn, handling, deposit } = typed
  const asked = { words, errors }
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('addFiles')}</h2>
      <p class="govuk-body">{say('addFilesText')}</p>
      <Form frame={frame} action={filesLink(draft.id)} bringsFiles>
        <Field
          {...asked}
          name="title"
          label={say('fileTitle')}
          hint={say('fileTitleHint')}
          width={30}
          value={title}
        />
        {/* What is said of files comes before them, as they are taken in while they come; it is folded, so that they are seen first. */}
        <Details
          label={say('moreOfFiles')}
          isOpen={isTyped(typed) || errors.some(({ field }) => field !== 'files' && field !== 'title')}
        >
          <h3 class="govuk-heading-m">{say('handledHow')}</h3>
          <p class="govuk-body">{say('handledHowText')}</p>
          {words.handlingLists.map(({ member, label, choices }) => (
            <Choice
              key={member}
              {...asked}
              name={member}
              label={label}
              choices={[{ value: '', text: say('handledNotSaid') }, ...choices]}
              chosen={handling[member] ?? ''}
            />
          ))}
          <h3 class="govuk-heading-m">{say('collected')}</h3>
          <p class="govuk-body">{say('collectedText')}</p>
          <MomentField
            asked={{ ...asked, name: 'at', label: say('collectedAt'), hint: undefined }}
            written={collected?.at ?? ''}
          />
          <Field
            {...asked}
            name="by"
            label={say('collectedBy')}
            hint={say('collectedByHint')}
            width={30}
            value={collected?.by ?? ''}
          />
          <Field
            {...asked}
            name="place"
            label={say('collectedWhere')}
            width={30}
            value={collected?.place ?? ''}
          />
          <h3 class="govuk-heading-m">{say('intake')}</h3>
          <p class="govuk-body">{say('intakeText')}</p>
          <Field
            {...asked}
            name="intakePlace"
            label={say('intakeWhere')}
            hint={say('intakeWhereHint')}
            width={30}
            value={takenIn.place}
          />
          <Field
            {...asked}
            name="intakeReason"
            label={say('intakeWhy')}
            hint={say('intakeWhyHint')}
            width={30}
            value={takenIn.reason}
          />
          <Field
            {...asked}
            name="deposit"
            label={say('fileHere')}
            hint={say('fileHereHint')}
            width={30}
            value={deposit}
            isCode
          />
        </Details>
        <FileField
          {...asked}
          name="files"
          label={say('chooseFiles')}
          hint={say('chooseFilesHint', { count: filesMax, size: bytesIn(words, bytesMax) })}
          isMany
        />
        <UploadHow words={words} size={bytesIn(words, bytesMax)} />
        <Button>{say('addFiles')}</Button>
        <Upload words={words} draft={draft.id} script={script} />
      </Form>
      <Details label={say('largeFiles')} isOpen={false}>
        <p class="govuk-body">
          <Said
            words={words}
            sentence="largeFilesText"
            values={{
              size: bytesIn(words, bytesMax),
              command: <Code text="rogatory exhibit add" />,
              path: <Code text="/api/v1/uploads" />,
            }}
          />
        </p>
      </Details>
    </section>
  )
}

/** Whether something stands in what is folded. */
function isTyped({ collected, takenIn, handling, deposit }: TypedOfFile): boolean {
  const { place, reason } = takenIn
  const codes: readonly (string | undefined)[] = Object.values(handling)
  return (
    collected !== null || [deposit, place, reason, ...codes].some((one) => one !== undefined && one !== '')
  )
}
