import type { DraftView } from '../../exchange/drafts/readDraft.ts'
import { handlingIn } from '../../message/handling.ts'
import { caseWords } from '../desk/caseWords.ts'
import { checkLink, draftFileLink } from '../desk/draftLinks.ts'
import type { AskedAgain } from '../desk/givingFile.ts'
import type { Visit } from '../desk/pageOf.ts'
import { bytesIn } from '../parts/CaseFiles.tsx'
import { ErrorSummary } from '../parts/ErrorSummary.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code, OthersWords } from '../parts/Line.tsx'
import { SaveFile } from '../parts/SaveFile.tsx'
import { SummaryList } from '../parts/SummaryList.tsx'

interface DraftFileProps extends Visit {
  readonly frame: Frame
  readonly view: DraftView
  readonly file: DraftView['draft']['exhibits'][number]
  /** What was said of why, and what is wrong with it; null: nothing was yet. */
  readonly again: AskedAgain | null
}

/** A file that a draft is about to hand over: what it is, and how to have it. */
export function DraftFilePage({ frame, words: spoken, person, view, file, again }: DraftFileProps) {
  const errors = again?.errors ?? []
  const words = caseWords(spoken, view.names)
  const { say } = words
  const { id, name, mediaType, bytes, sha256, sha512, title, ...exhibit } = file
  const { draft } = view
  return (
    <Layout
      frame={frame}
      words={spoken}
      person={person}
      title={`${id} – ${draft.reference}`}
      isWrong={errors.length > 0}
    >
      <a class="govuk-back-link" href={checkLink(draft.id)}>
        {say('backToDraft')}
      </a>
      <ErrorSummary words={spoken} errors={errors} />
      <h1 class="govuk-heading-xl desk-wrap">
        <span class="govuk-caption-xl">
          <Code text={draft.reference} /> · <Code text={id} />
        </span>
        <OthersWords language="">{name}</OthersWords>
      </h1>
      <SummaryList
        rows={[
          title === undefined
            ? null
            : [
                say('fileTitle'),
                <OthersWords key="title" language={title.language}>
                  {title.text}
                </OthersWords>,
              ],
          [say('fileSize'), bytesIn(words, bytes)],
          [say('mediaType'), <Code key="type" text={mediaType} />],
          [<Code key="sha256" text="SHA-256" />, <Code key="sha256" text={sha256} />],
          sha512 === undefined
            ? null
            : [<Code key="sha512" text="SHA-512" />, <Code key="sha512" text={sha512} />],
          ...words
            .handling(handlingIn(exhibit))
            .map(([label, code]) => [label, <bdi key={label}>{code}</bdi>] as const),
        ]}
      />
      <SaveFile
        frame={frame}
        words={spoken}
        action={draftFileLink(draft.id, id)}
        errors={errors}
        typed={again?.typed ?? ''}
      />
    </Layout>
  )
}
