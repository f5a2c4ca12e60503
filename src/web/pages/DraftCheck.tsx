import type { CheckedDraft } from '../../exchange/drafts/readDraft.ts'
import type { DraftComparison } from '../../exchange/drafts/draftChanges.ts'
import { isOver as hasEnded, isWritable } from '../../exchange/drafts/keptDraft.ts'
import { typeTitle } from '../../letter/words.ts'
import { deskRoutes } from '../deskPaths.ts'
import { caseLink, messageLink } from '../desk/caseLinks.ts'
import { caseWords } from '../desk/caseWords.ts'
import { draftLink } from '../desk/draftLinks.ts'
import type { Visit } from '../desk/pageOf.ts'
import { Authority } from '../parts/CaseParts.tsx'
import { DraftChanges } from '../parts/Compared.tsx'
import { DraftActs } from '../parts/DraftActs.tsx'
import { ApprovedBy, FilesOfDraft, LetterArticle, StageTag, WrittenBy } from '../parts/DraftParts.tsx'
import { DraftNotices } from '../parts/DraftNotices.tsx'
import { ErrorSummary, type FormError } from '../parts/ErrorSummary.tsx'
import { FindingList, MissingList, Unsendable } from '../parts/FindingList.tsx'
import { type Frame, Layout } from '../parts/Layout.tsx'
import { Code } from '../parts/Line.tsx'
import type { StepUp } from '../parts/StepUpFields.tsx'
import { SummaryList } from '../parts/SummaryList.tsx'

interface DraftCheckProps extends Visit, StepUp {
  readonly frame: Frame
  readonly checked: CheckedDraft
  readonly changes: readonly DraftComparison[]
  /** What was typed as why it is given back. */
  readonly reason: string
  readonly errors: readonly FormError[]
}

/** A draft as it will be signed: the letter, what the other State would say to it, and what may be done now. */
export function DraftCheck({
  frame,
  words: spoken,
  person,
  checked,
  changes,
  errors,
  ...proof
}: DraftCheckProps) {
  const words = caseWords(spoken, checked.names)
  const { say, language } = words
  const { draft, people, isOpen, letter, digest, findings, unsendable, owed } = checked
  const title = typeTitle(draft.type, language)
  const isOver = hasEnded(draft)
  return (
    <Layout
      frame={frame}
      words={spoken}
      person={person}
      title={say('checkOf', { title })}
      isWrong={errors.length > 0}
    >
      <a class="govuk-back-link" href={isWritable(draft) ? draftLink(draft.id) : deskRoutes.drafts.path}>
        {say(isWritable(draft) ? 'backToDraft' : 'backToDrafts')}
      </a>
      <ErrorSummary words={words} errors={errors} />
      <h1 class="govuk-heading-xl desk-wrap">
        <span class="govuk-caption-xl">
          <Code text={draft.reference} /> · <Authority words={words} id={draft.to} />
        </span>
        {title}
      </h1>
      <DraftNotices words={words} view={checked} />
      <SummaryList
        rows={[
          [say('state'), <StageTag key="stage" words={words} stage={draft.stage} />],
          [
            say('writtenBy'),
            draft.editors.map((id) => (
              <div key={id}>
                <WrittenBy
                  words={words}
                  author={people.get(id)}
                  system={id === draft.author ? draft.system : null}
                />
              </div>
            )),
          ],
          draft.approver === null
            ? null
            : [
                say('approvedBy'),
                <ApprovedBy
                  key="approver"
                  words={words}
                  approver={people.get(draft.approver)}
                  onBehalfOf={draft.onBehalfOf === null ? null : people.get(draft.onBehalfOf)}
                />,
              ],
          isOpen
            ? [
                say('request'),
                <div key="request">
                  <a class="govuk-link" href={caseLink(draft.request)}>
                    {say('openRequest')}
                  </a>
                  {draft.inReplyTo === null ? null : (
                    <div>
                      <a
                        class="govuk-link"
                        href={messageLink(draft.request, { sequence: null, id: draft.inReplyTo })}
                      >
                        {say('openAnswered')}
                      </a>
                    </div>
                  )}
                </div>,
              ]
            : null,
          isOver ? null : [say('digestOfWords'), <Code key="digest" text={digest} />],
        ]}
      />
      {isOver ? null : (
        <>
          <DraftChanges words={words} changes={changes} />
          <section class="desk-part">
            <h2 class="govuk-heading-l">{say('theLetter')}</h2>
            {letter === null || owed.length > 0 ? (
              <MissingList {...{ words, draft, owed }} isLetterThere={letter !== null} />
            ) : null}
            {letter === null ? null : <LetterArticle words={words} letter={letter} level={3} />}
          </section>
          <FilesOfDraft words={words} draft={draft} />
          {unsendable === null ? null : <Unsendable words={words} draft={draft} refusal={unsendable} />}
          <FindingList words={words} draft={draft} findings={findings} isWhole={letter !== null} />
          <DraftActs frame={frame} words={words} checked={checked} {...proof} errors={errors} />
        </>
      )}
    </Layout>
  )
}
