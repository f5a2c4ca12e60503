import type { ComponentChildren } from 'preact'
import type { DeskRecord } from '../../exchange/desk/deskRecord.ts'
import type { Attention } from '../../exchange/desk/attention.ts'
import { assignmentLink } from '../desk/caseLinks.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import type { DeskPerson } from '../deskServices.ts'
import { Button } from './Button.tsx'
import { PersonName } from './DraftParts.tsx'
import { Choice } from './Field.tsx'
import { Form } from './Form.tsx'
import type { Frame } from './Layout.tsx'
import { Moment } from './Moment.tsx'
import { Said } from './Said.tsx'
import { Tag } from './Tag.tsx'

interface NotesProps {
  readonly words: CaseWords
  readonly person: DeskPerson | null
  readonly attention: Attention
}

/** In a list: whether whoever looks has read a request, and who has it. Nothing where it is read and nobody does. */
export function AttentionNotes({ words, person, attention: { isUnread, assignee } }: NotesProps) {
  const { say } = words
  return (
    <>
      {isUnread ? (
        <div class="desk-tags">
          <Tag colour="blue">{say('unreadTag')}</Tag>
        </div>
      ) : null}
      {assignee === null ? null : (
        <div class="desk-under">
          {assignee.signInName === person?.signInName ? (
            say('withYou')
          ) : (
            <Said words={words} sentence="withPerson" values={{ person: <PersonName person={assignee} /> }} />
          )}
        </div>
      )}
    </>
  )
}

interface AssignmentProps {
  readonly frame: Frame
  readonly words: CaseWords
  readonly person: DeskPerson | null
  readonly record: Pick<DeskRecord, 'view' | 'attention'>
}

/** Who of the authority has a request; whoever handles its requests takes it, gives it to another, or gives it back. */
export function Assignment({ frame, words, person, record: { view, attention } }: AssignmentProps) {
  const { say } = words
  const { assignee, handlers } = attention
  const isMine = assignee !== null && assignee.signInName === person?.signInName
  const mayGive = view.erasedAt === null && person !== null && handlers.length > 0
  const others = handlers.filter(
    ({ signInName }) => signInName !== person?.signInName && signInName !== assignee?.signInName,
  )
  const order = (to: string | null) => ({ frame, request: view.request, had: assignee?.signInName ?? '', to })
  return (
    <section class="desk-part">
      <h2 class="govuk-heading-l">{say('assignment')}</h2>
      <p class="govuk-body">
        <Holder words={words} attention={attention} isMine={isMine} />
      </p>
      {!mayGive ? null : (
        <div class="desk-acts">
          {isMine ? null : (
            <Order {...order(person.signInName)}>
              <Button kind="secondary">{say('takeIt')}</Button>
            </Order>
          )}
          {assignee === null ? null : (
            <Order {...order('')}>
              <Button kind="secondary">{say('giveItBack')}</Button>
            </Order>
          )}
          {others.length === 0 ? null : (
            <Order {...order(null)}>
              <Choice
                words={words}
                name="to"
                label={say('giveTo')}
                errors={[]}
                choices={others.map(({ signInName, name }) => ({
                  value: signInName,
                  text: `${name} (${signInName})`,
                  language: '',
                }))}
                chosen=""
              />
              <Button kind="secondary">{say('giveIt')}</Button>
            </Order>
          )}
        </div>
      )}
    </section>
  )
}

interface HolderProps {
  readonly words: CaseWords
  readonly attention: Attention
  readonly isMine: boolean
}

function Holder({ words, attention: { assignee, since }, isMine }: HolderProps) {
  if (assignee === null || since === null) return <>{words.say('nobodyHasIt')}</>
  const moment = <Moment words={words} at={since} isWithin={true} />
  return isMine ? (
    <Said words={words} sentence="youHaveIt" values={{ moment }} />
  ) : (
    <Said
      words={words}
      sentence="personHasIt"
      values={{ moment, person: <PersonName person={assignee} /> }}
    />
  )
}

interface OrderProps {
  readonly frame: Frame
  readonly request: string
  /** Sign-in name of who has it now; empty: nobody. */
  readonly had: string
  /** Who is to have it; empty: nobody; null: a field of the form says so. */
  readonly to: string | null
  readonly children: ComponentChildren
}

function Order({ frame, request, had, to, children }: OrderProps) {
  return (
    <Form frame={frame} action={assignmentLink(request)}>
      <input type="hidden" name="had" value={had} />
      {to === null ? null : <input type="hidden" name="to" value={to} />}
      {children}
    </Form>
  )
}
