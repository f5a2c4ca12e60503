import type { Hands } from '../../exchange/desk/hands.ts'
import { type TimelineEntry, rejectionIn } from '../../exchange/desk/entryView.ts'
import type { TimelineItem } from '../../exchange/desk/timeline.ts'
import { typeTitle } from '../../letter/words.ts'
import { loggedLink, messageLink } from '../desk/caseLinks.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { eventTitle } from '../desk/checkingWords.ts'
import { Authority } from './CaseParts.tsx'
import { ClockFacts, clockTitle } from './ClockFacts.tsx'
import { ApprovedBy, WrittenBy } from './DraftParts.tsx'
import { Code } from './Line.tsx'
import { Moment } from './Moment.tsx'
import { FileName, bytesIn } from './CaseFiles.tsx'
import { type Around, loggedRows } from './LoggedFacts.tsx'
import { Rejected } from './Particulars.tsx'
import { Said } from './Said.tsx'
import { SummaryList } from './SummaryList.tsx'
import { Tag } from './Tag.tsx'

interface TimelineProps extends Around {
  readonly words: CaseWords
  readonly items: readonly TimelineItem[]
  /** Who wrote and who approved own messages, by their id. */
  readonly hands: ReadonlyMap<string, Hands>
}

/** What happened, in its order: messages with their two times, their receipts and files; deadlines; what else the log tells. */
export function Timeline({ items, ...around }: TimelineProps) {
  return (
    <ol class="desk-timeline">
      {items.map((item, place) => (
        <Item key={place} item={item} {...around} />
      ))}
    </ol>
  )
}

interface ItemProps extends Omit<TimelineProps, 'items'> {
  readonly item: TimelineItem
}

function Item({ item, words, hands, ...around }: ItemProps) {
  const { request } = around
  switch (item.kind) {
    case 'message': {
      const { entry } = item
      return (
        <li
          id={`message-${entry.sequence ?? entry.id}`}
          class={`desk-timeline__item desk-timeline__item--${entry.isOwn ? 'ours' : 'theirs'}`}
        >
          <Entry {...{ words, request, entry }} files={around.files} hands={hands.get(entry.id)} />
        </li>
      )
    }
    case 'clock':
      return (
        <li class="desk-timeline__item desk-timeline__item--beside">
          <h3 class="govuk-heading-s desk-timeline__title">{clockTitle(words, item.change)}</h3>
          <ClockFacts words={words} request={request} change={item.change} />
        </li>
      )
    case 'logged': {
      const { logged } = item
      return (
        <li class="desk-timeline__item desk-timeline__item--beside">
          <h3 class="govuk-heading-s desk-timeline__title">
            <a class="govuk-link" href={loggedLink(request, logged.leaf)}>
              {eventTitle(words, logged.event)}
            </a>
          </h3>
          <SummaryList rows={loggedRows(words, around, logged)} />
        </li>
      )
    }
  }
}

interface EntryProps {
  readonly words: CaseWords
  readonly request: string
  readonly entry: TimelineEntry
  readonly files: Around['files']
  readonly hands: Hands | undefined
}

function Entry({ words, request, entry, files, hands }: EntryProps) {
  const { say } = words
  const { sequence, type, from, sentAt, isErased, exhibits } = entry
  return (
    <>
      <h3 class="govuk-heading-s desk-timeline__title">
        {sequence === null ? null : (
          <span class="desk-timeline__place">{words.known.format.number(sequence)}</span>
        )}{' '}
        <a class="govuk-link" href={messageLink(request, entry)}>
          {typeTitle(type, words.language)}
          {sequence === null ? null : (
            <span class="govuk-visually-hidden"> ({say('messageNumber', { sequence })})</span>
          )}
        </a>
      </h3>
      {isErased ? <p class="govuk-body">{say('textErased')}</p> : null}
      <SummaryList
        rows={[
          [say('from'), <Authority key="from" words={words} id={from} />],
          [say('signed'), <Moment key="at" words={words} at={sentAt} />],
          hands === undefined
            ? null
            : [
                say('writtenBy'),
                <WrittenBy key="author" words={words} author={hands.author} system={hands.system} />,
              ],
          hands === undefined || hands.approver === null
            ? null
            : [
                say('approvedBy'),
                <ApprovedBy
                  key="approver"
                  words={words}
                  approver={hands.approver}
                  onBehalfOf={hands.onBehalfOf}
                />,
              ],
          [say('receipt'), <ReceiptOf key="receipt" words={words} entry={entry} />],
          exhibits.length === 0
            ? null
            : [say('files'), <Files key="files" {...{ words, request, files, exhibits }} />],
        ]}
      />
    </>
  )
}

function ReceiptOf({ words, entry }: Pick<EntryProps, 'words' | 'entry'>) {
  const { say } = words
  const { receivedAt, refusal, refusalWords, status, type } = entry
  if (receivedAt === null && refusal === null) return <Tag colour="grey">{say('noReceipt')}</Tag>
  return (
    <>
      {receivedAt === null ? null : <Moment words={words} at={receivedAt} />}
      {refusal === null ? null : (
        <>
          <Tag colour="red">{say('refused')}</Tag> <Code text={refusal} />
          <Rejected words={words} type={type} code={refusal} said={rejectionIn(refusalWords)} />
        </>
      )}
      {status === 'pending' && receivedAt !== null ? <div>{say('waitsForEarlier')}</div> : null}
    </>
  )
}

interface FilesProps extends Pick<EntryProps, 'words' | 'request' | 'files'> {
  readonly exhibits: TimelineEntry['exhibits']
}

function Files({ words, request, files, exhibits }: FilesProps) {
  return (
    <ul class="govuk-list">
      {exhibits.map(({ id, name, bytes }) => (
        <li key={id}>
          <Said
            words={words}
            sentence="fileOfBytes"
            values={{
              id: <Code text={id} />,
              name: <FileName {...{ request, files, id, name }} />,
              bytes: bytesIn(words, bytes),
            }}
          />
        </li>
      ))}
    </ul>
  )
}
