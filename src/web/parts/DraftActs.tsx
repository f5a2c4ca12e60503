import { isWritable } from '../../exchange/drafts/keptDraft.ts'
import type { CheckedDraft } from '../../exchange/drafts/readDraft.ts'
import { draftLink } from '../desk/draftLinks.ts'
import type { Words } from '../desk/words.ts'
import { Button } from './Button.tsx'
import type { FormError } from './ErrorSummary.tsx'
import { PersonName } from './DraftParts.tsx'
import { Said } from './Said.tsx'
import { type StepUp, StepUpFields } from './StepUpFields.tsx'
import { Textarea } from './Textarea.tsx'
import { Form } from './Form.tsx'
import type { Frame } from './Layout.tsx'

interface DraftActsProps extends StepUp {
  readonly frame: Frame
  readonly words: Words
  readonly checked: CheckedDraft
  /** What was typed as why it is given back. */
  readonly reason: string
  readonly errors: readonly FormError[]
}

/** What whoever looks at a draft may do with it now. */
export function DraftActs(props: DraftActsProps) {
  const { checked, frame, words } = props
  const { draft, letter, isMine, mayApprove, unsendable } = checked
  const { say } = words
  if (isWritable(draft)) return letter === null || unsendable !== null ? null : <LetGo {...props} />
  if (draft.stage === 'sending')
    return (
      <Form frame={frame} action={`${draftLink(draft.id)}/resume`}>
        <Button kind="secondary">{say('sendNow')}</Button>
      </Form>
    )
  if (draft.stage !== 'submitted') return null
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('secondPerson')}</h2>
      {mayApprove ? <Approve {...props} /> : <p class="govuk-body">{say('waitsForSecond')}</p>}
      {isMine ? (
        <Form frame={frame} action={`${draftLink(draft.id)}/return`}>
          <Button kind="secondary">{say('takeBack')}</Button>
        </Form>
      ) : null}
    </section>
  )
}

function LetGo({ frame, words: { say }, checked: { draft, binds } }: DraftActsProps) {
  const act = binds ? 'submit' : 'send'
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say(binds ? 'submit' : 'signAndSend')}</h2>
      <p class="govuk-body">{say(binds ? 'submitText' : 'signAndSendText')}</p>
      <Finality say={say} draft={draft} />
      <Form frame={frame} action={`${draftLink(draft.id)}/${act}`}>
        <input type="hidden" name="version" value={draft.version} />
        <Button>{say(binds ? 'submit' : 'signAndSend')}</Button>
      </Form>
    </section>
  )
}

/** What cannot be taken back is said before it is let go. */
function Finality({ say, draft: { type } }: Pick<Words, 'say'> & Pick<CheckedDraft, 'draft'>) {
  return type === 'withdraw' ? <p class="govuk-inset-text">{say('withdrawText')}</p> : null
}

function Approve({ frame, words, checked, reason, errors, ...proof }: DraftActsProps) {
  const { say } = words
  const { draft, digest, letter, inPlaceOf, people } = checked
  return (
    <>
      {letter === null ? null : (
        <Form frame={frame} action={`${draftLink(draft.id)}/approve`}>
          <p class="govuk-body">{say('approveText')}</p>
          <Finality say={say} draft={draft} />
          {inPlaceOf === null ? null : (
            <p class="govuk-inset-text">
              <Said
                words={words}
                sentence="approveInPlaceOf"
                values={{ giver: <PersonName person={people.get(inPlaceOf)} /> }}
              />
            </p>
          )}
          <input type="hidden" name="digest" value={digest} />
          <StepUpFields words={words} errors={errors} {...proof} />
          <Button>{say('approve')}</Button>
        </Form>
      )}
      <Form frame={frame} action={`${draftLink(draft.id)}/return`}>
        {/* A few sentences, so that whoever wrote it knows what to do. */}
        <Textarea
          words={words}
          name="reason"
          label={say('reasonOfReturn')}
          errors={errors}
          value={reason}
          rows={3}
        />
        <Button kind="secondary">{say('giveBack')}</Button>
      </Form>
    </>
  )
}
