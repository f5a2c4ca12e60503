import type { ComponentChildren } from 'preact'
import type { CaseFile, FileThere } from '../../exchange/desk/caseFiles.ts'
import { codeText } from '../../message/code.ts'
import { caseFileLink, messageLink } from '../desk/caseLinks.ts'
import type { CaseWords } from '../desk/caseWords.ts'
import { fileCodeSentence, fileThereSentence } from '../desk/fileCodeWords.ts'
import type { Sentence } from '../desk/words.ts'
import { caseParts } from './CaseContents.tsx'
import { Code, Line, OthersWords } from './Line.tsx'
import { Moment } from './Moment.tsx'
import { Table } from './Table.tsx'
import { Tag } from './Tag.tsx'

interface FilesProps {
  readonly words: CaseWords
  readonly request: string
  readonly files: readonly CaseFile[]
}

/** The files that were handed over, each leading to what is known of it; nothing where there are none. */
export function CaseFiles({ words, request, files }: FilesProps) {
  const { say } = words
  if (files.length === 0) return null
  return (
    <section class="desk-part" id={caseParts.files}>
      <h2 class="govuk-heading-l">{say('files')}</h2>
      <Table
        caption={say('filesCaption')}
        head={[say('file'), say('fileSize'), say('fileState')]}
        rows={files.map((file) => [
          <div key="file" class="desk-file">
            <Code text={file.exhibit} />{' '}
            <a class="govuk-link" href={caseFileLink(request, file.deposit)}>
              <OthersWords language="">{file.name}</OthersWords>
            </a>
            {file.messages.map(({ id, sequence, from }) => (
              <div key={id} class="desk-under">
                <a class="govuk-link" href={messageLink(request, { id, sequence })}>
                  {say('messageNumber', { sequence })}
                </a>{' '}
                · <Line line={words.country(from)} />
              </div>
            ))}
            {[...handlingIn(words, file), ...conditionsIn(words, file)].map(([label, text], place) => (
              <div key={place} class="desk-under">
                {label}: {text}
              </div>
            ))}
          </div>,
          bytesIn(words, file.bytes),
          <FileState key="state" words={words} file={file} />,
        ])}
      />
    </section>
  )
}

interface NamedFileProps {
  readonly request: string
  readonly files: readonly CaseFile[]
  /** Its id in the messages, and its name there. */
  readonly id: string
  readonly name: string
}

/** The name of a file of a message. It leads to what is known of it, where the id and the name tell which of the request that is. */
export function FileName({ request, files, id, name }: NamedFileProps) {
  const [file, ...others] = files.filter((of) => of.exhibit === id && of.name === name)
  const shown = <OthersWords language="">{name}</OthersWords>
  return file === undefined || others.length > 0 ? (
    shown
  ) : (
    <a class="govuk-link" href={caseFileLink(request, file.deposit)}>
      {shown}
    </a>
  )
}

type Said = readonly (readonly [string, ComponentChildren])[]

function handlingIn(words: CaseWords, { terms: { handling } }: CaseFile): Said {
  return words.handling(handling).map(([label, code]) => [label, <bdi key={label}>{code}</bdi>])
}

/** Under which conditions a file was given: what each is called, until when it binds, and the words of whoever set it. */
export function conditionsIn(words: CaseWords, { terms: { conditions } }: CaseFile): Said {
  const { say, known } = words
  return conditions.map(({ code, until, text }, place) => [
    say('condition'),
    <span key={place}>
      {words.condition(codeText(code))}
      {until === undefined ? null : ` (${say('until')}: ${known.format.date(until)})`}{' '}
      {text === undefined ? null : <OthersWords language={text.language}>{text.text}</OthersWords>}
    </span>,
  ])
}

const states: Readonly<Record<CaseFile['status'], readonly [Sentence, 'green' | 'grey' | 'red' | 'yellow']>> =
  {
    announced: ['fileAnnounced', 'yellow'],
    accepted: ['fileAnnounced', 'yellow'],
    fetching: ['fileComing', 'yellow'],
    whole: ['fileWhole', 'green'],
    damaged: ['fileDamaged', 'red'],
    erased: ['fileErased', 'grey'],
  }

/** Whether it is here, how far it has come where it is on its way, and what the other State has told of one that went there. */
export function FileState({ words, file }: { readonly words: CaseWords; readonly file: CaseFile }) {
  const { say } = words
  const [sentence, colour] = states[file.status]
  return (
    <>
      <Tag colour={colour}>{say(sentence)}</Tag>
      {file.percent === null ? null : <div>{say('filePercent', { percent: file.percent })}</div>}
      {file.secondsLeft === null ? null : (
        <div>{say('fileMinutesLeft', { minutes: Math.ceil(file.secondsLeft / 60) })}</div>
      )}
      {file.refusal === null ? null : (
        <Why words={words} code={file.refusal} sentence={fileCodeSentence(file.refusal)} />
      )}
      {file.there === null ? null : <StateThere words={words} there={file.there} />}
    </>
  )
}

const statesThere: Readonly<Record<FileThere['outcome'], readonly [Sentence, 'green' | 'red' | 'yellow']>> = {
  whole: ['fileThereWhole', 'green'],
  damaged: ['fileThereDamaged', 'red'],
  waiting: ['fileThereWaiting', 'yellow'],
  fetching: ['fileThereFetching', 'yellow'],
}

/** What the other State has told of a file of this one, and when. */
function StateThere({ words, there }: { readonly words: CaseWords; readonly there: FileThere }) {
  const { outcome, code, at } = there
  const [sentence, colour] = statesThere[outcome]
  return (
    <div>
      <Tag colour={colour}>{words.say(sentence)}</Tag>
      {code === null ? null : (
        <Why
          words={words}
          code={code}
          sentence={outcome === 'waiting' ? fileThereSentence(code) : fileCodeSentence(code)}
        />
      )}
      {outcome === 'whole' ? null : (
        <div>
          {words.say('fileTold')} <Moment words={words} at={at} isWithin />
        </div>
      )}
    </div>
  )
}

interface WhyProps {
  readonly words: CaseWords
  readonly code: string
  readonly sentence: Sentence | null
}

/** Why a file waits or is damaged, with the code by which an administrator finds it. */
function Why({ words, code, sentence }: WhyProps) {
  return (
    <div>
      {sentence === null ? null : `${words.say(sentence)} `}
      <Code text={code} />
    </div>
  )
}

/** A size in the words of the reader. */
export function bytesIn({ language }: CaseWords, bytes: number): string {
  const step = Math.min(4, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes) / 3))
  const unit = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'][step] ?? 'byte'
  // In short there is no plural of the smallest.
  const unitDisplay = step === 0 ? 'long' : 'short'
  const format = { style: 'unit', unit, unitDisplay, maximumFractionDigits: 1 } as const
  return new Intl.NumberFormat(language, format).format(bytes / 1000 ** step)
}
