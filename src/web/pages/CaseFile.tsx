import type { DeskFile } from '../../exchange/desk/caseFiles.ts'
import { caseFileLink, caseLink } from '../desk/caseLinks.ts'
import { caseWords } from '../desk/caseWords.ts'
import type { AskedAgain } from '../desk/givingFile.ts'
import type { Visit } from '../desk/pageOf.ts'
import { FileState, bytesIn, conditionsIn } from '../parts/CaseFiles.tsx'
import { ErrorSummary } from '../parts/ErrorSummary.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code, OthersWords } from '../parts/Line.tsx'
import { Moment } from '../parts/Moment.tsx'
import { SaveFile } from '../parts/SaveFile.tsx'
import { SummaryList } from '../parts/SummaryList.tsx'
import { Tag } from '../parts/Tag.tsx'

interface FileProps extends Visit {
  readonly frame: Frame
  readonly file: DeskFile
  /** What was said of why, and what is wrong with it; null: nothing was yet. */
  readonly again: AskedAgain | null
}

/** A file that was handed over: what it is, what was done with it, and, for whoever handles requests, how to have it. */
export function CaseFilePage({ frame, words: spoken, person, file: found, again }: FileProps) {
  const errors = again?.errors ?? []
  const words = caseWords(spoken, found.names)
  const { say } = words
  const { view, file, mediaType, sha256, sha512, handling, custody } = found
  const mayHave = person?.roles.some((role) => role === 'officer' || role === 'approver') === true
  return (
    <Layout
      frame={frame}
      words={spoken}
      person={person}
      title={`${file.exhibit} – ${view.reference}`}
      isWrong={errors.length > 0}
    >
      <a class="govuk-back-link" href={caseLink(view.request)}>
        {say('backToRequest')}
      </a>
      <ErrorSummary words={spoken} errors={errors} />
      <h1 class="govuk-heading-xl desk-wrap">
        <span class="govuk-caption-xl">
          <Code text={view.reference} /> · <Code text={file.exhibit} />
        </span>
        <OthersWords language="">{file.name}</OthersWords>
      </h1>
      <SummaryList
        rows={[
          [say('fileState'), <FileState key="state" words={words} file={file} />],
          [say('fileSize'), bytesIn(words, file.bytes)],
          [say('mediaType'), <Code key="type" text={mediaType} />],
          [<Code key="sha256" text="SHA-256" />, <Code key="sha256" text={sha256} />],
          sha512 === null
            ? null
            : [<Code key="sha512" text="SHA-512" />, <Code key="sha512" text={sha512} />],
          [say('identifier'), <Code key="id" text={file.deposit} />],
          ...words.handling(handling).map(([label, code]) => [label, <bdi key={label}>{code}</bdi>] as const),
          ...conditionsIn(words, file),
        ]}
      />
      <section class="desk-part">
        <h2 class="govuk-heading-l">{say('custody')}</h2>
        {custody.findings.length === 0 ? (
          <p class="govuk-body">{custody.holds}</p>
        ) : (
          custody.findings.map((text) => (
            <p key={text} class="govuk-body desk-wrap">
              <Tag colour="red">{say('holdsNot')}</Tag> {text}
            </p>
          ))
        )}
        <ol class="govuk-list govuk-list--number">
          {custody.links.map(({ at, head, more }, place) => (
            <li key={place} class="desk-wrap">
              <div>
                <bdi>{head}</bdi>
              </div>
              <div class="govuk-hint desk-hint">
                <Moment words={words} at={at} isWithin />
              </div>
              {more.map((line) => (
                <div key={line} class="govuk-hint desk-hint">
                  <bdi>{line}</bdi>
                </div>
              ))}
            </li>
          ))}
        </ol>
      </section>
      {mayHave && file.status === 'whole' ? (
        <SaveFile
          frame={frame}
          words={spoken}
          action={caseFileLink(view.request, file.deposit)}
          errors={errors}
          typed={again?.typed ?? ''}
        />
      ) : null}
    </Layout>
  )
}
