import type { DeskRecord } from '../../exchange/desk/deskRecord.ts'
import type { ActOnExhibit, ExhibitStanding } from '../../workflow/acceptance.ts'
import { messageLink } from '../desk/caseLinks.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { caseParts } from './CaseContents.tsx'
import { FileName } from './CaseFiles.tsx'
import { Authority } from './CaseParts.tsx'
import { Code, OthersWords } from './Line.tsx'
import { Said } from './Said.tsx'
import { Table } from './Table.tsx'
import { Tag } from './Tag.tsx'

interface RecordProps {
  readonly words: CaseWords
  readonly record: DeskRecord
}

/** What the receiving side has made of each file of each delivery; nothing where nothing was delivered. */
export function Standings({ words, record }: RecordProps) {
  const { say } = words
  const { standings, files, view } = record
  if (standings.length === 0) return null
  return (
    <section class="desk-part" id={caseParts.standings}>
      <h2 class="govuk-heading-l">{say('standings')}</h2>
      <Table
        caption={say('standingsCaption')}
        head={[say('file'), say('measure'), say('handedOverIn'), say('fileState')]}
        rows={standings.map((one) => [
          <div key="file">
            <Code text={one.exhibit} />{' '}
            <FileName request={view.request} files={files} id={one.exhibit} name={one.name} />
          </div>,
          <Code key="measure" text={one.measure} />,
          <ActLink key="delivery" words={words} record={record} act={one.delivery} />,
          <Standing key="standing" words={words} record={record} one={one} />,
        ])}
      />
    </section>
  )
}

interface StandingProps extends RecordProps {
  readonly one: ExhibitStanding
}

const colours = { open: 'grey', accepted: 'green', disputed: 'red', replaced: 'blue' } as const

function Standing({ words, record, one: { standing, reason, judged, replacedBy } }: StandingProps) {
  const { say } = words
  return (
    <>
      <Tag colour={colours[standing]}>{words.standing(standing)}</Tag>
      {replacedBy === null ? null : (
        <div>
          {replacedBy.exhibit === null ? (
            say('replacedByWhole')
          ) : (
            <Said
              words={words}
              sentence="replacedByFile"
              values={{ exhibit: <Code text={replacedBy.exhibit} /> }}
            />
          )}{' '}
          <ActLink words={words} record={record} act={replacedBy} />
        </div>
      )}
      {judged === null ? (
        <div class="govuk-hint">{say('standingUnsaid')}</div>
      ) : (
        <div>
          <Authority words={words} id={judged.from} /> <ActLink words={words} record={record} act={judged} />
        </div>
      )}
      {reason === null ? null : (
        <div>
          {/* What took its place does not say any more why it was disputed. */}
          {standing === 'replaced' ? `${say('standingWas')} ` : null}
          <OthersWords language={reason.language}>{reason.text}</OthersWords>
        </div>
      )}
    </>
  )
}

function ActLink({ words, record, act }: RecordProps & { readonly act: ActOnExhibit }) {
  const { sequence, message } = act
  return (
    <a class="govuk-link" href={messageLink(record.view.request, { sequence, id: message })}>
      {words.say('messageNumber', { sequence })}
    </a>
  )
}
